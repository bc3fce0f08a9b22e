"""The schema of ``game show`` says of every field of the log what it is."""

import json

from game.table import AT, played
from jsonschema import Draft202012Validator

import scenario_cli as sc
from scenario_cli.answers.game.show.line_document import GameLineDocument
from scenario_cli.model.game import BESIDES, FIELDS


def test_every_field_of_a_line_is_in_the_schema():
    of_all = {"line", "at", "turn", "by", "kind", "undone"}
    assert {*GameLineDocument.__required_keys__} == of_all
    of_some = {key for fields in FIELDS.values() for key in fields} | {*BESIDES}
    assert {*GameLineDocument.__optional_keys__} == of_some


def test_a_game_with_lines_of_every_kind_is_as_the_schema_says(folder):
    game = played(folder)
    game.say("red", "hush", secret=True, at=AT)
    ballot = "format: ballot/1\nby: Ana\nscenario: office\ndrivers: {cost: 3, comfort: 2}\n"
    (folder / "ana.yaml").write_text(ballot, encoding="utf-8")
    game.ballots(folder / "ana.yaml", at=AT)
    study = folder / "office.yaml"
    study.write_text(study.read_text(encoding="utf-8").replace("800", "810"), encoding="utf-8")
    game.fact("It is dearer now", at=AT)
    game.undo(at=AT)
    game.redo(at=AT)
    document = json.loads(game.show().to_json())
    Draft202012Validator(sc.json_schema("game-show")).validate(document)
    schema = sc.json_schema("game-show")["$defs"]["GameLine"]["properties"]
    told = {key for line in document["log"] for key in line}
    assert told <= {*schema}
    assert {*FIELDS} == {line["kind"] for line in document["log"]}
