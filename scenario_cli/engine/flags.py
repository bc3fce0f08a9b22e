"""Pitfalls found in a result, each with a code and plain words."""

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from scenario_cli.choices import FlagLevel
from scenario_cli.engine.additive import Ranking, alike_factors, decisive_factors, dominators, rank_options
from scenario_cli.engine.problem import DecisionProblem
from scenario_cli.model.dates import is_later
from scenario_cli.model.scenario import Scenario
from scenario_cli.model.titles import Titles, titles_of
from scenario_cli.text import listed, per_cent, points


class Flag(NamedTuple):
    """Something a reader of the result should know; a warning may change the reading."""

    code: str
    level: FlagLevel
    text: str
    option: str | None = None
    factor: str | None = None
    driver: str | None = None


EQUAL_WEIGHTS = Flag(
    code="equal_weights",
    level="note",
    text="no weights were given: every driver counts the same, and every factor within it",
)
SCORE_NOT_LIKELIHOOD = Flag(
    code="score_not_likelihood",
    level="note",
    text="a score is value under weights, not what will happen",
)


def ranking_flags(
    scenario: Scenario, problem: DecisionProblem, ranking: Ranking, *, weights_named: bool
) -> tuple[Flag, ...]:
    """Return the flags of a ranking, warnings first, in a fixed order."""
    titles = titles_of(scenario)
    flags = [
        *order_flags(problem, ranking, titles),
        *_dominated_flags(problem, titles),
        *_unrated_flags(problem, ranking, titles),
        *_cell_flags(scenario, problem, titles),
        *program_flags(scenario, problem, titles),
        *_source_flags(scenario, problem, ranking, titles),
        *_later_flags(scenario, titles),
        *_alike_flags(problem, titles),
        *_notes(scenario, problem, ranking, titles, weights_named=weights_named),
    ]
    return tuple(sorted(flags, key=lambda flag: flag.level != "warning"))


def order_flags(problem: DecisionProblem, ranking: Ranking, titles: Titles) -> list[Flag]:
    """Return the flags of an order that hangs on little: ties, near ties, and the form of a value curve."""
    flags = []
    names = [titles.options[id_] for id_ in problem.options]
    for rank in sorted(set(ranking.ranks[ranking.tied].tolist())):
        group = [i for i in ranking.order if ranking.ranks[i] == rank]
        if len(group) > 1:
            text = f"{listed([names[i] for i in group])} have the same score; their order is the file's"
            flags.append(Flag(code="tie", level="warning", text=text, option=problem.options[group[0]]))
    for better, worse in ranking.near:
        gap = points(float(ranking.scores[better] - ranking.scores[worse]))
        text = (
            f"{names[better]} and {names[worse]} are {gap} points apart: "
            "one step in one rating would reverse them"
        )
        flags.append(Flag(code="near_tie", level="warning", text=text, option=problem.options[worse]))
    return [*flags, *_curve_flags(problem, ranking, titles)]


def first_place_flags(where: str, problem: DecisionProblem, titles: Titles) -> list[Flag]:
    """Return the flags of a first place that hangs on little; each says ``where`` that is."""
    ranking, options = rank_options(problem), problem.options
    names = [titles.options[id_] for id_ in options]
    flags = []
    if len(ranking.leaders) > 1:
        text = f"{where} {listed([names[i] for i in ranking.leaders])} share first place"
        flags.append(Flag(code="tie", level="warning", text=text, option=options[ranking.leaders[0]]))
    for better, worse in ranking.near[:1]:
        if better in ranking.leaders:
            gap = points(float(ranking.scores[better] - ranking.scores[worse]))
            step = f"one step in one rating would put {names[worse]} first"
            text = f"{where} {names[better]} is first by {gap} points: {step}"
            flags.append(Flag(code="near_tie", level="warning", text=text, option=options[worse]))
    if ranking.open:
        could = listed([names[i] for i in ranking.could_lead])
        text = f"{where} some values of the ratings that are unknown put {could} first"
        flags.append(Flag(code="unrated", level="warning", text=text))
    return flags


def _dominated_flags(problem: DecisionProblem, titles: Titles) -> list[Flag]:
    flags = []
    names = [titles.options[id_] for id_ in problem.options]
    for i, by in dominators(problem).items():
        text = f"{names[i]} is nowhere better than {listed([names[j] for j in by])}, and somewhere worse"
        flags.append(Flag(code="dominated", level="warning", text=text, option=problem.options[i]))
    return flags


