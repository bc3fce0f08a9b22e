"""``scenario diff``: tables, CSV and notes."""

from answers.diff.coffee import COFFEE, put


def test_what_two_results_were_computed_from_stands_among_the_changes(result, moved):
    old = result("old.json", "-w", "fair")
    new = result("new.json", "-w", "gourmet", "--inject", "price_cut", "--set", "ratings.keep.taste=9")
    changes = [(c["where"], c["before"], c["after"]) for c in moved(old, new)["changes"]]
    assert changes[:3] == [
        ("weights", "fair", "gourmet"),
        ("injects", "(none)", "price_cut"),
        ("set", "(none)", "ratings.keep.taste=9"),
    ]


def test_two_weights_files_show_shares_beside_points(coffee, moved, run):
    put(coffee / "weights/more.yaml", "format: weights/1\ndrivers: {comfort: 150, cost: 50}\n")
    shares = {
        row["factor"]: row["share"] for row in moved("weights/fair.yaml", "weights/more.yaml")["shares"]
    }
    assert shares == {"taste": [0.25, 0.375], "wait": [0.25, 0.375], "cost": [0.5, 0.25]}
    shown = run("diff", "weights/fair.yaml", "weights/more.yaml").stdout
    assert "Which shares of the whole moved?" in shown
    assert "Which coffee machine? (coffee)" in shown


def test_equal_weights_are_noted(coffee, moved):
    put(coffee / "scenarios/bare.yaml", COFFEE.replace("weights: fair\n", ""))
    for pair, noted in (
        (("bare", "bare"), True),
        (("coffee", "coffee"), False),
        (("bare", "bare", "-w", "fair"), False),
    ):
        codes = [flag["code"] for flag in moved(*pair)["flags"]]
        assert ("equal_weights" in codes) == noted, pair
        assert "score_not_likelihood" in codes


def test_csv_holds_the_same_parts(result, run, moved):
    old, new = result("old.json"), result("new.json", "--inject", "price_cut")
    parts = sum(len(move["explained"]) for move in moved(old, new)["moves"])
    assert len(run("diff", old, new, "-f", "csv").stdout.splitlines()) == 1 + parts


def test_a_page_of_80_columns(result, run):
    old, new = result("old.json"), result("new.json", "--inject", "price_cut")
    shown = run("diff", old, new, "--width", "80").stdout
    assert max(map(len, shown.splitlines())) <= 80
    assert "Buy the new one takes first place from Keep the old one" in " ".join(shown.split())
