"""The bytes of every command in every form, held still: a change of theirs is meant, and seen.

``GOLDEN=write`` writes what comes out now; ``GOLDEN=exact`` holds the last digits too, which differ
from processor to processor and from one version of a library to the next.
"""

import os
import re
import shutil
from pathlib import Path

import pytest
from golden.cases import Case, cases

from scenario_cli import __version__

HERE = Path(__file__).parent
EXPECTED = HERE / "expected"
CASES = {case.name: case for case in cases()}
LONG_NUMBER = re.compile(r"-?\d+\.\d{9,}(?:e-?\d+)?|-?\d+(?:\.\d+)?e-\d+")
# The hash of a result is that of its last digits.
HASH_OF_A_RESULT = re.compile(r'("role": "(?:result|old|new)",\s+"sha256": )"[0-9a-f]{64}"')
# Files of their own; the page states the hash of each.
ASSETS = re.compile(r"(?s)(<style>|<script type=\"module\">).*?(</style>|</script>)")
WITHIN = 1e-9


def made(case: Case, run) -> str:
    for line in case.lines:
        result = run(*line, **dict(case.env))
    text = result.stdout
    if case.file:
        text = Path(case.file).read_text(encoding="utf-8")
    if result.exit_code or (result.stderr and not case.file):
        text += f"[exit code {result.exit_code}]\n{result.stderr}"
    text = ASSETS.sub(r"\1\2", text) if case.name.endswith(".html") else text
    return text.replace(__version__, "VERSION")


def alike(one: str, other: str) -> bool:
    """Whether two texts differ in the last digits of numbers, and what hangs on them, at most."""
    one, other = (HASH_OF_A_RESULT.sub(r"\1HASH", text) for text in (one, other))
    if LONG_NUMBER.sub("#", one) != LONG_NUMBER.sub("#", other):
        return False
    pairs = zip(LONG_NUMBER.findall(one), LONG_NUMBER.findall(other), strict=True)
    return all(abs(float(a) - float(b)) <= WITHIN * max(1.0, abs(float(a))) for a, b in pairs)


@pytest.mark.parametrize("name", CASES)
def test_the_bytes_are_what_they_were(name, run, tmp_path, monkeypatch):
    monkeypatch.setattr("scenario_cli.files.editing.time_now", lambda: "2026-03-02T09:01:00+00:00")
    shutil.copytree(HERE / "files", tmp_path / "work")
    monkeypatch.chdir(tmp_path / "work")
    text, path = made(CASES[name], run), EXPECTED / name
    if os.environ.get("GOLDEN") == "write":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
        return
    expected = path.read_bytes().decode()
    if os.environ.get("GOLDEN") == "exact" or not alike(text, expected):
        assert text == expected


def test_nothing_is_kept_that_no_case_makes():
    kept = {path.relative_to(EXPECTED).as_posix() for path in EXPECTED.rglob("*") if path.is_file()}
    assert kept == set(CASES)


def test_texts_alike_differ_in_last_digits_only():
    assert alike("a 0.12345678901 b", "a 0.12345678902 b")
    assert not alike("a 0.12345678901 b", "a 0.12345688901 b")
    assert not alike("a 0.12345678901 b", "a 0.12345678901 c")
    assert not alike("52.5", "52.4")
    result, scenario = (f'"role": "{role}",\n "sha256": "{{}}"' for role in ("result", "scenario"))
    assert alike(result.format("a" * 64), result.format("b" * 64))
    assert not alike(scenario.format("a" * 64), scenario.format("b" * 64))