def _unrated_flags(problem: DecisionProblem, ranking: Ranking, titles: Titles) -> list[Flag]:
    """Each unknown rating has its own truth: what it could change alone, the others where they stand."""
    if not problem.unknown.any():
        return []
    from scenario_cli.engine.sensitivity.rating_flips import rating_flips

    flips = rating_flips(problem, ranking)
    flags = []
    for i, j in np.argwhere(problem.unknown):
        option, factor = problem.options[i], problem.factors[j]
        alone = "no value of it alone would change first place"
        if np.isfinite(flips.steps[i, j]):
            taking = listed([titles.options[problem.options[k]] for k in flips.to[i][j]])
            if flips.change[i, j] == 0:
                alone = "its true value alone could decide who is first"
            else:
                side = "above" if flips.change[i, j] > 0 else "below"
                alone = f"{side} {flips.at[i, j]:.4g} it alone would put {taking} first"
        cell = titles.cell(option, factor)
        text = f"{cell} is not rated: it counts at mid-scale, and could be anywhere; {alone}"
        flags.append(Flag(code="unrated", level="warning", text=text, option=option, factor=factor))
    return flags


def _cell_flags(scenario: Scenario, problem: DecisionProblem, titles: Titles) -> list[Flag]:
    flags = []
    for i, option in enumerate(problem.options):
        for j, factor in enumerate(problem.factors):
            about = titles.cell(option, factor)
            texts = {}
            rating = scenario.ratings[option][factor]
            if not problem.unknown[i, j] and not rating.why and not rating.evidence:
                texts["uncited"] = f"{about} has neither reason nor evidence"
            if problem.clipped[i, j]:
                texts["clipped"] = f"{about} was pushed past its scale, and stands at the end of it"
            if problem.crossed[i, j]:
                texts["below_minimum"] = f"{about} is on the wrong side of the red line; ranked all the same"
            flags += [
                Flag(code=code, level="warning", text=text, option=option, factor=factor)
                for code, text in texts.items()
            ]
    return flags


def program_flags(scenario: Scenario, problem: DecisionProblem, titles: Titles) -> list[Flag]:
    """Return one flag for all ratings that a program set; to make one unknown is to set it, too."""
    found = _set_by_programs(scenario, problem.options, problem.factors)
    if not found:
        return []
    names = list(dict.fromkeys(name for _, _, name in found if name))
    by = f" ({listed(_few(names))})" if names else ""
    cells = [titles.cell(option, factor) for option, factor, _ in found]
    text = f"{_were_set(len(found))} by a program{by}: {listed(_few(cells))}"
    return [Flag(code="proposed_by_program", level="warning", text=text)]


def program_line(scenario: Scenario) -> str:
    """Return the same in a short sentence that names none; nothing where there are none."""
    found = _set_by_programs(scenario, scenario.options, scenario.factors)
    return f"{_were_set(len(found))} by a program." if found else ""


def _set_by_programs(
    scenario: Scenario, options: Iterable[str], factors: Iterable[str]
) -> list[tuple[str, str, str]]:
    """Return each rating that a program set, with the name of the program."""
    columns = list(factors)
    return [
        (option, factor, name)
        for option in options
        for factor in columns
        if (name := scenario.ratings[option][factor].program) is not None
    ]


def _were_set(count: int) -> str:
    return "1 rating was set" if count == 1 else f"{count} ratings were set"


def _source_flags(
    scenario: Scenario, problem: DecisionProblem, ranking: Ranking, titles: Titles
) -> list[Flag]:
    leading = [problem.options[i] for i in ranking.leaders]
    weighty = [factor for factor, weight in zip(problem.factors, problem.weights, strict=True) if weight > 0]
    first = _sources(scenario, leading, weighty)
    flags = []
    if len(first) == 1:
        lead = listed([titles.options[id_] for id_ in leading])
        text = f"the first place of {lead} rests on one source: {titles.sources[first.pop()]}"
        flags.append(Flag(code="one_source", level="warning", text=text, option=leading[0]))
    cited = _sources(scenario, problem.options, problem.factors)
    read = {scenario.sources[id_].read_in or id_ for id_ in cited}
    if len(cited) > 1 and len(read) == 1:
        text = f"read in one source, whoever is quoted: {titles.sources[read.pop()]}"
        flags.append(Flag(code="one_report", level="warning", text=text))
    return flags


