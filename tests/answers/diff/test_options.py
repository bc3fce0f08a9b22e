"""``scenario diff``: options that come and go, first place won and lost."""

from answers.diff.coffee import COFFEE, moves_by_option, put


def with_option(text, id_, cells):
    text = text.replace(
        "  rent: {title: Rent one}\n", f"  rent: {{title: Rent one}}\n  {id_}: {{title: Other}}\n"
    )
    return text.replace("injects:", f"  {id_}: {cells}\ninjects:")


def without_rent(text):
    return "\n".join(line for line in text.split("\n") if not line.startswith("  rent:"))


def test_options_gone_and_new_are_named(coffee, moved, run):
    text = with_option(COFFEE, "beans", "{taste: 1, wait: 6, cost: 900}")
    put(coffee / "scenarios/later.yaml", without_rent(text))
    answer = moved("coffee", "later")
    assert (answer["gone"], answer["new"]) == (["rent"], ["beans"])
    assert {"option rent", "option beans"} == {c["where"] for c in answer["changes"]}
    assert sorted(moves_by_option(answer)) == ["keep", "new"]
    shown = run("diff", "coffee", "later").stdout
    assert "only in coffee: rent" in shown
    assert "only in later: beans" in shown


def test_a_new_option_that_leads_is_told_to_be_first(coffee, moved):
    put(coffee / "scenarios/later.yaml", with_option(COFFEE, "best", "{taste: 10, wait: 0, cost: 100}"))
    answer = moved("coffee", "later")
    assert answer["first"][1] == ["best"]
    assert "stays first" not in answer["finding"]


def test_a_new_last_option_does_not_change_first_place(coffee, run):
    put(coffee / "scenarios/later.yaml", with_option(COFFEE, "beans", "{taste: 0, wait: 6, cost: 900}"))
    assert run("diff", "coffee", "later", "--fail-on", "first").exit_code == 0


def test_scenarios_without_a_common_option_are_no_fault_of_the_program(coffee, run):
    text = COFFEE
    for id_ in ("keep", "new", "rent"):
        text = text.replace(f"  {id_}:", f"  {id_}2:").replace(f"{{{id_}: {{cost", f"{{{id_}2: {{cost")
    put(coffee / "scenarios/later.yaml", text)
    for form in ("table", "json", "csv"):
        done = run("diff", "coffee", "later", "-f", form)
        assert done.exit_code in (0, 2, 3), done.stderr


def test_options_that_one_side_has_stand_in_the_table_with_their_ranks(coffee, moved, run):
    put(coffee / "scenarios/later.yaml", with_option(COFFEE, "best", "{taste: 10, wait: 0, cost: 100}"))
    assert moved("coffee", "later")["others"] == [
        {"option": "best", "side": "new", "score": 100.0, "rank": 1, "tied": False}
    ]
    rows = [" ".join(line.split()) for line in run("diff", "coffee", "later").stdout.splitlines()]
    assert any(row.endswith("- 1 - 100.0 new") for row in rows), rows
    said = run("diff", "coffee", "later", "--fail-on", "rank").stderr
    assert said.endswith("best is new\n")


def test_tied_ranks_are_told_as_tied(coffee, run):
    put(
        coffee / "scenarios/tied.yaml",
        COFFEE.replace("rent: {taste: 6, wait: 3, cost: 430}", "rent: {taste: 8, wait: 1, cost: 800}"),
    )
    rows = [" ".join(line.split()) for line in run("diff", "coffee", "tied").stdout.splitlines()]
    assert any(row.startswith("Buy the new one 3 2= ") for row in rows), rows


def test_who_was_first_and_still_is_has_lost_first_place_to_nobody(coffee, moved):
    tied = COFFEE.replace("{taste: 8, wait: 1, cost: 800}", "{taste: 4, wait: 4, cost: 100}")
    put(coffee / "scenarios/tied.yaml", tied)
    finding = moved("coffee", "tied")["finding"]
    assert finding.startswith("Keep the old one stays first, now tied with Buy the new one; ")
