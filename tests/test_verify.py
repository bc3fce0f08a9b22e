"""``scenario verify``: do a result's numbers still come out of the inputs it names."""

import json
import os
import re
import shutil
from contextlib import suppress
from hashlib import sha256

import pytest

COFFEE = """\
format: scenario/1
id: coffee
title: Which coffee machine?
question: Which machine?
weights: fair
sources:
  memo: {title: Office memo}
evidence:
  slow: {source: memo, says: The present machine takes four minutes a cup.}
drivers:
  comfort:
    factors:
      taste: {title: Taste}
      wait: {title: Wait, scale: {worst: 6, best: 0, unit: min}}
  cost: {title: Price, scale: {worst: 900, best: 100, unit: EUR}}
options:
  keep: {title: Keep the old one}
  new: {title: Buy the new one}
  rent: {title: Rent one}
ratings:
  keep: {taste: 4, wait: {value: 4, evidence: [slow], kind: reporting}, cost: 100}
  new: {taste: {value: 8, low: 6, high: 9}, wait: 1, cost: 800}
  rent: {taste: 6, wait: 3, cost: 430}
injects:
  price_cut: {title: The price falls, ratings: {new: {cost: {shift: -500}}}, weights: {comfort: {times: 2}}}
"""
KINDS = {
    "score": ["score"],
    "score with weights": ["score", "-w", "gourmet"],
    "score what-if": ["score", "--set", "weights.comfort=70", "--set", "ratings.keep.taste=7"],
    "score inject": ["score", "--inject", "price_cut"],
    "sensitivity": ["sensitivity"],
    "sensitivity two-way": ["sensitivity", "--two-way", "taste,cost"],
    "sensitivity blend": ["sensitivity", "--blend", "gourmet"],
    "sensitivity lock": ["sensitivity", "--lock", "cost"],
    "sensitivity for": ["sensitivity", "--for", "rent"],
    "sensitivity inject": ["sensitivity", "--inject", "price_cut"],
    "explain": ["explain", "rent"],
    "explain against": ["explain", "keep", "--against", "new", "--inject", "price_cut"],
    "evidence": ["evidence"],
    "evidence without": ["evidence", "--without", "slow"],
    "evidence kind": ["evidence", "--kind", "reporting"],
    "robustness": ["robustness", "--samples", "2000"],
    "robustness seed": ["robustness", "--samples", "2000", "--seed", "9", "--model", "ordered"],
    "robustness around": ["robustness", "--samples", "2000", "--model", "around", "--spread", "0.4"],
    "robustness drivers": ["robustness", "--samples", "2000", "--over", "drivers"],
    "robustness uncertain": ["robustness", "--samples", "2000", "--ratings", "uncertain"],
    "robustness ranges": ["robustness", "-w", "ranged", "--samples", "2000", "--model", "ranges"],
    "robustness what-if": ["robustness", "--samples", "2000", "--set", "weights.cost=20"],
    "compare": ["compare", "coffee", "-w", "fair", "-w", "gourmet", "--inject", "price_cut"],
    "compare all": ["compare"],
    "compare scenarios": ["compare", "coffee", "coffee2.yaml", "-w", "gourmet"],
    "compare scenarios with their own": ["compare", "coffee", "coffee2.yaml", "--set", "weights.cost=20"],
}


PYTHON_WORDS = re.compile(r"[A-Z]\w+Error|NoneType|tuple|literal|'None'")


def put(path, text):
    path.write_text(text, encoding="utf-8")


@pytest.fixture
def coffee(folder):
    for name in ("scenarios", "weights"):
        (folder / name).mkdir()
    put(folder / "scenarios/coffee.yaml", COFFEE)
    put(folder / "coffee2.yaml", COFFEE.replace("id: coffee", "id: coffee2").replace("taste: 4", "taste: 9"))
    put(folder / "weights/fair.yaml", "format: weights/1\ndrivers: {comfort: 50, cost: 50}\n")
    put(folder / "weights/gourmet.yaml", "format: weights/1\ndrivers: {comfort: 90, cost: 10}\n")
    ranged = "format: weights/1\ndrivers: {comfort: 50, cost: 50}\nranges: {comfort: [40, 80]}\n"
    put(folder / "weights/ranged.yaml", ranged)
    return folder


@pytest.fixture
def result(run, coffee):
    def result(*args):
        done = run(*args, "-f", "json", "-o", "result.json")
        assert done.exit_code == 0, done.stderr
        return coffee / "result.json"

    return result


