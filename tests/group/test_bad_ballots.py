"""Bad ballots: each is told at its file, line and person, none is dropped in silence, the others count."""

import json

import pytest

from scenario_cli import InputError, blend_group, group

GOOD = "format: ballot/1\nby: {}\nscenario: lunch\ndrivers:\n  pleasure: {}\n  price: {}\n"


@pytest.fixture
def ballots(folder, examples):
    (folder / "scenarios").mkdir()
    text = (examples / "scenarios" / "lunch.yaml").read_text(encoding="utf-8")
    (folder / "scenarios" / "lunch.yaml").write_text(text, encoding="utf-8")
    home = folder / "r1"
    home.mkdir()
    for k, name in enumerate(("Ana", "Ben", "Cyd")):
        (home / f"{name.lower()}.yaml").write_text(GOOD.format(name, 10 + 20 * k, 40))
    return home


def errors(done):
    return [line for line in done.stderr.splitlines() if ": error: " in line]


def test_a_bad_ballot_is_left_out_told_and_exits_with_3(ballots, run):
    (ballots / "dov.yaml").write_text(GOOD.format("Dov", 1, 2).replace("  price: 2\n", ""))
    done = run("group", "show", "r1", "-f", "json")
    assert done.exit_code == 3
    assert errors(done) == [
        "r1/dov.yaml:5:3: error: Dov: the driver 'price' is missing [missing-driver]; "
        "add 'price: 0' if it counts nothing"
    ]
    assert done.stderr.splitlines()[-1] == "1 of 4 ballots left out"
    found = json.loads(done.stdout)
    assert (found["ballots"], found["left_out"]) == (3, 1)
    assert found["flags"][0]["code"] == "left_out"
    assert "Dov" not in done.stdout
    assert "1 of 4 ballots was left out" in found["flags"][0]["text"]


@pytest.mark.parametrize(
    ("file", "text", "place", "code"),
    [
        ("x.yaml", GOOD.format("Eva", 1, "x"), "x.yaml:6:10", "wrong-type"),
        ("x.yaml", GOOD.format("Eva", 0, 0), "x.yaml:4:1", "all-zero"),
        ("x.yaml", GOOD.format("Eva", 1, 1).replace("lunch", "supper"), "x.yaml:3:11", "wrong-scenario"),
        ("x.yaml", "format: weights/1\ndrivers: {pleasure: 1, price: 1}\n", "x.yaml:1:1", "no-name"),
        ("x.yaml", "format: [", "x.yaml:", "syntax"),
        ("x.yaml", "", "x.yaml:1:1", "empty"),
        ("x.csv", "by,pleasure,price\nEva,,3\n", "x.csv:2:2", "missing-driver"),
        ("x.csv", "by,pleasure,price\nEva,-1,3\n", "x.csv:2:2", "wrong-row"),
        ("x.csv", "by,pleasure,price\nEva,1\n", "x.csv:2:1", "wrong-row"),
        ("x.csv", "by,pleasure,prise\nEva,1,2\n", "x.csv:1:3", "wrong-columns"),
        ("x.csv", "by,by,pleasure,price\nEva,E,1,2\n", "x.csv:1:2", "wrong-columns"),
        ("x.csv", 'by,pleasure,price\n"Eva,1,2\n', "x.csv:2", "syntax"),
        ("x.csv", "by,order\nEva,inn\n", "x.csv:1:1", "wrong-columns"),
        ("x.csv", "by,pleasure,price,order\nEva,1,2,inn bakeri\n", "x.csv:2:4", "unknown-option"),
        ("x.csv", "by,pleasure,price,order\nEva,1,2,inn inn\n", "x.csv:2:4", "duplicate-id"),
        ("x.csv", "by,pleasure,price,ratings.inn.taste\nEva,1,2,11\n", "x.csv:2:4", "wrong-row"),
        ("x.csv", "by,pleasure,price,taste,calm\nEva,1,2,1,\n", "x.csv:2:5", "missing-factor"),
        ("x.csv", "by,pleasure,price,taste,calm\nEva,1,2,0,0\n", "x.csv:2:1", "all-zero"),
        ("x.csv", "", "x.csv:1:1", "empty"),
    ],
)
def test_each_mistake_has_its_place(ballots, run, file, text, place, code):
    (ballots / file).write_text(text)
    done = run("group", "show", "r1", "-f", "json")
    assert done.exit_code == 3, done.output
    (line,) = errors(done)
    assert line.startswith(f"r1/{place}"), line
    assert f"[{code}]" in line
    assert json.loads(done.stdout)["ballots"] == 3
    if "Eva" in text and code not in ("wrong-columns", "syntax"):
        assert "error: Eva: " in line


def test_of_a_name_that_is_there_twice_neither_counts(ballots, run):
    (ballots / "z.csv").write_text("by,pleasure,price\n ANA ,1,1\nDov,1,2\n")
    done = run("group", "show", "r1", "-f", "json")
    assert [line.split(": error: ")[0] for line in errors(done)] == ["r1/ana.yaml:2:5", "r1/z.csv:2:1"]
    assert json.loads(done.stdout)["ballots"] == 3
    assert done.stderr.splitlines()[-1] == "2 of 5 ballots left out"


def test_where_no_sound_ballot_is_left_nothing_is_shown(ballots, run):
    for file in ballots.iterdir():
        file.write_text(file.read_text().replace("price", "prize"))
    done = run("group", "show", "r1")
    assert done.exit_code == 3
    assert done.stdout == ""
    assert len(errors(done)) == 6


def test_what_makes_a_file_takes_no_wrong_ballot(ballots, run, folder):
    (ballots / "dov.yaml").write_text(GOOD.format("Dov", -1, 2))
    for args in (["blend", "r1", "-o", "room.yaml"], ["seal", "r1", "-o", "r1.csv"]):
        done = run("group", *args)
        assert done.exit_code == 3
        assert "r1/dov.yaml:5:13: error: Dov: " in done.stderr
    assert not (folder / "room.yaml").exists()
    assert not (folder / "r1.csv").exists()
    with pytest.raises(InputError, match="Dov"):
        group("r1")
    with pytest.raises(InputError, match="Dov"):
        blend_group("r1")
    assert group("r1", leave_out=True).n_left_out == 1


@pytest.mark.parametrize("name", ["nowhere", "nowhere/*.yaml", "empty"])
def test_a_name_that_leads_to_no_ballot_is_told(ballots, run, folder, name):
    (folder / "empty").mkdir()
    done = run("group", "show", name)
    assert (done.exit_code, done.stdout) == (3, "")
    assert "missing-file" in done.stderr


def test_a_result_replaces_no_ballot(ballots, run):
    kept = (ballots / "ana.yaml").read_bytes()
    (ballots / "t.csv").write_text("by,order,pleasure,price\nDov,,1,2\n")
    for name in ("r1/ana.yaml", "r1/t.csv"):
        done = run("group", "show", "r1", "-o", name, "-f", "csv" if name.endswith("csv") else "json")
        assert done.exit_code == 2
    assert (ballots / "ana.yaml").read_bytes() == kept
    assert run("score", "lunch", "-f", "csv", "-o", "r1/t.csv").exit_code == 2


@pytest.mark.parametrize("rule", ["iqr<10", "iqr<=x", "iqr<=101", "10", "iqr<=-1"])
def test_what_is_no_rule_of_agreement_is_wrong_usage(ballots, run, rule):
    done = run("group", "show", "r1", "--agree", rule)
    assert done.exit_code == 2
    assert "--agree" in done.stderr
