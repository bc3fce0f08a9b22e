"""The ending of -o chooses the form; a result never replaces what a user works on."""

import json
import os
import threading
from pathlib import Path

import pytest

import scenario_cli as sc

pytestmark = pytest.mark.thorough

FORM_OF = {".txt": "table", ".json": "json", ".csv": "csv", ".md": "md"}
DRAWN = {".html": "html", ".svg": "svg"}
EVERY = FORM_OF | DRAWN
COMMANDS = [
    "score",
    "sensitivity",
    "explain straddle",
    "evidence",
    "compare",
    "list",
    "check authors",
    "weights show authors",
    "weights diff authors critics",
    "diff china-arms-russia-2022 china-arms-russia",
]


@pytest.mark.parametrize("ending", FORM_OF)
@pytest.mark.parametrize("command", COMMANDS)
def test_the_ending_chooses_the_form(folder, run, command, ending):
    result = run(*command.split(), "-o", f"r{ending.upper()}")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
    stated = run(*command.split(), "-f", FORM_OF[ending])
    assert Path(f"r{ending.upper()}").read_bytes() == stated.stdout_bytes


@pytest.mark.parametrize("ending", DRAWN)
@pytest.mark.parametrize("command", COMMANDS)
def test_the_ending_of_a_page_or_a_picture_chooses_it_where_there_is_one(folder, run, command, ending):
    stated = run(*command.split(), "-f", DRAWN[ending])
    result = run(*command.split(), "-o", f"r{ending.upper()}")
    assert (result.exit_code, result.stdout, result.stderr) == (stated.exit_code, "", stated.stderr)
    if stated.exit_code == 0:
        assert Path(f"r{ending.upper()}").read_bytes() == stated.stdout_bytes
    else:
        assert stated.exit_code == 2
        assert "of this result" in stated.stderr
        assert list(folder.iterdir()) == []


@pytest.mark.parametrize("name", ["r.docx", "r.yaml", "r.pdf", "r.jpg", "r.json.gz", "r.xlsx"])
@pytest.mark.parametrize("command", ["score", "robustness", "methods", "schema score", "verify nowhere.json"])
def test_an_ending_of_no_form_is_refused_before_anything_is_read(folder, run, command, name):
    result = run(*command.split(), "-o", name)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"error: -o {name}: ")
    assert ".txt .json .csv .md .svg .html .png" in result.stderr
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("form", EVERY.values())
@pytest.mark.parametrize("ending", EVERY)
def test_an_ending_that_contradicts_the_form_is_refused(folder, run, ending, form):
    for args in (["-f", form, "-o", f"r{ending}"], ["-o", f"r{ending}", "-f", form]):
        result = run("score", *args)
        if EVERY[ending] == form:
            assert result.exit_code == 0
            Path(f"r{ending}").unlink()
        else:
            assert (result.exit_code, list(folder.iterdir())) == (2, [])
            assert result.stderr == (
                f"error: -o r{ending} is the ending of -f {EVERY[ending]}, not of -f {form}\n"
            )


@pytest.mark.parametrize("name", ["r", "deep.er/r", ".r", "r."])
def test_without_an_ending_it_is_a_table_unless_a_form_is_stated(folder, run, name):
    Path(name).parent.mkdir(exist_ok=True)
    run("score", "-o", name)
    assert Path(name).read_bytes() == run("score", "-f", "table").stdout_bytes
    run("score", "-f", "json", "-o", name)
    assert json.loads(Path(name).read_text())["format"] == "score/1"


@pytest.mark.parametrize("picture", ["", "flips", "ranking"])
def test_the_ending_alone_makes_a_png(folder, run, picture):
    pytest.importorskip("resvg_py")
    named = ["--picture", picture] if picture else []
    result = run("score", "china-arms-russia", *named, "-o", "x.PNG")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
    drawn = sc.study("china-arms-russia").score().picture(picture)
    assert Path("x.PNG").read_bytes() == drawn.png()


@pytest.mark.parametrize("form", ["table", "json", "csv", "md", "html", "svg"])
def test_a_png_is_asked_for_by_its_ending_and_no_form_goes_with_it(folder, run, form):
    for args in (["-f", form, "-o", "x.png"], ["-o", "x.png", "-f", form]):
        result = run("score", *args)
        assert (result.exit_code, list(folder.iterdir())) == (2, [])
        assert result.stderr == f"error: -o x.png is the ending of a PNG, not of -f {form}\n"
    asked = run("score", "-f", "png")
    assert (asked.exit_code, asked.stdout) == (2, "")
    assert "png" not in run("score", "--help").stdout.partition("-f, --format")[2].partition("-o, ")[0]


