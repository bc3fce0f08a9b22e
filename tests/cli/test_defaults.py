"""What is stated beforehand: by `scenario.toml` here and by variables; what is typed comes first."""

import json
import shutil

import pytest

WEIGHTS = "format: weights/1\nid: {id}\ntitle: {title}\ndrivers: {{pleasure: {a}, price: {b}}}\n"


@pytest.fixture
def here(folder, examples):
    """A folder with two scenarios, and two weights files."""
    shutil.copytree(examples / "scenarios", folder / "scenarios")
    text = (folder / "scenarios" / "lunch.yaml").read_text()
    (folder / "scenarios" / "dinner.yaml").write_text(text.replace("Where do we eat?", "And at night?"))
    (folder / "weights").mkdir()
    (folder / "weights" / "red.yaml").write_text(WEIGHTS.format(id="red", title="Red", a=1, b=9))
    (folder / "weights" / "blue.yaml").write_text(WEIGHTS.format(id="blue", title="Blue", a=9, b=1))
    return folder


def stated(here, **keys):
    (here / "scenario.toml").write_text("".join(f'{key} = "{value}"\n' for key, value in keys.items()))


def used(key, value, source="scenario.toml"):
    return {"key": key, "value": value, "from": source}


def test_without_any_a_result_is_what_it_was(here, run):
    result = json.loads(run("score", "lunch", "-f", "json").stdout)
    assert "defaults" not in result["provenance"]
    assert "Defaults:" not in run("score", "lunch").stdout


def test_the_file_states_scenario_and_weights(here, run):
    stated(here, scenario="dinner", weights="red")
    said = run("score", "-f", "json")
    assert (said.exit_code, said.stderr) == (0, "")
    result = json.loads(said.stdout)
    assert (result["scenario"]["id"], result["weights"]["id"]) == ("dinner", "red")
    assert result["provenance"]["defaults"] == [used("scenario", "dinner"), used("weights", "red")]
    typed = json.loads(run("score", "dinner", "-w", "red", "-f", "json").stdout)
    assert "defaults" not in typed["provenance"]
    del result["provenance"]["defaults"]
    assert result == typed


def test_a_page_says_so_in_one_line(here, run):
    stated(here, scenario="dinner", weights="red")
    line = "Defaults: scenario dinner (scenario.toml), weights red (scenario.toml)."
    for more in ([], ["--all"], ["--brief"], ["-f", "md"], ["-f", "html"]):
        said = run("score", *more)
        assert said.stdout.count(line) == 1, more
        assert said.stderr == ""
    assert len(run("score", "--brief").stdout.splitlines()) <= 12


def test_what_is_typed_comes_before_a_variable_and_that_before_the_file(here, run):
    stated(here, scenario="dinner", weights="red")

    def found(*args, **env):
        result = json.loads(run("score", *args, "-f", "json", **env).stdout)
        return result["scenario"]["id"], result["weights"]["id"], result["provenance"].get("defaults")

    env = {"SCENARIO_WEIGHTS": "blue", "SCENARIO_SCENARIO": "lunch"}
    of_file = [used("scenario", "dinner"), used("weights", "red")]
    of_variables = [
        used("scenario", "lunch", "SCENARIO_SCENARIO"),
        used("weights", "blue", "SCENARIO_WEIGHTS"),
    ]
    assert found() == ("dinner", "red", of_file)
    assert found(**env) == ("lunch", "blue", of_variables)
    assert found("dinner", **env) == ("dinner", "blue", of_variables[1:])
    assert found("-w", "red", **env) == ("lunch", "red", of_variables[:1])
    assert found("dinner", "-w", "red", **env) == ("dinner", "red", None)
    assert found(SCENARIO_WEIGHTS="", SCENARIO_SCENARIO="") == ("dinner", "red", of_file)


def test_the_file_is_looked_for_in_this_folder_alone(here, run, monkeypatch):
    stated(here, scenario="dinner")
    inner = here / "inner"
    inner.mkdir()
    monkeypatch.chdir(inner)
    result = json.loads(run("score", "-f", "json").stdout)
    assert result["scenario"]["id"] == "china-arms-russia"


