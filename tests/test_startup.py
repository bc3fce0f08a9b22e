"""What a command loads before it can answer: asked of `sys.modules`, which is the same on every machine."""

import subprocess
import sys

import pytest
from builders import but_notes

ASK = """
import runpy, sys
sys.argv = ["scenario", *sys.argv[1:]]
try:
    runpy.run_module("scenario_cli", run_name="__main__")
except SystemExit as end:
    sys.exit(end.code)
finally:
    sys.stdout.flush()
    print("LOADED", *sys.modules, file=sys.stderr)
"""
HEAVY = (
    "numpy",
    "scipy",
    "yaml",
    "rich",
    "resvg_py",
    "jinja2",
    "pyarrow",
    "mcp",
    "scenario_cli.model",
    "scenario_cli.engine",
    "scenario_cli.render",
)


@pytest.fixture
def loaded(environment, in_examples):
    """Run a command line in a process; return what it said on stdout and which heavy modules it loaded."""

    def loaded(*args, **env):
        done = subprocess.run(
            [sys.executable, "-c", ASK, *args],
            capture_output=True,
            text=True,
            encoding="utf-8",
            env=environment(PYTHONIOENCODING="utf-8", **env),
            check=False,
            timeout=60,
        )
        said, _, modules = done.stderr.rpartition("LOADED ")
        assert but_notes(said) == "", said
        assert done.returncode == 0
        return done.stdout, {name for name in HEAVY if name in modules.split()}

    return loaded


@pytest.mark.parametrize(("args", "code"), [(["score", "-f", "json"], 0), (["score", "none-such"], 3)])
def test_a_process_ends_without_a_search_for_garbage(args, code, environment, in_examples):
    """Everything is set apart from the last collection, however a command ends."""
    ask = (
        "import atexit, gc, sys, scenario_cli.__main__ as m; sys.argv = ['scenario', *sys.argv[1:]];"
        "atexit.register(lambda: print('APART', gc.get_freeze_count() > 10_000, file=sys.stderr)); m.main()"
    )
    command = [sys.executable, "-c", ask, *args]
    done = subprocess.run(command, capture_output=True, env=environment(), check=False, timeout=60)
    assert done.returncode == code
    assert done.stderr.rstrip().endswith(b"APART True")


def completion(words):
    count = len(words.split(" ")) - 1
    return {"_SCENARIO_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(count)}


def test_the_version_loads_nothing_heavy(loaded):
    said, heavy = loaded("--version")
    assert said.startswith("scenario ")
    assert heavy == set()


def test_completing_a_command_loads_nothing_heavy(loaded):
    said, heavy = loaded(**completion("scenario sc"))
    assert {"score", "schema"} <= set(said.split())
    assert heavy == set()


def test_completing_a_name_loads_nothing_heavy(loaded):
    said, heavy = loaded(**completion("scenario score lu"))
    assert said.split() == ["lunch"]
    assert heavy == set()
    said, heavy = loaded(**completion("scenario score lunch -w th"))
    assert said.split() == ["thrift"]
    assert heavy == set()


@pytest.mark.parametrize(
    "words",
    ["scenario score --set w", "scenario score --", "scenario explain i", "scenario help weights s"],
)
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_makes_no_models_and_no_rich_text(environment, in_examples, words, shell):
    """What an answer of Typer itself loads in every shell: pydantic for types, rich for titles."""
    env = completion(words) | {"_SCENARIO_COMPLETE": f"complete_{shell}", "_TYPER_COMPLETE_ARGS": words}
    env |= {"_TYPER_COMPLETE_FISH_ACTION": "get-args"}
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        capture_output=True,
        text=True,
        env=environment(**env),
        check=True,
        timeout=60,
    )
    assert done.stdout
    modules = set(done.stderr.rpartition("LOADED ")[2].split())
    assert modules.isdisjoint({"pydantic", "pydantic_core", "typer._adapters", *HEAVY} - {"yaml"})


@pytest.mark.parametrize("args", [["--help"], ["score", "--help"], ["check", "-h"]])
def test_help_loads_nothing_heavy(loaded, args):
    said, heavy = loaded(*args)
    assert said.startswith("Usage: scenario ")
    assert heavy == set()


def test_a_check_computes_and_draws_nothing(loaded):
    said, heavy = loaded("check", "lunch", "thrift")
    assert said == "2 files checked, nothing wrong.\n"
    assert heavy == {"yaml", "scenario_cli.model", "scenario_cli.render"}


