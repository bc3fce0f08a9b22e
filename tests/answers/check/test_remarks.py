"""``scenario check`` for other programs: workflow commands, SARIF, JSON Lines; in Python as in a shell."""

import ast
import json
import os
import re
import shutil
from pathlib import Path

import pytest
from builders import but_notes
from official import errors

import scenario_cli as sc
from scenario_cli.answers.check.codes import MEANINGS

HOME = Path(sc.__file__).parent
FORMS = ["github", "sarif", "jsonl"]
WEIGHTS = "format: weights/1\nscenario: lunch\ndrivers: {pleasure: 1, %s: 2}\n"


def results(text):
    return json.loads(text)["runs"][0]["results"]


@pytest.mark.parametrize("form", FORMS)
def test_exit_codes_and_stderr_are_as_before(in_examples, run, form):
    for names in (["lunch", "thrift"], ["invalid/many-in-weights.yaml", "lunch"], ["nowhere"]):
        plain, other = run("check", *names), run("check", *names, "-f", form)
        assert (other.exit_code, other.stderr) == (plain.exit_code, plain.stderr)


def test_each_form_says_every_mistake_at_its_place(in_examples, run):
    names = ["invalid/many-in-weights.yaml", "invalid/many-in-a-scenario.yaml", "valid/minimal.yaml"]
    problems = json.loads(run("check", *names, "-f", "json").stdout)["problems"]
    places = [(p["file"], p["line"], p["column"], p["level"], p["code"]) for p in problems]
    assert len(places) > 20
    lines = [json.loads(line) for line in run("check", *names, "-f", "jsonl").stdout.splitlines()]
    assert lines == problems
    said = run("check", *names, "-f", "github").stdout.splitlines()
    assert [re.match(r"::(\w+) file=(.*),line=(\d+),col=(\d+),title=(.*?)::", s).groups() for s in said] == [
        ({"note": "notice"}.get(level, level), file, str(line), str(column), code)
        for file, line, column, level, code in places
    ]
    found = []
    for one in results(run("check", *names, "-f", "sarif").stdout):
        place = one["locations"][0]["physicalLocation"]
        region = place["region"]
        found.append(
            (
                place["artifactLocation"]["uri"],
                region["startLine"],
                region["startColumn"],
                one["level"],
                one["ruleId"],
            )
        )
    assert found == places


def test_what_is_found_in_every_example_is_valid_sarif(in_examples):
    text = sc.check(["invalid", "valid", "nowhere", "invalid/*.json"]).to_sarif()
    assert errors("sarif-2.1.0", json.loads(text)) == []
    assert len(results(text)) > 100


def test_warnings_and_notes_are_no_errors(folder, run):
    text = run("new", "scenario", "coffee", "-o", "-").stdout
    (folder / "a.yaml").write_text("format: weights/1\nscenario: cofee\ndrivers: {comfort: 1, cost: 1}\n")
    (folder / "b.yaml").write_text(text.replace("id: coffee", "id: b"))
    result = run("check", "a.yaml", "b.yaml", "-f", "github")
    assert result.exit_code == 0
    warning, note = result.stdout.splitlines()
    assert warning.startswith("::warning file=a.yaml,line=2,col=11,title=missing-file::there is no sound")
    assert note.startswith("::notice file=b.yaml,line=7,col=1,title=no-weights::no weights are named")
    levels = [one["level"] for one in results(run("check", "a.yaml", "b.yaml", "-f", "sarif").stdout)]
    assert levels == ["warning", "note"]


@pytest.mark.parametrize(("form", "size"), [("github", 0), ("jsonl", 0), ("sarif", 1)])
def test_where_nothing_is_wrong_nothing_is_said_of_it(in_examples, run, form, size):
    result = run("check", "valid/full-weights.yaml", "-f", form)
    assert result.exit_code == 0
    assert bool(result.stdout) is bool(size)
    if form == "sarif":
        assert results(result.stdout) == []


