"""Links and pictures of every page of Markdown lead somewhere, on the site as on a disk."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md"), ROOT / "benchmarks" / "README.md"])
CODE = re.compile(r"^```.*?^```|`[^`\n]*`", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
NAMES = {path: path.relative_to(ROOT).as_posix() for path in PAGES}


def links(path: Path) -> list[str]:
    return LINK.findall(re.sub(r"`", "", CODE.sub("", path.read_text(encoding="utf-8"))))


def anchors(path: Path) -> set[str]:
    """The names of headings that a host of repositories and the site's builder give alike."""
    text = re.sub(r"^```.*?^```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    heads = [re.sub(r"[`*]|\]\([^)]*\)|\[", "", head).strip().lower() for head in HEADING.findall(text)]
    hosted = [re.sub(r"[^\w\- ]", "", head).replace(" ", "-") for head in heads]
    built = [re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", head)).strip("-") for head in heads]
    both = [one for one, other in zip(hosted, built, strict=True) if one == other]
    return {name for name in both if both.count(name) == 1}


def wrong(path: Path, target: str) -> str:
    """What is wrong with a link on a page, or nothing."""
    if re.match(r"[a-z]+:", target):
        return ""
    name, _, anchor = target.partition("#")
    other = (path.parent / name).resolve() if name else path
    if not other.exists():
        return f"{target}: there is no such file"
    if DOCS in path.parents and DOCS not in other.parents:
        return f"{target}: leads out of docs/, where the site has nothing"
    if anchor and anchor not in anchors(other):
        return f"{target}: there is no such heading"
    return ""


@pytest.mark.parametrize("path", PAGES, ids=NAMES.get)
def test_every_link_leads_somewhere(path):
    assert [said for target in links(path) if (said := wrong(path, target))] == []


def test_links_are_found_and_wrong_ones_told(tmp_path):
    page = tmp_path / "page.md"
    page.write_text(
        "# One head\n\n## A [b](c.md) `d`\n\n[x](#one-head) ![y](no.png) `[z](no.md)` [u](https://a.b/c)\n"
    )
    assert links(page) == ["c.md", "#one-head", "no.png", "https://a.b/c"]
    assert anchors(page) == {"one-head", "a-b-d"}
    assert [bool(wrong(page, target)) for target in links(page)] == [True, False, True, False]
    assert wrong(page, "#two-heads") == "#two-heads: there is no such heading"
    assert sum(len(links(path)) for path in PAGES) > 100


def test_every_page_is_in_the_navigation_once():
    config = tomllib.loads((ROOT / "zensical.toml").read_text(encoding="utf-8"))
    found: list[str] = []

    def gather(entries: list) -> None:
        for entry in entries:
            for inner in entry.values():
                gather(inner) if isinstance(inner, list) else found.append(inner)

    gather(config["project"]["nav"])
    assert sorted(found) == sorted(path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md"))


def test_every_picture_is_shown_somewhere():
    shown = {(path.parent / target).resolve() for path in PAGES for target in links(path)}
    assert {path for path in (DOCS / "images").iterdir() if path not in shown} == set()