def test_a_check_of_answers_draws_nothing(loaded, tmp_path):
    path = tmp_path / "ana.yaml"
    path.write_text("format: answers/1\nanswers:\n  - {more: taste, than: price}\n")
    said, heavy = loaded("check", str(path))
    assert said == "1 file checked, nothing wrong.\n"
    assert heavy.isdisjoint({"numpy", "scipy", "rich"})


@pytest.mark.parametrize("args", [["weights", "ask", "--help"], ["robustness", "--help"]])
def test_help_for_questions_loads_nothing_heavy(loaded, args):
    assert loaded(*args)[1] == set()


@pytest.mark.parametrize("form", ["json", "csv", "md"])
def test_a_score_for_other_programs_draws_nothing(loaded, form):
    _, heavy = loaded("score", "-f", form)
    assert "numpy" in heavy
    assert heavy.isdisjoint({"rich", "scipy", "resvg_py", "jinja2"})


def test_methods_draw_and_solve_nothing(loaded):
    _, heavy = loaded("methods", "-f", "json")
    assert "numpy" in heavy
    assert heavy.isdisjoint({"rich", "scipy", "resvg_py", "jinja2"})


def test_a_score_loads_no_method_beside_it(environment, in_examples):
    ask = "import sys, scenario_cli as sc; sc.study('lunch').score().to_json(); print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", ask], capture_output=True, text=True, env=environment(), check=True, timeout=60
    )
    assert "scenario_cli.engine.additive" in done.stdout.split()
    assert ".methods" not in done.stdout


def test_a_score_as_a_table_solves_no_programme(loaded):
    _, heavy = loaded("score")
    assert "rich" in heavy
    assert heavy.isdisjoint({"scipy", "resvg_py", "jinja2"})


def test_a_picture_as_svg_draws_no_pixels(loaded):
    said, heavy = loaded("score", "-f", "svg")
    assert said.startswith("<?xml")
    assert heavy.isdisjoint({"rich", "resvg_py", "jinja2"})


def test_a_batch_of_files_opens_no_store(loaded, tmp_path):
    for line in (["lunch"], ["lunch", "-w", "thrift", "-o", str(tmp_path / "x.csv")]):
        _, heavy = loaded("batch", *line, "--jobs", "1")
        assert "numpy" in heavy
        assert "pyarrow" not in heavy


@pytest.mark.parametrize(
    ("args", "heavy"),
    [
        (["list"], {"rich", "yaml", "scenario_cli.model", "scenario_cli.render"}),
        (["list", "-f", "json"], {"yaml", "scenario_cli.model", "scenario_cli.render"}),
        (["show", "lunch"], {"yaml", "scenario_cli.model"}),
        (["schema", "weights"], {"scenario_cli.model", "scenario_cli.render"}),
        (["new", "scenario", "-o", "-"], {"yaml", "scenario_cli.model"}),
    ],
)
def test_commands_on_files_compute_nothing(loaded, args, heavy):
    assert loaded(*args)[1] == heavy


@pytest.fixture
def at_a_table(in_examples, tmp_path, loaded, monkeypatch):
    """Work beside a game that has begun."""
    game = str(tmp_path / "game")
    loaded("game", "new", game, "--scenario", "lunch", "-w", "thrift", "--team", "red")
    return game


def test_playing_draws_no_picture_and_solves_no_programme(loaded, at_a_table):
    """What a room waits for after each line is read, computed and printed, and nothing else is loaded."""
    for args in (
        ["say", "red", "so"],
        ["set", "weights.price=3"],
        ["turn", "Turn 1"],
        ["show"],
        ["show", "-f", "json"],
        ["replay"],
    ):
        said, heavy = loaded("game", *args, "-g", at_a_table)
        assert said
        assert "numpy" in heavy
        assert heavy.isdisjoint({"scipy", "resvg_py", "jinja2"})


@pytest.mark.parametrize("form", ["json", "csv", "md"])
def test_playing_for_other_programs_draws_nothing(loaded, at_a_table, form):
    for args in (["say", "red", "so"], ["show"], ["replay"]):
        _, heavy = loaded("game", *args, "-g", at_a_table, "-f", form)
        assert "rich" not in heavy


def test_completing_a_team_computes_nothing(loaded, at_a_table):
    said, heavy = loaded(**completion(f"scenario game say -g {at_a_table} r"))
    assert said.split() == ["red"]
    assert "rich" not in heavy


