"""Exit codes, and which stream says what."""

import pytest

pytestmark = pytest.mark.thorough


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["score"], 0),
        (["score", "--expect", "bakery"], 0),
        (["--version"], 0),
        (["-h"], 0),
        (["list"], 0),
        (["score", "nowhere"], 3),
        (["score", "-w", "nowhere"], 3),
        (["score", "invalid/flat-scale.yaml"], 3),
        (["score", "-w", "weights/balanced.yaml"], 3),
        (["score", "--nope"], 2),
        (["score", "lunch", "lunch"], 2),
        (["score", "-f", "xml"], 2),
        (["score", "--width", "3"], 2),
        (["score", "--inject", "nothing"], 2),
        (["score", "--set", "nonsense"], 2),
        (["score", "--expect", "nobody"], 2),
        (["score", "-w", "thrift", "-w", "thrift"], 2),
        (["score", "-", "-w", "-"], 2),
        (["check"], 0),
        (["new", "sandwich"], 2),
        (["schema"], 2),
        (["show", "nowhere"], 3),
        (["socre"], 2),
        ([], 2),
        (["score", "--expect", "inn"], 4),
        (["score", "-o", "nowhere/x"], 3),
        (["score", "-o", "scenarios"], 3),
    ],
)
def test_exit_codes(in_examples, run, args, code):
    result = run(*args)
    assert result.exit_code == code
    if code in (2, 3):
        assert result.stdout == ""
        assert result.stderr != ""
    else:
        assert result.stdout != ""


@pytest.mark.parametrize("command", ["score", "check", "list", "show"])
def test_a_fault_of_the_program_is_owned_in_one_line(in_examples, run, monkeypatch, command):
    def fails(*_):
        raise ZeroDivisionError("by \x1b[31mzero")

    for where in ("files.reading.parse", "answers.list.ask.parse"):
        monkeypatch.setattr(f"scenario_cli.{where}", fails)
    args = [command] if command == "list" else [command, "lunch"]
    result = run(*args)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr == (
        "error: fault in scenario itself: ZeroDivisionError: by \\x1b[31mzero\n"
        "Run it again as 'scenario --debug ...' for the traceback, and report it.\n"
    )
    again = run("--debug", *args)
    assert again.exit_code == 1
    assert again.stderr.startswith("Traceback (most recent call last):\n")
    assert "raise ZeroDivisionError" in again.stderr
    assert again.stderr.endswith("ZeroDivisionError: by \\x1b[31mzero\n")


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["score", "nowhere"], 3),
        (["score", "--inject", "nothing"], 2),
        (["score", "-o", "r.docx"], 2),
        (["score", "--expect", "inn"], 4),
        (["weights", "set", "weights/balanced.yaml", "nothing=1"], 3),
    ],
)
def test_debug_shows_where_something_was_refused_and_changes_no_exit_code(in_examples, run, args, code):
    plain, traced = run(*args), run("--debug", *args)
    assert (plain.exit_code, traced.exit_code) == (code, code)
    assert traced.stderr.startswith("Traceback (most recent call last):\n")
    assert traced.stderr.endswith(plain.stderr)
    assert traced.stdout == plain.stdout


def test_the_mistakes_of_two_files_are_told_together_by_file_then_place(in_examples, run):
    result = run("score", "invalid/bad-order.yaml", "-w", "invalid/duplicate-key.yaml")
    files = [line.split(":")[0] for line in result.stderr.splitlines()]
    assert files == sorted(files)
    assert set(files) == {"invalid/bad-order.yaml", "invalid/duplicate-key.yaml"}
    assert result.exit_code == 3
    result = run("score", "lunhc", "-w", "thrfit")
    assert [line.partition(":")[0] for line in result.stderr.splitlines()] == ["lunhc", "thrfit"]
    assert "did you mean 'lunch'?" in result.stderr
    assert "did you mean 'thrift'?" in result.stderr


def test_weights_that_do_not_fit_are_told_where_they_stand(in_examples, run):
    result = run("score", "-w", "weights/balanced.yaml")
    assert result.stderr.splitlines()[0] == (
        "weights/balanced.yaml:4:11: error: these weights are for the scenario 'coffee', not 'lunch' "
        "[wrong-scenario]"
    )


def test_weights_that_a_scenario_names_and_that_are_nowhere_are_told_in_the_scenario(
    in_examples, run, tmp_path
):
    path = tmp_path / "x.yaml"
    path.write_text((in_examples / "scenarios" / "lunch.yaml").read_text() + "weights: thrfit\n")
    result = run("score", str(path))
    assert result.exit_code == 3
    last = len(path.read_text().splitlines())
    assert result.stderr.startswith(f"{path.as_posix()}:{last}:10: error: ")


def test_a_scenario_cannot_make_the_program_read_standard_input(in_examples, run, tmp_path):
    path = tmp_path / "x.yaml"
    path.write_text((in_examples / "scenarios" / "lunch.yaml").read_text() + "weights: '-'\n")
    piped = b"format: weights/1\ndrivers: {pleasure: 1, price: 3}\n"
    assert run("score", str(path), stdin=piped).exit_code == 3
