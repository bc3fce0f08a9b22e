"""A scenario as a ballot to be filled in: its question, options, drivers and factors, and no rating."""

import re
from collections.abc import Mapping, Sequence

from scenario_cli import __version__
from scenario_cli.answers.group.words import for_whom
from scenario_cli.answers.words import ends_words
from scenario_cli.files.origin import ScenarioSource, scenario_of
from scenario_cli.model.base import ID_PATTERN
from scenario_cli.model.scenario import Driver
from scenario_cli.model.titles import titles_of
from scenario_cli.render.ballot_form import Asked, BallotForm, form_html
from scenario_cli.text import visible, visible_lines


def ballot_form(
    scenario: ScenarioSource | None = None,
    *,
    teams: Sequence[str] = (),
    round: str = "",  # noqa: A002 - as a ballot calls it
) -> str:
    """Return a page on which a person fills in a ballot, in a browser without network or on paper.

    It has the question, the options, the drivers and their factors, and neither ratings nor anybody's
    weights: no ranking can be read from it. It saves a file that ``group`` reads, with the numbers that
    stand on the page.

    Parameters
    ----------
    scenario : str, Path or Scenario, optional
        As ``read_scenario`` takes it.
    teams : sequence of str
        What may be chosen as the person's team; without any, a team is written freely.
    round : str
        What stands as the round before anybody writes.

    Raises
    ------
    InputError
        The scenario is missing or wrong.

    Examples
    --------
    >>> import scenario_cli as sc
    >>> page = sc.ballot_form("china-arms-russia", teams=["red", "blue"], round="1")
    >>> page.startswith("<!doctype html>")
    True
    """
    stated, origin = scenario_of(scenario)
    titles = titles_of(stated)
    return form_html(
        BallotForm(
            title=visible(stated.title or stated.id),
            under=[visible_lines(stated.question)] if stated.question else [],
            whom=visible(for_whom(stated)),
            options=[
                Asked(id_, visible(titles.options[id_]), visible_lines(option.about))
                for id_, option in stated.options.items()
            ],
            drivers=[_driver(id_, driver, titles.items) for id_, driver in stated.drivers.items()],
            teams=[visible(team) for team in teams],
            round=visible(round),
            scenario=stated.id if re.fullmatch(ID_PATTERN, stated.id) else "",
            origin=[
                f"Ballot filled in on a page of scenario-cli {__version__}, which was made from",
                f"  scenario {visible(stated.id)}, SHA-256 {origin.sha256}",
            ],
            generator=f"scenario-cli {__version__}",
        )
    )


def _driver(id_: str, driver: Driver, titles: Mapping[str, str]) -> Asked:
    """Return a driver, with its factors where points can be shared between them."""
    factors = driver.factors
    rated = driver if not factors else next(iter(factors.values()))
    return Asked(
        id_,
        visible(titles[id_]),
        visible_lines(driver.about),
        swing=visible(ends_words(rated.scale)) if len(factors) < 2 else "",
        parts=[
            Asked(each, visible(titles[each]), visible_lines(factor.about), visible(ends_words(factor.scale)))
            for each, factor in factors.items()
        ]
        if len(factors) > 1
        else [],
    )