@pytest.mark.parametrize("form", ["sarif", "jsonl"])
@pytest.mark.parametrize("ending", ["plain", "UPPER"])
def test_the_ending_of_a_file_chooses_the_form_and_the_bytes_are_those_of_stdout(
    in_examples, run, tmp_path, form, ending
):
    path = tmp_path / (f"found.{form}" if ending == "plain" else f"FOUND.{form.upper()}")
    result = run("check", "invalid/bad-order.yaml", "-o", str(path))
    assert (result.exit_code, result.stdout) == (3, "")
    assert path.read_bytes() == run("check", "invalid/bad-order.yaml", "-f", form).stdout_bytes


def test_sarif_has_a_double_ending_too_and_json_keeps_its_own(in_examples, run, tmp_path):
    for name, form in (("x.sarif.json", "sarif"), ("x.json", "json"), ("sarif.json", "json")):
        run("check", "invalid/bad-order.yaml", "-o", str(tmp_path / name))
        stated = run("check", "invalid/bad-order.yaml", "-f", form).stdout_bytes
        assert (tmp_path / name).read_bytes() == stated
    run("score", "lunch", "-o", str(tmp_path / "y.sarif.json"))
    assert json.loads((tmp_path / "y.sarif.json").read_text())["format"] == "score/1"


def test_workflow_commands_go_to_a_file_without_an_ending(in_examples, run, tmp_path):
    path = tmp_path / "commands"
    run("check", "invalid/bad-order.yaml", "-f", "github", "-o", str(path))
    assert path.read_text().startswith("::error file=invalid/bad-order.yaml,")


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["-f", "github", "-o", "x.sarif"], "-o x.sarif is the ending of -f sarif, not of -f github"),
        (["-o", "x.sarif.json", "-f", "json"], "-o x.sarif.json is the ending of -f sarif, not of -f json"),
        (["-o", "x.jsonl", "-f", "sarif"], "-o x.jsonl is the ending of -f jsonl, not of -f sarif"),
        (
            ["-o", "x.yaml"],
            "-o x.yaml: a result has one of the endings .txt .json .csv .md .svg .html .png .sarif .jsonl",
        ),
    ],
)
def test_a_form_and_an_ending_that_do_not_agree_are_wrong_usage(folder, run, args, said):
    result = run("check", "authors", *args)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"error: {said}\n")
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("name", ["x.sarif", "x.jsonl"])
def test_no_other_result_has_these_endings(folder, run, name):
    assert run("score", "-o", name).exit_code == 2
    assert run("score", "-f", name.partition(".")[2]).exit_code == 2
    assert list(folder.iterdir()) == []


def test_a_result_never_replaces_weights_whatever_its_ending(folder, run):
    (folder / "w.sarif").write_text(WEIGHTS % "price")
    result = run("check", "authors", "-o", "w.sarif")
    assert (result.exit_code, (folder / "w.sarif").read_text()) == (2, WEIGHTS % "price")


def test_standard_input_goes_by_its_dash(in_examples, run):
    content = (in_examples / "invalid" / "flat-scale.yaml").read_bytes()
    said = "the ends of the scale are the same"
    assert run("check", "-", "-f", "github", stdin=content).stdout == (
        f"::error file=-,line=5,col=18,title=bad-scale::{said}\n"
    )
    (one,) = results(run("check", "-", "-f", "sarif", stdin=content).stdout)
    assert one["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "-", "description": {"text": "standard input"}},
        "region": {"startLine": 5, "startColumn": 18},
    }


HARD = "50% a, b: zürich's [x] #1.yaml"


