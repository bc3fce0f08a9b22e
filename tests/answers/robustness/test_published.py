"""``scenario robustness`` from a file to JSON against published cases."""

from fractions import Fraction

import pytest
from answers.robustness.trip import EXACT, NOT_THE_CHANCE, write_small
from builders import published


@pytest.mark.parametrize("name", ["smaa_identity_roc", "smaa_triantaphyllou_4x4"])
@pytest.mark.parametrize("weights", [None, "uneven"])
def test_published_case_from_a_file_to_json(name, weights, folder, document):
    """Barron & Barrett (1996); Triantaphyllou & Sanchez (1997): the weights at hand do not count."""
    case = published(name)
    expected = case["expected"]["recomputed"]
    options = [option.lower() for option in case["options"]]
    write_small(folder, dict(zip(options, case["matrix"], strict=True)))
    named = []
    if weights:
        text = "format: weights/1\nid: uneven\ndrivers: {f0: 7, f1: 1, f2: 0, f3: 2}\n"
        (folder / "uneven.yaml").write_text(text, encoding="utf-8")
        named = ["-w", "uneven.yaml"]
    found = document("small.yaml", *named)
    assert [row["option"] for row in found["options"]] == options
    for i, row in enumerate(found["options"]):
        assert row["acceptability"] == pytest.approx(expected["rank_acceptability"][i], abs=EXACT)
        first = float(Fraction(expected["first_rank_fraction"][i]))
        assert row["acceptability"][0] == pytest.approx(first, abs=1e-12)
        assert row["standard_error"] == [0, 0, 0, 0]
        central = expected["central_weights"][i]
        if central is None:
            assert row["central_weights"] is None
        else:
            assert list(row["central_weights"].values()) == pytest.approx(central, abs=EXACT)
        assert row["confidence_factor"] == expected["confidence_factor"][i]
        assert row["can_lead"] == (first > 0)
        for j, other in enumerate(options):
            if i != j:
                share = expected["pairwise_winning"][i][j]
                assert found["pairwise"][options[i]][other] == pytest.approx(share, abs=EXACT)
    assert found["model"]["samples"] == 0
    assert {"acceptability", "central_weights", "pairwise"} <= set(found["model"]["exact"])
    assert found["caption"].startswith("Exact, over all weights")
    assert NOT_THE_CHANCE in found["caption"]
