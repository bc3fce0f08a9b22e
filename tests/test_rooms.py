"""Who may import whom, as docs/architecture.md says: one direction, no turning back."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

import scenario_cli

HOME = Path(scenario_cli.__file__).parent
MODULES = sorted(path for path in HOME.rglob("*.py"))
GROUND = {"choices", "text", "mistakes", "errors"}
ROOMS = {
    "choices": set(),
    "text": set(),
    "mistakes": {"choices", "text"},
    "errors": {"mistakes"},
    "extras": {"errors"},
    "frozen": set(),
    "model": GROUND,
    "files": {*GROUND, "model"},
    "engine": {*GROUND, "model", "frozen"},
    "render": {"text", "errors", "extras"},
    "subject": {*GROUND, "engine", "files", "model"},
    "sheets": {*GROUND, "files", "model", "extras"},
    "study": {*GROUND, "subject", "engine", "files", "model"},
    "answers": {*GROUND, "study", "sheets", "engine", "files", "model", "render", "frozen", "extras"},
    "batch": {*GROUND, "answers", "study", "engine", "files", "model", "render", "extras"},
    "game": {*GROUND, "group", "answers", "study", "files", "model"},
    "group": {*GROUND, "answers", "study", "engine", "files", "model"},
    "assistant": {*GROUND, "files", "model", "extras"},
    "shell": {"choices", "text", "files"},
    "cli": {
        *GROUND,
        *("assistant", "shell", "game", "group", "batch", "answers", "study", "render", "files", "model"),
    },
    "__init__": set(),
    "__main__": {"cli"},
}
# A study's questions are its methods: each imports its folder when it is asked.
DOORS = {("study.py", "answers")}
ONLY_IMPORTERS = {
    "yaml": ("files/",),
    "numpy": ("engine/",),
    "scipy": ("engine/",),
    "rich": ("render/terminal.py",),
    "typer": ("cli/",),
    "resvg_py": ("render/png.py",),
    "xlsxwriter": ("sheets/",),
    "python_calamine": ("sheets/",),
    "mcp": ("assistant/",),
    "pandas": ("answers/answer.py", "batch/answer.py"),
}
FOR_READERS_OF_TYPES = "TYPE_CHECKING"
WORDS_OF_THE_COMMAND_LINE = ("error: ", " --", "'--", "(--")


def name(path):
    return path.relative_to(HOME).as_posix()


def room(path):
    return path.relative_to(HOME).parts[0].removesuffix(".py")


@cache
def imports(path, *, at_the_top=False):
    """Return the modules that a file imports, anywhere in it, but not those for type checkers alone."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    unread = {
        id(part)
        for node in ast.walk(tree)
        if (isinstance(node, ast.If) and ast.unparse(node.test) == FOR_READERS_OF_TYPES)
        or (at_the_top and isinstance(node, ast.FunctionDef))
        for part in ast.walk(node)
    }
    found = set()
    for node in ast.walk(tree):
        if id(node) in unread:
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name(path)}:{node.lineno}: imports are written in full"
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names if node.module == "scenario_cli"}
    return found


def taken_from(path, start):
    """Return the names that a file imports from modules under ``start``."""
    return {
        alias.name
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(start)
        for alias in node.names
    }


def rooms_of(modules):
    inside = [module.split(".") for module in modules if module.startswith("scenario_cli.")]
    return {parts[1] for parts in inside if parts[1] in ROOMS}


def test_every_module_is_in_a_known_room():
    assert {room(path) for path in MODULES} <= set(ROOMS)
    assert len(MODULES) > 30


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_module_imports_only_from_the_rooms_it_may(path):
    doors = {to for start, to in DOORS if start == name(path)}
    assert rooms_of(imports(path)) - {room(path)} - doors <= ROOMS[room(path)]
    assert rooms_of(imports(path, at_the_top=True)).isdisjoint(doors)


def test_a_batch_needs_no_page_and_asks_for_nothing():
    inside = [path for path in MODULES if room(path) == "batch"]
    from_render = {
        module for path in inside for module in imports(path) if module.startswith("scenario_cli.render")
    }
    assert from_render == {"scenario_cli.render.delimited"}
    asking = {"print", "input"}
    calls = [
        f"{name(path)}:{node.lineno}"
        for path in inside
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (isinstance(node, ast.Name) and node.id in asking)
        or (isinstance(node, ast.Attribute) and node.attr in {"argv", "stdout", "stderr"})
        or (isinstance(node, ast.Constant) and str(node.value).startswith("--"))
    ]
    assert calls == []