@pytest.mark.skipif(os.name == "nt", reason="no colon in a name there")
def test_names_with_signs_of_every_kind(in_examples, run, tmp_path, monkeypatch):
    shutil.copytree(in_examples / "scenarios", tmp_path / "scenarios")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "weights").mkdir()
    (tmp_path / "weights" / HARD).write_text(WEIGHTS % "prise")
    for names in (["weights"], ["weights/*.yaml"], [f"./weights/{HARD}"]):
        first = run("check", *names, "-f", "github").stdout.splitlines()[0]
        assert first.startswith(
            "::error file=weights/50%25 a%2C b%3A zürich's [x] #1.yaml,line=3,col=10,title=missing-driver::"
        )
        place = results(run("check", *names, "-f", "sarif").stdout)[0]["locations"][0]["physicalLocation"]
        assert place["artifactLocation"] == {
            "uri": "weights/50%25%20a%2C%20b%3A%20z%C3%BCrich%27s%20%5Bx%5D%20%231.yaml",
            "uriBaseId": "%SRCROOT%",
        }
        line = run("check", *names, "-f", "jsonl").stdout.splitlines()[0]
        assert json.loads(line)["file"] == f"weights/{HARD}"


def test_an_absolute_path_stays_one(tmp_path, run, in_examples):
    path = tmp_path / "a b.yaml"
    path.write_text(WEIGHTS % "prise")
    (one, *_) = results(run("check", str(path), "-f", "sarif").stdout)
    assert one["locations"][0]["physicalLocation"]["artifactLocation"] == {"uri": path.as_uri()}
    assert f"file={path.as_posix()},".replace(":", "%3A") in run("check", str(path), "-f", "github").stdout


def test_columns_count_signs_and_not_bytes(in_examples, run, tmp_path):
    path = tmp_path / "w.yaml"
    path.write_text(
        "format: weights/1\nscenario: lunch\ndrivers: {pleasure: 1, '😀ü': 2}\n", encoding="utf-8"
    )
    problems = [json.loads(s) for s in run("check", str(path), "-f", "jsonl").stdout.splitlines()]
    assert {p["column"] for p in problems if p["code"] == "bad-id"} == {24}
    path.write_text("format: weights/1\ndrivers: {'😀': 1, prise: x}\n", encoding="utf-8")
    problems = [json.loads(s) for s in run("check", str(path), "-f", "jsonl").stdout.splitlines()]
    assert {p["column"] for p in problems if p["code"] == "wrong-type"} == {26}


def test_a_file_that_is_gone_is_told_at_its_name(folder, run):
    assert run("check", "weights/gone.yaml", "-f", "github").stdout == (
        "::error file=weights/gone.yaml,line=1,col=1,title=missing-file::there is no such file\n"
    )
    (one,) = results(run("check", "weights/gone.yaml", "-f", "sarif").stdout)
    assert one["ruleId"] == "missing-file"


def test_the_column_of_a_field_in_a_table_is_no_column_of_signs(in_examples, run, tmp_path):
    path = tmp_path / "ballots.csv"
    path.write_text("by,pleasure,price\nAna,1,x\n")
    (problem,) = [json.loads(s) for s in run("check", str(path), "-f", "jsonl").stdout.splitlines()]
    assert problem["column"] == 3
    assert ",line=2,title=" in run("check", str(path), "-f", "github").stdout
    (one,) = results(run("check", str(path), "-f", "sarif").stdout)
    assert one["locations"][0]["physicalLocation"]["region"] == {"startLine": 2}


def test_of_thousands_of_mistakes_the_first_are_said_and_how_many_more(folder, run):
    keys = "".join(f"x{i}: 1\n" for i in range(5000))
    (folder / "w.yaml").write_text(f"format: weights/1\ndrivers: {{a: 1}}\n{keys}")
    for form in ("github", "jsonl"):
        lines = run("check", "w.yaml", "-f", form).stdout.splitlines()
        assert len(lines) == 201
        assert "and 4,800 more problems from here on" in lines[-1]
    log = run("check", "w.yaml", "-f", "sarif").stdout
    assert len(results(log)) == 201
    assert results(log)[-1]["ruleId"] == "more-problems"
    assert errors("sarif-2.1.0", json.loads(log)) == []


def test_the_same_files_give_the_same_bytes_without_a_path_of_this_machine(in_examples, run):
    for form in FORMS:
        said = run("check", "invalid", "-f", form)
        assert said.stdout_bytes == run("check", "invalid", "-f", form).stdout_bytes
        assert str(in_examples) not in said.stdout


