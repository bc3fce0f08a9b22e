"""Published tables come out, to the digits that are printed; each test names its source."""

import numpy as np
import pytest
from answers.methods.papers import MAX, MIN, column, ids

CARS = [[5, 8, 4], [7, 6, 8], [8, 8, 6], [7, 4, 6]]
FIGHTERS = [
    [2.0, 1500, 20000, 5.5, 5, 9],
    [2.5, 2700, 18000, 6.5, 3, 5],
    [1.8, 2000, 21000, 4.5, 7, 7],
    [2.2, 1800, 20000, 5.0, 5, 5],
]
DAMS = [
    [4184.3, 2914.0, 407.2, 251.0, 195, 244, 15, 2.41],
    [5211.9, 3630.0, 501.7, 308.3, 282, 346, 21, 1.41],
    [5021.3, 3920.5, 504.0, 278.6, 12, 56, 3, 4.42],
    [5566.1, 3957.9, 559.5, 335.3, 167, 268, 16, 3.36],
    [5060.5, 3293.5, 514.1, 284.2, 69, 90, 7, 4.04],
    [4317.9, 2925.9, 432.8, 239.3, 12, 55, 3, 4.36],
]
STATIONS = [
    [80, 90, 600, 54, 8, 5],
    [65, 58, 200, 97, 1, 1],
    [83, 60, 400, 72, 4, 7],
    [40, 80, 1000, 75, 7, 10],
    [52, 72, 600, 20, 3, 8],
    [94, 96, 700, 36, 5, 6],
]
STATIONS_WAYS = [MIN, MAX, MIN, MIN, MIN, MAX]
STATIONS_PREFERENCES = [
    {"type": "u-shape", "q": 10},
    {"type": "v-shape", "p": 30},
    {"type": "linear", "q": 50, "p": 500},
    {"type": "level", "q": 10, "p": 60},
    {"type": "usual"},
    {"type": "gaussian", "s": 5},
]


def test_topsis_of_tzeng_and_huang(asked):
    """Tzeng & Huang (2011), Multiple Attribute Decision Making, CRC Press: TOPSIS."""
    topsis = asked(CARS, [MAX] * 3, [0.3, 0.4, 0.3])["topsis"]
    assert column(topsis) == pytest.approx([0.5037, 0.6581, 0.7482, 0.3340], abs=5e-5)
    assert column(topsis, "rank") == [3, 2, 1, 4]


def test_topsis_of_hwang_and_yoon(asked):
    """Hwang & Yoon (1981), Multiple Attribute Decision Making, ch. 3.3: fighter aircraft, the price a cost.

    The book works with rounded steps: its 0.613 is 0.6135 here.
    """
    topsis = asked(FIGHTERS, [MAX, MAX, MAX, MIN, MAX, MAX], [0.2, 0.1, 0.1, 0.1, 0.2, 0.3])["topsis"]
    assert column(topsis) == pytest.approx([0.643, 0.268, 0.613, 0.312], abs=1e-3)
    assert column(topsis, "rank") == [1, 4, 2, 3]


@pytest.mark.parametrize("units", [(0, 1, 0), (5, 1000, -1)])
def test_vikor_of_opricovic_and_tzeng(asked, units):
    """Opricovic & Tzeng (2004), EJOR 156:445-455: a mountain climber, in two systems of units."""
    risk, thousand, down = units
    rows = [[1 + risk, 3000 / thousand + down], [2 + risk, 3750 / thousand + down]]
    rows.append([5 + risk, 4500 / thousand + down])
    vikor = asked(rows, [MIN, MAX], [0.5, 0.5])["vikor"]
    assert column(vikor, "s") == pytest.approx([0.5, 0.375, 0.5], abs=1e-12)
    assert column(vikor, "r") == pytest.approx([0.5, 0.25, 0.5], abs=1e-12)
    assert column(vikor) == pytest.approx([1, 0, 1], abs=1e-12)
    assert (vikor["compromise"], vikor["advantage"], vikor["stability"]) == (["b"], True, True)


