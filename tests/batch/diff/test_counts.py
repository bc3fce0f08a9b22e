"""``scenario diff`` of two sweeps: every count and every sentence, by brute force."""

import json
import re
from pathlib import Path

import pytest
from batch_builders import COFFEE, put, put_table, rows_in, rows_of
from sweeps import CHANGED, TIE, counted, differences, expected, leaders, put_rows, rankings, two_sweeps

import scenario_cli as sc

EACH = [(), ("price_cut",), ("strike",), ("boom",)]


def one_at_a_time(text):
    """Every ranking of the sweep over three weights and each inject, a study a ranking."""
    put(Path("scenario.yaml"), text)
    found = {}
    for weights in ("fair", "gourmet", "miser"):
        for some in EACH:
            study = sc.study("scenario.yaml", weights).tried(*some)
            ranking = study.score().ranking
            standing = zip(ranking.ranks.tolist(), ranking.scores.tolist(), strict=True)
            found["coffee", weights, "+".join(some)] = dict(zip(study.problem.options, standing, strict=True))
    return found


def test_counts_are_those_of_one_study_a_ranking(pair, compared):
    found = differences(one_at_a_time(COFFEE), one_at_a_time(CHANGED))
    sweep = compared(*pair)
    assert counted(sweep) == {k: v for k, v in found.items() if k not in ("moves", "led", "ranked")}
    assert 0 < sweep["led_by_others"] < sweep["ranked_otherwise"] < sweep["rankings"] == 12
    assert sweep["keys"] == ["scenario", "weights", "injects"]
    assert sweep["compared"] == ["rank", "score"]


def test_counts_of_the_rows_of_a_table(long_pair, compared):
    sweep = compared(*long_pair)
    assert counted(sweep) == expected(*long_pair)
    assert sweep["rankings"] == 2000
    assert 0 < sweep["led_by_others"] < sweep["ranked_otherwise"] < 2000
    assert sweep["keys"] == ["scenario", "weights", "file", "row", "injects"]


def test_those_that_differ_stand_in_their_order_with_all_that_moved(long_pair, compared):
    old, new = (rankings(rows_in(path)) for path in long_pair)
    found = differences(old, new)
    order = sorted(found["moves"], key=lambda k: (k not in found["led"], -found["moves"][k], k))
    shown = compared(*long_pair)["differing"]
    assert len(shown) == 1000
    assert len(found["led"]) < 1000
    for one, key in zip(shown, order, strict=False):
        where = one["where"]
        name = (where["scenario"], where["weights"], where["file"], int(where["row"]))
        assert (*name, "" if where["injects"] == "none" else where["injects"]) == key
        assert one["first"] == [leaders(old[key]), leaders(new[key])]
        assert {move["option"]: (move["rank"], move["score"]) for move in one["moves"]} == {
            option: ([rank, new[key][option][0]], [score, new[key][option][1]])
            for option, (rank, score) in old[key].items()
            if rank != new[key][option][0] or abs(score - new[key][option][1]) > TIE
        }


def test_the_page_says_first_in_how_many_others_lead(pair, run):
    found = differences(one_at_a_time(COFFEE), one_at_a_time(CHANGED))
    done = run("diff", "old.csv", "new.csv", "--width", "200")
    lines = done.stdout.splitlines()
    assert lines[0] == "old.csv -> new.csv"
    said = f"Others lead in {len(found['led'])} of 12 combinations of scenario, weights and injects."
    assert said in lines
    key = min(found["moves"], key=lambda k: (-found["moves"][k], k))
    told = [
        ("In both", 12),
        ("Others lead", len(found["led"])),
        ("A rank changed", len(found["ranked"])),
        ("A score moved", found["moved"]),
    ]
    for what, count in told:
        assert re.search(rf"^{what} +{count}$", done.stdout, re.MULTILINE)
    assert lines[lines.index("What changed?") - 2] == said
    where = ", ".join([*key[:2], key[2] or "none"])
    assert re.search(
        rf"^The largest move is {found['most']:.1f} points: \w+ in {where}\.$", done.stdout, re.MULTILINE
    )
    assert "Combinations are told to be the same by scenario, weights and injects." in lines
    for option, count in found["is"].items():
        numbers = [found["was"][option], count, found["gained"][option], found["lost"][option]]
        assert re.search(rf"^{option} +{' +'.join(map(str, numbers))}$", done.stdout, re.MULTILINE)
    assert json.loads(run("diff", "old.csv", "new.csv", "-f", "json").stdout)["finding"] == said


