"""evidence: what the sentences say is what the numbers say."""

import numpy as np
from answers.evidence.cited import (
    WEIGHTS,
    asked,
    asked_shipped,
    cells_of,
    cited_problems,
    present,
    some,
    table_with,
    verdict,
)
from builders import scenario_of, weights_of
from hypothesis import given

from scenario_cli.answers.evidence.report import document
from scenario_cli.answers.evidence.tables import page


@given(cited_problems())
@some
def test_the_finding_names_who_is_first_and_the_linchpins(stated):
    answer = asked(*stated)
    found = document(answer)
    names = [answer.study.problem.options[i] for i in present(answer.study.problem)]
    listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    verb = "tie for first" if len(names) > 1 else "ranks first"
    assert found["finding"].startswith(f"{listed} {verb} under built; ")
    assert found["leaders"] == names
    nothing = np.zeros_like(answer.study.problem.unknown)
    already = verdict(answer.study.problem, nothing)["open"]
    assert ("open already" in found["finding"]) == already
    assert ("first place is open without" in found["finding"]) == bool(found["linchpins"])
    assert ("first place holds" in found["finding"]) == (not already and not found["linchpins"])


def test_no_sentence_says_that_first_place_holds_while_an_unknown_rating_leaves_it_open():
    scenario = scenario_of([[None, 7], [5, 5]])
    answer = asked(scenario, weights_of(scenario, [1, 1]))
    assert "open already" in document(answer)["finding"]
    assert [table.title for table in page(answer).tables if "First place holds" in table.finding] == []


def test_a_table_says_that_first_place_holds_only_where_no_row_is_open():
    for weights in WEIGHTS:
        answer = asked_shipped(weights)
        for what in ("Source", "Evidence"):
            table = table_with(answer, what, "Alone")
            opened = [row[0].split(" [")[0] for row in cells_of(table) if row[4] != "holds"]
            assert table.finding.startswith(
                "First place holds" if not opened else "First place is open without"
            )
            assert [id_ for id_ in opened[:4] if id_ not in table.finding] == []


def test_a_rating_is_shown_as_it_was_stated():
    scenario = scenario_of([[12345, 3], [123456, 5]], scales=[{"worst": 200000, "best": 5000}, None])
    rows = cells_of(table_with(asked(scenario, weights_of(scenario, [1, 1])), "Flip", "Kind"))
    shown = {row[0]: row[1] for row in rows}
    assert (shown["o0 on d0"], shown["o1 on d0"]) == ("12345", "123456")