def test_a_path_starts_from_the_folder_of_the_file(here, run):
    stated(here, scenario="scenarios/dinner.yaml", weights="./weights/red.yaml")
    result = json.loads(run("score", "-f", "json").stdout)
    assert (result["scenario"]["id"], result["weights"]["id"]) == ("dinner", "red")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            '\n# mine\n  wieghts = "red"\n',
            "3:3: error: unknown key 'wieghts' [unknown-key]; did you mean 'weights'?",
        ),
        (
            "weights = 3\n",
            "1:1: error: 'weights' is text in quotes, and not empty; found a number [wrong-type]",
        ),
        (
            'weights = ""\n',
            "1:1: error: 'weights' is text in quotes, and not empty; found no text [wrong-type]",
        ),
        (
            'scenario = ["a"]\n',
            "1:1: error: 'scenario' is text in quotes, and not empty; found a list [wrong-type]",
        ),
        (
            "[weights]\nx = 1\n",
            "1:1: error: 'weights' is text in quotes, and not empty; found a table [wrong-type]",
        ),
        (
            'format = "jsn"\n',
            "1:1: error: 'jsn' is no format [unknown-word]; did you mean 'json'?",
        ),
        ('scenario = "dinner\n', "1:19: error: this is no TOML: "),
        ('scenario = "dinner"\nweights\n', "2:8: error: this is no TOML: "),
        ('weights = "no-such"\n', "1:1: error: there is no weights file 'no-such' "),
        ('\nscenario = "diner"\n', "2:1: error: there is no scenario 'diner' "),
        ('weights = "weights/x.yaml"\n', "1:1: error: there is no file 'weights/x.yaml' [missing-file]"),
        (
            'weights = "-"\n',
            "1:1: error: a default names a file, and standard input (-) is none [missing-file]",
        ),
        ('scenario = """\nkey = "x\n"""\nkey = 1\n', "4:1: error: unknown key 'key' [unknown-key]"),
    ],
)
def test_what_is_wrong_is_told_at_its_line_and_nothing_is_done(here, run, text, told):
    (here / "scenario.toml").write_text(text)
    result = run("score", "lunch" if "scenario" not in text else "-q")
    assert (result.exit_code, result.stdout) == (3, "")
    assert f"scenario.toml:{told}" in result.stderr


def test_every_mistake_is_told_at_once(here, run):
    (here / "scenario.toml").write_text("weights = 3\nscenari = 1\nformat = 2020-01-01\n")
    told = run("score").stderr.splitlines()
    assert [line.partition(" error")[0] for line in told] == [
        "scenario.toml:1:1:",
        "scenario.toml:2:1:",
        "scenario.toml:3:1:",
    ]


@pytest.mark.parametrize(
    ("content", "place"), [(b'weights = "\xff"\n', "1:12: "), (b"\xef\xbb\xbfformat = 1\r\n", "1:1: ")]
)
def test_bytes_that_are_no_text_and_those_of_other_systems(here, run, content, place):
    (here / "scenario.toml").write_bytes(content)
    result = run("score", "lunch")
    assert result.exit_code == 3
    assert result.stderr.startswith(f"scenario.toml:{place}error: ")


def test_a_folder_of_that_name_is_told(here, run):
    (here / "scenario.toml").mkdir()
    result = run("score", "lunch")
    assert result.exit_code == 3
    assert "scenario.toml" in result.stderr


def test_a_variable_that_leads_nowhere_is_told_by_its_name(here, run):
    said = run("score", "lunch", SCENARIO_WEIGHTS="rad")
    assert said.exit_code == 3
    assert said.stderr.startswith("SCENARIO_WEIGHTS: error: there is no weights file 'rad'")
    said = run("score", SCENARIO_SCENARIO="-")
    assert said.exit_code == 3
    assert said.stderr.startswith("SCENARIO_SCENARIO: error: a default names a file")
    said = run("score", "lunch", SCENARIO_FORMAT="xml")
    assert said.exit_code == 2
    known = "table, json, csv, md, svg, html"
    assert said.stderr == f"error: SCENARIO_FORMAT: 'xml' is no format; known: {known}\n"