def changed(path, change):
    stated = json.loads(path.read_text(encoding="utf-8"))
    change(stated)
    put(path, json.dumps(stated))


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


# Inputs


@pytest.mark.parametrize("name", ["scenarios/coffee.yaml", "weights/fair.yaml"])
def test_a_changed_input_is_told(result, run, coffee, name):
    result("score")
    path = coffee / name
    put(path, path.read_text(encoding="utf-8") + "# one more remark\n")
    done = run("verify", "result.json")
    assert (done.exit_code, done.stdout) == (3, "")
    assert f"'{path.stem}' has changed since" in done.stderr
    assert "result.json:" in done.stderr


def test_a_file_of_another_kind_with_the_same_name_is_not_the_input(result, run, coffee):
    """Once any file with this stem counted, the result itself too, as an input that had changed."""
    path = coffee / "in/result.yaml"
    path.parent.mkdir()
    put(path, COFFEE.replace("id: coffee\n", ""))
    result("score", "in/result.yaml", "-w", "gourmet")
    put(coffee / "weights/result.yaml", "format: weights/1\ndrivers: {comfort: 5, cost: 5}\n")
    done = run("verify", "result.json")
    assert done.exit_code == 3
    assert "the scenario 'result' was not found" in done.stderr
    assert run("verify", "result.json", "--under", "in").exit_code == 0


@pytest.mark.parametrize("kind", ["score with weights", "sensitivity blend", "compare"])
def test_inputs_without_an_id_may_have_another_name_by_now(result, run, coffee, kind):
    """Such a file goes by its name, which is in the result."""
    result(*KINDS[kind])
    (coffee / "weights/gourmet.yaml").rename(coffee / "weights/other.yaml")
    (coffee / "weights/fair.yaml").rename(coffee / "weights/gourmet.yaml")
    done = run("verify", "result.json")
    assert done.exit_code == 0, done.stdout


def test_what_came_from_standard_input_verifies(result, run, coffee):
    content = (coffee / "weights/gourmet.yaml").read_bytes()
    done = run("score", "-w", "-", "-f", "json", "-o", "result.json", stdin=content)
    assert done.exit_code == 0, done.stderr
    assert run("verify", "result.json").exit_code == 0


@pytest.mark.parametrize(
    "change",
    [
        lambda p: p["inputs"].pop(),
        lambda p: p["inputs"][1].update(id="fairest"),
        lambda p: p.update(tool="other"),
        lambda p: p.update(host="mine"),
    ],
)
def test_where_a_result_comes_from_is_held_to(result, run, change):
    changed(result("score"), lambda d: change(d["provenance"]))
    assert run("verify", "result.json").exit_code in (3, 4)


def test_what_cannot_be_read_is_no_input(result, run, coffee):
    result("score")
    (coffee / "a.json").mkdir()
    with suppress(OSError, AttributeError):  # where links and pipes can be made
        (coffee / "b.json").symlink_to("/none")
        os.mkfifo(coffee / "c.json")
    assert run("verify", "result.json").exit_code == 0


def test_a_folder_that_is_not_there_is_wrong_usage(result, run):
    result("score")
    done = run("verify", "result.json", "--under", "nowhere")
    assert (done.exit_code, done.stderr) == (2, "error: --under nowhere: there is no such folder\n")


def test_every_missing_input_is_told_and_found_under_a_folder(result, run, coffee):
    result("score")
    old = coffee / "archive/week1/deep"
    old.mkdir(parents=True)
    for name in ("scenarios", "weights"):
        shutil.move(coffee / name, old / name)
    done = run("verify", "result.json")
    assert (done.exit_code, done.stdout) == (3, "")
    assert "'coffee' was not found" in done.stderr
    assert "'fair' was not found" in done.stderr
    assert "--under" in done.stderr
    assert run("verify", "result.json", "--under", "archive").exit_code == 0


def test_the_old_file_is_found_by_its_hash_beside_the_changed_one(result, run, coffee):
    result("score")
    path = coffee / "scenarios/coffee.yaml"
    shutil.copy(path, coffee / "scenarios/old-coffee.yaml")
    put(path, COFFEE.replace("taste: 4", "taste: 5"))
    done = run("verify", "result.json", "-f", "json")
    assert done.exit_code == 0, done.stderr


def test_a_result_of_built_in_files_verifies_anywhere(folder, run):
    assert run("score", "china-arms-russia", "-f", "json", "-o", "r.json").exit_code == 0
    assert run("verify", "r.json").exit_code == 0


