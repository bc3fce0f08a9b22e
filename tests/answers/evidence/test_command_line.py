"""``scenario evidence``: what is left out, what is doubted, what is tried, what is refused."""

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
    assert found["finding"].startswith("The corner ranks first under council; without rumour and count first")
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
    assert f"marked as {kind}" in run("evidence", *kiosk, "--kind", kind).stdout


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
    shown = run(*arguments).stdout
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
    shown = run(*arguments).stdout.split("Which ratings carry first place")[0]
    assert "bridge on trade  5.5" in shown
    assert "Some pass by." not in shown
    assert "the file says 5" in shown


def test_without_changes_only_names_what_is_left_out_first(run, kiosk):
    plainly = run("evidence", *kiosk).stdout
    shown = run("evidence", *kiosk, "--without", "rumour").stdout
    assert "Which ratings rest on rumour alone?" in shown
    assert "Which ratings rest on" not in plainly
    assert "Stale. [talk]" in shown.split("Which ratings carry first place")[0]
