"""SMAA-2 models of JSMAA, as it writes them."""

import pytest
from foreign_files import JSMAA

import scenario_cli as sc


def written(folder, text, name="model.jsmaa"):
    (folder / name).write_text(text)
    return name


def refused(folder, text):
    with pytest.raises(sc.InputError) as told:
        sc.import_sheet(written(folder, text))
    return [str(mistake) for mistake in told.value.mistakes]


def test_a_model_is_read(folder):
    answer = sc.import_sheet(written(folder, JSMAA), output="drug.yaml", weights_out="weights")
    scenario = sc.read_scenario("drug.yaml")
    assert scenario.title == "Benefit and risk"
    scale = scenario.factors["efficacy"].scale
    assert (scale.worst, scale.best, scale.values) == (0, 2, {0.5: 0.4})
    assert (scenario.factors["nausea"].scale.worst, scenario.factors["nausea"].scale.best) == (40, 0)
    interval = scenario.ratings["paroxetine"]["efficacy"]
    assert (interval.value, interval.low, interval.high, interval.shape) == (1, 0.5, 1.5, "uniform")
    assert scenario.ratings["fluoxetine"]["efficacy"].value == 1
    assert scenario.ratings["fluoxetine"]["nausea"].value == 18.6
    assert scenario.ratings["paroxetine"]["nausea"].value == "unknown"
    assert answer.weights[0].drivers == {"efficacy": 0.75, "nausea": 0.25}
    assert answer.files == ("drug.yaml", "weights/benefit_and_risk.yaml")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('stdev="0.0"', 'stdev="1.5"', "model.jsmaa:31:7: error: a measurement of the class 'gaussian' has"),
        (
            'class="exact" value="1.0"',
            'class="beta" alpha="1"',
            "21:7: error: a measurement of",
        ),
        (
            'class="cardinalCriterion" id="3"',
            'class="ordinalCriterion" id="3"',
            "13:5: error: a",
        ),
        ('value="1.0"', 'value="one"', "21:7: error: expected a number as 'value', found 'one'"),
        ('value="1.0"', 'value="3.0"', "21:7: error: 3 is outside the scale 0 to 2"),
        ('ref="1"', 'ref="7"', "24:5: error: this measurement is of no criterion or alternative here"),
        ('modelVersion="2"', 'modelVersion="3"', "2:1: error: this is no SMAA-2 model of version 1 or 2"),
        ("SMAA-2-model", "SMAA-TRI-model", "error: this is no XML"),
        (
            "<SMAA-2-model",
            '<!DOCTYPE x [<!ENTITY a "a">]><SMAA-2-model',
            "a document type may not",
        ),
        ("<alternatives>", "<x>" * 100, "elements stand too deep here"),
    ],
)
def test_what_cannot_be_read_exactly_is_refused_at_its_element(folder, old, new, told):
    assert old in JSMAA
    assert told in "\n".join(refused(folder, JSMAA.replace(old, new, 1)))


def test_ranks_are_named_and_not_read(folder):
    text = JSMAA.replace("cardinalPreferences", "ordinalPreferences").replace(
        'class="exact" value="0.', 'class="rank" rank="'
    )
    answer = sc.import_sheet(written(folder, text))
    assert [note.code for note in answer.notes] == ["no-weights"]
    assert "not read" in answer.notes[0].message
