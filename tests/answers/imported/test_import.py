"""``scenario import``: where files go, what is said, and that a refusal writes nothing."""

import json
from hashlib import sha256
from pathlib import Path

import pytest
from builders import but_notes
from jsonschema import Draft202012Validator

import scenario_cli as sc

TABLE = """\
driver,factor,worst,best,weight Red,weight Blue,Keep,New,why New
Comfort,Taste,0,10,1,2,4,8,"Tried, twice."
Price,,900,100,3,2,100,,
"""


HASH = sha256(TABLE.encode()).hexdigest()


@pytest.fixture
def table(folder):
    (folder / "ratings.csv").write_text(TABLE)
    return "ratings.csv"


def files(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_without_a_file_the_scenario_goes_to_stdout_alone(table, run, folder):
    result = run("import", table)
    assert result.exit_code == 0
    assert result.stdout == run("import", table, "-o", "-").stdout == sc.import_sheet(table).text
    assert result.stdout.startswith("# Imported from ratings.csv")
    assert "note: weights stand in the table and are not written: 'Red', 'Blue'" in result.stderr
    assert "--weights-out DIR" in result.stderr
    assert files(folder) == ["ratings.csv"]
    assert run("score", "-", stdin=result.stdout).exit_code == 0


def test_a_scenario_and_its_weights_are_written_and_sound(table, run, folder):
    result = run("import", table, "-o", "scenarios/tea.yaml", "--weights-out", "weights")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "wrote scenarios/tea.yaml, weights/red.yaml and weights/blue.yaml; try:" in result.stderr
    written = ["scenarios/tea.yaml", "weights/blue.yaml", "weights/red.yaml"]
    assert files(folder) == ["ratings.csv", *written]
    assert but_notes(run("check", *written).stderr) == ""
    scenario = sc.read_scenario("tea")
    assert (scenario.id, scenario.title, scenario.weights) == ("tea", "Tea", "red")
    assert scenario.ratings["new"]["taste"].why == "Tried, twice."
    assert sc.read_weights("red", scenario).drivers == {"comfort": 1, "price": 3}


def test_in_another_folder_weights_are_not_named_by_the_scenario(table, run):
    assert run("import", table, "-o", "tea.yaml", "--weights-out", "ours").exit_code == 0
    assert sc.read_scenario("tea.yaml").weights is None


@pytest.mark.parametrize("there", ["tea.yaml", "weights/blue.yaml"])
def test_a_file_that_is_there_stops_all_unless_forced(table, run, folder, there):
    (folder / there).parent.mkdir(exist_ok=True)
    (folder / there).write_text("mine\n")
    line = ("import", table, "-o", "tea.yaml", "--weights-out", "weights")
    result = run(*line)
    assert result.exit_code == 2
    assert f"{there}: error: exists already; nothing was written; --force replaces it" in result.stderr
    assert files(folder) == sorted(["ratings.csv", there])
    assert Path(there).read_text() == "mine\n"
    assert run(*line, "--force").exit_code == 0
    assert sc.read_scenario("tea.yaml").weights == "red"


def test_what_is_wrong_is_told_all_at_once_and_nothing_is_written(table, run, folder):
    text = TABLE.replace(",4,8,", ",four,18,").replace(",3,2,", ",-3,2,")
    (folder / table).write_text(text)
    result = run("import", table, "-o", "tea.yaml", "--weights-out", "weights")
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.splitlines() == [
        "ratings.csv:2:7: error: expected a number, found the text 'four' [wrong-type]",
        "ratings.csv:2:8: error: 18 is outside the scale 0 to 10 [out-of-scale]",
        "ratings.csv:3:5: error: expected a number at least 0, found -3 [out-of-range]",
    ]
    assert files(folder) == [table]


@pytest.mark.parametrize(
    ("args", "code", "told"),
    [
        (["none.csv"], 3, "there is no such file"),
        (["."], 3, "this is a folder"),
        (["ratings.csv", "-o", "tea.json"], 2, "has the ending .yaml or .yml"),
        (["ratings.csv", "-o", "My Tea.yaml"], 2, "cannot name a file here"),
        (["ratings.csv", "--sheet", "One"], 2, "--sheet: a CSV file has no sheets"),
        (["ratings.csv", "--options", "sideways"], 2, "Invalid value"),
        (["ratings.csv", "--options", "down"], 3, "no head 'driver' or 'factor'"),
    ],
)
def test_wrong_usage_and_wrong_files(table, run, folder, args, code, told):
    result = run("import", *args)
    assert (result.exit_code, result.stdout) == (code, "")
    assert told in result.stderr
    assert files(folder) == [table]


def test_the_option_is_named_where_the_direction_is_open(run, folder):
    (folder / "t.csv").write_text("driver,A,B\nX,1,2\n")
    result = run("import", "t.csv")
    assert result.exit_code == 3
    assert "say --options down or --options across" in result.stderr


def test_the_answer_is_a_document_rows_and_a_page(table, run):
    answer = sc.import_sheet(table)
    document = answer.to_dict()
    Draft202012Validator(sc.json_schema("import")).validate(document)
    assert json.loads(run("import", table, "-f", "json").stdout) == document
    assert document["table"] == {"title": "ratings.csv", "at": "lines 1-3", "options": "across"}
    assert document["scenario"]["unknown"] == 1
    assert run("import", table, "-f", "csv").stdout.splitlines() == [
        "option,factor,value,why",
        "keep,taste,4.0,",
        "keep,price,100.0,",
        'new,taste,8.0,"Tried, twice."',
        "new,price,unknown,",
    ]
    assert "What are options rated on?" in run("import", table, "-f", "table").stdout
    assert "1 rating unknown" in repr(answer)


def test_the_same_bytes_each_time(table, run):
    assert run("import", table).stdout == run("import", table).stdout


def test_a_file_reads_as_if_written_by_hand(table):
    assert (
        sc.import_sheet(table, output="scenarios/tea.yaml", weights_out="weights").text
        == f"""\
# Imported from ratings.csv: give it a title and a question of its own.
# Beside each rating stands where it was read.

format: scenario/1
id: tea
title: Tea
question: Which option is chosen? # what the decision-maker has to decide
weights: red

sources:
  table: {{title: ratings.csv, about: SHA-256 {HASH}}}

evidence:
  taste: {{source: table, at: line 2, says: Ratings on Taste.}}
  price: {{source: table, at: line 3, says: Ratings on Price.}}

drivers:
  comfort:
    title: Comfort
    factors:
      taste: {{title: Taste, scale: {{worst: 0, best: 10}}}}
  price:
    title: Price
    scale: {{worst: 900, best: 100}}

options:
  keep: {{title: Keep}}
  new: {{title: New}}

ratings:                         # every option on every factor; "unknown" where nobody can say
  keep:
    taste: {{value: 4, evidence: [taste]}}  # ratings.csv:2:7
    price: {{value: 100, evidence: [price]}}  # ratings.csv:3:7
  new:
    taste: {{value: 8, why: "Tried, twice.", evidence: [taste]}}  # ratings.csv:2:8
    price: unknown  # ratings.csv:3:8
"""
    )
    assert (
        Path("weights/red.yaml").read_text()
        == f"""\
# Imported from ratings.csv, SHA-256 {HASH}.
# Beside points stands where they were read.

format: weights/1
id: red
title: 'Red'
about: 'Imported from ratings.csv.'
scenario: tea

drivers:
  comfort: 1  # ratings.csv:2:5
  price: 3  # ratings.csv:3:5
"""
    )