def test_a_name_of_two_files_is_as_wrong_as_where_it_stands(here, run):
    (here / "red.weights.yaml").write_text(WEIGHTS.format(id="red", title="Another", a=2, b=2))
    both = "two files go by the name 'red', weights/red.yaml and red.weights.yaml, and differ; "
    both += "name one by its path"
    said = run("score", "lunch", "-w", "red")
    assert (said.exit_code, said.stderr) == (2, f"error: {both}\n")
    said = run("score", "lunch", SCENARIO_WEIGHTS="red")
    assert (said.exit_code, said.stderr) == (2, f"error: SCENARIO_WEIGHTS: {both}\n")
    stated(here, weights="red")
    said = run("score", "lunch")
    assert (said.exit_code, said.stderr) == (3, f"scenario.toml:1:1: error: {both} [missing-file]\n")


def test_a_mistake_is_told_before_anything_is_written(here, run):
    (here / "scenario.toml").write_text("format = 3\n")
    before = (here / "weights" / "red.yaml").read_bytes()
    result = run("weights", "set", "red", "price=3", "--scenario", "lunch")
    assert result.exit_code == 3
    assert (here / "weights" / "red.yaml").read_bytes() == before


def test_weights_that_do_not_fit_are_told_with_where_they_come_from(here, run):
    stated(here, weights="red")
    result = run("score", "china-arms-russia")
    assert result.exit_code == 3
    assert "Defaults: weights red (scenario.toml)." in result.stderr


def test_help_and_the_version_do_not_read_the_file(here, run):
    (here / "scenario.toml").write_text("format = 3\n")
    assert run("--version").exit_code == 0
    assert run("score", "--help").exit_code == 0
    assert run("help", "score").exit_code == 0


def test_the_default_form_holds_where_none_is_typed_and_no_ending_says(here, run):
    result = json.loads(run("score", "lunch", SCENARIO_FORMAT="json").stdout)
    assert result["provenance"]["defaults"] == [used("format", "json", "SCENARIO_FORMAT")]
    assert "format md (SCENARIO\\_FORMAT)" in run("list", SCENARIO_FORMAT="md").stdout
    assert "Defaults" not in run("score", "lunch", "-f", "md", SCENARIO_FORMAT="json").stdout
    assert "Defaults" not in run("score", "lunch", SCENARIO_FORMAT="table").stdout
    run("score", "lunch", "-o", "x.md", SCENARIO_FORMAT="json")
    assert "Defaults" not in (here / "x.md").read_text()
    run("score", "lunch", "-o", "x", SCENARIO_FORMAT="json")
    assert json.loads((here / "x").read_text())["provenance"]["defaults"]
    assert run("score", "lunch", "--picture", "ranking", SCENARIO_FORMAT="json").stdout.startswith("<?xml")
    for line in (
        ["weights", "set", "red", "price=3", "--scenario", "lunch"],
        ["check", "lunch"],
        ["compare"],
    ):
        assert json.loads(run(*line, SCENARIO_FORMAT="json", SCENARIO_SCENARIO="lunch").stdout)


def test_a_form_that_a_command_lacks_is_left_aside_and_that_is_said(here, run):
    note = "note: there is no {} of this, the default of SCENARIO_FORMAT: table\n"
    for form, line in (
        ("html", ["list"]),
        ("svg", ["list"]),
        ("svg", ["weights", "set", "red", "price=3", "--scenario", "lunch"]),
        ("html", ["weights", "history", "red", "--scenario", "lunch"]),
    ):
        plain, said = run(*line), run(*line, SCENARIO_FORMAT=form)
        assert said.stderr == note.format(form)
        if line == ["list"]:
            assert said.stdout == plain.stdout
        assert run(*line, "-q", SCENARIO_FORMAT=form).stderr == ""


@pytest.mark.parametrize(
    "line",
    [
        ["show", "red"],
        ["schema", "weights"],
        ["weights", "blend", "red", "blue", "--scenario", "lunch"],
        ["export", "lunch"],
        ["new", "scenario", "-o", "-"],
    ],
)
def test_files_stay_files_whatever_form_is_the_default(here, run, line):
    plain, said = run(*line), run(*line, SCENARIO_FORMAT="json")
    assert plain.exit_code == 0
    assert said.stdout == plain.stdout
    assert said.stderr == plain.stderr


