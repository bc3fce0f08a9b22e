"""What the page of a report says, held against what comes out when it is computed once more."""

import re

import pytest
from answers.product.kiosks import ALONE, BARE, watched
from builders import few
from hypothesis import given

import scenario_cli as sc
from scenario_cli.answers.product.report import answer_in_two, page, report
from scenario_cli.errors import StudyError
from scenario_cli.render.page import plain
from scenario_cli.text import points

WATCH = "What should one watch for?"


def table_of(found, title):
    return next(table for table in page(found, 100).tables if table.title.startswith(title))


def titles(found):
    return [table.title for table in page(found, 100).tables]


def read(run, *args):
    result = run("report", *args)
    assert (result.exit_code, result.stderr) == (0, "")
    return " ".join(result.stdout.split())


def test_the_first_sentence_names_the_first_and_its_lead(town):
    study = sc.study("kiosk")
    first, second = study.ranking.order[:2]
    lead = points(float(study.ranking.scores[first] - study.ranking.scores[second]))
    said = answer_in_two(study.product(samples=50))
    assert said.startswith(f"{study.title(study.problem.options[first])} ranks first under The council")
    assert f"worth {lead} points of 100 more to The town" in said
    assert said.count(". ") == 1
    assert said.endswith(".")


def test_between_the_weights_that_the_second_sentence_names_the_one_it_names_is_first(town):
    study = sc.study("china-arms-russia")
    said = answer_in_two(study.product(samples=50))
    found = re.search(
        r"\. (.+) would be first if the weight of Personality were between ([\d.]+)% and ([\d.]+)% "
        r"\(now 30.0%\)",
        said,
    )
    low, high = float(found[2]) / 100, float(found[3]) / 100
    claims = [(low - 0.001, "Keep the straddle"), (low + 0.001, found[1]), (high - 0.001, found[1])]
    for at, first in (*claims, (high + 0.001, "Open lethal aid")):
        others = {"power": (1 - at) * 2 / 7, "interests": (1 - at) * 5 / 7}
        put = [f"weights.{id_}={part * 100}" for id_, part in {**others, "personality": at}.items()]
        ranking = study.tried(*put).ranking
        assert study.title(study.problem.options[ranking.order[0]]) == first


def test_the_second_sentence_says_who_could_lead_where_ratings_are_unknown(folder):
    (folder / "bare.yaml").write_text(BARE)
    study = sc.study("bare.yaml")
    assert answer_in_two(study.product(samples=50)).endswith(
        "; with the ratings that are unknown, keep and go could be first."
    )
    leaders = set()
    for low in (0, 10):
        for high in (0, 10):
            tried = study.tried(f"ratings.keep.b={low}", f"ratings.go.a={high}")
            leaders |= {study.problem.options[i] for i in tried.ranking.leaders}
    assert leaders == {"keep", "go"}


@few
@given(watched())
def test_what_would_change_first_place_is_counted_right(study):
    found = study.product(samples=50)
    if not found.signposts or len(study.problem.options) == 1:
        assert WATCH not in titles(found)
        return
    changed = 0
    for post in found.signposts:
        try:
            changed += study.tried(post.inject).ranking.leaders != study.ranking.leaders
        except StudyError:
            continue
    said = table_of(found, WATCH).finding
    if len(found.signposts) == 1:
        assert said.startswith("It would change" if changed else "It would not change")
    else:
        count = re.match(r"(\d+|None) of (\d+) would change first place, each alone; ", said)
        assert (count[1], int(count[2])) == (str(changed or "None"), len(found.signposts))


@few
@given(watched())
def test_no_table_is_empty_and_nothing_is_cut_without_a_word(study):
    shown = page(study.product(samples=50), 100)
    for table in shown.tables:
        assert table.left_out == ""
        assert table.rows or table.legend or table.finding
        columns = [[plain(cell) for cell in column] for column in zip(*table.rows, strict=True)]
        if table.title in (WATCH, "What does the evidence say?", "Which options were weighed?"):
            assert all(any(column) for column in columns)
    assert shown.left_out == ""
    assert "--" not in " ".join((*shown.warnings, *shown.notes, shown.finding))


def test_a_page_says_all_that_there_is_to_say_of_a_full_scenario(town):
    found = sc.study("kiosk").product("keepers", "thrift", samples=50)
    assert titles(found) == [
        "",
        "What is this about?",
        "What does each weight do alone?",
        "Which chance of an event turns first place, by expected score?",
        "Which single rating would change first place?",
        "Why does The corner stand where it does against The bridge?",
        "What do these ratings rest on?",
        "Which rank has each option?",
        "Which score has it, and how far (in brackets) is it behind the best?",
        "What parts keepers and thrift, the two whose scores differ most?",
        "In what share of the weightings has each option which rank (in %)?",
        "Where does the leader lose?",
        "Which ratings carry first place, the one nearest to its turning point first?",
        "Which sources was it drawn from?",
        "What does the evidence say?",
        "What if a rating marked as assumption is wrong?",
        "What should one watch for?",
        "What would one have to see for a rating to reach its turning point?",
        "Which options were weighed?",
        "On what were they weighed, and how much does each count?",
        "How is this to be read?",
    ]


