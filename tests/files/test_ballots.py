"""A ballot: one person's weights, gut order and ratings; each mistake at its place, with the name."""

import json
from shutil import copyfile

import jsonschema
import pytest

from scenario_cli import check, json_schema, read_scenario
from scenario_cli.errors import InputError
from scenario_cli.files.ballot_table import ballots_in_table
from scenario_cli.files.ballot_text import ballot_text
from scenario_cli.files.parsed import parse
from scenario_cli.files.reading import ballot_from

FULL = """\
format: ballot/1
id: ana
by: "Ana: the first"
team: red
round: 1
scenario: lunch
order: [stall, inn]
drivers: {pleasure: 60, price: 40.1}
ratings:
  inn: {taste: {value: 7, low: 6, high: 9, why: "No: it is not."}}
  stall: {taste: unknown}
ranges: {pleasure: [40, 80]}
note: |
  two
  lines
"""


@pytest.fixture
def lunch(examples):
    return read_scenario(examples / "scenarios" / "lunch.yaml")


def ballot(text, scenario=None):
    return ballot_from(parse("ballots/ana.yaml", text.encode()), scenario)


def told(text, scenario):
    with pytest.raises(InputError) as caught:
        ballot(text, scenario)
    return str(caught.value).splitlines()


def test_a_ballot_is_read_as_it_is_stated(lunch):
    found = ballot(FULL, lunch)
    assert (found.by, found.team, found.round, found.order) == (
        "Ana: the first",
        "red",
        "1",
        ["stall", "inn"],
    )
    assert found.drivers == {"pleasure": 60, "price": 40.1}
    assert found.ratings["inn"]["taste"].high == 9
    assert found.note == "two\nlines\n"
    assert found.weights.drivers == found.drivers
    assert found.weights.ranges == {"pleasure": [40, 80]}


def test_what_is_written_reads_back_as_the_same_ballot(lunch):
    found = ballot(FULL, lunch)
    assert ballot(ballot_text(found), lunch) == found
    assert ballot_text(ballot(ballot_text(found), lunch)) == ballot_text(found)


def test_weights_that_say_whose_they_are_are_a_ballot(lunch):
    found = ballot("format: weights/1\nby: Ben\nteam: blue\ndrivers: {pleasure: 1, price: 2}\n", lunch)
    assert (found.by, found.team, found.format, found.order) == ("Ben", "blue", "ballot/1", [])
    assert told("format: weights/1\ndrivers: {pleasure: 1, price: 2}\n", lunch) == [
        "ballots/ana.yaml:1:1: error: these weights are nobody's ballot: they do not say whose they are "
        "[no-name]; add 'by: NAME'"
    ]


@pytest.mark.parametrize(
    ("part", "instead", "mistake"),
    [
        ("price: 40.1", "taste_: 1", "8:25: error: Ana: unknown driver 'taste_' [unknown-driver]"),
        (", price: 40.1", "", "8:10: error: Ana: the driver 'price' is missing [missing-driver]"),
        (
            "scenario: lunch",
            "scenario: coffee",
            "6:11: error: Ana: these weights are for the",
        ),
        (
            "[stall, inn]",
            "[stall, stall]",
            "7:16: error: Ana: 'stall' stands here a second",
        ),
        ("[stall, inn]", "[stall, inne]", "7:16: error: Ana: unknown option 'inne' [unknown-option]"),
        ("taste: unknown", "taste: 11", "11:18: error: Ana: "),
        ("taste: unknown", "tast: 1", "11:11: error: Ana: unknown factor 'tast' [unknown-factor]"),
        ("round: 1", "rond: 1", "5:1: error: Ana: unknown key 'rond' [unknown-key]; did you mean 'round'?"),
        (
            "pleasure: 60",
            "pleasure: no",
            "8:21: error: Ana: expected a number, found the text 'no'",
        ),
    ],
)
def test_a_mistake_names_the_file_the_place_and_the_person(lunch, part, instead, mistake):
    text = FULL.replace('"Ana: the first"', "Ana")
    assert part in text
    found = [line.removeprefix("ballots/ana.yaml:") for line in told(text.replace(part, instead), lunch)]
    assert any(line.startswith(mistake) for line in found), found


def test_check_holds_a_ballot_against_its_scenario(folder, examples):
    copyfile(examples / "scenarios" / "lunch.yaml", folder / "lunch.yaml")
    (folder / "ana.yaml").write_text(FULL.replace("price: 40.1", "prise: 40"))
    found = check(["lunch.yaml", "ana.yaml"])
    assert [mistake.code for mistake in found.mistakes if mistake.level == "error"] == [
        "missing-driver",
        "unknown-driver",
    ]
    (folder / "ana.yaml").write_text(FULL)
    assert check(["lunch.yaml", "ana.yaml"]).sound


def test_the_schema_takes_what_is_read_and_no_other_key():
    schema = json_schema("ballot")
    jsonschema.Draft202012Validator.check_schema(schema)
    holds = jsonschema.Draft202012Validator(schema).is_valid
    data = {"format": "ballot/1", "by": "Ana", "order": ["stall"], "drivers": {"taste": 1, "price": 2}}
    assert holds(data)
    assert not holds({**data, "rond": 1})
    assert "urn:scenario-cli:ballot:1" in json.dumps(schema)


def table(text, scenario, encoding="utf-8"):
    return ballots_in_table("r1.csv", text.encode(encoding), scenario)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("sign", [",", ";"])
def test_a_table_of_ballots_is_read_in_any_encoding_with_commas_or_semicolons(lunch, encoding, sign):
    text = (
        "by,order,pleasure,price,taste,calm,ratings.inn.calm\r\nÅsa,stall inn,60,40.5,3,1,loud\r\n,,,,,,\r\n"
    )
    text += "Ben,,1e1,0,,,\r\n"
    found = table(text.replace(",", sign), lunch, encoding)
    assert found.mistakes == []
    asa, ben = (placed.ballot for placed in found.ballots)
    assert (asa.by, asa.order, asa.drivers) == ("Åsa", ["stall", "inn"], {"pleasure": 60, "price": 40.5})
    assert asa.factors == {"pleasure": {"taste": 3, "calm": 1}}
    assert asa.ratings["inn"]["calm"].value == 2  # the level's number
    assert (ben.drivers, ben.factors, ben.ratings) == ({"pleasure": 10, "price": 0}, {}, {})
    assert [placed.line for placed in found.ballots] == [2, 4]


def test_factors_alone_are_points_of_the_whole(lunch):
    (placed,) = table("taste,calm,price\n30,10,60\n", lunch).ballots
    assert placed.ballot.drivers == {"pleasure": 40, "price": 60}
    assert placed.ballot.factors == {"pleasure": {"taste": 30, "calm": 10}}


def test_check_reads_a_table_against_the_scenario_beside_it(folder, examples):
    copyfile(examples / "scenarios" / "lunch.yaml", folder / "lunch.yaml")
    (folder / "r1.csv").write_text("by,pleasure,price\nAna,1,2\nBen,,2\n")
    found = check(["lunch.yaml", "r1.csv"])
    assert [(m.line, m.column, m.code) for m in found.mistakes if m.level == "error"] == [
        (3, 2, "missing-driver")
    ]
    (folder / "r1.csv").write_text("by,pleasure,price\nAna,1,2\n")
    assert check(["lunch.yaml", "r1.csv"]).sound
    assert [m.code for m in check(["r1.csv"]).mistakes] == ["wrong-columns"]  # the usual scenario is another
