"""All that an editor needs, written at once; and the real language server, which then marks mistakes."""

import json
import re
import shutil
from pathlib import Path

import pytest
from editor import Editor

import scenario_cli as sc
from scenario_cli.answers.schema.editors import PLACES, settings_for
from scenario_cli.errors import OutputError
from scenario_cli.files.catalog import homes, listed

FILES = ["scenario", "weights", "pairs", "ballot", "answers", "game"]
SCHEMAS = sorted(f"{name}.schema.json" for name in FILES)


def test_every_format_of_files_has_its_schema_and_settings_name_them(folder, run):
    result = run("schema", "--all", "-o", ".vscode/")
    assert result.exit_code == 0
    assert sorted(path.name for path in Path(".vscode").iterdir()) == sorted([*SCHEMAS, "settings.json"])
    for name in FILES:
        assert Path(f".vscode/{name}.schema.json").read_bytes() == run("schema", name).stdout_bytes
    assert Path(".vscode/settings.json").read_bytes() == result.stdout_bytes
    settings = json.loads(result.stdout)["yaml.schemas"]
    assert settings[".vscode/scenario.schema.json"] == [
        "scenarios/*.yaml",
        "scenarios/*.yml",
        "*.scenario.yaml",
        "*.scenario.yml",
    ]
    assert all(Path(path).is_file() for path in settings)
    written = [f".vscode/{name}.schema.json" for name in FILES]
    assert result.stderr == f"wrote {', '.join(written)} and .vscode/settings.json\n"


def test_settings_that_are_there_are_never_touched(folder, run):
    Path(".vscode").mkdir()
    Path(".vscode/settings.json").write_text("{}")
    result = run("schema", "--all", "-o", ".vscode")
    assert (result.exit_code, Path(".vscode/settings.json").read_text()) == (0, "{}")
    assert result.stderr.endswith("; .vscode/settings.json was there and is left as it is\n")
    assert result.stderr.count("settings.json") == 1
    assert json.loads(result.stdout)


def test_another_folder_has_schemas_alone_and_those_that_are_there_are_written_anew(folder, run):
    Path("a b").mkdir()
    Path("a b/weights.schema.json").write_text("old")
    result = run("schema", "--all", "-o", "a b/")
    assert sorted(path.name for path in Path("a b").iterdir()) == SCHEMAS
    assert json.loads(Path("a b/weights.schema.json").read_text())["title"] == "weights/1"
    assert next(iter(json.loads(result.stdout)["yaml.schemas"])) == "a b/ballot.schema.json"


def test_a_folder_by_its_whole_path_is_named_by_uri(tmp_path):
    named = list(settings_for(tmp_path / "x")["yaml.schemas"])
    assert named[0] == (tmp_path / "x" / "scenario.schema.json").as_uri()


@pytest.mark.parametrize(
    "args",
    [
        ["--all"],
        ["--all", "-o", "-"],
        ["weights", "--all", "-o", "x/"],
        ["--all", "-f", "csv", "-o", "x/"],
        ["--all", "-o", "x.json"],
        ["--all", "-o", ".vscode/settings.YAML"],
        [],
        ["-o", "x.json"],
    ],
)
def test_it_goes_to_a_folder_and_with_no_name(folder, run, args):
    result = run("schema", *args)
    assert (result.exit_code, result.stdout, list(folder.iterdir())) == (2, "", [])
    assert result.stderr.startswith("error: ")
    assert "--all -o .vscode/" in result.stderr


def test_what_cannot_be_written_leaves_nothing(folder, run):
    Path("file").write_text("")
    result = run("schema", "--all", "-o", "file/")
    assert (result.exit_code, result.stdout) == (3, "")
    Path("x").mkdir()
    Path("x/game.schema.json").write_text("format: weights/1\ndrivers: {a: 1}\n")
    with pytest.raises(OutputError, match="holds weights, which a schema does not replace"):
        sc.write_schemas("x")
    assert [path.name for path in Path("x").iterdir()] == ["game.schema.json"]


def test_python_writes_the_same(folder, run):
    written = sc.write_schemas()
    assert written.files[-1] == ".vscode/settings.json"
    assert json.loads(Path(".vscode/settings.json").read_text()) == written.settings


def test_files_that_are_begun_lie_where_settings_look():
    assert {"scenarios/*", "*.scenario"} <= set(PLACES["scenario"])
    assert {"weights/*", "*.weights"} <= set(PLACES["weights"])


@pytest.mark.parametrize("name", FILES)
def test_no_schema_refers_to_a_network(name):
    text = json.dumps(sc.json_schema(name))
    assert set(re.findall(r'"\$ref": "(.)', text)) <= {"#"}
    assert set(re.findall(r"https?://[^\"]+", text)) == {"https://json-schema.org/draft/2020-12/schema"}