@pytest.mark.parametrize("args", [["game", "--help"], ["game", "say", "-h"], ["game", "ruling", "--help"]])
def test_help_for_a_game_loads_nothing_heavy(loaded, args):
    assert loaded(*args)[1] == set()


@pytest.fixture
def ballots(in_examples, tmp_path):
    """Work beside a table of ballots."""
    path = tmp_path / "ballots.csv"
    path.write_text("by,pleasure,price\nAna,1,2\nBen,3,1\n")
    return [str(path), "--scenario", "lunch"]


@pytest.mark.parametrize("form", ["table", "json", "csv", "md"])
def test_ballots_are_put_together_without_programmes_and_pictures(loaded, ballots, form):
    said, heavy = loaded("group", "show", *ballots, "-f", form)
    assert said
    assert "numpy" in heavy
    assert heavy.isdisjoint({"scipy", "resvg_py", "jinja2", *([] if form == "table" else ["rich"])})


def test_ballots_are_blended_and_sealed_without_tables(loaded, ballots):
    for command in ("blend", "seal"):
        said, heavy = loaded("group", command, *ballots)
        assert said
        assert heavy.isdisjoint({"scipy", "rich", "resvg_py", "jinja2"})


def test_a_form_is_made_without_arrays(loaded, in_examples):
    said, heavy = loaded("group", "form", "lunch")
    assert said.startswith("<!doctype html>")
    assert heavy.isdisjoint({"numpy", "scipy", "rich", "resvg_py", "pyarrow", "scenario_cli.engine"})


@pytest.mark.parametrize(
    "args",
    [["group", "--help"], ["group", "show", "-h"], ["group", "ask", "-h"], ["group", "form", "--help"]],
)
def test_help_for_ballots_loads_nothing_heavy(loaded, args):
    assert loaded(*args)[1] == set()


def test_defaults_are_read_only_where_there_is_a_file(environment, examples, tmp_path):
    """What is not there costs a look: no reader of TOML is loaded."""
    found = []
    for text in ("", 'scenario = "china-arms-russia"\n'):
        if text:
            (tmp_path / "scenario.toml").write_text(text)
        done = subprocess.run(
            [sys.executable, "-c", ASK, "score", "-f", "csv"],
            capture_output=True,
            text=True,
            env=environment(),
            cwd=tmp_path,
            check=True,
            timeout=60,
        )
        found.append("tomllib" in done.stderr.rpartition("LOADED ")[2].split())
    assert found == [False, True]


def test_the_package_itself_loads_nothing_heavy(environment):
    ask = "import scenario_cli, sys; scenario_cli.__version__; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", ask], capture_output=True, text=True, env=environment(), check=True, timeout=60
    )
    modules = set(done.stdout.split())
    assert modules.isdisjoint({"numpy", "scipy", "yaml", "rich", "pydantic", "typer"})
    assert {name for name in modules if name.startswith("scenario_cli")} == {"scenario_cli"}


EVERY = """
import sys
from importlib import import_module
from pathlib import Path
import scenario_cli
home = Path(scenario_cli.__file__).parent
for path in sorted(home.joinpath("answers").rglob(sys.argv[1])):
    if path.parent.name != "schema":
        import_module(".".join(("scenario_cli", *path.relative_to(home).with_suffix("").parts)))
print(*sys.modules)
"""


def every(environment, pattern):
    """Return what is loaded once all of a name under answers/ are; schemas are made of types."""
    done = subprocess.run(
        [sys.executable, "-c", EVERY, pattern],
        capture_output=True,
        text=True,
        env=environment(),
        check=True,
        timeout=60,
    )
    return set(done.stdout.split())


@pytest.mark.parametrize("pattern", ["ask.py", "report.py"])
def test_an_answer_loads_no_types_of_documents(environment, pattern):
    modules = every(environment, pattern)
    assert f"scenario_cli.answers.score.{pattern.removesuffix('.py')}" in modules
    assert [
        name for name in modules if name.endswith((".document", "answers.fields", "files.meanings"))
    ] == []


def test_the_types_of_documents_load_nothing_heavy(environment):
    modules = every(environment, "document.py")
    assert "scenario_cli.answers.weights.elicit.document" in modules
    assert modules.isdisjoint({"numpy", "scipy", "yaml", "rich", "pydantic", "typer"})
