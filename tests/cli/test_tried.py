"""``--set`` and ``--inject``: what is tried, told, and refused."""

import json

import pytest

FORMS = "expected weights.DRIVER=60, weights.DRIVER.FACTOR=2 or ratings.OPTION.FACTOR=4"


@pytest.mark.parametrize(
    ("setting", "message"),
    {
        "nonsense": FORMS,
        "weights.price": FORMS,
        "weights=3": FORMS,
        "ratings.inn=3": FORMS,
        "prices.inn.taste=3": FORMS,
        "weights.prise=3": "unknown driver 'prise'; did you mean 'price'?",
        "weights.pleasure.tast=3": "unknown factor of 'pleasure' 'tast'; did you mean 'taste'?",
        "weights.price=-1": "points are 0 or more",
        "weights.price=lots": "expected a number, found 'lots'",
        "weights.price=nan": "expected a finite number, found 'nan'",
        "weights.price=1e999": "expected a finite number, found '1e999'",
        "ratings.in.taste=3": "unknown option 'in'; did you mean 'inn'?",
        "ratings.inn.tast=3": "unknown factor 'tast'; did you mean 'taste'?",
        "ratings.inn.taste=11": "11 is outside the scale 0 to 10",
        "ratings.inn.price=4": "4 is outside the scale 5 to 30",
        "ratings.inn.taste=quiet": "expected a number, found 'quiet'",
        "ratings.inn.taste=": "expected a number, found ''",
        "ratings.inn.taste=4,5": "expected a number, found '4,5'; write 4.5",
        "ratings.inn.taste=90%": "expected a number, found '90%'; write 90",
        "ratings.inn.taste=?": "expected a number, found '?'; write unknown",
        "weights.price=4,5": "expected a number, found '4,5'; write 4.5",
        "weights.price=90%": "expected a number, found '90%'; write 90",
    }.items(),
)
def test_a_wrong_setting_is_told_and_nothing_is_scored(in_examples, run, setting, message):
    result = run("score", "--set", setting)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"error: --set {setting}: {message}\n"


@pytest.mark.parametrize("value", ["1_0", "٣", "Infinity1", "1e"])
def test_a_setting_takes_the_numbers_that_a_file_takes(in_examples, run, value):
    assert run("score", "--set", f"weights.price={value}").exit_code == 2


@pytest.mark.parametrize(
    ("setting", "where", "number"),
    [
        ("weights.price=3", ("weights", "drivers", "price"), 0.75),
        ("weights.price = 3", ("weights", "drivers", "price"), 0.75),
        ("weights.price=0", ("weights", "drivers", "price"), 0),
        ("weights.pleasure.taste=3", ("weights", "factors", "taste"), 0.375),
        ("ratings.inn.taste=10", ("ranking", "inn", "taste"), 25),
        ("ratings.inn.price=30", ("ranking", "inn", "price"), 0),
        ("ratings.inn.calm=loud", ("ranking", "inn", "calm"), 5),
        ("ratings.inn.calm=unknown", ("ranking", "inn", "calm"), 12.5),
    ],
)
def test_a_setting_changes_what_it_names_and_no_file(in_examples, run, setting, where, number):
    before = (in_examples / "scenarios" / "lunch.yaml").read_bytes()
    document = json.loads(run("score", "--set", setting, "-f", "json").stdout)
    if where[0] == "ranking":
        row = next(row for row in document["ranking"] if row["option"] == where[1])
        assert row["contributions"][where[2]] == pytest.approx(number)
    else:
        assert document[where[0]][where[1]][where[2]] == pytest.approx(number)
    assert document["provenance"]["set"] == [setting]
    assert all("was" in row for row in document["ranking"])
    share = f" ({number * 100:.1f}% of the whole)" if where[0] == "weights" else ""
    said = run("score", "--set", setting).stdout
    assert said.startswith(f"What-if: {setting}{share}. No file was changed.\n")
    assert (in_examples / "scenarios" / "lunch.yaml").read_bytes() == before


def test_an_inject_is_applied_named_and_flagged(in_examples, run):
    document = json.loads(run("score", "--inject", "market_closes", "-f", "json").stdout)
    assert document["provenance"]["injects"] == ["market_closes"]
    assert [flag["option"] for flag in document["flags"] if flag["code"] == "clipped"] == ["stall"]
    assert document["weights"]["drivers"]["price"] == pytest.approx(1 / 3)
    page = run("score", "--inject", "market_closes").stdout
    assert page.startswith("What-if: inject market_closes (The market closes). No file was changed.\n")


def test_an_unknown_inject_is_told_with_the_nearest(in_examples, run):
    assert run("score", "--inject", "market_close").stderr == (
        "error: --inject: unknown inject 'market_close'; did you mean 'market_closes'?\n"
    )
    assert run("score", "--expect", "bakry").stderr == (
        "error: --expect: unknown option 'bakry'; did you mean 'bakery'?\n"
    )


def test_settings_that_leave_no_weight_are_told_as_settings(in_examples, run):
    result = run("score", "--set", "weights.price=0", "--set", "weights.pleasure=0")
    assert result.exit_code == 2
    assert result.stderr.startswith("error: --set: ")