# The real language server.


@pytest.fixture
def workspace(folder, run):
    """A folder with settings, files that are begun, and every shipped one."""
    run("new", "scenario", "coffee")
    run("new", "scenario", "tea", "--options", "a,b", "--factors", "x.y,z", "-o", "tea.scenario.yaml")
    run("new", "weights", "red", "--scenario", "coffee")
    run("schema", "--all", "-o", ".vscode/")
    for kind in ("scenarios", "weights"):
        for path in listed(homes(kind)[1][0]):
            shutil.copy(path, folder / kind)
    return folder


def settings(workspace):
    return json.loads((workspace / ".vscode" / "settings.json").read_text())


def places(found):
    """Where each problem is, from 1, and what it says."""
    starts = [problem["range"]["start"] for problem in found]
    told = zip(starts, found, strict=True)
    return sorted((at["line"] + 1, at["character"] + 1, problem["message"]) for at, problem in told)


def test_a_server_without_a_network_finds_nothing_wrong_in_shipped_and_new_files(workspace):
    files = [*workspace.glob("scenarios/*.yaml"), *workspace.glob("weights/*.yaml")]
    files.append(workspace / "tea.scenario.yaml")
    assert len(files) >= 13
    with Editor(workspace, settings(workspace)) as editor:
        assert {path.name: places(editor.problems(path)) for path in files} == {
            path.name: [] for path in files
        }


BROKEN = """\
format: weights/1
scenario: coffee
drivers:
  comfort: ten
  cost: -4
fctors: {comfort: {taste: 1}}
"""


@pytest.mark.parametrize("name", ["weights/blue.yaml", "blue.weights.yaml", "weights/blue.yml"])
def test_a_broken_weights_file_is_marked_at_its_lines(workspace, name):
    path = workspace / name
    path.write_text(BROKEN)
    with Editor(workspace, settings(workspace)) as editor:
        found = editor.problems(path)
    assert [place[:2] for place in places(found)] == [(4, 12), (5, 9), (6, 1)]
    assert "number" in places(found)[0][2]
    assert "fctors" in places(found)[2][2]
    told = {(m.line, m.column) for m in sc.check([name]).mistakes}
    assert {(4, 12), (5, 9), (6, 1)} <= told


def test_the_slip_that_the_guide_tells_of_is_marked(workspace):
    guide = (Path(__file__).parents[3] / "docs" / "guides" / "checks.md").read_text(encoding="utf-8")
    text = re.search(r"printf '(.*?)' > red.weights.yaml", guide)[1].replace("\\n", "\n")
    path = workspace / "red.weights.yaml"
    path.write_text(text)
    with Editor(workspace, settings(workspace)) as editor:
        ((line, column, _),) = places(editor.problems(path))
    assert text.splitlines()[line - 1][column - 1 :] == "ten}"


def test_a_new_file_is_held_to_the_schema_beside_it_without_any_settings(workspace):
    path = workspace / "weights" / "red.yaml"
    path.write_text(path.read_text().replace("  comfort: 10", "  comfort: none"))
    shutil.rmtree(workspace / ".vscode")
    with Editor(workspace) as editor:
        ((line, column, _),) = places(editor.problems(path))
    assert path.read_text().splitlines()[line - 1][column - 1 :].startswith("none")


def test_keys_are_offered(workspace):
    path = workspace / "blue.weights.yaml"
    path.write_text("format: weights/1\ndrivers: {comfort: 1, cost: 1}\n\n")
    with Editor(workspace, settings(workspace)) as editor:
        editor.problems(path)
        assert {"factors", "ranges", "evidence", "title"} <= set(editor.words(path, 3, 1))


def test_a_scenario_a_ballot_and_a_game_are_held_to_their_own(workspace):
    broken = {
        "other.scenario.yaml": ("format: scenario/1\ntitel: x\n", "titel"),
        "ballots/r1/ana.yaml": ("format: ballot/1\nby: Ana\ndrivers: {a: 1}\nnot: x\n", "not"),
        "games/one/game.yaml": ("format: game/1\nscenario: coffee\nteam: [a]\n", "team"),
    }
    with Editor(workspace, settings(workspace)) as editor:
        for name, (text, key) in broken.items():
            path = workspace / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
            lines = text.splitlines()
            said = [m for n, _, m in places(editor.problems(path)) if lines[n - 1].startswith(key)]
            assert len(said) == 1, name
            assert key in said[0]


def test_other_yaml_files_are_left_alone(workspace):
    path = workspace / "compose.yaml"
    path.write_text("services: {}\n")
    with Editor(workspace, settings(workspace)) as editor:
        assert editor.problems(path) == []
