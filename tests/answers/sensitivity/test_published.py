"""``scenario sensitivity`` from files against two published cases."""

import json

import pytest
from answers.sensitivity.tea import strictly
from builders import published


def test_triantaphyllou_sanchez_1997_from_files(written):
    """Triantaphyllou & Sanchez (1997), Decision Sciences 28: matrix as recalled, results exact from it."""
    case = published("sens_triantaphyllou_sanchez_1997")
    ask = written(
        case["matrix"],
        case["weights"],
        scales=[{"worst": 0, "best": 1}] * 4,
        titles=dict(enumerate(case["options"])),
    )
    found = strictly(ask("-f", "json"))
    assert found["leaders"] == ["o0"]
    expected = case["expected"]["recomputed"]
    swings = {swing["id"]: swing for swing in found["one_way"] if swing["kind"] == "driver"}
    for k, item in enumerate(expected["one_way"]):
        swing = swings[f"d{k}"]
        assert swing["weight"] == pytest.approx(item["weight"], abs=1e-9)
        told = [
            (s["from"], s["to"], [case["options"][int(id_[1:])] for id_ in s["first"]])
            for s in swing["segments"]
        ]
        assert told == [
            (pytest.approx(w["from"], abs=1e-9), pytest.approx(w["to"], abs=1e-9), w["winner"])
            for w in item["winners"]
        ]
        stable = [item["winner_stable_from"], item["winner_stable_to"]]
        assert swing["stable"] == pytest.approx(stable, abs=1e-9)
        order = [item["ranking_stable_from"], item["ranking_stable_to"]]
        assert swing["order_stable"] == pytest.approx(order, abs=1e-9)
    scores = expected["score"]
    total = sum(case["weights"])
    for cell in found["ratings"]:
        i, j = int(cell["option"][1:]), int(cell["factor"][1:])
        gap = max(scores) - scores[i] if i else scores[1] - scores[0]
        at = case["matrix"][i][j] + gap / case["weights"][j]
        if 0 <= at <= 1:
            assert cell["flip_at"] == pytest.approx(at, abs=1e-9)
        else:
            assert cell["flip_at"] is None
    assert total == pytest.approx(1.0001)


def test_goodwin_wright_2004_office_location_from_files(run, folder):
    """Goodwin & Wright (2004), ch. 3, pp. 43-48: the ranking, and the turn at a turnover weight of 52.1."""
    case = published("smart_goodwin_wright_office")
    book, recomputed = case["expected"]["published"]["one_way_turnover"], case["expected"]["recomputed"]
    names = {option: option.split()[0].lower() for option in case["options"]}
    points = dict(zip((c["id"] for c in case["criteria"]), case["weights_from"]["swing_points"], strict=True))
    scenario = {
        "format": "scenario/1",
        "title": "Office location",
        "question": "Which office?",
        "drivers": {
            driver: {
                "title": driver,
                "factors": {id_: {"title": id_, "scale": {"worst": 0, "best": 100}} for id_ in factors},
            }
            for driver, factors in book["drivers"].items()
        },
        "options": {name: {"title": option} for option, name in names.items()},
        "ratings": {
            name: dict(zip(points, row, strict=True))
            for name, row in zip(names.values(), case["matrix"], strict=True)
        },
    }
    weights = {
        "format": "weights/1",
        "drivers": {d: sum(points[f] for f in factors) for d, factors in book["drivers"].items()},
        "factors": {d: {f: points[f] for f in factors} for d, factors in book["drivers"].items()},
    }
    (folder / "office.yaml").write_text(json.dumps(scenario), encoding="utf-8")
    (folder / "swing.yaml").write_text(json.dumps(weights), encoding="utf-8")
    ranking = strictly(run("score", "office.yaml", "-w", "swing.yaml", "-f", "json").stdout)["ranking"]
    ranks = dict(zip(names.values(), recomputed["rank_unrounded"], strict=True))
    totals = dict(zip(names.values(), recomputed["score_with_unrounded_swing_weights"], strict=True))
    assert {row["option"]: row["rank"] for row in ranking} == ranks
    assert {row["option"]: row["score"] for row in ranking} == pytest.approx(totals, abs=1e-9)
    found = strictly(run("sensitivity", "office.yaml", "-w", "swing.yaml", "-f", "json").stdout)
    assert found["leaders"] == [names["Addison Square"]]
    turnover = found["one_way"][0]
    assert turnover["id"] == "turnover"
    assert turnover["weight"] == pytest.approx(book["weight"], abs=0.005)
    assert [s["first"] for s in turnover["segments"]] == [[names[book["below"]]], [names[book["above"]]]]
    (flip,) = turnover["flips"]
    assert flip["at"] == pytest.approx(book["flip"], abs=0.0005)
    assert flip["to"] == [names[book["below"]]]
    assert turnover["stable"] == [flip["at"], 1]
    said = run("sensitivity", "office.yaml", "-w", "swing.yaml", "--all").stdout
    assert f"Elton Street to {flip['at'] * 100:.4g}, Addison Square to 100" in said
