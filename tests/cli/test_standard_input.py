"""A scenario or weights from standard input."""

import json


def test_a_scenario_or_weights_can_come_from_standard_input(in_examples, run):
    lunch = (in_examples / "scenarios" / "lunch.yaml").read_bytes()
    piped = json.loads(run("score", "-", "-f", "json", stdin=lunch).stdout)
    named = json.loads(run("score", "lunch", "-f", "json").stdout)
    assert piped["scenario"]["id"] == "stdin"
    assert piped["ranking"] == named["ranking"]
    assert piped["provenance"]["inputs"][0]["sha256"] == named["provenance"]["inputs"][0]["sha256"]
    thrift = (in_examples / "weights" / "thrift.yaml").read_bytes()
    piped = json.loads(run("score", "-w", "-", "-f", "json", stdin=thrift).stdout)
    assert piped["weights"]["drivers"] == {"pleasure": 0.25, "price": 0.75}


def test_nothing_on_standard_input_is_an_empty_file(folder, run):
    assert run("score", "-").stderr == (
        "-:1:1: error: the file holds nothing [empty]; `scenario new` writes one to start from\n"
    )


def test_the_same_scenario_in_utf_16_gives_the_same_ranking(in_examples, run):
    text = (in_examples / "valid" / "odd-text.yaml").read_text(encoding="utf-8")
    plain = json.loads(run("score", "-", "-f", "json", stdin=text.encode()).stdout)
    for content in (b"\xff\xfe" + text.encode("utf-16-le"), b"\xef\xbb\xbf" + text.encode()):
        other = json.loads(run("score", "-", "-f", "json", stdin=content).stdout)
        assert other["ranking"] == plain["ranking"]
