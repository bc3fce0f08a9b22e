"""What a file that is there holds: a result replaces none that a user works on."""

import os
from time import monotonic

import pytest

from scenario_cli.files.kinds import held_in

SCENARIO, WEIGHTS, PAIRS = "a scenario", "weights", "pairwise comparisons"


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("format: scenario/1\nid: a\n", SCENARIO),
        ("# notes\n\n---\nid: a\nformat: weights/1\n", WEIGHTS),
        ("'format': \"pairs/1\"\n", PAIRS),
        ("  format: game/1\n  title: t\n", "a game"),
        ("format: ballot/1\nby: Ana\n", "a ballot"),
        ("format: answers/1\nby: Ana\n", "a person's answers"),
        ("format: scenario/1\r\ntitle: [half written\n", SCENARIO),
        ("formt: scenario/1\ndrivers:\n  a: {}\noptions: {}\n", SCENARIO),
        ("drivers: {a: 1}\n", WEIGHTS),
        ("items: [a]\nmatrix: [[1]]\n", PAIRS),
        ('{"drivers": {"a": 1}, "format": "weights/1"}', WEIGHTS),
        ("{title: t, format: scenario/1}", SCENARIO),
        ('{"format": "weights/1", "drivers": {"a":', WEIGHTS),
        ('{"line":1,"at":"x","kind":"new","prev":"0","sha256":"1"}\n{"line":2}\n', "a game"),
        ('{"line":3,"salt":"0","text":"We would have waited"}\n', "a game"),
        ('{"lines": 3, "sha256": "0"}\n', "a game"),
        ('{"lines": 3, "finding": ""}\n', None),
        ('{"format": "score/1", "provenance": {}, "finding": ""}', None),
        ('{"content": {"format": "weights/1", "drivers": {}}, "format": "show/1", "provenance": {}}', None),
        ('{"option": "a", "scenario": "coffee"}\n{"option": "b", "scenario": "coffee"}\n', None),
        ("<<<<<<< HEAD\nformat: scenario/1\n=======\n", SCENARIO),
        ("<!DOCTYPE html>\n<pre>\nformat: weights/1\ndrivers:\n  a: 1\n</pre>\n", None),
        ('<?xml version="1.0"?>\n<svg><title>\nformat: scenario/1\n</title></svg>\n', None),
        ("Which machine?\nRank  Option\n1     drivers: a\n", None),
        ("driver,factor,worst,best,weight Ana,Keep\nComfort,Taste,0,10,40,4\n", "a table of ratings"),
        ("Driver:;Comfort\nFactor:;Taste\nWorst;0\nBest;10\nKeep;4\n", "a table of ratings"),
        ("by,taste,price,order\nAna,1,2,keep\n", "a table of ballots"),
        ("team,round,order,taste,price\n,1,,1,2\n", "a table of ballots"),
        ("by,why\nAna,so\n", None),
        ("option,factor,worst\nkeep,taste,4\n", None),
        ("", None),
        ("# only a comment\n", None),
        ("[1, 2]", None),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_file_is_known_by_its_format_or_by_its_keys(folder, text, held, encoding):
    (folder / "x").write_bytes(text.encode(encoding))
    assert held_in("x") == held


def test_every_file_that_is_shipped_or_an_example_is_known(examples):
    shipped = [*(examples / "scenarios").iterdir(), *(examples / "weights").iterdir()]
    shipped += [*(examples / "valid").iterdir()]
    assert [path for path in shipped if path.is_file() and held_in(path) is None] == []


def test_no_result_is_taken_for_an_input(in_examples):
    assert [path.name for path in (in_examples / "golden").iterdir() if held_in(path) is not None] == []


def test_what_is_not_there_or_cannot_be_text_holds_nothing(folder):
    (folder / "x").write_bytes(b"\xff\x00\xfe" * 10)
    assert held_in("x") is None
    assert held_in(folder) is None
    assert held_in("nowhere") is None
    assert held_in("x" * 300) is None


@pytest.mark.skipif(os.name == "nt", reason="pipes as POSIX has them")
def test_a_pipe_is_not_read(folder):
    os.mkfifo(folder / "pipe")
    assert held_in("pipe") is None


@pytest.mark.parametrize("line", ["a: 1\n", '{"a": 1}\n', "a" * 100, "  "])
def test_looking_takes_no_time_to_speak_of(folder, line):
    (folder / "x").write_bytes(line.encode() * (8 * 1024 * 1024 // len(line)))
    started = monotonic()
    assert held_in("x") is None
    assert monotonic() - started < 5


def test_what_is_too_large_to_be_an_input_is_not_looked_at(folder):
    (folder / "x").write_bytes(b"format: scenario/1\n" + b"#" * 8 * 1024 * 1024)
    assert held_in("x") is None