def test_rows_and_pictures_have_no_place_for_it_so_stderr_says_so(here, run):
    stated(here, scenario="dinner", weights="red")
    said = "Defaults: scenario dinner (scenario.toml), weights red (scenario.toml).\n"
    batch = [["batch", *more] for more in ([], ["-f", "json"], ["--summary"], ["--summary", "-f", "json"])]
    for line in (["score", "-f", "csv"], ["score", "-f", "svg"], *batch, ["export"]):
        assert said in run(*line).stderr
        assert said not in run(*line, "-q").stderr
    (here / "scenario.toml").unlink()
    assert said not in run("score", "lunch", "-f", "csv").stderr
    assert run("score", "lunch", SCENARIO_FORMAT="csv").stderr == ""  # which is to be seen


def test_a_batch_takes_both_and_the_form_of_its_rows(here, run):
    stated(here, scenario="dinner", weights="red", format="json")
    rows = [json.loads(line) for line in run("batch").stdout.splitlines()]
    assert {(row["scenario"], row["weights"]) for row in rows} == {("dinner", "red")}
    (here / "table.csv").write_text("pleasure,price\n1,2\n")
    rows = [json.loads(line) for line in run("batch", "lunch", "--table", "table.csv").stdout.splitlines()]
    assert {row["scenario"] for row in rows} == {"lunch"}
    assert "red" not in {row["weights"] for row in rows}
    stated(here, scenario="dinner", weights="red", format="md")
    assert "Defaults: scenario dinner" in run("batch").stdout
    said = run("batch", "--rows", "first")
    assert said.stdout.startswith("scenario,")
    assert "note: there is no md of this" in said.stderr


def test_rows_of_a_batch_are_verified(here, run):
    stated(here, scenario="dinner", weights="red")
    assert run("batch", "-o", "rows.csv").exit_code == 0
    assert run("verify", "rows.csv").exit_code == 0


def test_a_comparison_takes_the_scenario_alone(here, run):
    stated(here, scenario="dinner", weights="red")
    result = json.loads(run("compare", "-f", "json").stdout)
    assert result["over"] == "weights"
    assert len(result["columns"]) == 2
    assert result["provenance"]["defaults"] == [used("scenario", "dinner")]


def test_a_report_is_of_the_default_weights_beside_all_others_that_fit(here, run):
    stated(here, scenario="dinner", weights="red")
    result = json.loads(run("report", "--samples", "100", "-f", "json").stdout)
    assert result["provenance"]["defaults"] == [used("scenario", "dinner"), used("weights", "red")]
    assert result["weights"]["id"] == "red"
    roles = [(one["role"], one["id"]) for one in result["provenance"]["inputs"]]
    assert any(id_ == "blue" for _, id_ in roles)
    parts = [part for part in result.values() if isinstance(part, dict) and "provenance" in part]
    assert len(parts) > 3
    assert {str(part["provenance"]["defaults"]) for part in parts} == {str(result["provenance"]["defaults"])}


@pytest.mark.parametrize("ending", ["json", "html"])
@pytest.mark.parametrize(
    "line",
    [
        ["score"],
        ["sensitivity"],
        ["compare"],
        ["robustness", "--samples", "100"],
        ["report", "--samples", "100"],
    ],
    ids=lambda line: line[0],
)
def test_results_are_verified_wherever_their_inputs_were_named(here, run, line, ending):
    stated(here, scenario="dinner", weights="red")
    assert run(*line, "-o", f"x.{ending}").exit_code == 0
    (here / "scenario.toml").unlink()
    said = run("verify", f"x.{ending}")
    assert (said.exit_code, said.stderr) == (0, "")
    altered = (here / f"x.{ending}").read_text().replace("And at night?", "And at noon?")
    (here / f"x.{ending}").write_text(altered)
    assert run("verify", f"x.{ending}").exit_code in (3, 4)


def test_defaults_of_another_shape_do_not_come_out(here, run):
    stated(here, scenario="dinner")
    run("score", "-o", "x.json")
    result = json.loads((here / "x.json").read_text())
    result["provenance"]["defaults"].append({"key": "scenario"})
    (here / "x.json").write_text(json.dumps(result))
    assert run("verify", "x.json").exit_code == 4