def test_a_name_with_a_line_break_ends_no_command(folder, run):
    if os.name == "nt":
        pytest.skip("no such names there")
    (folder / "a\n::set-env.yaml").write_text("a: 1\n")
    said = run("check", "a\n::set-env.yaml", "-f", "github").stdout
    assert said
    assert all(line.startswith("::error file=a%0A%3A%3Aset-env.yaml,") for line in said.splitlines())


def test_python_gives_what_the_command_prints(in_examples, run):
    checked = sc.check(["invalid/bad-order.yaml", "lunch"])
    names = ["check", "invalid/bad-order.yaml", "lunch", "-f"]
    assert checked.to_github() == run(*names, "github").stdout
    assert checked.to_sarif() == run(*names, "sarif").stdout
    assert checked.to_jsonl() == run(*names, "jsonl").stdout
    assert but_notes(run(*names, "jsonl").stderr).count("\n") == 3


def test_the_lines_of_python_in_the_guide_give_what_they_say(folder, run):
    guide = (Path(__file__).parents[3] / "docs" / "guides" / "checks.md").read_text(encoding="utf-8")
    (folder / "coffee.scenario.yaml").write_text(run("new", "scenario", "coffee", "-o", "-").stdout)
    weights = re.search(r"printf '(.*?)' > red.weights.yaml", guide)[1].replace("\\n", "\n")
    (folder / "red.weights.yaml").write_text(weights)
    names: dict[str, object] = {}
    shown = 0
    for line in re.search(r"```python\n(.*?)```", guide, re.DOTALL)[1].splitlines():
        code, _, said = (part.strip() for part in line.partition("#"))
        if code.startswith(("import", "checked =", "text =")):
            exec(code, names)
        elif code:
            assert repr(eval(code, names)) == said
            shown += 1
    assert shown == 3
    assert names["text"] == run("check", "red", "-f", "jsonl").stdout


# Where the codes of a call stand: in the third place, or in the second as with a Flaw.
PLACES = {"mistake": 1, "Flaw": 1, "_failure": 1, "failure": 1, "RowFlaw": 1, "note": 2}
# Of files that are edited, which are not checked then.
OF_EDITS = {"changed-meanwhile", "edited-by-hand", "hard-linked", "nothing-to-redo", "nothing-to-undo"}
OF_EDITS |= {"not-in-place", "read-only", "no-name"}


def codes_in(path):
    """Yield every code that a module states as it makes a mistake."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or ast.unparse(node.func) == "Flag":
            continue
        at = PLACES.get(ast.unparse(node.func).split(".")[-1], 99)
        for part in [*node.args[at : at + 1], *(k.value for k in node.keywords if k.arg == "code")]:
            if isinstance(part, ast.Constant) and isinstance(part.value, str):
                yield part.value


def test_every_code_that_a_check_can_give_has_a_meaning():
    modules = [path for room in ("files", "model", "answers/check") for path in (HOME / room).rglob("*.py")]
    modules.append(HOME / "answers" / "judged.py")
    found = {code for path in modules for code in codes_in(path)}
    assert len(found) > 30
    assert found - OF_EDITS - set(MEANINGS) == set()


def test_every_code_of_the_examples_has_a_meaning(examples):
    told = {problem.code for problem in sc.check([str(examples / "invalid")]).mistakes}
    assert len(told) > 30
    assert told - set(MEANINGS) == set()


def test_no_meaning_is_of_a_code_that_is_never_given():
    text = "".join(path.read_text(encoding="utf-8") for path in HOME.rglob("*.py") if path.name != "codes.py")
    whats = {word.partition("-")[2] for word in MEANINGS if word.startswith(("unknown-", "missing-"))}
    assert all(f'"{what}"' in text or f"-{what}" in text for what in whats)
    stated = [code for code in MEANINGS if not code.startswith(("unknown-", "missing-"))]
    assert [code for code in stated if f'"{code}"' not in text] == []


def test_every_meaning_is_a_sentence():
    assert [said for said in MEANINGS.values() if not re.fullmatch(r"[A-Z].*\.", said)] == []
