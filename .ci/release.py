"""What a release is held to, and what is said of it: used by `.github/workflows/release.yml`, and by hand.

    python .ci/release.py check v0.2.0    the tag, the version and the changelog agree
    python .ci/release.py notes 0.2.0     the changelog's section of a version

Both end with 1 and say why where they do not hold.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VERSION_FILE = "scenario_cli/__init__.py"
CHANGELOG = "CHANGELOG.md"
HEAD = re.compile(r"^## \[(?P<version>[^\]]+)\](?: - (?P<date>\S+))?$", re.MULTILINE)
RELEASE = re.compile(r"\d+\.\d+\.\d+(?:(?:a|b|rc)\d+)?")


class NotReadyError(Exception):
    """Why there can be no release."""


def stated_version(root: Path = ROOT) -> str:
    """Return the version that the package states."""
    found = re.search(
        r'^__version__ = "(.+)"$', (root / VERSION_FILE).read_text(encoding="utf-8"), re.MULTILINE
    )
    if found is None:
        raise NotReadyError(f"{VERSION_FILE} states no version")
    return found[1]


def sections(root: Path = ROOT) -> dict[str, tuple[str, str]]:
    """Return the sections of the changelog by version, each with its date and its text."""
    text = (root / CHANGELOG).read_text(encoding="utf-8")
    heads = list(HEAD.finditer(text))
    ends = [*(head.start() for head in heads[1:]), len(text)]
    return {
        head["version"]: (head["date"] or "", text[head.end() : end].strip())
        for head, end in zip(heads, ends, strict=True)
    }


def notes(version: str, root: Path = ROOT) -> str:
    """Return what the changelog says of a version, which must have a date."""
    date, text = sections(root).get(version, ("", ""))
    if not text:
        raise NotReadyError(f"{CHANGELOG} says nothing of {version}")
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", date):
        raise NotReadyError(f"{CHANGELOG} has no date for {version}: write '## [{version}] - YEAR-MONTH-DAY'")
    return text


def check(tag: str, root: Path = ROOT) -> str:
    """Return the version that a tag names, once the package and the changelog name it, too."""
    version = stated_version(root)
    if tag != f"v{version}":
        raise NotReadyError(f"the tag is {tag}, the version in {VERSION_FILE} is {version}")
    if not RELEASE.fullmatch(version):
        raise NotReadyError(f"{version} is no version of a release")
    notes(version, root)
    if sections(root).get("Unreleased", ("", ""))[1]:
        raise NotReadyError(f"{CHANGELOG} has changes under 'Unreleased', which belong to {version}")
    return version


def main(words: list[str]) -> int:
    """Do what is asked for."""
    asked = {"check": check, "notes": notes}
    if len(words) != 2 or words[0] not in asked:
        sys.stderr.write(f"{__doc__}")
        return 2
    try:
        sys.stdout.write(asked[words[0]](words[1]) + "\n")
    except NotReadyError as error:
        sys.stderr.write(f"not ready: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