def test_a_sweep_and_itself(long_pair, run, compared):
    sweep = compared(long_pair[0], long_pair[0])
    assert (sweep["differ"], sweep["most"], sweep["differing"]) == (0, None, [])
    assert sweep["rankings"] == 2000
    done = run(
        "diff", "old.csv", "old.csv", "--fail-on", "first", "--fail-on", "rank", "--fail-on", "score=0"
    )
    assert done.exit_code == 0
    assert "The same lead in all 2,000 combinations" in done.stdout


def test_what_only_one_has_is_counted(long_pair, compared, run):
    old, new = (rows_of(path.read_text(encoding="utf-8")) for path in long_pair)
    put_rows(long_pair[0], [row for row in old if row["row"] != "7"])
    put_rows(long_pair[1], [row for row in new if row["row"] not in ("9", "10")])
    sweep = compared(*long_pair)
    assert counted(sweep) == expected(*long_pair)
    assert (sweep["only"], sweep["rows_only"]) == ([8, 4], [24, 12])
    shown = run("diff", "old.csv", "new.csv").stdout
    assert re.search(r"^Only in old.csv +8 +24$", shown, re.MULTILINE)
    assert re.search(r"^Only in new.csv +4 +12$", shown, re.MULTILINE)


def test_an_option_that_is_gone_has_another_rank_everywhere(long_pair, compared, run):
    rows = [row for row in rows_of(long_pair[0].read_text(encoding="utf-8")) if row["option"] != "rent"]
    put_rows(long_pair[1], rows)
    sweep = compared(*long_pair)
    assert counted(sweep) == expected(*long_pair)
    assert sweep["ranked_otherwise"] == 2000
    assert sweep["rows_only"] == [2000, 0]
    assert run("diff", "old.csv", "new.csv", "--fail-on", "rank").exit_code == 4


@pytest.mark.parametrize("choice", ["first", "changes"])
def test_rows_of_those_that_are_first(table, batch, compared, choice):
    """Who is below may stand anywhere: another rank is told where first place changed hands."""
    pair = two_sweeps(batch, table.parent, "--table", "table.csv", "--rows", choice)
    sweep = compared(*pair)
    found = differences(*(rankings(rows_in(path)) for path in pair))
    assert counted(sweep)["led_by_others"] == sweep["ranked_otherwise"] == len(found["led"]) > 0
    assert sweep["only"] == found["only"]
    assert (sum(sweep["only"]) > 0) == (choice == "changes")


def test_all_rows_against_those_that_are_first(long_pair, batch, compared):
    batch("coffee", "--table", "table.csv", "--injects", "each", "--rows", "first", "-o", "first.csv")
    sweep = compared(long_pair[0], "first.csv")
    assert sweep["led_by_others"] == sweep["ranked_otherwise"] == expected(*long_pair)["led_by_others"]
    assert compared(long_pair[1], "first.csv")["differ"] == 0


def test_kept_columns_tell_rankings_apart(coffee, batch, compared):
    """Three weightings of one name, which the column beside them tells apart."""
    put_table(
        coffee / "t.csv",
        ["weights", "comfort", "cost", "team"],
        [["a", 1, 1, "red"], ["a", 9, 1, "blue"], ["a", 1, 9, ""]],
    )
    columns = ["--columns", "weights,option,rank,score,team", "--keep-columns"]
    old, new = two_sweeps(batch, coffee, "--table", "t.csv", *columns)
    keys = ("weights", "team")
    rows = [rows_of(path.read_text(encoding="utf-8")) for path in (old, new)]
    found = differences(*(rankings(some, keys) for some in rows))
    sweep = compared(old, new)
    assert sweep["keys"] == ["weights", "team"]
    assert counted(sweep) == {k: v for k, v in found.items() if k not in ("moves", "led", "ranked")}
    put_rows(new, rows[1][::-1])
    assert compared(old, new) == sweep


def test_rankings_of_one_name_are_told_by_their_order(coffee, batch, compared):
    put_table(coffee / "t.csv", ["weights", "comfort", "cost"], [["a", 1, 1], ["a", 9, 1], ["a", 1, 9]])
    columns = ["--columns", "weights,option,rank,score"]
    old, new = two_sweeps(batch, coffee, "--table", "t.csv", *columns)
    rows = [rows_of(path.read_text(encoding="utf-8")) for path in (old, new)]
    for some in rows:
        for k, row in enumerate(some):
            row["place"] = str(k // 3)
    found = differences(*(rankings(some, ("weights", "place")) for some in rows))
    sweep = compared(old, new)
    assert counted(sweep) == {k: v for k, v in found.items() if k not in ("moves", "led", "ranked")}
    assert sweep["rankings"] == 3