def test_a_result_of_equal_weights_verifies(result, run, coffee):
    put(coffee / "scenarios/coffee.yaml", COFFEE.replace("weights: fair\n", ""))
    result("score")
    assert run("verify", "result.json").exit_code == 0


def test_a_result_of_a_file_by_its_path_in_the_working_folder_verifies(result, run, coffee):
    put(coffee / "here.yaml", COFFEE)
    result("score", "here.yaml", "-w", "gourmet")
    assert run("verify", "result.json").exit_code == 0


def test_a_scenario_written_as_json_is_found(result, run, coffee):
    import yaml

    put(
        coffee / "scenarios/latte.json", json.dumps(yaml.safe_load(COFFEE.replace("id: coffee", "id: latte")))
    )
    result("score", "latte")
    done = run("verify", "result.json")
    assert done.exit_code == 0, done.stderr


def test_a_result_on_standard_input_verifies(result, run):
    path = result("score")
    assert run("verify", "-", stdin=path.read_bytes()).exit_code == 0


# What is refused


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "{}", '{"format": "score/1"}', '{"format": "check/1"}', '{"format": 3}', "null", "text"],
)
def test_what_is_no_result_is_a_wrong_file(coffee, run, text):
    put(coffee / "result.json", text)
    done = run("verify", "result.json")
    assert (done.exit_code, done.stdout) == (3, ""), done.stderr
    assert "result.json:" in done.stderr


MANGLINGS = {
    "provenance a text": lambda d: d.update(provenance="mine"),
    "inputs a text": lambda d: d["provenance"].update(inputs="coffee"),
    "inputs of texts": lambda d: d["provenance"].update(inputs=["coffee"]),
    "inputs null": lambda d: d["provenance"].update(inputs=None),
    "no hash": lambda d: d["provenance"]["inputs"][0].pop("sha256"),
    "only weights": lambda d: d["provenance"]["inputs"].pop(0),
    "no injects": lambda d: d["provenance"].pop("injects"),
    "injects a number": lambda d: d["provenance"].update(injects=3),
    "set null": lambda d: d["provenance"].update(set=None),
    "set a number": lambda d: d["provenance"].update(set=[5]),
    "an inject that is not there": lambda d: d["provenance"].update(injects=["fire"]),
    "a setting that cannot be": lambda d: d["provenance"].update(set=["weights.tea=3"]),
    "an input of nothing": lambda d: d["provenance"].update(inputs=[{}]),
}


@pytest.mark.parametrize("mangled", MANGLINGS)
def test_a_mangled_result_is_a_wrong_file_and_no_fault_of_the_program(result, run, mangled):
    changed(result("score"), MANGLINGS[mangled])
    done = run("verify", "result.json")
    assert (done.exit_code, done.stdout) == (3, ""), done.stderr
    assert "result.json:" in done.stderr
    assert not PYTHON_WORDS.search(done.stderr), done.stderr


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("sensitivity two-way", lambda d: d.update(two_way="both")),
        ("sensitivity", lambda d: d.update(locked=3)),
        ("explain", lambda d: d.update(option="tea")),
        ("explain", lambda d: d.pop("against")),
        ("robustness", lambda d: d.update(model=[])),
        ("robustness", lambda d: d["model"].update(weights="sideways")),
        ("robustness", lambda d: d["model"].update(samples="many")),
        ("evidence kind", lambda d: d.update(kind="rumour")),
        ("compare", lambda d: d.update(over="tables")),
        ("compare", lambda d: d["provenance"]["inputs"].pop(0)),
        ("compare scenarios", lambda d: d["provenance"]["inputs"].clear()),
    ],
)
def test_a_mangled_field_is_a_wrong_file_and_no_fault_of_the_program(result, run, kind, change):
    changed(result(*KINDS[kind]), change)
    done = run("verify", "result.json")
    assert done.exit_code == 3, (done.exit_code, done.stderr)
    assert not PYTHON_WORDS.search(done.stderr), done.stderr


def test_a_missing_result_is_told(coffee, run):
    done = run("verify", "nowhere.json")
    assert (done.exit_code, done.stdout) == (3, "")


def test_the_page_fits_80_columns(result, run):
    path = result("score")
    assert max(map(len, run("verify", "result.json", "--width", "80").stdout.splitlines())) <= 80
    changed(path, lambda d: [row.update(score=0.123456789012) for row in d["ranking"]])
    assert max(map(len, run("verify", "result.json", "--width", "80").stdout.splitlines())) <= 80