def test_a_file_that_names_its_scenario_is_for_that(here, run):
    stated(here, scenario="dinner")
    path = here / "weights" / "red.yaml"
    path.write_text(path.read_text() + "scenario: lunch\n")
    result = json.loads(run("weights", "show", "red", "-f", "json").stdout)
    assert result["scenario"]["id"] == "lunch"
    assert "defaults" not in result["provenance"]
    result = json.loads(run("weights", "show", "blue", "-f", "json").stdout)
    assert result["scenario"]["id"] == "dinner"
    assert result["provenance"]["defaults"] == [used("scenario", "dinner")]


@pytest.mark.parametrize("line", [["score"], ["sensitivity"], ["batch"], ["watch"], ["game", "new", "x"]])
def test_weights_that_are_typed_change_no_question(here, run, line):
    stated(here, scenario="dinner")
    path = here / "weights" / "red.yaml"
    path.write_text(path.read_text() + "scenario: lunch\n")
    said = run(*line, "-w", "red")
    assert said.exit_code == 3
    assert "weights/red.yaml:5:11: error: these weights are for the scenario 'lunch', not" in said.stderr
    assert said.stderr.count("Defaults: scenario dinner (scenario.toml).\n") == 1
    assert not (here / "x").exists()


def test_a_difference_is_of_what_is_named(here, run):
    stated(here, scenario="dinner", weights="red")
    result = json.loads(run("diff", "lunch", "dinner", "-f", "json").stdout)
    assert "defaults" not in result["provenance"]


def test_a_game_begins_with_both_and_keeps_what_it_began_with(here, run):
    stated(here, scenario="dinner", weights="red")
    said = run("game", "new", "games/x", "--team", "red")
    assert (said.exit_code, said.stderr) == (0, "")
    line = "Defaults: scenario dinner (scenario.toml), weights red (scenario.toml).\n"
    assert said.stdout.endswith(line)
    assert said.stdout.count(line) == 1
    as_data = json.loads(run("game", "new", "games/y", "-f", "json").stdout)
    assert [one["key"] for one in as_data["provenance"]["defaults"]] == ["scenario", "weights"]
    shutil.rmtree("games/y")
    about = (here / "games" / "x" / "game.yaml").read_text()
    assert "dinner.yaml" in about
    assert "red.yaml" in about
    stated(here, scenario="lunch", weights="blue")
    result = json.loads(run("game", "show", "-f", "json").stdout)
    assert "defaults" not in result["provenance"]
    assert run("game", "replay").exit_code == 0
    assert run("game", "set", "weights.price=3").exit_code == 0


def test_ballots_are_read_for_the_default_scenario_and_the_room_stays_their_mean(here, run):
    stated(here, scenario="dinner", weights="red")
    (here / "ballots.csv").write_text("by,pleasure,price\nAna,1,2\nBen,3,1\n")
    result = json.loads(run("group", "show", "ballots.csv", "-f", "json").stdout)
    assert result["provenance"]["defaults"] == [used("scenario", "dinner")]


def test_several_scenarios_here_are_no_question_any_more(here, run):
    assert run("score").exit_code == 2
    stated(here, scenario="dinner")
    assert run("score").exit_code == 0


def test_new_weights_are_for_the_default_scenario_and_a_new_scenario_needs_none(here, run):
    stated(here, scenario="dinner")
    said = run("new", "weights", "green", "-f", "json")
    assert json.loads(said.stdout)["provenance"]["defaults"] == [used("scenario", "dinner")]
    said = run("new", "scenario", "tea", "-f", "json")
    assert "defaults" not in json.loads(said.stdout)["provenance"]


def test_the_library_takes_none(here, run):
    import scenario_cli as sc

    stated(here, scenario="dinner", weights="red")
    run("score")
    with pytest.raises(sc.UsageError):
        sc.study()
    result = sc.study("lunch").score().report().document()
    assert "defaults" not in result["provenance"]
    assert result["weights"]["id"] == "equal"


def test_completion_is_of_the_default_scenario(here, process):
    text = (here / "scenarios" / "dinner.yaml").read_text().replace("  bakery:", "  bistro:")
    (here / "scenarios" / "dinner.yaml").write_text(text)
    stated(here, scenario="dinner")
    env = {"_SCENARIO_COMPLETE": "complete_bash", "COMP_WORDS": "scenario explain b", "COMP_CWORD": "2"}
    assert process(**env).stdout == b"bistro\n"
    (here / "scenario.toml").write_text("scenario = 3\n")
    assert process(**env).stdout == b""