def _sources(scenario: Scenario, options: Iterable[str], factors: Iterable[str]) -> set[str]:
    """Return the sources that the ratings of options on factors cite."""
    columns = list(factors)
    return {
        scenario.evidence[id_].source
        for option in options
        for factor in columns
        for id_ in scenario.ratings[option][factor].evidence
    }


def _later_flags(scenario: Scenario, titles: Titles) -> list[Flag]:
    """Each rating, and each item of evidence that no rating cites, from a source later than the scenario."""
    later = {
        id_: f"{titles.sources[item.source]} ({scenario.sources[item.source].date})"
        for id_, item in scenario.evidence.items()
        if is_later(scenario.sources[item.source].date, scenario.as_of)
    }
    if not later:
        return []
    flags, cited = [], set()
    for option, ratings in scenario.ratings.items():
        for factor, rating in ratings.items():
            cited.update(rating.evidence)
            sources = list(dict.fromkeys(later[id_] for id_ in rating.evidence if id_ in later))
            if sources:
                text = f"{titles.cell(option, factor)} rests on what is later than {scenario.as_of}: "
                text += listed(sources)
                flags.append(Flag("later_source", "warning", text, option=option, factor=factor))
    unused = [id_ for id_ in later if id_ not in cited]
    if unused:
        text = f"evidence that no rating cites is later than {scenario.as_of}: {listed(_few(unused))}"
        flags.append(Flag("later_source", "note", text))
    return flags


def _curve_flags(problem: DecisionProblem, ranking: Ranking, titles: Titles) -> list[Flag]:
    """Return the flag that straight lines in place of value curves would put others first."""
    if not problem.curves:
        return []
    straight = rank_options(replace(problem, values=problem.positions, curves=()))
    if straight.leaders == ranking.leaders:
        return []
    curved = [f for f, curve in zip(problem.factors, problem.curves, strict=True) if curve is not None]
    first = listed([titles.options[problem.options[i]] for i in straight.leaders])
    many = len(curved) > 1
    text = (
        f"the value curve{'s' if many else ''} of {listed([titles.items[f] for f in curved])} "
        f"decide{'' if many else 's'}: by the straight line from worst to best {first} would be first"
    )
    return [Flag("curve_decides", "warning", text)]


def _alike_flags(problem: DecisionProblem, titles: Titles) -> list[Flag]:
    return [
        Flag(
            code="idle_factor",
            level="warning",
            text=(
                f"{titles.items[problem.factors[j]]} (weight {per_cent(problem.weights[j])}) "
                "changes nothing: all rate alike"
            ),
            factor=problem.factors[j],
            driver=problem.drivers[problem.driver_of[j]],
        )
        for j in alike_factors(problem)
    ]


def _notes(
    scenario: Scenario, problem: DecisionProblem, ranking: Ranking, titles: Titles, *, weights_named: bool
) -> list[Flag]:
    flags = []
    if not weights_named:
        flags.append(EQUAL_WEIGHTS)
    counts = np.bincount(problem.driver_of, minlength=len(problem.drivers))
    if len(set(counts.tolist())) > 1:
        parts = [
            f"{titles.items[driver]} {count} ({per_cent(weight)})"
            for driver, count, weight in zip(problem.drivers, counts, problem.driver_weights, strict=True)
        ]
        text = f"factors per driver, and the weight they share: {', '.join(parts)}"
        flags.append(Flag(code="splitting", level="note", text=text))
    if len(problem.options) > 1 and problem.weights.max() < 1:
        text = _left_out([titles.items[problem.factors[j]] for j in decisive_factors(problem, ranking)])
        flags.append(Flag(code="single_factor", level="note", text=text))
    if scenario.status_quo is None:
        text = "no option is marked as the status quo, so there is nothing to compare with"
        flags.append(Flag(code="no_status_quo", level="note", text=text))
    text = "each weight was moved alone; several small moves together may do what none does alone"
    flags.append(Flag(code="one_at_a_time", level="note", text=text))
    flags.append(SCORE_NOT_LIKELIHOOD)
    return flags


def _left_out(decisive: list[str]) -> str:
    if not decisive:
        return WHICHEVER_FACTOR
    return f"leaving out any single factor changes first place only for {listed(_few(decisive))}"


def _few(words: list[str]) -> list[str]:
    return [*words[:_NAMED], f"{len(words) - _NAMED} more"] if len(words) > _NAMED else words


WHICHEVER_FACTOR = "first place stays as it is whichever single factor is left out"
_NAMED = 4
