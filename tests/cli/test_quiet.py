"""What is said beside the result: all of it, or errors alone, before the command's name and behind it."""

import pytest
from builders import summaries

SEALED = "by,pleasure,price\nAna,1,2\nBen,3,1\n"


@pytest.fixture
def spoken(in_examples, tmp_path, run):
    """Run a command as it is, with -q behind its name and before it; return what each said on stderr."""

    def spoken(*args, fresh=None):
        results = []
        for line in (args, (*args, "-q"), ("-q", *args), ("--quiet", *args)):
            if fresh is not None:
                fresh.unlink(missing_ok=True)
            results.append(run(*line))
        assert {result.exit_code for result in results} == {results[0].exit_code}
        assert {result.stdout for result in results} == {results[0].stdout}
        assert len({result.stderr for result in results[1:]}) == 1
        return results[0].stderr, results[1].stderr

    return spoken


def test_a_file_that_was_written_is_not_told(spoken, tmp_path):
    path = tmp_path / "mixed.yaml"
    said, quiet = spoken(
        "weights", "blend", "thrift", "thrift", "--scenario", "lunch", "-o", str(path), fresh=path
    )
    assert said == f"wrote {path}\n"
    assert quiet == ""
    assert path.is_file()


def test_remarks_on_what_no_sheet_holds_are_not_told(spoken):
    said, quiet = spoken("export", "lunch")
    assert "not in CSV: " in said
    assert quiet == ""


def test_an_error_is_told(spoken):
    said, quiet = spoken("score", "lunch", "-w", "none-such")
    assert "there is no weights file 'none-such'" in said
    assert quiet == said


def test_wrong_usage_is_told(spoken):
    said, quiet = spoken("score", "lunch", "--all", "--brief")
    assert said == quiet == "error: --all and --brief: one of them\n"


def test_a_demand_that_does_not_hold_is_told(spoken):
    said, quiet = spoken("score", "lunch", "--expect", "inn")
    assert said == quiet
    assert said.startswith("error: --expect inn: ")


def test_of_a_check_only_errors_are_told(spoken, tmp_path):
    said, quiet = spoken("check", "lunch")
    assert "lunch.yaml:2:1: note: no weights are named" in said
    assert quiet == ""
    path = tmp_path / "odd.yaml"
    path.write_text("format: weights/1\nscenario: lunch\ndrivers: {pleasure: 1, prize: 2}\n")
    said, quiet = spoken("check", "lunch", str(path))
    assert ": note: " in said
    assert "error: " in quiet
    assert quiet == "".join(line for line in said.splitlines(keepends=True) if ": error: " in line)


def test_ballots_left_out_are_told_by_their_errors(spoken, tmp_path):
    path = tmp_path / "ballots.csv"
    path.write_text(SEALED + "Cem,x,1\n")
    said, quiet = spoken("group", "show", str(path), "--scenario", "lunch")
    assert "1 of 3 ballots left out" in said
    assert ": error: " in quiet
    assert "left out" not in quiet


def test_one_run_leaves_nothing_to_the_next(in_examples, run, tmp_path):
    run("-q", "score", "lunch")
    said = run("weights", "blend", "thrift", "thrift", "-o", str(tmp_path / "x.yaml"), "--scenario", "lunch")
    assert said.stderr.startswith("wrote ")


@pytest.fixture
def drawn(monkeypatch, run, in_examples):
    """Run on what looks like a slow machine with a terminal for stderr; return what was drawn there."""
    from scenario_cli.cli import progress

    monkeypatch.setattr(progress, "AFTER_SECONDS", 0.0)
    monkeypatch.setattr(progress, "EVERY_SECONDS", 0.0)

    def drawn(*args):
        import io
        import sys

        class Terminal(io.StringIO):
            def isatty(self):
                return True

        terminal = Terminal()
        with monkeypatch.context() as patched:
            real = progress.sys
            patched.setattr(progress, "sys", type("Shown", (), {"stderr": terminal})())
            assert run(*args).exit_code == 0
            assert progress.sys is not real
        assert sys.stderr is not terminal
        return terminal.getvalue()

    return drawn


def test_progress_is_shown_unless_it_is_unwanted(drawn, monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    line = ("robustness", "lunch", "--samples", "200000")
    assert "weightings: " in drawn(*line)
    assert drawn(*line, "--no-progress") == ""
    assert drawn("--no-progress", *line) == ""
    assert drawn(*line, "-q") == ""
    monkeypatch.setenv("TERM", "dumb")
    assert drawn(*line) == ""


@pytest.mark.parametrize("command", [[], ["weights"], ["weights", "set"], *([name] for name in summaries())])
def test_both_are_in_the_help_of_every_command(run, command):
    said = run(*command, "--help").stdout
    assert "  -q, --quiet " in said
    assert "  --no-progress " in said
