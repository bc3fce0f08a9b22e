"""Says what is wrong with the built site: links that lead nowhere, and what is loaded from elsewhere.

Run it after a build: python docs/site_check.py site
"""

import re
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

# What a browser fetches by itself, as it opens a page; a link that a reader follows may lead anywhere.
LOADED = {"src", "srcset", "poster", "data", "action"}
FETCHING_RELATIONS = {
    "stylesheet",
    "icon",
    "preload",
    "modulepreload",
    "prefetch",
    "preconnect",
    "dns-prefetch",
}
IN_CSS = re.compile(r"""url\(\s*["']?([^"')]+)|@import\s+["']([^"']+)""")


class Page(HTMLParser):
    """What a page links to, what it loads, and the places in it that a link may name."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.places: set[str] = set()
        self._in_style = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take note of a tag."""
        stated = {name: value or "" for name, value in attrs}
        self._in_style = tag == "style"
        self.places |= {stated[name] for name in ("id", "name") if stated.get(name)}
        for name in LOADED & stated.keys():
            targets = stated[name].split(",") if name == "srcset" else [stated[name]]
            self.loaded += [target.split()[0] for target in targets if target.strip()]
        self.loaded += loaded_by_css(stated.get("style", ""))
        if tag == "link":
            fetched = FETCHING_RELATIONS & set(stated.get("rel", "").lower().split())
            (self.loaded if fetched else self.links).append(stated.get("href", ""))
        elif "href" in stated:
            self.links.append(stated["href"])

    def handle_data(self, data: str) -> None:
        """Take note of what a style sheet within the page loads."""
        if self._in_style:
            self.loaded += loaded_by_css(data)


def loaded_by_css(text: str) -> list[str]:
    """Return the addresses that a style sheet loads."""
    return [(a or b).strip() for a, b in IN_CSS.findall(text)]


def problems(site: Path) -> list[str]:
    """Return what is wrong with a site, a line each; nothing if all is well."""
    if not (site / "index.html").is_file():
        return [f"{site.as_posix()}/index.html is not there"]
    pages = {
        path.relative_to(site).as_posix(): Page(path.read_text(encoding="utf-8"))
        for path in sorted(site.rglob("*.html"))
    }
    found = []
    for name, page in pages.items():
        found += [
            f"{name}: {said}"
            for target, fetched in [*((t, False) for t in page.links), *((t, True) for t in page.loaded)]
            if (said := _wrong(site, pages, name, target, fetched=fetched))
        ]
    for path in sorted(site.rglob("*.css")):
        name = path.relative_to(site).as_posix()
        found += [
            f"{name}: loads {target} from elsewhere"
            for target in loaded_by_css(path.read_text(encoding="utf-8"))
            if urlsplit(target).netloc
        ]
    return list(dict.fromkeys(found))


def _wrong(site: Path, pages: dict[str, Page], name: str, target: str, *, fetched: bool) -> str:
    """Return what is wrong with one address on a page, or nothing."""
    parts = urlsplit(target)
    if parts.scheme in ("data", "mailto"):
        return ""
    if parts.scheme or parts.netloc:
        return f"loads {target} from elsewhere" if fetched else ""
    at = Path(name).parent / unquote(parts.path) if parts.path else Path(name)
    whole = (site / at).resolve() if not parts.path.startswith("/") else site / parts.path.lstrip("/")
    if whole.is_dir():
        whole /= "index.html"
    if not whole.is_file() or not whole.resolve().is_relative_to(site.resolve()):
        return f"{target} leads nowhere"
    other = pages.get(whole.resolve().relative_to(site.resolve()).as_posix())
    if parts.fragment and other is not None and unquote(parts.fragment) not in other.places:
        return f"{target} names a place that is not there"
    return ""


if __name__ == "__main__":
    wrong = problems(Path(sys.argv[1]))
    sys.stdout.writelines(f"{line}\n" for line in wrong)
    sys.exit(1 if wrong else 0)
