"""``scenario sensitivity``: one option, one factor, all tied."""

import re

import pytest
from answers.sensitivity.tea import TEA, strictly


def test_one_option(written):
    ask = written([[4, 6]], [1, 1])
    assert "Option 0 ranks first under points; there is no other option to put first." in ask()
    said = ask("--for", "o0")
    assert "Option 0 is first already under points." in said
    assert "It is first already." in said
    found = strictly(ask("-f", "json"))
    assert (found["leaders"], found["shifts"]) == (["o0"], [])
    assert all(cell["flip_at"] is None for cell in found["ratings"])
    assert all(swing["flips"] == [] for swing in found["one_way"])


def test_one_factor(written):
    ask = written([[4], [6]], [1])
    assert "; no weights at all would." in ask()
    found = strictly(ask("-f", "json"))
    assert found["leaders"] == ["o1"]
    assert found["shifts"][0]["points"] is None
    assert [cell["flip_at"] for cell in found["ratings"]] == pytest.approx([6, 4])
    assert "No weights at all put another option first." in ask()


def test_one_option_on_one_factor(written):
    ask = written([[4]], [1])
    said = ask()
    assert "What would change the answer?\nNo change of a single weight does.\n" in said
    assert "Whoever is first now is first all the way, for every weight." in ask("--all")
    for form in ("json", "csv", "md"):
        assert ask("-f", form)


def test_one_driver_of_several_factors(run, folder):
    text = TEA.partition("  price: {title")[0].replace("title: Taste, ", "") + (
        "options: {a: {}, b: {}}\nratings: {a: {mild: 8, fresh: 2}, b: {mild: 4, fresh: 7}}\n"
    )
    (folder / "tea.yaml").write_text(text, encoding="utf-8")
    found = strictly(run("sensitivity", "tea.yaml", "-f", "json").stdout)
    assert [(s["kind"], s["id"], len(s["segments"])) for s in found["one_way"]] == [
        ("driver", "taste", 1),
        ("factor", "mild", 2),
        ("factor", "fresh", 2),
    ]
    assert found["leaders"] == ["b"]
    said = run("sensitivity", "tea.yaml").stdout
    assert "a would be first if the weight of Mild rose above 55.6% (now 50.0%)" in said
    assert "Weight of a factor" in said
    assert "Weight of a driver" not in said
    assert not re.search(r"^drivers$", run("sensitivity", "tea.yaml", "--all").stdout, re.MULTILINE)
    assert run("sensitivity", "tea.yaml", "--lock", "taste").exit_code == 2


def test_all_tied(written):
    ask = written([[5, 5, 5]] * 3, [1, 1, 1])
    said = ask("--map", "--for", "o1")
    assert "Option 1 shares first place already under points; over all shares of D0, D1 and D2, " in said
    everybody = "Option 0, Option 1 and Option 2 are first"
    assert f"{everybody} in 100.0% of the map; at the present weights {everybody}." in said
    assert "Option 0, Option 1 and Option 2 tie for first under points" in ask()
    assert "Option 0 = Option 1 = Option 2" in said
    found = strictly(ask("--map", "-f", "json"))
    assert found["leaders"] == ["o0", "o1", "o2"]
    assert found["shifts"] == []
    assert all((cell["flip_at"], cell["steps"]) == (5, 0) for cell in found["ratings"])
    (region,) = found["two_way"]["regions"]
    assert (region["option"], region["tied"], region["share"]) == ("o0", ["o1", "o2"], 1)


def test_where_all_have_the_worst_of_everything_the_answer_is_still_all_of_them(written):
    ask = written([[0, 0, 0]] * 2, [1, 0, 0])
    assert strictly(ask("--map", "-f", "json"))["leaders"] == ["o0", "o1"]
    assert "Option 0 and Option 1 are first in 100.0% of the map" in ask("--map")
    assert "tie for first" in ask()


def test_factors_of_which_none_is_shown_are_not_told_as_more(run, folder):
    """One driver; the first option is better on both of its factors."""
    text = TEA.partition("  price: {title")[0] + (
        "options: {a: {}, b: {}}\nratings: {a: {mild: 8, fresh: 7}, b: {mild: 7, fresh: 6}}\n"
    )
    (folder / "tea.yaml").write_text(text, encoding="utf-8")
    said = run("score", "tea.yaml").stdout
    assert "\n2 factors never do: --all\n" in said
    assert (
        "What would change the answer?\nNo change of a single weight does.\n"
        in run("sensitivity", "tea.yaml").stdout
    )


def test_markdown_has_no_empty_block_where_an_option_is_first_already(ask):
    assert "```text\n```" not in ask("--for", "green", "-f", "md")


def test_a_factor_of_0_points_within_its_driver_can_be_mapped(run, tea):
    (tea / "some.yaml").write_text(
        "format: weights/1\ndrivers: {taste: 1, price: 1, fame: 1}\nfactors: {taste: {mild: 0, fresh: 1}}\n"
    )
    result = run("sensitivity", "tea.yaml", "-w", "some.yaml", "--two-way", "mild,price", "-f", "json")
    assert result.exit_code == 0
    regions = strictly(result.stdout)["two_way"]["regions"]
    assert sum(region["share"] for region in regions) == pytest.approx(1)
