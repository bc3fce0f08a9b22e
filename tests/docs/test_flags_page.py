"""docs/reference/flags.md has every flag that the code can raise, at its level, and no other."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import scenario_cli

PACKAGE = Path(scenario_cli.__file__).parent
PAGE = Path(__file__).parents[2] / "docs" / "reference" / "flags.md"
# Codes that no single word beside the call names, by the file that makes them: from a table of texts, and
# from the notes of an import (which are read off below, but for two that are made of the names of sheets).
MADE = {
    "engine/flags.py": {("uncited", "warning"), ("clipped", "warning"), ("below_minimum", "warning")},
    "answers/imported/ask.py": {("curves_not_read", "warning"), ("levels_not_read", "warning")},
    "answers/flags.py": {("other_name", "note")},
}


def words(node: ast.AST | None) -> list[str]:
    """The texts in an expression: one, or several that a condition chooses from."""
    if isinstance(node, ast.IfExp):
        return words(node.body) + words(node.orelse)
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


def stated(call: ast.Call, name: str, place: int) -> ast.AST | None:
    by_name = {word.arg: word.value for word in call.keywords}
    return by_name.get(name, call.args[place] if len(call.args) > place else None)


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            yield name, node


def raised() -> tuple[set[tuple[str, str]], set[str]]:
    """Code and level of every flag that is raised by its name, and the files with calls that name none."""
    found, unnamed = set(), set()
    for path in sorted(PACKAGE.rglob("*.py")):
        for name, call in calls(path):
            if name == "Flag":
                codes, levels = words(stated(call, "code", 0)), words(stated(call, "level", 1))
                found |= {(code, level) for code in codes for level in levels}
                if not codes:
                    unnamed.add(path.relative_to(PACKAGE).as_posix())
    return found, unnamed


def noted_by_imports() -> set[tuple[str, str]]:
    """Code and level of every note of an import, all of which are flags of its answer."""
    found = set()
    for path in sorted(
        [*(PACKAGE / "sheets").rglob("*.py"), *(PACKAGE / "answers" / "imported").rglob("*.py")]
    ):
        for name, call in calls(path):
            codes = words(stated(call, "code", 1))
            levels = ["note"] if name == "note" else words(stated(call, "level", 99))
            found |= {(code.replace("-", "_"), level) for code in codes for level in levels}
    return found


def on_the_page() -> list[tuple[str, str]]:
    rows = re.findall(r"^\| (`.+?`) \| (warning|note) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    return [(code, level) for codes, level in rows for code in re.findall(r"`(\w+)`", codes)]


def test_every_flag_is_on_the_page_once_and_no_other():
    found, _ = raised()
    wanted = found | noted_by_imports() | {flag for flags in MADE.values() for flag in flags}
    assert sorted(on_the_page()) == sorted(wanted)


def test_calls_that_name_no_code_are_those_that_are_known():
    _, unnamed = raised()
    assert unnamed == set(MADE)


def test_the_flags_of_every_kept_result_are_on_the_page():
    kept = Path(__file__).parents[1] / "golden" / "expected"
    told = re.compile(r'"code": "(\w+)",\s+(?:"\w+": "[^"]*",\s+)*?"level": "(warning|note)"')
    seen = {flag for path in kept.rglob("*.json") for flag in told.findall(path.read_text(encoding="utf-8"))}
    assert len(seen) > 20
    assert seen <= set(on_the_page())
