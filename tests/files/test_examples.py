"""Every worked example gives what its source published; the source's numbers stand here a second time.

What is computed here is computed from these numbers alone, by the formulas that the source gives.
"""

from itertools import permutations
from math import prod
from pathlib import Path

import pytest

import scenario_cli as sc
from scenario_cli.files.catalog import EXAMPLES
from scenario_cli.files.examples import example_files, example_names

GUIDE = (Path(__file__).parents[2] / "docs" / "guides" / "examples.md").read_text(encoding="utf-8")
NAMES = ("bismarck-sea", "drug-harms", "fighter-aircraft", "industrial-robot", "office-site")
MOST_LINES = {"drug-harms": 90}  # ten drugs on sixteen harms
OFFICES = {
    "addison": (100, 60, 100, 75, 0, 90),
    "bilton": (20, 80, 10, 30, 100, 30),
    "carlisle": (80, 70, 0, 0, 10, 100),
    "denver": (70, 50, 30, 55, 30, 90),
    "elton": (40, 60, 90, 100, 60, 70),
    "filton": (0, 0, 70, 0, 80, 0),
    "gorton": (60, 100, 20, 50, 50, 80),
}
FIGHTERS = {
    "a1": (2.0, 1500, 20000, 5.5, 5, 9),
    "a2": (2.5, 2700, 18000, 6.5, 3, 5),
    "a3": (1.8, 2000, 21000, 4.5, 7, 7),
    "a4": (2.2, 1800, 20000, 5.0, 5, 5),
}
ROBOTS = {
    "asea": (60, 0.4, 2540, 500, 990),
    "cincinnati": (6.35, 0.15, 1016, 3000, 1041),
    "cybotech": (6.8, 0.1, 1727.2, 1500, 1676),
    "hitachi": (10, 0.2, 1000, 2000, 965),
    "unimation": (2.5, 0.1, 560, 500, 915),
    "us_robots": (4.5, 0.08, 1016, 350, 508),
    "yaskawa": (3, 0.1, 1778, 1000, 920),
}
HARM_WEIGHTS = (40, 50, 32, 32, 45, 45, 45, 35, 35, 90, 80, 30, 70, 30, 100, 25)
HARMS = {
    "alcohol": (50, 60, 80, 80, 30, 65, 60, 30, 60, 100, 50, 100, 100, 20, 100, 100),
    "heroin": (100, 100, 20, 100, 80, 30, 50, 100, 80, 10, 100, 10, 20, 90, 30, 25),
    "crack": (25, 60, 50, 80, 100, 100, 100, 100, 100, 15, 80, 5, 10, 100, 15, 25),
    "meth": (25, 60, 50, 70, 75, 70, 100, 80, 90, 1, 5, 5, 2, 1, 1, 1),
    "cocaine": (20, 35, 30, 60, 50, 60, 35, 35, 60, 5, 10, 1, 10, 100, 10, 5),
    "tobacco": (0, 90, 100, 10, 95, 0, 10, 10, 10, 10, 10, 10, 2, 35, 40, 1),
    "amphet": (20, 40, 30, 60, 40, 60, 35, 30, 55, 5, 15, 5, 5, 5, 10, 5),
    "cannabis": (0, 20, 20, 40, 30, 30, 35, 25, 30, 10, 20, 10, 15, 15, 20, 10),
    "ghb": (60, 40, 30, 50, 20, 70, 20, 20, 30, 2, 5, 1, 2, 0, 2, 1),
    "benzos": (15, 15, 5, 20, 50, 60, 35, 20, 15, 5, 10, 0, 5, 5, 3, 5),
}


def copied(name, **more):
    """The study of a copied example, under the weights that its file names."""
    sc.new_example(name)
    return sc.study(name, **more)


def scores(study):
    return dict(zip(study.problem.options, study.score().ranking.scores.tolist(), strict=True))


def ranked(numbers):
    return sorted(numbers, key=numbers.__getitem__, reverse=True)


def added(rows, weights):
    return {
        option: sum(w * x for w, x in zip(weights, row, strict=True)) / sum(weights)
        for option, row in rows.items()
    }


def between_ends(rows, costs):
    """Values from 0, the worst of the rows, to 1, the best of them."""
    columns = list(zip(*rows.values(), strict=True))
    ends = [(max(c), min(c)) if j in costs else (min(c), max(c)) for j, c in enumerate(columns)]
    return {
        option: tuple((x - worst) / (best - worst) for x, (worst, best) in zip(row, ends, strict=True))
        for option, row in rows.items()
    }


def swing(study, driver):
    """What moving the weight of one driver changes."""
    found = study.score().to_dict()["one_way"]
    return next(each for each in found if (each["kind"], each["id"]) == ("driver", driver))


def ratings(study):
    cells = study.scenario.ratings
    scales = [factor.scale for factor in study.scenario.factors.values()]
    return {
        option: tuple(
            scale.levels.get(row[factor].value, row[factor].value)
            for factor, scale in zip(study.scenario.factors, scales, strict=True)
        )
        for option, row in cells.items()
    }


