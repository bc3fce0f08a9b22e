"""The page on which a ballot is filled in, as bytes: what it holds, and what it must not."""

import json
import re
from html.parser import HTMLParser

import pytest
import yaml
from tricky import TRICKY

import scenario_cli as sc

BUILT_IN = "china-arms-russia"


class Fields(HTMLParser):
    """The fields of a page, the labels for them, and every start of a tag."""

    def __init__(self):
        super().__init__()
        self.fields, self.labels, self.tags = {}, set(), []

    def handle_starttag(self, tag, attrs):
        stated = dict(attrs)
        self.tags.append((tag, stated))
        if tag == "label":
            self.labels.add(stated["for"])
        elif tag in ("input", "select", "textarea") and "id" in stated:
            self.fields[stated["id"]] = stated


def read(page):
    fields = Fields()
    fields.feed(page)
    return fields


def data(page):
    return json.loads(re.search(r'<script type="application/json" id="made">(.*?)</script>', page)[1])


def test_every_option_driver_and_factor_has_a_field_with_a_label_and_every_field_is_empty():
    scenario = sc.read_scenario(BUILT_IN)
    found = read(sc.ballot_form(BUILT_IN))
    wanted = {f"place-{id_}" for id_ in scenario.options} | {f"driver-{id_}" for id_ in scenario.drivers}
    wanted |= {f"factor-{id_}" for id_ in scenario.factors}
    assert {*found.fields} == wanted | {"by", "team", "round", "note", "file"}
    assert {*found.fields} <= found.labels
    assert all(not stated.get("value") for stated in found.fields.values())


def test_no_rating_no_weight_and_no_evidence_is_in_it(folder):
    """Numbers that stand nowhere else: not one of them is on the page, nor what they rest on."""
    stated = yaml.safe_load(
        """
        {format: scenario/1, title: T, question: Q, weights: own,
         sources: {s: {title: SOURCE, date: 2024-05}},
         evidence: {e: {source: s, says: EVIDENCE}},
         drivers: {a: {title: A, factors: {b: {title: B}, c: {title: C}}}, d: {title: D}},
         options: {x: {title: X}, y: {title: Y}},
         ratings: {x: {b: 3.1417, c: {value: 2.7183, why: REASON, evidence: [e]}, d: 1.6181},
                   y: {b: 5.7722, c: 4.6692, d: 1.4142}},
         injects: {i: {title: INJECT, ratings: {x: {b: {set: 6.6261}}}}}}
        """
    )
    (folder / "s.yaml").write_text(yaml.safe_dump(stated), encoding="utf-8")
    (folder / "weights").mkdir()
    own = "format: weights/1\ndrivers: {a: 43.21, d: 56.79}\n"
    (folder / "weights" / "own.yaml").write_text(own, encoding="utf-8")
    page = sc.ballot_form("s.yaml")
    hidden = ["3.1417", "2.7183", "1.6181", "5.7722", "4.6692", "1.4142", "6.6261", "43.21", "56.79"]
    assert [text for text in [*hidden, "SOURCE", "EVIDENCE", "REASON", "INJECT"] if text in page] == []
    assert data(page)["drivers"] == [
        {"id": "a", "title": "A", "factors": ["b", "c"]},
        {"id": "d", "title": "D", "factors": []},
    ]


def test_what_a_scale_goes_from_and_to_is_told():
    assert "from 0 (Russia can do without China) to 10 (Russia depends on China" in sc.ballot_form(BUILT_IN)


def test_nothing_is_asked_of_a_network_and_only_its_own_script_runs():
    page = sc.ballot_form(BUILT_IN)
    found = read(page)
    policy = next(tag["content"] for name, tag in found.tags if tag.get("http-equiv"))
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert [tag for _, tag in found.tags if {"src", "style", "action"} & tag.keys()] == []
    assert [tag["href"] for _, tag in found.tags if "href" in tag] == ["#ballot"]
    assert [key for _, tag in found.tags for key in tag if key.startswith("on")] == []
    assert "://" not in page
    assert len(page.encode()) < 60_000


def test_a_users_text_stands_as_it_was_written_and_is_no_tag(folder):
    text = TRICKY.replace("[red]taste[/red]", "</script><img src=x onerror=alert(1)> & 'q'")
    (folder / "tricky.yaml").write_text(text, encoding="utf-8")
    page = sc.ballot_form("tricky.yaml", teams=['<b>"red"'], round='"><script>')
    found = read(page)
    assert [name for name, _ in found.tags if name in ("img", "b", "a")] == ["a"]
    assert [name for name, _ in found.tags].count("script") == 2
    assert data(page)["drivers"][1]["title"] == "</script><img src=x onerror=alert(1)> & 'q'"
    assert found.fields["round"]["value"] == '"><script>'
    assert "\x1b" not in page
    assert "\u202e" not in page
    assert r"\x1b[31mred" in page


def test_teams_and_the_round_stand_there():
    page = sc.ballot_form(BUILT_IN, teams=["red", "blue"], round="2")
    assert "<option>red</option><option>blue</option></select>" in page
    assert read(page).fields["round"]["value"] == "2"


def test_the_file_that_it_saves_names_the_scenario_by_its_hash():
    by_name = sc.study(BUILT_IN).inputs[0].sha256
    assert data(sc.ballot_form(BUILT_IN))["origin"] == [
        f"Ballot filled in on a page of scenario-cli {sc.__version__}, which was made from",
        f"  scenario {BUILT_IN}, SHA-256 {by_name}",
    ]


def test_the_same_scenario_gives_the_same_bytes():
    assert sc.ballot_form(BUILT_IN) == sc.ballot_form(sc.read_scenario(BUILT_IN)).replace(
        data(sc.ballot_form(sc.read_scenario(BUILT_IN)))["origin"][1],
        data(sc.ballot_form(BUILT_IN))["origin"][1],
    )


def test_the_command_writes_the_page_to_a_file_or_to_stdout(folder, run):
    result = run("group", "form", BUILT_IN, "--round", "1", "--team", "red", "-o", "ballot.html")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "wrote ballot.html\n")
    printed = run("group", "form", BUILT_IN, "--round", "1", "--team", "red")
    page = (folder / "ballot.html").read_bytes()
    assert printed.stdout.encode() == page
    assert page.decode() == sc.ballot_form(BUILT_IN, teams=["red"], round="1")


@pytest.mark.parametrize("output", ["ballot.yaml", "ballot.json", "s.yaml"])
def test_an_ending_of_something_else_is_refused(output, folder, run):
    result = run("group", "form", BUILT_IN, "-o", output)
    assert result.exit_code == 2
    assert output in result.stderr
    assert not (folder / output).exists()


def test_a_scenario_that_is_wrong_is_told_and_nothing_written(folder, run):
    (folder / "s.yaml").write_text("format: scenario/1\ndrivers: {a: {}}\n", encoding="utf-8")
    result = run("group", "form", "s.yaml", "-o", "ballot.html")
    assert result.exit_code == 3
    assert result.stderr.startswith("s.yaml:1:1: error: ")
    assert not (folder / "ballot.html").exists()


def test_a_scenario_is_not_replaced_by_its_form(folder, run):
    run("show", BUILT_IN, "-o", "mine.yaml")
    (folder / "mine.yaml").rename(folder / "page.html")
    before = (folder / "page.html").read_bytes()
    result = run("group", "form", "./page.html", "-o", "page.html")
    assert result.exit_code == 2
    assert (folder / "page.html").read_bytes() == before