def test_a_png_without_its_package_is_told_before_anything_is_read(folder, run, monkeypatch):
    monkeypatch.setattr("scenario_cli.extras.find_spec", lambda _: None)
    result = run("score", "nowhere", "-o", "x.png")
    assert (result.exit_code, result.stdout, list(folder.iterdir())) == (2, "", [])
    how = "install scenario-cli with the extra 'png': pip install 'scenario-cli[png]'"
    assert result.stderr == f"error: PNG needs resvg_py; {how}\n"
    assert run("score", "-o", "x.svg").exit_code == 0


@pytest.mark.parametrize("command", ["list", "check authors", "schema score"])
def test_what_has_no_picture_makes_no_png(folder, run, command):
    pytest.importorskip("resvg_py")
    result = run(*command.split(), "-o", "x.png")
    assert (result.exit_code, result.stdout, list(folder.iterdir())) == (2, "", [])
    assert "there is no picture of this result" in result.stderr


def test_a_name_of_a_picture_goes_with_no_other_form(folder, run):
    result = run("score", "--picture", "flips", "-o", "x.json")
    assert (result.exit_code, result.stdout, list(folder.iterdir())) == (2, "", [])
    assert result.stderr == "error: --picture flips goes with -f svg or -o FILE.png, not with -f json\n"


@pytest.mark.skipif(os.name == "nt", reason="pipes as POSIX has them")
def test_what_is_no_plain_file_has_no_ending(folder, run):
    os.mkfifo("pipe.out")
    got = []
    reader = threading.Thread(target=lambda: got.append(Path("pipe.out").read_bytes()))
    reader.start()
    assert run("score", "-o", "pipe.out").exit_code == 0
    reader.join(timeout=20)
    assert got == [run("score").stdout_bytes]


def test_a_schema_is_json_unless_the_ending_says_otherwise(folder, run):
    run("schema", "score", "-o", "x.json")
    assert Path("x.json").read_bytes() == run("schema", "score").stdout_bytes
    run("schema", "score", "-o", "x.md")
    assert Path("x.md").read_text().startswith("# score/1 has")


@pytest.mark.parametrize("name", ["w", "w.json", "w.txt"])
@pytest.mark.parametrize("command", ["score", "sensitivity", "list", "schema score", "show authors -f json"])
def test_a_result_never_replaces_what_a_user_works_on(folder, run, command, name):
    content = b'{"format": "weights/1", "drivers": {"power": 1, "interests": 1, "personality": 1}}'
    (folder / name).write_bytes(content)
    form = ["-f", "table"] if name == "w.txt" and "show" not in command else []
    if name == "w.txt" and "show" in command:
        command = command.replace("-f json", "-f table")
    result = run(*command.split(), *form, "-o", name)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        f"error: -o {name} holds weights, which a result does not replace; name another file\n"
    )
    assert (folder / name).read_bytes() == content


def test_a_result_never_replaces_the_scenario_it_was_computed_from(folder, run):
    run("new", "scenario", "coffee")
    before = Path("scenarios/coffee.yaml").read_bytes()
    Path("coffee").write_bytes(before)
    for where in ("scenarios/coffee.yaml", "coffee"):
        assert run("score", where, "-o", where).exit_code == 2
        assert Path(where).read_bytes() == before


def test_a_picture_never_replaces_what_a_user_works_on(folder, run):
    pytest.importorskip("resvg_py")
    content = b'{"format": "weights/1", "drivers": {"power": 1, "interests": 1, "personality": 1}}'
    (folder / "w.png").write_bytes(content)
    result = run("score", "-o", "w.png")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "-o w.png holds weights, which a result does not replace" in result.stderr
    assert (folder / "w.png").read_bytes() == content


def test_a_result_replaces_a_result(folder, run):
    assert run("score", "-o", "r.json").exit_code == 0
    assert run("sensitivity", "-o", "r.json").exit_code == 0
    assert json.loads(Path("r.json").read_text())["format"] == "sensitivity/1"
    assert run("show", "authors", "-f", "json", "-o", "r.json").exit_code == 0
    assert run("score", "-o", "r.json").exit_code == 0