def test_there_are_six_and_one_of_them_is_the_report():
    assert example_names() == sorted([*NAMES, "china-arms-russia"])
    assert sorted(path.name for path in EXAMPLES.iterdir()) == sorted(NAMES)


@pytest.mark.parametrize("name", example_names())
def test_an_example_is_sound_and_what_was_published_comes_out(name, folder, run):
    study = copied(name)
    stated = study.scenario.published
    assert study.weights.id == study.scenario.weights == stated.weights
    assert study.score().to_dict()["published"] == {
        "weights": stated.weights,
        "first": stated.first,
        "source": stated.source,
        "holds": True,
    }
    files = [*sorted(folder.glob("scenarios/*")), *sorted(folder.glob("weights/*"))]
    assert sc.check(files).mistakes == ()


@pytest.mark.parametrize("name", NAMES)
def test_an_example_can_be_read_at_once(name):
    lines = example_files(name).scenario.decode().splitlines()
    assert len(lines) <= MOST_LINES.get(name, 85)
    assert max(map(len, lines)) <= 110
    for each in example_files(name).weights.values():
        assert len(each.splitlines()) <= 15


@pytest.mark.parametrize("name", NAMES)
def test_an_example_says_who_published_it_and_where_its_numbers_were_read(name):
    text = example_files(name).scenario.decode()
    head = text[: text.index("format:")]
    assert "were read in" in head or "was taken from" in head or "were taken from" in head
    (example,) = (each for each in sc.examples() if each.name == name)
    assert ": " in example.source


@pytest.mark.parametrize("name", example_names())
def test_what_stands_out_in_an_example_is_understood(name, folder):
    """One source behind a textbook's table, near ties that are the point, harms that are not cited alone."""
    warned = {flag.code for flag in copied(name).score().flags if flag.level == "warning"}
    assert (
        warned
        == {
            "bismarck-sea": {"one_source"},
            "china-arms-russia": {"dominated", "one_report"},
            "drug-harms": {"near_tie", "dominated", "uncited"},
            "fighter-aircraft": {"near_tie", "one_source"},
            "industrial-robot": {"near_tie", "dominated", "one_source"},
            "office-site": {"one_source"},
        }[name]
    )


def test_the_report_is_the_built_in_file_with_what_it_holds_to_be_likely():
    built_in = (EXAMPLES.parent.parent / "scenarios" / "china-arms-russia.yaml").read_text(encoding="utf-8")
    text = example_files("china-arms-russia").scenario.decode()
    (line,) = set(text.splitlines()) - set(built_in.splitlines())
    assert line == "published: {weights: authors, first: straddle, source: looking_glass}"
    assert text.replace(line + "\n", "") == built_in


def test_the_office_of_goodwin_and_wright(folder):
    """Goodwin & Wright (2004), Decision Analysis for Management Judgment, 3rd ed., pp. 44-48.

    Read there: totals of three offices; with the swings as they were stated, before the book rounds
    them, turnover turns the answer at 52.1, and Elton Street has 81.7 without it and 60.4 by it alone.
    """
    study = copied("office-site")
    assert ratings(study) == OFFICES
    total = added(OFFICES, (32, 26, 23, 10, 6, 3))
    assert scores(study) == pytest.approx(total)
    assert ranked(total) == ["addison", "elton", "gorton", "denver", "carlisle", "bilton", "filton"]
    printed = {"addison": 80.8, "carlisle": 47.4, "gorton": 60.2}
    assert {option: round(total[option], 1) for option in printed} == printed
    (folder / "weights" / "stated.yaml").write_text(
        "format: weights/1\ndrivers: {turnover: 250, working: 60}\nfactors:\n"
        "  turnover: {closeness: 100, visibility: 80, image: 70}\n"
        "  working: {size: 30, comfort: 20, parking: 10}\n"
    )
    stated = sc.study("office-site", weights="stated")
    turnover = swing(stated, "turnover")
    assert [(round(100 * flip["at"], 1), flip["to"]) for flip in turnover["flips"]] == [(52.1, ["elton"])]
    for none, elton in (("turnover", 81.7), ("working", 60.4)):
        assert round(scores(stated.tried(f"weights.{none}=0"))["elton"], 1) == elton


def test_the_fighter_by_all_orders(folder):
    """ORMS, course text of the Czech University of Life Sciences: the permutation method on the table of
    Hwang & Yoon (1981), pp. 133-134. An order is worth the weights for it, less those against it."""
    study = copied("fighter-aircraft")
    assert ratings(study) == FIGHTERS
    weights, costs = (0.2, 0.1, 0.1, 0.1, 0.2, 0.3), {3}

    def for_it(one, other):
        pairs = enumerate(zip(FIGHTERS[one], FIGHTERS[other], strict=True))
        return sum(weights[j] for j, (x, y) in pairs if (x <= y if j in costs else x >= y))

    assert [round(for_it("a1", other), 9) for other in ("a3", "a4", "a2")] == [0.5, 0.6, 0.7]
    worth = {
        order: sum(
            for_it(one, other) - for_it(other, one) for i, one in enumerate(order) for other in order[i + 1 :]
        )
        for order in permutations(FIGHTERS)
    }
    assert max(worth, key=worth.__getitem__) == ("a3", "a4", "a1", "a2")
    assert ranked(scores(study)) == ["a3", "a1", "a4", "a2"]


