"""``scenario compare``: CSV, files, pages and what they say."""

import csv
import io
import json
from collections import Counter

import numpy as np
from answers.compare.coffee import COFFEE, WEIGHTS, named, put_weights
from rich.cells import cell_len

from scenario_cli.study import study


def test_csv_has_a_record_an_option_and_column_with_the_same_numbers(coffee, compared, run):
    answer = compared()
    rows = list(csv.DictReader(io.StringIO(run("compare", "-f", "csv").stdout)))
    assert len(rows) == 3 * len(WEIGHTS)
    for row in rows:
        place = row["option"], row["weights"]
        assert float(row["score"]) == answer["scores"][place[0]][place[1]]
        assert int(row["rank"]) == answer["ranks"][place[0]][place[1]]
        assert float(row["regret"]) == answer["regret"][place[0]][place[1]]


def test_a_file_and_stdout_hold_the_same_bytes(coffee, process):
    for form in ("table", "json"):
        shown = process("compare", "-f", form).stdout
        assert process("compare", "-f", form, "-o", "out").stdout == b""
        assert (coffee / "out").read_bytes() == shown


def test_the_page_of_four_options_fits_80_columns(folder, run):
    result = run("compare", "china-arms-russia", "--width", "80")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert max(cell_len(line) for line in lines) <= 80
    shown = json.loads(run("compare", "china-arms-russia", "-f", "json").stdout)
    options = study("china-arms-russia").scenario.options
    titles = [options[option].title for option in options]
    words = Counter(["Under", *(word for title in titles for word in title.split())])
    unbounded = run("compare", "china-arms-russia").stdout.splitlines()
    for question in ("Which rank has each option?", "Which score has it, and how far (in brackets) is"):
        assert Counter(head_of(lines, question)) == words
        assert " ".join(head_of(unbounded, question)) == " ".join(["Under", *titles])
    for column in shown["columns"]:
        assert any(line.split()[:1] == [column["id"]] for line in lines)


def head_of(lines, title):
    """The words over a table's columns, however many lines they take."""
    start = next(k for k, line in enumerate(lines) if line.startswith(title)) + 1
    end = next(k for k in range(start, len(lines)) if set(lines[k]) == {"-"})
    return " ".join(lines[start:end]).split()


def test_a_change_that_is_tried_is_headed_what_if(coffee, run):
    result = run("compare", "--inject", "price_cut")
    assert result.stdout.lower().lstrip("# ").startswith("what-if")
    assert "price_cut" in result.stdout.splitlines()[0]


def test_random_weights_compare_as_they_score(coffee, compared, scored):
    rng = np.random.default_rng(5)
    ids = [f"r{k}" for k in range(6)]
    for id_ in ids:
        comfort, cost, taste, wait = (rng.random(4) * rng.choice([1, 1e9, 0.1], 4)).tolist()
        within = f"factors: {{comfort: {{taste: {taste!r}, wait: {wait!r}}}}}\n"
        put_weights(coffee / f"weights/{id_}.yaml", f"{{comfort: {comfort!r}, cost: {cost!r}}}", within)
    answer = compared(*named(*ids))
    for id_ in ids:
        for row in scored("-w", id_)["ranking"]:
            assert answer["scores"][row["option"]][id_] == row["score"]


def page_of(run, *args):
    result = run("compare", *args, "--width", "80")
    assert result.exit_code == 0, result.stderr
    return " ".join(result.stdout.split())


def test_a_first_place_that_hangs_on_little_is_told_for_each_column(coffee, compared):
    put_weights(coffee / "weights/even.yaml", "{comfort: 45, cost: 55}")
    document = compared("-w", "even", "-w", "miser", "--set", "ratings.new.cost=unknown")
    told = {
        (flag["code"], flag["text"].split()[1]) for flag in document["flags"] if flag["level"] == "warning"
    }
    assert ("unrated", "even") in told
    assert ("unrated", "miser") in told
    tied = compared("-w", "fair", "--set", "ratings.keep.taste=6", "--set", "ratings.keep.wait=3")["flags"]
    assert "tie" not in [flag["code"] for flag in tied]
    tied = compared("-w", "fair", "--set", "ratings.rent.cost=100", "--set", "ratings.keep.taste=6",
                    "--set", "ratings.keep.wait=3")["flags"]  # fmt: skip
    assert [flag["text"] for flag in tied if flag["code"] == "tie"] == [
        "under fair Keep the old one and Rent one share first place"
    ]


