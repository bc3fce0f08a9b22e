"""People read titles; where two are the same, each has its id beside it."""

import pytest
from builders import scenario_of, study_of, weights_of

from scenario_cli.model.titles import titles_of


def titled(options, items=()):
    """Two options and two drivers, the first of which has two factors, with these titles."""
    scenario = scenario_of([[8, 2, 3], [4, 7, 5]], groups=[2, 0])
    stated = scenario.model_dump(mode="json")
    for id_, title in zip(("o0", "o1"), options, strict=True):
        stated["options"][id_]["title"] = title
    for id_, title in items:
        part = stated["drivers"]["d0"]["factors"] if id_.startswith("f") else stated["drivers"]
        part[id_]["title"] = title
    return type(scenario).model_validate(stated)


@pytest.mark.parametrize(
    ("options", "read"),
    [
        (("Wait", "Act"), ("Wait", "Act")),
        (("", "Act"), ("o0", "Act")),
        (("Wait", "Wait"), ("Wait (o0)", "Wait (o1)")),
        (("o1", ""), ("o1 (o0)", "o1 (o1)")),  # a title that is the other's id
    ],
)
def test_titles_of_options(options, read):
    assert tuple(titles_of(titled(options)).options.values()) == read


def test_a_driver_and_a_factor_of_the_same_title_are_told_apart():
    titles = titles_of(titled(("", ""), [("d0", "Cost"), ("f0", "Cost"), ("f1", "Taste")]))
    assert titles.items == {"d0": "Cost (d0)", "d1": "d1", "f0": "Cost (f0)", "f1": "Taste"}
    assert titles.cell("o0", "f0") == "o0 on Cost (f0)"


def test_a_driver_that_is_rated_itself_is_one_thing_and_needs_no_id():
    scenario = titled(("", ""), [("d1", "Price")])
    assert titles_of(scenario).items["d1"] == "Price"


def test_every_page_tells_two_of_the_same_title_apart():
    scenario = titled(("Wait", "Wait"))
    study = study_of(scenario, weights_of(scenario, [3, 2]))
    for report in (study.score().report(), study.sensitivity(for_="o1").report()):
        for length in ("page", "whole", "brief"):
            page = report.page_of(length)(200)
            text = f"{page.finding} {page.tables} {page.notes} {page.warnings}"
            assert "Wait (o0)" in text
            assert "Wait" not in text.replace("Wait (o0)", "").replace("Wait (o1)", "")
