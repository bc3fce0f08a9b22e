"""Who may import whom, as the house plan says: one direction, no turning back."""

import ast
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
    "model": {*GROUND},
    "files": {*GROUND, "model"},
    "engine": {*GROUND, "model"},
    "render": {*GROUND, "engine", "model"},
    "batch": {*GROUND, "extras", "render", "files", "engine", "model"},
    "cli": {*GROUND, "batch", "render", "files", "engine", "model"},
    "__init__": set(),
    "__main__": {"cli"},
}
ONLY_IMPORTERS = {
    "yaml": ("files/",),
    "numpy": ("engine/",),
    "scipy": ("engine/",),
    "rich": ("render/terminal.py",),
    "typer": ("cli/",),
}
# The public names: __init__ names their homes and loads them when they are asked for.
FOR_READERS_OF_TYPES = "TYPE_CHECKING"


def name(path):
    return path.relative_to(HOME).as_posix()


def room(path):
    return path.relative_to(HOME).parts[0].removesuffix(".py")


def imports(path):
    """Return the modules that a file imports, anywhere in it, but not those for type checkers alone."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    unread = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == FOR_READERS_OF_TYPES
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


def rooms_of(modules):
    inside = [module.split(".") for module in modules if module.startswith("scenario_cli.")]
    return {parts[1] for parts in inside if parts[1] in ROOMS}


def test_every_module_is_in_a_known_room():
    assert {room(path) for path in MODULES} <= set(ROOMS)
    assert len(MODULES) > 30


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_module_imports_only_from_the_rooms_it_may(path):
    assert rooms_of(imports(path)) - {room(path)} <= ROOMS[room(path)]


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
    assert all(importer.startswith(ONLY_IMPORTERS[package]) for importer in importers), importers


@pytest.mark.parametrize("package", ["yaml", "numpy", "rich", "typer"])
def test_a_package_that_is_guarded_is_used(package):
    assert any(module.split(".")[0] == package for path in MODULES for module in imports(path))


def test_no_file_and_no_function_is_too_long_to_be_read_at_once():
    texts = {name(path): path.read_text(encoding="utf-8") for path in MODULES}
    assert [file for file, text in texts.items() if text.count("\n") > 400] == []
    assert [
        f"{file}:{node.name}"
        for file, text in texts.items()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno >= 59
    ] == []


def test_the_package_imports_nothing_heavy_as_it_loads():
    assert imports(HOME / "__init__.py") <= {"importlib", "typing"}


def test_the_public_names_are_where_the_package_says():
    for public in scenario_cli.__all__:
        assert getattr(scenario_cli, public).__name__ == public
    assert set(scenario_cli.__all__) <= set(dir(scenario_cli))
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        _ = scenario_cli.nothing


def test_the_rule_itself_finds_a_turn_back(tmp_path):
    path = tmp_path / "x.py"
    path.write_text(
        "def f():\n    from scenario_cli.cli.app import app\n    import scenario_cli.files.parsed\n"
    )
    assert rooms_of(imports(path)) == {"cli", "files"}
    path.write_text("from scenario_cli import cli\n")
    assert rooms_of(imports(path)) == {"cli"}