def test_the_fighter_by_the_distance_to_the_best(folder):
    """Hwang & Yoon (1981), Multiple Attribute Decision Making, pp. 133-134: TOPSIS, by a copy of it."""
    found = copied("fighter-aircraft").methods(as_published=True).to_dict()["methods"]
    (topsis,) = (each for each in found if each["method"] == "topsis")
    index = {row["option"]: row["index"] for row in topsis["ranking"]}
    assert index == pytest.approx({"a1": 0.643, "a2": 0.268, "a3": 0.613, "a4": 0.312}, abs=1e-3)


def test_the_robot_of_bhangale_and_of_yazdani(folder):
    """Yazdani, Zaraté, Zavadskas & Turskis (2019), Management Decision 57 (9), tables I and IV to VI."""
    study = copied("industrial-robot")
    assert ratings(study) == ROBOTS
    weights = (0.036, 0.192, 0.326, 0.326, 0.12)
    values = between_ends(ROBOTS, costs={1})
    sums = added(values, weights)
    printed = (0.43, 0.6082, 0.6363, 0.4471, 0.2403, 0.2683, 0.5031)
    assert tuple(sums.values()) == pytest.approx(printed, abs=5e-4)
    assert scores(study) == pytest.approx({option: 100 * s for option, s in sums.items()})
    powers = {o: sum(v**w for v, w in zip(row, weights, strict=True) if v) for o, row in values.items()}
    both = {o: sums[o] + powers[o] for o in ROBOTS}
    parts = {
        o: (
            both[o] / sum(both.values()),
            sums[o] / min(sums.values()) + powers[o] / min(powers.values()),
            both[o] / (max(sums.values()) + max(powers.values())),
        )
        for o in ROBOTS
    }
    whole = {o: prod(k) ** (1 / 3) + sum(k) / 3 for o, k in parts.items()}
    assert tuple(whole.values()) == pytest.approx((2.041, 2.788, 2.882, 2.416, 1.3, 1.443, 2.52), abs=1.5e-3)
    assert ranked(whole) == ranked(scores(study))
    assert ranked(whole)[0] == "cybotech"


def test_the_harms_of_nutt_king_and_phillips(folder):
    """Nutt, King & Phillips (2010), The Lancet 376, pp. 1558-1565, figures 2 and 4 and the summary."""
    study = copied("drug-harms")
    assert ratings(study) == HARMS
    total = added(HARMS, HARM_WEIGHTS)
    assert scores(study) == pytest.approx(total)
    printed = (71.9, 55.2, 54.1, 32.8, 27.3, 26.4, 23.2, 20.0, 18.7, 15.4)
    assert tuple(round(x, 1) for x in total.values()) == printed
    assert ranked(scores(study)) == list(HARMS)
    parts = {row["option"]: row["drivers"] for row in study.score().to_dict()["ranking"]}
    to_users, to_others = (
        [round(parts[option][driver], 1) for option in HARMS] for driver in ("users", "others")
    )
    assert to_users == [25.8, 33.6, 36.6, 31.7, 19.5, 17.1, 18.8, 11.6, 17.4, 12.6]
    assert to_others == [46.0, 21.6, 17.5, 1.2, 7.8, 9.2, 4.4, 8.4, 1.2, 2.8]
    assert round(100 * sum(HARM_WEIGHTS[:9]) / sum(HARM_WEIGHTS)) == 46


def test_the_convoy_of_haywood(folder):
    """Haywood (1954), Journal of the Operations Research Society of America 2 (4), pp. 365-385.

    What the enemy can do: the course whose least number of days is greatest.
    """
    days = {"search_north": (2, 2), "search_south": (1, 3)}
    study = copied("bismarck-sea")
    assert ratings(study) == days
    least = {course: min(row) for course, row in days.items()}
    assert ranked(least)[0] == "search_north"
    assert scores(study) == pytest.approx({course: 100 / 3 * days for course, days in least.items()})
    flips = swing(study, "sails_north")["flips"]
    assert [(flip["at"], flip["to"]) for flip in flips] == [(pytest.approx(0.5), ["search_south"])]


@pytest.mark.parametrize(
    ("name", "weight", "at", "first"),
    [
        ("office-site", "turnover", 52.2, "elton"),
        ("office-site", "closeness", 7.3, "elton"),
        ("fighter-aircraft", "price", 1.6, "a1"),
        ("fighter-aircraft", "agility", 40.2, "a1"),
        ("fighter-aircraft", "speed", 28.4, "a2"),
        ("industrial-robot", "memory", 35.8, "cincinnati"),
        ("drug-harms", "others", 30.8, "crack"),
    ],
)
def test_the_guide_has_where_an_example_turns(name, weight, at, first, folder):
    found = copied(name).score().to_dict()["one_way"]
    flips = next(each["flips"] for each in found if each["id"] == weight)
    assert (round(100 * flips[0]["at"], 1), flips[0]["to"]) == (at, [first])
    assert str(at) in GUIDE