@pytest.mark.parametrize(
    ("social", "printed", "ranks", "advantage", "chosen"),
    [
        (
            (1, 1),
            (
                [0.692, 0.7, 0.29, 0.423, 0.28, 0.346],
                [0.125, 0.125, 0.121, 0.125, 0.067, 0.125],
                [0.991, 1.0, 0.473, 0.670, 0.0, 0.578],
            ),
            [5, 6, 2, 4, 1, 3],
            True,
            "e",
        ),
        (
            (2, 1),
            (
                [0.701, 0.6, 0.386, 0.365, 0.317, 0.459],
                [0.167, 0.114, 0.161, 0.167, 0.089, 0.167],
                [1.0, 0.533, 0.552, 0.563, 0.0, 0.686],
            ),
            [6, 2, 3, 4, 1, 5],
            True,
            "e",
        ),
        (
            (1, 2),
            (
                [0.683, 0.8, 0.193, 0.48, 0.243, 0.232],
                [0.113, 0.167, 0.08, 0.122, 0.044, 0.083],
                [0.684, 1.0, 0.147, 0.554, 0.041, 0.191],
            ),
            [5, 6, 2, 4, 1, 3],
            False,
            "ecf",
        ),
        (
            (1, 3.2),
            (
                [0.678, 0.857, 0.138, 0.513, 0.222, 0.167],
                [0.129, 0.190, 0.057, 0.139, 0.042, 0.060],
                [0.668, 1.0, 0.051, 0.588, 0.058, 0.078],
            ),
            [5, 6, 1, 4, 2, 3],
            False,
            "cef",
        ),
    ],
)
def test_vikor_of_the_drina_dams(asked, social, printed, ranks, advantage, chosen):
    """Opricovic & Tzeng (2007), EJOR 178:514-529: six hydropower systems under four weightings."""
    weights = [social[0]] * 4 + [social[1]] * 4
    vikor = asked(DAMS, [MAX, MIN, MAX, MAX, MIN, MIN, MIN, MAX], weights)["vikor"]
    for key, numbers in zip(("s", "r", "index"), printed, strict=True):
        assert column(vikor, key) == pytest.approx(numbers, abs=1e-3)
    assert column(vikor, "rank") == ranks
    assert (vikor["advantage"], vikor["stability"]) == (advantage, True)
    assert vikor["compromise"] == list(chosen)


def test_vikor_of_yang_and_wu(asked):
    """Yang & Wu (2020), IEEE Access 8:21261-21271."""
    rows = [[78, 56, 34, 6], [4, 45, 3, 97], [18, 2, 50, 63], [9, 14, 11, 92], [85, 9, 100, 29]]
    vikor = asked(rows, [MAX] * 4, [0.25] * 4)["vikor"]
    assert column(vikor) == pytest.approx([0.5679, 0.7667, 1, 0.7493, 0], abs=5e-5)


def test_promethee_of_zhao(asked):
    """Zhao, Peng & Li (2013), Procedia Computer Science 17:181-188: usual criteria."""
    flow = asked(
        [[4, 3, 2], [3, 2, 4], [5, 1, 3]], [MAX] * 3, [0.5, 0.3, 0.2], preferences=[{"type": "usual"}] * 3
    )["promethee"]
    assert column(flow) == pytest.approx([0.1, -0.3, 0.2], abs=1e-12)
    assert column(flow, "plus") == pytest.approx([0.55, 0.35, 0.6], abs=1e-12)
    assert column(flow, "minus") == pytest.approx([0.45, 0.65, 0.4], abs=1e-12)


