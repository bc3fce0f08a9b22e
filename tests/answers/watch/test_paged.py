"""The page for a browser that watching keeps: written at each good save, and at no other."""

import json
from html import unescape
from pathlib import Path

import pytest
from answers.watch.office import BAD, OTHER, RED, weights

from scenario_cli.answers.watch.ask import Watched
from scenario_cli.answers.webpage import carried
from scenario_cli.cli.commands.watch.written import paged
from scenario_cli.study import study

PAGE = Path("office.html")


def texts(views, *saves):
    """The page as it is after each view; it is taken away in between."""
    found = []
    for _ in paged(views(*saves, watched=Watched("scenarios/office.yaml", None)), str(PAGE)):
        found.append(PAGE.read_text(encoding="utf-8") if PAGE.exists() else None)
        PAGE.unlink(missing_ok=True)
    return found


def test_a_page_is_written_for_every_good_save_and_for_no_other(views):
    first, other, bad, again = texts(views, weights(OTHER), weights(BAD), weights(RED))
    assert ">66.7<" in other
    assert ">60.0<" in first
    assert bad is None
    assert again == first


def test_the_page_reads_itself_again_and_is_that_of_the_score_otherwise(office, views):
    (page,) = texts(views)
    still = unescape(study("scenarios/office.yaml").score()._repr_html_())
    assert ' data-again="1000"' in page
    assert page.replace(' data-again="1000"', "") in still


def test_verify_reads_it(office, views, run):
    for _ in paged(views(watched=Watched("scenarios/office.yaml", None)), str(PAGE)):
        pass
    result = run("verify", str(PAGE))
    assert result.exit_code == 0, result.output
    assert "All of office.html comes out" in result.output


@pytest.mark.parametrize("name", ["office", "office.txt", "office.svg", "office.html.gz"])
def test_another_ending_is_refused_before_anything_is_watched(office, run, name):
    result = run("watch", "--page", name)
    assert result.exit_code == 2
    assert f"--page {name}: a page for a browser has the ending .html" in result.stderr
    assert not Path(name).exists()


def test_a_folder_that_is_not_there_is_told(office, run):
    result = run("watch", "--page", "away/office.html")
    assert result.exit_code == 3
    assert "away/office.html: error: cannot be written" in result.stderr


DEFAULTS = "Defaults: scenario office (scenario.toml), weights red (SCENARIO_WEIGHTS)."


def test_a_page_says_which_defaults_it_rests_on_as_every_result_does(office, run, monkeypatch):
    monkeypatch.setattr("watchfiles.watch", lambda *_, **__: iter(()))
    Path("scenario.toml").write_text('scenario = "office"\n')
    said = run("watch", "--page", str(PAGE), SCENARIO_WEIGHTS="red")
    assert (said.exit_code, said.stderr) == (0, "")
    assert said.stdout.count(DEFAULTS) == 1
    page = PAGE.read_text(encoding="utf-8")
    assert page.count(DEFAULTS) == 1
    assert json.loads(carried(page))["provenance"]["defaults"] == [
        {"key": "scenario", "value": "office", "from": "scenario.toml"},
        {"key": "weights", "value": "red", "from": "SCENARIO_WEIGHTS"},
    ]
    assert run("verify", str(PAGE)).exit_code == 0
    assert DEFAULTS in run("watch", "--room", SCENARIO_WEIGHTS="red").stdout.replace("\n", " ")
    said = run("watch", "-f", "csv", SCENARIO_WEIGHTS="red")
    assert said.stderr == f"{DEFAULTS}\n"
