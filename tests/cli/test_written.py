"""Commands whose output is a file by nature: -f says what was written, and is refused where no file is."""

import json

import pytest


@pytest.fixture
def ballots(in_examples, tmp_path, monkeypatch):
    """Work beside a table of ballots."""
    (tmp_path / "ballots.csv").write_text("by,pleasure,price\nAna,1,2\nBen,3,1\n")
    return str(tmp_path / "ballots.csv")


@pytest.fixture
def lines(ballots, tmp_path):
    """The command lines, by name, each up to its -o."""
    return {
        "export": (["export", "lunch"], "csv", str(tmp_path / "x.csv")),
        "group seal": (["group", "seal", ballots, "--scenario", "lunch"], "csv", str(tmp_path / "x.csv")),
        "group form": (["group", "form", "lunch"], "html", str(tmp_path / "x.html")),
    }


@pytest.mark.parametrize("name", ["export", "group seal", "group form"])
def test_what_was_written_is_told(lines, run, name, tmp_path):
    line, _, path = lines[name]
    plain = run(*line).stdout
    said = run(*line, "-o", path, "-f", "json")
    assert said.exit_code == 0
    result = json.loads(said.stdout)
    assert (result["format"], result["command"], result["files"]) == ("written/1", name, [path])
    with open(path, encoding="utf-8", newline="") as file:  # noqa: PTH123 - line ends as they are
        assert file.read().replace("\r\n", "\n") == plain.replace("\r\n", "\n")
    (tmp_path / "x.csv").unlink(missing_ok=True)
    assert path in "".join(run(*line, "-o", path, "-f", "table", "--width", "400").stdout.split())


@pytest.mark.parametrize("name", ["export", "group seal", "group form"])
def test_without_a_file_stdout_gets_what_would_be_in_it(lines, run, name):
    line, own, _ = lines[name]
    plain = run(*line)
    assert run(*line, "-f", own).stdout == plain.stdout
    assert run(*line, "--width", "40").stdout == plain.stdout
    for more in ([], ["-o", "-"]):
        said = run(*line, *more, "-f", "json")
        assert (said.exit_code, said.stdout) == (2, "")
        assert said.stderr == "error: -f json says what was written: it goes with -o and a file\n"


def test_shards_that_were_merged_are_told(in_examples, run, tmp_path):
    pytest.importorskip("pyarrow")
    for shard in ("1/2", "2/2"):
        folder = f"{tmp_path / shard[0]}/"
        assert run("batch", "lunch", "-w", "thrift", "--shard", shard, "-o", folder).exit_code == 0
    path = str(tmp_path / "all.csv")
    said = run("merge", str(tmp_path / "1"), str(tmp_path / "2"), "-o", path, "-f", "json", "--width", "60")
    assert said.exit_code == 0
    result = json.loads(said.stdout)
    assert (result["command"], result["files"]) == ("merge", [path])


def test_a_game_that_begins_is_shown_as_it_stands(in_examples, run, tmp_path):
    line = ["game", "new", str(tmp_path / "g"), "--scenario", "lunch", "-w", "thrift"]
    said = json.loads(run(*line, "-f", "json").stdout)
    assert (said["format"], said["line"], said["turn"]) == ("game-show/1", 1, 0)
    line[2] = str(tmp_path / "h")
    assert json.loads(run(*line, SCENARIO_FORMAT="json").stdout)["format"] == "game-show/1"
    line[2] = str(tmp_path / "i")
    assert run(*line, "--width", "60").stdout.startswith("Begun: ")


def test_a_sitting_without_anybody_says_so(in_examples, run, tmp_path):
    said = run("group", "ask", "lunch", "-o", str(tmp_path / "b"), "-f", "json", stdin="done\n")
    result = json.loads(said.stdout)
    assert (result["files"], result["finding"]) == ([], "No ballot was finished.")


def test_ballots_of_a_sitting_are_told(in_examples, run, tmp_path):
    answers = "Ana\n1\n100\n50\n100\n50\n\n\ndone\n"
    said = run("group", "ask", "lunch", "-o", str(tmp_path / "b"), "-f", "json", stdin=answers)
    assert said.exit_code == 0, said.stderr
    result = json.loads(said.stdout)
    assert result["files"] == [(tmp_path / "b" / "ana.yaml").as_posix()]
    assert result["finding"].startswith("1 ballot of round 1 kept in ")


def test_every_command_takes_a_form_and_a_width(run):
    """All but the groups, `help`, which prints a text that is there, and `mcp`, which has one form."""
    import typer

    from scenario_cli.cli.app import app

    def leaves(group, *names):
        for name in group.list_commands(None):
            command = group.get_command(None, name)
            if hasattr(command, "list_commands"):
                yield from leaves(command, *names, name)
            else:
                yield (*names, name), command

    lacking = [
        names
        for names, command in leaves(typer.main.get_command(app))
        if not {"--format", "--width"} <= {opt for param in command.params for opt in param.opts}
    ]
    assert lacking == [("mcp",), ("help",)]
