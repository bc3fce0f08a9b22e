"""`scenario watch`: why a number was changed, where somebody said so."""

import json
from pathlib import Path

import pytest
from answers.watch.office import BAD, OFFICE, OTHER, RED, SCENARIO, WEIGHTS, shown, weights

HISTORY = Path("weights/red.yaml.history.jsonl")


@pytest.fixture
def changed(run):
    """Return a save by `weights set`, or by another command of `weights`."""

    def changed(*args):
        return lambda: run("weights", *args[:1], "red", *args[1:])

    return changed


def test_the_reason_of_weights_set_is_shown(views, changed):
    _, view, undone, by_hand = views(
        changed("set", "comfort=20", "--why", "the room insisted"), changed("undo"), weights(OTHER)
    )
    assert "\nWhy: the room insisted\n" in shown(view)
    assert "\nWhy: taken back\n" in shown(undone)
    assert "Why" not in shown(by_hand)


def test_the_reasons_of_two_edits_between_two_looks_are_both_shown(views, changed):
    first, second = (
        changed("set", "comfort=20", "--why", "one"),
        changed("set", "cost=50", "--why", "two"),
    )
    _, view = views(lambda: (first(), second()))
    assert view.why == "one; two"


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("  comfort: 20  # they drink most  # was 60: so they say\n", "so they say"),
        ("  comfort: 20  # was 50: before  # was 60.0: later\n", "later"),
        ("  comfort: 20  # was 50: another time\n", ""),
        ("  comfort: 20  # they drink most\n", ""),
    ],
)
def test_without_a_history_the_end_of_the_line_says_why(views, line, why):
    _, view = views(weights(RED.replace("  comfort: 60  # they drink most\n", line)))
    assert view.why == why


def test_a_rating_that_says_why_at_the_end_of_its_line_is_told(views):
    text = OFFICE.replace(
        "  rent: {comfort: 3, cost: 3}\n", "  rent:\n    comfort: 9  # was 3: tried it\n    cost: 3\n"
    )
    _, view = views(lambda: SCENARIO.write_text(text))
    assert view.why == "tried it"


DAMAGED = (
    b"[" * 100_000,
    b'{"after": 1}\n[1]\n"x"\n\xff\n',
    b'{"after": "AFTER", "why": 5}\n',
    b'{"after": "AFTER", "before": ["x"], "command": {}}\n',
    b'{"why": "\\ud800", "after": "AFTER", "before": "BEFORE"}\n',
)


@pytest.mark.parametrize("content", DAMAGED)
def test_a_history_that_cannot_be_read_says_nothing_and_the_page_is_there(views, content):
    from hashlib import sha256

    for name, text in ((b"AFTER", OTHER), (b"BEFORE", RED)):
        content = content.replace(name, sha256(text.encode()).hexdigest().encode())
    HISTORY.write_bytes(content)
    _, view = views(weights(OTHER))
    assert "Changed: comfort 60 -> 20" in shown(view)


def test_a_line_of_the_history_may_name_who(views):
    from hashlib import sha256

    def save():
        before, after = (sha256(text.encode()).hexdigest() for text in (RED, OTHER))
        HISTORY.write_text(json.dumps({"before": before, "after": after, "why": "so", "who": "Ana"}) + "\n")
        WEIGHTS.write_text(OTHER)

    _, view = views(save)
    assert view.why == "so (Ana)"


def test_a_mistake_keeps_the_reason_of_the_last_good_save(views, changed):
    _, good, bad = views(changed("set", "comfort=20", "--why", "so"), weights(BAD))
    assert bad.why == good.why == "so"