def test_promethee_of_brans_and_vincke(asked):
    """Brans & Vincke (1985), Management Science 31:647-656; with Mareschal (1986), EJOR 24:228-238.

    Power stations, one preference function of each type. The papers add flows up where later texts
    take means, from preferences that are rounded to three digits.
    """
    flow = asked(STATIONS, STATIONS_WAYS, [1] * 6, preferences=STATIONS_PREFERENCES)["promethee"]
    sums = 5 * np.array(column(flow))
    assert sums == pytest.approx([-0.728, 0.085, -0.447, -0.102, 1.466, -0.274], abs=2.5e-3)
    assert column(flow, "rank") == [6, 2, 5, 3, 1, 4]
    rows = [[0, 0.296, 0.250, 0.268, 0.100, 0.185], [0.462, 0, 0.389, 0.333, 0.296, 0.500]]
    assert 5 * np.array(column(flow, "plus")[:2]) == pytest.approx(np.sum(rows, axis=1), abs=2.5e-3)


@pytest.mark.parametrize(("weights", "best"), [([10, 50, 10, 10, 10, 10], "f"), ([9, 9, 9, 9, 55, 9], "b")])
def test_promethee_of_mareschal(asked, weights, best):
    """Mareschal (2019), Exercises with Visual PROMETHEE: the same stations under other weights."""
    flow = asked(STATIONS, STATIONS_WAYS, weights, preferences=STATIONS_PREFERENCES)["promethee"]
    assert flow["ranking"][0]["option"] == best


WAREHOUSES = [[25, 20, 15, 30], [10, 30, 20, 30], [30, 10, 30, 10]]


def test_the_weighted_product_of_triantaphyllou(asked):
    """Wikipedia, "Weighted product model", after Triantaphyllou (2000): ratios of products."""
    product = asked(WAREHOUSES, [MAX] * 4, [0.2, 0.15, 0.4, 0.25])["weighted_product"]
    a, b, c = column(product)
    assert (a / b, a / c, b / c) == pytest.approx((1.007, 1.067, 1.059), abs=5e-4)
    assert column(product, "rank") == [1, 2, 3]
    wanted = [-0.50128589, -0.50448471, -0.52947246]
    assert np.log10(column(product, "of_sums")) == pytest.approx(wanted, abs=1e-8)


def test_the_weighted_sum_of_triantaphyllou(run, asked):
    """Wikipedia, "Weighted sum model", after Triantaphyllou (2000): a tie, on declared scales of 0..100."""
    scales = [[100, 100, 100, 100], [0, 0, 0, 0], *WAREHOUSES]
    added = asked(scales, [MAX] * 4, [0.2, 0.15, 0.4, 0.25], options=())["additive"]
    of_100 = np.array(column(added)) * 1.26  # the table's scales end at 126
    assert of_100[2:] == pytest.approx([21.5, 22, 22], abs=1e-9)
    assert column(added, "rank")[2:] == [4, 2, 2]


def test_condorcets_circle(asked):
    """Condorcet (1785), Essai, p. lxi: sixty voters, here factors with as many points, and a circle."""
    orders = {"abc": 23, "bca": 17, "bac": 2, "cab": 10, "cba": 8}
    rows = [[3 - order.index(option) for order in orders] for option in ids(3)]
    for options in ((), ("--as-published",)):
        found = asked(rows, [MAX] * 5, list(orders.values()), options=options)["majority"]
        assert found["pairwise"]["a"]["b"] == pytest.approx(33 / 60)
        assert found["pairwise"]["b"]["c"] == pytest.approx(42 / 60)
        assert found["pairwise"]["c"]["a"] == pytest.approx(35 / 60)
        assert (found["winner"], found["cycles"]) == (None, [["a", "b", "c"]])
        assert column(found, "rank") == [1, 1, 1]


def test_the_capital_of_tennessee(asked):
    """Wikipedia, "Condorcet method": Memphis, Nashville, Chattanooga, Knoxville; Nashville wins."""
    orders = {"abcd": 42, "bcda": 26, "cdba": 15, "dcba": 17}
    rows = [[4 - order.index(option) for order in orders] for option in ids(4)]
    found = asked(rows, [MAX] * 4, list(orders.values()))["majority"]
    assert found["pairwise"]["b"] == pytest.approx({"a": 0.58, "c": 0.68, "d": 0.68})
    assert (found["winner"], found["cycles"]) == ("b", [])
    assert column(found) == [-3, 3, 1, -1]
