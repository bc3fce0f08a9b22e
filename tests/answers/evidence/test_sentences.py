"""evidence: what the sentences say is what the numbers say."""

import numpy as np
from answers.evidence.cited import (
    ITEMS,
    SOURCES,
    WEIGHTS,
    asked,
    asked_shipped,
    cells_of,
    cited_problems,
    present,
    resting_alone,
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
    items = [] if already else opening(answer, {item: (item,) for item in ITEMS})
    sources = [] if already else [f"Source {id_}" for id_ in opening(answer, SOURCES)]
    said = found["finding"].partition("; ")[2]
    parts = [f"the {what} {any_of(those)}" for what, those in (("item", items), ("source", sources)) if those]
    if parts:
        assert said == f"first place is open without {' or without '.join(parts)}."
    elif not already:
        cited = any(item["ratings"] for item in found["evidence"])
        assert said == (
            "first place holds without any single item of evidence, and without any single source."
            if cited
            else "first place holds, and no evidence is cited."
        )


def opening(answer, groups):
    """The groups of items without which first place, settled now, is open in some corner."""
    scenario, problem = answer.study.scenario, answer.study.problem
    doubts = {id_: resting_alone(scenario, problem, items) for id_, items in groups.items()}
    return [id_ for id_, cells in doubts.items() if verdict(problem, cells)["open"]]


def any_of(names):
    few = [*names[:4], f"{len(names) - 4} more"] if len(names) > 4 else names
    return few[0] if len(few) == 1 else f"any one of {', '.join(few[:-1])} and {few[-1]}"


def test_no_sentence_says_that_first_place_holds_while_an_unknown_rating_leaves_it_open():
    scenario = scenario_of([[None, 7], [5, 5]])
    answer = asked(scenario, weights_of(scenario, [1, 1]))
    assert "open already" in document(answer)["finding"]
    for shown in (page(answer), page(answer, whole=True)):
        assert [table.title for table in shown.tables if "First place holds" in table.finding] == []


@given(cited_problems())
@some
def test_a_row_says_what_holds_what_is_open_and_that_nothing_rests_on_it_alone(stated):
    answer = asked(*stated)
    problem, scenario = answer.study.problem, answer.study.scenario
    already = verdict(problem, np.zeros_like(problem.unknown))["open"]
    for what, groups in (("Source", SOURCES), ("Evidence", {item: (item,) for item in ITEMS})):
        for name, _, alone, _, said in cells_of(table_with(answer, what, "Alone")):
            cells = resting_alone(scenario, problem, groups[name.split(" [")[0]])
            found = verdict(problem, cells)
            assert int(alone) == cells.sum()
            if not cells.any():
                assert said == f"{'open already' if already else 'holds'}: nothing rests on it alone"
            elif not found["open"]:
                assert said == "holds"
            elif len(found["could_lead"]) == len(problem.options):
                assert said == "open to all"
            else:
                *most, last = found["could_lead"]
                assert said == f"open to {', '.join(most) + ' and ' if most else ''}{last}"


def test_a_table_says_that_first_place_holds_only_where_no_row_is_open():
    for weights in WEIGHTS:
        answer = asked_shipped(weights)
        for what in ("Source", "Evidence"):
            table = table_with(answer, what, "Alone")
            opened = [row[0].split(" [")[0] for row in cells_of(table) if row[4].startswith("open")]
            assert table.finding.startswith(
                "First place holds" if not opened else "First place is open without"
            )
            assert [id_ for id_ in opened[:4] if id_ not in table.finding] == []


def test_a_rating_is_shown_as_it_was_stated():
    scenario = scenario_of([[12345, 3], [123456, 5]], scales=[{"worst": 200000, "best": 5000}, None])
    rows = cells_of(table_with(asked(scenario, weights_of(scenario, [1, 1])), "Turns at", "Kind"))
    shown = {row[0]: row[1] for row in rows}
    assert (shown["o0 on d0"], shown["o1 on d0"]) == ("12345", "123456")
