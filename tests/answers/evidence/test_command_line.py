"""``scenario evidence``: what is left out, what is doubted, what is tried, what is refused."""

import re
from typing import Any

import pytest
from answers.evidence.cited import KINDS, asked, is_rightly_without, told

from scenario_cli.files.reading import read_scenario, read_weights
from scenario_cli.model.settings import RatingSetting


def refuses(result, *words: str) -> None:
    assert result.exit_code == 2
    assert result.stdout == ""
    assert [word for word in words if word not in result.stderr] == []


def test_without_may_be_repeated_and_names_items_and_sources(run, kiosk):
    found = told(run("evidence", *kiosk, "--without", "rumour", "--without", "count", "-f", "json"))
    assert found["without"]["ids"] == ["rumour", "count"]
    assert len(found["without"]["alone"]) == 4
    assert found["finding"] == (
        "Without rumour and count first place is open: The corner, The bridge and The park could be first; "
        "The corner is first under The council."
    )
    assert "without" not in told(run("evidence", *kiosk, "-f", "json"))


def test_an_item_named_twice_is_left_out_once(run, kiosk):
    once = told(run("evidence", *kiosk, "--without", "rumour", "-f", "json"))
    twice = told(run("evidence", *kiosk, "--without", "rumour", "--without", "rumour", "-f", "json"))
    assert twice["without"]["alone"] == once["without"]["alone"]
    assert twice["finding"] == once["finding"]


@pytest.mark.parametrize(
    ("without", "words"),
    [(["rumor"], ["'rumor'", "did you mean 'rumour'?"]), (["rumour", "zzz"], ["'zzz'", "queue", "talk"])],
)
def test_an_unknown_id_is_refused_with_what_was_meant(run, kiosk, without, words):
    result = run("evidence", *kiosk, *(f"--without={id_}" for id_ in without))
    refuses(result, "--without", "unknown evidence or source", *words)
    assert len(result.stderr.splitlines()) == 1


def test_an_unknown_kind_is_refused_with_those_there_are(run, kiosk):
    refuses(run("evidence", *kiosk, "--kind", "guess"), "guess", *KINDS)


@pytest.mark.parametrize(("kind", "count"), [("reporting", 2), ("judgement", 1), ("assumption", 2)])
def test_kind_says_which_ratings_are_doubted(run, kiosk, kind, count):
    found = told(run("evidence", *kiosk, "--kind", kind, "-f", "json"))
    assert found["kind"] == kind
    assert len(found["assumptions"]) == found["coverage"][kind] == count
    title = f"What if a rating marked as {kind} is wrong?"
    assert title in run("evidence", *kiosk, "--kind", kind, "--all").stdout
    short = run("evidence", *kiosk, "--kind", kind).stdout
    if kind == "assumption":  # they are doubted without being asked for
        assert title not in short
        assert short.endswith("Assumptions, signposts, the files this is computed from: --all\n")
    else:
        assert short.index(title) < short.index("Which sources carry the result?")
        assert short.endswith("Signposts, the files this is computed from: --all\n")


def test_a_kind_that_was_asked_for_stands_beside_what_was_left_out(run, kiosk):
    shown = run("evidence", *kiosk, "--without", "rumour", "--kind", "judgement").stdout
    doubted = shown.index("What if a rating marked as judgement is wrong?")
    assert shown.index("Which ratings rest on rumour alone?") < doubted
    assert "Which sources carry the result?" not in shown
    assert shown.endswith("Sources, evidence, signposts, the files this is computed from: --all\n")
    whole = run("evidence", *kiosk, "--without", "rumour", "--kind", "judgement", "--all").stdout
    assert whole.count("What if a rating marked as ") == 1
    assert "Which sources carry the result?" in whole


def test_assumptions_are_doubted_unless_said_otherwise(run, kiosk):
    found = told(run("evidence", *kiosk, "-f", "json"))
    assert [(a["option"], a["factor"], a["why"]) for a in found["assumptions"]] == [
        ("corner", "price", "The board."),
        ("bridge", "taste", "They bake."),
    ]


def test_what_ifs_are_headed_as_such_and_change_the_verdicts(run, kiosk):
    arguments = ["evidence", *kiosk, "--inject", "works", "--set", "ratings.park.trade=unknown"]
    found = told(run(*arguments, "-f", "json"))
    assert (found["provenance"]["injects"], found["provenance"]["set"]) == (
        ["works"],
        ["ratings.park.trade=unknown"],
    )
    assert found["coverage"]["unknown"] == 1
    scenario, weights = read_scenario("kiosk.yaml"), read_weights("council.yaml")
    changes = [RatingSetting("park", "trade", None)]
    answer = asked(scenario, weights, changes=changes, events=["works"])
    for item in found["evidence"]:
        is_rightly_without(answer, item, [item["id"]])
    shown = run(*arguments, "--all").stdout
    assert shown.startswith("What-if: inject works (Road works); ratings.park.trade=unknown.")
    assert "Tried on them: inject works; ratings.park.trade=unknown." in shown


def test_the_document_tells_a_rating_that_is_only_tried_from_a_stated_one(run, kiosk):
    def bridge_on_trade(*changes: str) -> dict[str, Any]:
        ratings = told(run("evidence", *kiosk, *changes, "-f", "json"))["ratings"]
        found = next(r for r in ratings if (r["option"], r["factor"]) == ("bridge", "trade"))
        return {
            key: part
            for key, part in found.items()
            if key not in ("value", "flip_at", "steps", "to", "within_range")
        }

    assert bridge_on_trade("--set", "ratings.bridge.trade=5.5") != bridge_on_trade()


def test_a_rating_that_is_only_tried_is_left_out_without_its_stated_reason(run, kiosk):
    arguments = ["evidence", *kiosk, "--without", "queue", "--set", "ratings.bridge.trade=5.5"]
    shown = run(*arguments).stdout
    assert "Which ratings carry first place" not in shown
    assert "The bridge on Trade  5.5" in shown
    assert "Some pass by." not in shown
    assert "the file says 5" in shown


def test_what_is_left_out_is_told_alone_and_before_all_else(run, kiosk):
    plainly = run("evidence", *kiosk).stdout
    assert "Which ratings rest on" not in plainly
    asked_for = run("evidence", *kiosk, "--without", "rumour").stdout
    assert "Stale. [talk]" in asked_for
    assert re.findall(r"^W.*\?$", asked_for, re.MULTILINE) == [
        "Which kiosk?",
        "Which kiosk does the town let?",
        "Which ratings rest on rumour alone?",
    ]
    whole = run("evidence", *kiosk, "--without", "rumour", "--all").stdout
    table = whole.index("Which ratings rest on rumour alone?")
    assert table < whole.index("Stale. [talk]") < whole.index("Which sources carry the result?")


@pytest.mark.parametrize(("ids", "them"), [(["till"], "it"), (["idle"], "it"), (["till", "idle"], "them")])
def test_what_no_rating_rests_on_alone_leaves_none_unrated(run, kiosk, ids, them):
    arguments = ["evidence", *kiosk, *(f"--without={id_}" for id_ in ids)]
    found = told(run(*arguments, "-f", "json"))
    assert found["without"]["alone"] == []
    assert found["finding"] == (
        f"Without {' and '.join(ids)} nothing is left unrated, since no rating rests on {them} alone; "
        "The corner is first under The council."
    )
    assert "None does." in run(*arguments).stdout
    resting = told(run("evidence", *kiosk, "--without", "queue", "-f", "json"))
    assert resting["without"]["alone"] == [["bridge", "trade"]]
    assert "unrated" not in resting["finding"]
