"""``scenario verify``: every kind of result verifies, and no changed number passes."""

import json
from hashlib import sha256

import pytest
from answers.verify.coffee import KINDS, changed


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_result_verifies(result, run, kind):
    result(*KINDS[kind])
    done = run("verify", "result.json", "-f", "json")
    assert done.exit_code == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["verified"] is True
    assert answer["mismatches"] == []
    assert answer["result"] == f"{KINDS[kind][0]}/1"
    assert len(answer["checked"]) >= 2


@pytest.mark.parametrize("kind", ["sensitivity two-way", "explain against", "evidence", "robustness around"])
def test_verifying_is_not_vacuous(result, run, kind):
    """A result of other inputs or options, named as this one, does not come out."""
    path = result(*KINDS[kind])
    stated = json.loads(path.read_text(encoding="utf-8"))
    numbers = sorted(
        n for field in stated if field not in ("provenance", "flags") for n in leaves(stated[field])
    )
    assert numbers
    field = {"score": "ranking", "sensitivity": "ratings", "explain": "differences"}.get(KINDS[kind][0])
    spoilt = field or ("coverage" if KINDS[kind][0] == "evidence" else "options")
    changed(path, lambda d: spoil(d, spoilt))
    done = run("verify", "result.json")
    assert done.exit_code == 4, done.stdout
    assert spoilt in done.stdout


def leaves(part):
    if isinstance(part, dict | list):
        inner = part.values() if isinstance(part, dict) else part
        return [n for x in inner for n in leaves(x)]
    return [part] if isinstance(part, float | int) and not isinstance(part, bool) else []


def spoil(part, key):
    """Add 0.001 to the first number found under a key."""
    inner = part[key]
    if isinstance(inner, float | int) and not isinstance(inner, bool):
        part[key] = inner + 0.001
        return True
    keys = sorted(inner) if isinstance(inner, dict) else range(len(inner)) if isinstance(inner, list) else []
    return any(spoil(inner, k) for k in keys)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda d: d["ranking"][1].update(score=d["ranking"][1]["score"] + 1e-6), "ranking[1].score"),
        (lambda d: d["ranking"][0].update(rank=2), "ranking[0].rank"),
        (lambda d: d["ranking"][0].update(option="new"), "ranking[0].option"),
        (lambda d: d["ranking"][0].update(tied=True), "ranking[0].tied"),
        (lambda d: d["ranking"].pop(), "ranking"),
        (lambda d: d["weights"]["drivers"].update(cost=0.51), "weights.drivers.cost"),
        (lambda d: d["ranking"][0]["contributions"].update(cost=1), "ranking[0].contributions.cost"),
        (lambda d: d["ranking"][0]["contributions"].update(fame=1), "ranking[0].contributions.fame"),
        (lambda d: d["one_way"][0]["stable"].__setitem__(0, 0.123), "one_way[0].stable[0]"),
        (lambda d: d["ranking"][0].update(score="72"), "ranking[0].score"),
        (lambda d: d["ranking"][0].update(score=None), "ranking[0].score"),
        (lambda d: d["ranking"][0].pop("score"), "ranking[0].score"),
        (lambda d: d["ranking"][0].update(rank=True), "ranking[0].rank"),
        (lambda d: d["ranking"][0].update(contributions={}), "ranking[0].contributions.taste"),
        (lambda d: d.update(weights={}), "weights.drivers"),
        (lambda d: d.update(finding="Rent one ranks first."), "finding"),
        (lambda d: d.update(flags=[]), "flags"),
        (lambda d: d.pop("flags"), "flags"),
        (lambda d: d.update(verdict="good"), "verdict"),
    ],
)
def test_a_changed_number_is_found_and_its_place_named(result, run, change, place):
    changed(result("score"), change)
    done = run("verify", "result.json", "-f", "json")
    assert done.exit_code == 4, done.stdout
    answer = json.loads(done.stdout)
    assert answer["verified"] is False
    assert place in [mismatch["where"] for mismatch in answer["mismatches"]]
    shown = run("verify", "result.json")
    assert shown.exit_code == 4
    assert place in shown.stdout
    assert "not come out" in shown.stderr


def test_a_number_within_the_last_digits_passes(result, run):
    changed(result("score"), lambda d: d["ranking"][0].update(score=d["ranking"][0]["score"] + 1e-12))
    assert run("verify", "result.json").exit_code == 0


def test_a_result_without_its_numbers_does_not_come_out(result, run):
    changed(result("score"), lambda d: [d.pop(key) for key in ("ranking", "one_way", "unknown", "weights")])
    assert run("verify", "result.json").exit_code in (3, 4)


def test_a_claimed_inject_that_did_not_happen_is_found(result, run):
    changed(result("score"), lambda d: d["provenance"].update(injects=["price_cut"]))
    assert run("verify", "result.json").exit_code == 4


def test_the_points_of_an_inject_hold(result, run):
    changed(result("score", "--inject", "price_cut"), lambda d: d["provenance"].update(injects=[]))
    assert run("verify", "result.json").exit_code == 4


@pytest.mark.parametrize(
    ("kind", "part"),
    [
        ("sensitivity blend", "blend"),
        ("sensitivity for", "for"),
        ("sensitivity two-way", "two_way"),
        ("evidence without", "without"),
        ("evidence", "linchpins"),
        ("evidence", "all_assumptions_wrong"),
        ("robustness", "fails"),
        ("compare", "agreement"),
        ("compare scenarios", "parting"),
    ],
)
def test_no_part_of_a_result_is_passed_over(result, run, kind, part):
    path = result(*KINDS[kind])

    def spoil(stated):
        while isinstance(stated, dict):
            key = max(stated)
            holder, stated = stated, stated[key]
        holder[key] = "nonsense"

    changed(path, lambda d: spoil(d[part]) if d[part] else d.update({part: "nonsense"}))
    done = run("verify", "result.json", "-f", "json")
    assert done.exit_code in (3, 4), done.stdout
    if done.exit_code == 4:
        assert any(m["where"].startswith(part) for m in json.loads(done.stdout)["mismatches"])


def test_a_result_of_another_version_is_held_to_its_numbers(result, run):
    """What came later is missing in it, and its sentences may have been other words."""
    path = result("score")
    changed(path, lambda d: (d["provenance"].update(version="0.0.9"), d.update(finding="It leads.")))
    changed(path, lambda d: (d["ranking"][0].pop("low"), d.pop("flags")))
    done = run("verify", "result.json")
    assert done.exit_code == 0, done.stdout
    assert "it was written by version 0.0.9, so its sentences were not compared" in done.stdout
    changed(path, lambda d: d["ranking"][0].update(score=1))
    assert run("verify", "result.json").exit_code == 4


def test_what_was_verified_is_named_by_its_hash(result, run):
    path = result("score")
    answer = json.loads(run("verify", "result.json", "-f", "json").stdout)
    inputs = answer["provenance"]["inputs"]
    assert [part["role"] for part in inputs] == ["result", "scenario", "weights"]
    assert inputs[0]["sha256"] == sha256(path.read_bytes()).hexdigest()
    assert inputs[1:] == json.loads(path.read_text(encoding="utf-8"))["provenance"]["inputs"]
