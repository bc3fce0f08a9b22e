"""Decision matrices of scikit-criteria, as it writes them."""

import json

import pytest
from foreign_files import DMSY

import scenario_cli as sc


def written(folder, text, name="matrix.dmsy"):
    (folder / name).write_text(text)
    return name


def refused(name, **options):
    with pytest.raises(sc.InputError) as told:
        sc.import_sheet(name, **options)
    return [str(mistake) for mistake in told.value.mistakes]


def test_a_matrix_is_read(folder):
    answer = sc.import_sheet(written(folder, DMSY), output="tea.yaml", weights_out="weights")
    scenario = sc.read_scenario("tea.yaml")
    assert {o: {f: r.value for f, r in cells.items()} for o, cells in scenario.ratings.items()} == {
        "pe": {"roe": 7, "cap": 5.5, "ri": 8},
        "jn": {"roe": 5, "cap": 4, "ri": 6},
    }
    assert (scenario.factors["cap"].scale.worst, scenario.factors["cap"].scale.best) == (10, 0)
    assert sc.read_weights("weights/matrix.yaml", scenario).drivers == {"roe": 2, "cap": 4, "ri": 1}
    assert [note.code for note in answer.notes] == ["default-scale"]


def test_json_is_read_as_well(folder):
    data = {"matrix": [[1]], "objectives": [-1], "weights": [1], "alternatives": ["A"], "criteria": ["C"]}
    text = json.dumps({"dmsy": {"dm_type": "discrete-dm", "version": 1}, "data": data})
    assert sc.import_sheet(written(folder, text)).scenario.ratings["a"]["c"].value == 1


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("version: 1", "version: 2", "2:3: error: this is no DMSY file of version 1"),
        ("[7, 5.5, 8]", "[7, 5.5]", "10:5: error: holds 2, expected 3"),
        ("5.5", "none", "10:9: error: expected a number"),
        ("5.5", "15", "10:9: error: a rating outside 0 to 10"),
        ("[1, -1, 1]", "[1, -1, 0]", "12:23: error: expected 1 or -1"),
        ("4.0", "-4.0", "13:18: error: expected a number at least 0"),
        ("4.0", ".nan", "13:18: error: .nan is not a finite number"),
        ("  criteria: [ROE, CAP, RI]\n", "", "error: 'data.criteria' is missing"),
        ("[ROE, CAP, RI]", "[ROE, ROE, RI]", "16:19: error: the driver 'ROE'"),
    ],
)
def test_what_is_wrong_is_told_at_its_place(folder, old, new, told):
    assert old in DMSY
    assert told in "\n".join(refused(written(folder, DMSY.replace(old, new, 1))))


def test_it_has_no_sheets(folder):
    with pytest.raises(sc.StudyError):
        sc.import_sheet(written(folder, DMSY), sheet="One")
