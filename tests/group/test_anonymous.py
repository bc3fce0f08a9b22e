"""Who is who is in no output: not by name, path or time, not by order, not by subtraction."""

import json
import random
from itertools import combinations

import pytest
from group.people import group_of
from tricky import FORMATS

from scenario_cli import group, seal_group
from scenario_cli.files.ballot_text import ballot_text
from scenario_cli.model.ballot import LEAST_OF_A_TEAM, shown_teams

WHO = ["Zacharias", "Wilhelmina", "Yolanda", "Xanthippe", "Ulrike", "Vladimir", "Thaddeus"]
SECRET = "nobody is to read this note"


OF_FILES = ("files_carry_names", "teams_hidden")


def written(folder, ballots, names, files):
    """Write ballots under names into files, and return their folder."""
    folder.mkdir(parents=True)
    for k, (one, name, file) in enumerate(zip(ballots, names, files, strict=True)):
        team = "small-team" if k < 4 else "another-team"
        own = one.model_copy(update={"by": name, "note": SECRET, "team": team, "id": ""})
        (folder / f"{file}.yaml").write_text(ballot_text(own), encoding="utf-8")
    return folder.name


@pytest.fixture
def people(folder):
    scenario, ballots = group_of(random.Random(5), 7)
    (folder / "question.yaml").write_text(scenario.model_dump_json(exclude_unset=True), encoding="utf-8")
    return folder, ballots


FORMS = [*FORMATS, "html", "svg"]


@pytest.mark.parametrize("form", FORMS)
def test_names_files_and_arrival_change_no_byte(people, run, form):
    folder, ballots = people
    told = set()
    for seed in range(4):
        rng = random.Random(seed)
        order, names, files = list(ballots), list(WHO), [f"file{k}" for k in range(7)]
        for each in (order, names, files):
            rng.shuffle(each)
        home = written(folder / f"r{seed}", order, names, files)
        told.add(
            run("group", "show", home, "--scenario", "question.yaml", "-f", form, "--width", "100").stdout
        )
    assert len(told) == 1


@pytest.mark.parametrize("form", FORMS)
def test_no_name_path_note_or_small_team_is_in_it(people, run, form):
    folder, ballots = people
    home = written(folder / "gatheredhere", ballots, WHO, [f"from-{name}" for name in WHO])
    ways = [["group", "show", home], ["group", "show", home, "--before", home, "--all"]]
    if form not in ("html", "svg"):
        ways += [["group", "seal", home], ["group", "blend", home]]
    for args in ways:
        done = run(*args, "--scenario", "question.yaml", *(["-f", form] if args[1] == "show" else []))
        assert done.exit_code == 0, done.output
        for word in (
            *WHO,
            "gatheredhere",
            "from-",
            ".yaml",
            SECRET,
            "small-team",
            "another-team",
            str(folder),
        ):
            assert word not in done.stdout
            assert word.lower() not in done.stdout.lower()


def test_names_are_shown_where_they_are_asked_for(people, run):
    folder, ballots = people
    home = written(folder / "r", ballots, WHO, WHO)
    done = run("group", "show", home, "--scenario", "question.yaml", "--names", "--all", "-f", "json")
    assert {*json.loads(done.stdout)["agreement"]["tau"]} == {*WHO}


def test_what_is_sealed_reads_back_with_the_same_numbers_and_is_what_results_name(people):
    folder, ballots = people
    home = written(folder / "r", ballots, WHO, WHO)
    before = group(home, scenario="question.yaml").to_dict()
    content = seal_group(home, scenario="question.yaml")
    (folder / "sealed.csv").write_bytes(content)
    assert seal_group("sealed.csv", scenario="question.yaml") == content
    after = group("sealed.csv", scenario="question.yaml").to_dict()
    before["flags"] = [flag for flag in before["flags"] if flag["code"] not in OF_FILES]  # it has neither
    assert after == before
    from hashlib import sha256

    of_ballots = [part for part in before["provenance"]["inputs"] if part["role"] == "ballots"]
    assert [part["sha256"] for part in of_ballots] == [sha256(content).hexdigest()]


@pytest.mark.parametrize("seed", range(200))
def test_no_subtraction_of_rows_about_teams_leaves_fewer_than_five(seed):
    rng = random.Random(seed)
    teams = [
        rng.choice(["", "red", "blue", "green", "grey"][: rng.randint(1, 5)])
        for _ in range(rng.randint(1, 40))
    ]
    shown = shown_teams(teams)
    assert all(count == teams.count(team) >= LEAST_OF_A_TEAM for team, count in shown.items())
    for n in range(len(shown) + 1):
        for rows in combinations(shown.values(), n):
            rest = len(teams) - sum(rows)
            assert rest == 0 or rest >= LEAST_OF_A_TEAM or not shown


def test_of_a_team_no_number_is_told_that_hangs_on_shares(folder):
    scenario, ballots = group_of(random.Random(8), 12)
    (folder / "question.yaml").write_text(scenario.model_dump_json(exclude_unset=True), encoding="utf-8")
    home = folder / "r"
    home.mkdir()
    for k, one in enumerate(ballots):
        own = one.model_copy(update={"by": f"P{k}", "team": "red" if k < 6 else "blue", "id": ""})
        (home / f"{k}.yaml").write_text(ballot_text(own), encoding="utf-8")
    teams = group("r", scenario="question.yaml").to_dict()["teams"]
    assert [(row["team"], row["ballots"]) for row in teams] == [("blue", 6), ("red", 6)]
    assert {*teams[0]} == {"team", "ballots", "first"}