def test_where_there_is_no_evidence_and_no_event_nothing_is_said_of_them(folder):
    (folder / "bare.yaml").write_text(BARE)
    found = sc.study("bare.yaml").product(samples=50)
    told = titles(found)
    for part in ("sources", "evidence say", "assumption", "watch for", "have to see", "chance", "Which rank"):
        assert not [title for title in told if part in title]
    assert "Which options were weighed?" not in told
    reading = " ".join(plain(line) for line in table_of(found, "How is this").legend)
    assert "chance at which" not in reading
    assert "0 of 6 ratings cite evidence" in reading


def test_of_one_option_nothing_is_said_of_what_would_put_another_first(folder):
    (folder / "alone.yaml").write_text(ALONE)
    found = sc.study("alone.yaml").product(samples=50)
    assert titles(found) == [
        "",
        "On what were they weighed, and how much does each count?",
        "How is this to be read?",
    ]
    assert answer_in_two(found) == (
        "keep is the only option and scores 45.0 points of 100. There is no other option to put first."
    ).replace("keep", "Keep", 1)
    assert "weightings" not in " ".join(plain(line) for line in table_of(found, "How is").legend)


def test_sources_stand_as_one_cites_them_with_what_rests_on_them(town):
    found = sc.study("kiosk").product(samples=50)
    rows = table_of(found, "Which sources").rows
    assert rows[0][:2] == ["A. Clerk, B. Clerk. A count. Town hall. 2024-05", "2"]
    assert rows[2] == ["A shelf", "0", "no rating cites it"]
    for row, source in zip(rows[:2], ("count", "talk"), strict=True):
        out = sc.study("kiosk").evidence(without=[source]).to_dict()["without"]
        assert row[2].startswith("open" if out["without"]["open"] else "holds")


def test_evidence_stands_with_its_source_its_place_and_what_it_says(town):
    rows = table_of(sc.study("kiosk").product(samples=50), "What does the evidence").rows
    assert [[plain(cell) for cell in row] for row in rows] == [
        ["A count", "", ""],
        ["p. 3", "People wait ten minutes.", "2"],
        ["Talk", "", ""],
        ["", "They say the bread is good.", "2"],
        ["p. 9", "Nobody uses this one.", "0"],
    ]


def test_drivers_and_factors_stand_with_what_they_count_for(town):
    found = sc.study("kiosk").product(samples=50)
    rows = [[plain(cell) for cell in row] for row in table_of(found, "On what").rows]
    assert rows == [
        ["Trade", "60.0%", ""],
        ["  Passers-by", "30.0%", "Who walks by."],
        ["  Regulars", "30.0%", ""],
        ["Price", "40.0%", "The rent."],
    ]


def test_what_the_scenario_and_the_weights_say_of_themselves_stands_near_the_answer(town):
    found = sc.study("kiosk").product(samples=50)
    assert page(found, 100).tables[1].legend == ["Three places, one lease.", "The council: As voted."]


def test_perspectives_go_by_id_and_are_named_below(town):
    ranks = table_of(sc.study("kiosk").product("keepers", "thrift", samples=50), "Which rank")
    assert ranks.legend == ["council: The council; keepers: The keepers"]
    assert [row[0] for row in ranks.rows][:3] == ["council", "keepers", "thrift"]


def test_the_reasons_of_the_factors_that_part_the_first_two_most_stand_on_the_page(town):
    found = sc.study("kiosk").product(samples=50)
    table = table_of(found, "What do these")
    told = " ".join(plain(row[1]) for row in table.rows)
    assert "Most pass by. [p. 3]" in told
    assert "Stale. [talk]" in told
    parting = [j for j, difference in found.explain.differences if abs(difference) > 1e-9]
    more = len(parting) - 2
    parts = f"{more} more factor{'s part' if more > 1 else ' parts'}"
    assert table.legend == [f"Of the factors that part the two most; {parts} them less."]


def test_of_many_ratings_the_nearest_are_shown_and_it_is_said():
    found = sc.study("china-arms-russia-wider").product(samples=50)
    for title, count in (
        ("Which single rating", len(found.sensitivity.nearest)),
        ("Which ratings carry", sum(found.evidence.reaches(cell) for cell in found.evidence.by_leverage)),
    ):
        table = table_of(found, title)
        assert len(table.rows) == min(12, count)
        assert ("The nearest 12 are shown." in table.legend) == (count > 12)


@pytest.mark.parametrize("changed", [(), ("shipment_exposed",)])
def test_flags_of_all_parts_stand_once_each(changed):
    found = sc.study("china-arms-russia").tried(*changed).product(samples=50)
    shown = page(found, 100)
    for part in (found.score, found.sensitivity, found.robustness, found.evidence):
        for flag in part.flags:
            where = shown.warnings if flag.level == "warning" else shown.notes
            if flag.level == "warning":
                assert sum(f"[{flag.code}]" in line for line in where) == 1


def test_in_brief_it_is_a_dozen_lines_with_the_sentence(town, run):
    said = run("report", "--brief").stdout
    assert len(said.splitlines()) <= 12
    assert sc.study("kiosk").score().finding in " ".join(said.split())


def test_pictures_are_those_of_the_parts_by_name(town):
    found = sc.study("kiosk").product("thrift", samples=50)
    drawn = report(found).pictures
    assert next(iter(drawn)) == "ranking"
    for part in (found.score, found.sensitivity, found.explain, found.compare, found.robustness):
        assert set(part.report().pictures) <= set(drawn)
    named = {table.picture for table in page(found, 100).tables} - {""}
    assert named <= set(drawn)