def test_stores_are_opened_in_one_place():
    """What opens a store is told nowhere, and what a local batch does not need is not loaded."""
    asking = [
        name(path)
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        and re.search(r"pyarrow\.fs|pyarrow import .*\bfs\b", ast.unparse(node))
    ]
    assert {*asking} == {"batch/objects.py", "batch/stores.py"}


def test_no_two_classes_have_one_name():
    names = [
        node.name
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
    ]
    assert sorted({name for name in names if names.count(name) > 1}) == []


@pytest.mark.parametrize("package", ONLY_IMPORTERS)
def test_a_package_is_imported_in_its_room_alone(package):
    importers = [
        name(path) for path in MODULES if any(module.split(".")[0] == package for module in imports(path))
    ]
    assert importers
    assert all(importer.startswith(ONLY_IMPORTERS[package]) for importer in importers), importers


QUESTIONS = [path for path in MODULES if room(path) == "answers" and path.name in ("ask.py", "report.py")]


@pytest.mark.parametrize("path", [path for path in QUESTIONS if path.name == "ask.py"], ids=name)
def test_what_asks_does_not_speak(path):
    assert "render" not in rooms_of(imports(path))


@pytest.mark.parametrize("path", [path for path in QUESTIONS if path.name == "report.py"], ids=name)
def test_what_speaks_computes_nothing(path):
    assert {word for word in taken_from(path, "scenario_cli.engine") if word[0].islower()} == set()
    assert path.with_name("ask.py").is_file()


@pytest.mark.parametrize(
    "path",
    [path for path in MODULES if room(path) in ("engine", "model", "subject", "study", "answers", "batch")],
    ids=name,
)
def test_the_library_names_no_option_of_the_command_line(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node)
    }
    said = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documented
    ]
    assert [text for text in said if any(word in text for word in WORDS_OF_THE_COMMAND_LINE)] == []


def test_a_batch_needs_no_page():
    inside = [path for path in MODULES if room(path) == "batch"]
    from_render = {
        name for path in inside for name in imports(path) if name.startswith("scenario_cli.render")
    }
    assert from_render == {"scenario_cli.render.delimited"}


def test_nothing_but_the_command_line_prints():
    assert [
        name(path)
        for path in MODULES
        if room(path) != "cli"
        and any(
            isinstance(node, ast.Call) and ast.unparse(node.func) in ("print", "input", "sys.stderr.write")
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        )
    ] == []


def test_each_class_has_a_name_of_its_own():
    homes = {}
    for path in MODULES:
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef):
                homes.setdefault(node.name.lstrip("_"), []).append(name(path))
    assert {word: where for word, where in homes.items() if len(where) > 1} == {}


def test_no_file_and_no_function_is_too_long_to_be_read_at_once():
    texts = {name(path): path.read_text(encoding="utf-8") for path in MODULES}
    assert [file for file, text in texts.items() if text.count("\n") > 400] == []
    assert [
        f"{file}:{node.name}"
        for file, text in texts.items()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno >= 59
    ] == []


def test_the_command_line_is_small():
    lines = {path: path.read_text(encoding="utf-8").count("\n") for path in MODULES if room(path) == "cli"}
    commands = {path: count for path, count in lines.items() if "commands" in path.parts}
    # A third of it is what is the same for every command: defaults, completion, how much is said.
    assert sum(lines.values()) - sum(commands.values()) < 1520
    assert {name(path): count for path, count in commands.items() if count > 130} == {}


def test_the_package_imports_nothing_heavy_as_it_loads():
    assert imports(HOME / "__init__.py") <= {"importlib", "sys", "types", "typing"}


def test_the_rule_itself_finds_a_turn_back(tmp_path):
    path = tmp_path / "x.py"
    path.write_text(
        "def f():\n    from scenario_cli.cli.app import app\n    import scenario_cli.files.parsed\n"
    )
    assert rooms_of(imports(path)) == {"cli", "files"}
    assert rooms_of(imports(path, at_the_top=True)) == set()
    other = tmp_path / "y.py"
    other.write_text("from scenario_cli import cli\n")
    assert rooms_of(imports(other)) == {"cli"}