def test_a_near_tie_at_the_top_is_told_as_score_tells_it(coffee, compared, scored):
    nears = []
    for share in (30, 45, 60, 64, 66, 68, 70, 80):
        put_weights(coffee / "weights/some.yaml", f"{{comfort: {share}, cost: {100 - share}}}")
        ranking = scored("-w", "some")
        first, second = (row["title"] for row in ranking["ranking"][:2])
        near = any(
            f["code"] == "near_tie" and f"{first} and {second} " in f["text"] for f in ranking["flags"]
        )
        told = [f["text"] for f in compared("-w", "some")["flags"] if f["code"] == "near_tie"]
        assert bool(told) == near, share
        assert all(f"would put {second} first" in text for text in told)
        nears.append(near)
    assert set(nears) == {True, False}


def test_scenarios_are_headed_by_their_titles_and_weights(two_coffees, run, compared):
    shown = page_of(run, "coffee", "later", "-w", "fair")
    assert shown.startswith("coffee: Which coffee machine? later: ")
    assert "Under the weights fair." in shown
    codes = {flag["code"] for flag in compared("coffee", "later")["flags"]}
    assert "equal_weights" in codes
    assert "equal_weights" not in {
        flag["code"] for flag in compared("coffee", "later", "-w", "fair")["flags"]
    }


def test_orders_that_are_the_same_are_not_said_to_differ(coffee, run):
    shown = page_of(run, "-w", "miser", "-w", "thrifty")
    assert "no two orders differ." in shown
    assert "What parts miser and thrifty, the two whose scores differ most?" in shown
    put_weights(coffee / "weights/same.yaml", WEIGHTS["miser"])
    assert "What parts" not in page_of(run, "-w", "miser", "-w", "same")


def test_one_column_has_nothing_to_agree_with(coffee, run):
    shown = page_of(run, "-w", "fair")
    assert "There is nothing to compare with: name others." in shown
    assert "Kendall" not in shown
    assert "first under fair, the only one here; " in shown
    assert "never behind the best." in shown


def test_of_many_columns_the_pairs_that_agree_least_are_shown_and_nothing_is_broken_up(coffee, run):
    names = [f"the_team_of_table_{k:02}" for k in range(12)]
    for k, name in enumerate(names):
        put_weights(coffee / f"weights/{name}.yaml", f"{{comfort: {8 * k + 4}, cost: {96 - 8 * k}}}")
    asked = [part for name in names for part in ("-w", name)]
    result = run("compare", *asked, "--width", "80")
    assert max(map(cell_len, result.stdout.splitlines())) <= 80
    assert "of 66 pairs the 10 that agree least are shown" in " ".join(result.stdout.split())
    pairs = [line.split() for line in result.stdout.splitlines() if line.count("the_team_of_table_") == 2]
    taus = [float(row[2]) for row in pairs if len(row) == 3]
    assert len(taus) == 10
    assert taus == sorted(taus)


def test_heads_that_would_not_fit_are_numbers_with_a_legend(coffee, run):
    options = [f"course_of_action_{k:02}" for k in range(14)]
    rows = "".join(f"  {o}: {{taste: {k % 9}, wait: 3, cost: 430}}\n" for k, o in enumerate(options))
    head = COFFEE.partition("options:")[0]
    listed = "".join(f"  {o}: {{}}\n" for o in options)
    (coffee / "scenarios/wide.yaml").write_text(f"{head}options:\n{listed}ratings:\n{rows}", encoding="utf-8")
    shown = run("compare", "wide", "-w", "fair", "-w", "miser", "--width", "80").stdout
    assert max(map(cell_len, shown.splitlines())) <= 80
    assert "1 course_of_action_00, 2 course_of_action_01" in " ".join(shown.split())
    lines = shown.splitlines()
    heads = [lines[k + 1] for k, line in enumerate(lines) if line.startswith("Which rank has each option?")]
    assert [head.split() for head in heads] == [["Under", *map(str, range(1, 15))]]


def test_orders_of_which_one_ties_all_are_not_said_to_be_the_same(coffee, compared):
    """There is no tau where one column ties all, but its order differs all the same."""
    text = COFFEE.replace("new: {taste: 8, wait: 1, cost: 800}", "new: {taste: 4, wait: 1, cost: 100}")
    text = text.replace("rent: {taste: 6, wait: 3, cost: 430}", "rent: {taste: 4, wait: 2, cost: 100}")
    (coffee / "scenarios/coffee.yaml").write_text(text, encoding="utf-8")
    put_weights(coffee / "weights/price.yaml", "{comfort: 0, cost: 1}")
    answer = compared("-w", "price", "-w", "fair", "-w", "gourmet")
    assert answer["same_order"] == [["fair", "gourmet"]]
    assert "no two orders differ" not in answer["finding"]
