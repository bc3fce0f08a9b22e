"""The after-action report as a page, as records and as a JSON document."""

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from scenario_cli.answers.game.ballots_table import ballots_documents, ballots_tables
from scenario_cli.answers.game.report import tables
from scenario_cli.answers.game.report.ask import GameReportAnswer
from scenario_cli.answers.one_way import one_way_table
from scenario_cli.answers.opening import flag_document, remarks
from scenario_cli.answers.provenance import provenance
from scenario_cli.answers.ranking import ranking_table
from scenario_cli.answers.score import report as scoring
from scenario_cli.answers.ways import sentence, ways_clause
from scenario_cli.render.page import Field, Page, Table
from scenario_cli.render.report import Records, Report
from scenario_cli.text import listed

if TYPE_CHECKING:
    from scenario_cli.answers.game.report.document import GameReportDocument
    from scenario_cli.render.svg import Picture

METHOD = (
    "Each option is rated on each factor; a rating becomes a value from 0 to 1, counts as much as its "
    "factor's weight, and adds up to a score of 100. What was injected, ruled and set applies in the order "
    "of the log."
)
LIMITS = (
    "A score is value under the weights that held, no likelihood: the report says what would follow, not "
    "what will happen.",
    "Chances, votes and dice are what the room said of a move; they enter no score.",
    "One game is one course of events: another room would have played another.",
    "The log has what was typed. What was said and not noted is not here.",
)


def report(answer: GameReportAnswer) -> "Report[GameReportDocument]":
    """Return a game afterwards as it is shown."""
    return Report(
        finding=finding(answer),
        page=partial(page, answer),
        document=partial(document, answer),
        records=partial(records, answer),
        pictures={"turns": partial(_turns, answer)},
    )


def _turns(answer: GameReportAnswer, width: float) -> "Picture":
    from scenario_cli.answers.game.pictures.turns import TurnMark, TurnPoint, turns_picture

    points = [TurnPoint(standing.label, standing.ranks, standing.line) for standing in answer.standings]
    marks = [
        TurnMark(effect.event.line, effect.event.kind, str(effect.event.line))
        for effect in answer.effects
        if not effect.undone
    ]
    return turns_picture(points, marks, answer.study.titles.options, width)


def finding(answer: GameReportAnswer) -> str:
    """Say who was first as it began and who is now, and which lines changed that."""
    title = answer.study.titles.options
    start, now = (
        [title.get(id_, id_) for id_ in s.leaders] for s in (answer.standings[0], answer.standings[-1])
    )
    turned = [str(effect.event.line) for effect in answer.turned]
    said = f"{listed(now)} {'is' if len(now) == 1 else 'are'} first"
    if start == now:
        said += ", as when the game began"
    else:
        said += f"; when the game began, {listed(start)} {'was' if len(start) == 1 else 'were'}"
    if turned:
        said += f"; line{'s' * (len(turned) != 1)} {listed(turned)} changed first place"
    return f"{said}."


def page(answer: GameReportAnswer, width: int) -> Page:
    """Return the after-action report."""
    study = answer.study
    sections: list[Table] = [
        ranking_table(study, width, flags=answer.flags),
        tables.table_of("What was asked, and how?", _asked(answer)),
        *(
            [tables.table_of("What did the sponsor want to know?", answer.about.questions)]
            * bool(answer.about.questions)
        ),
        tables.table_of("Who was there?", _present(answer)),
        tables.turns_table(answer),
        tables.effects_table(answer),
        *([tables.guesses_table(answer)] if answer.guesses else []),
        *ballots_tables(answer.ballots, study.titles.options),
        *([tables.disputes_table(answer)] if answer.disputes else []),
        *([tables.contested_table(answer)] if answer.contested else []),
        *_would_change(answer, width),
        tables.events_table(answer),
        *([tables.undone_table(answer)] if any(e.kind == "undo" for e in answer.events) else []),
        tables.table_of("What does this report not say?", LIMITS),
        tables.record_table(answer),
    ]
    return Page(
        heading=[answer.game_title, "After-action report", study.scenario.title],
        finding=finding(answer),
        tables=sections,
        warnings=[*([answer.holds] if answer.holds else []), *remarks(answer.flags, "warning")],
        notes=remarks(answer.flags, "note", scoring.ON_REQUEST),
    )


def _asked(answer: GameReportAnswer) -> list[str]:
    scenario = answer.study.scenario
    asked = [scenario.question] if scenario.question else []
    return [*asked, METHOD, f"Weights now: {answer.study.weights_title}."]


def _present(answer: GameReportAnswer) -> list[str]:
    teams = answer.about.teams
    said = [f"Teams: {listed(teams)}."] if teams else ["No teams were named."]
    counts = {who: sum(event.by == who for event in answer.events) for who in _hands(answer)}
    said += [f"{who}: {count} line{'s' * (count != 1)}." for who, count in counts.items()]
    guessed = dict.fromkeys(event.said["who"] for event in answer.events if event.kind == "guess")
    named = [who for who in guessed if who]
    return [*said, *([f"Guessed: {listed(named)}."] if named else [])]


def _hands(answer: GameReportAnswer) -> Iterable[str]:
    return dict.fromkeys(event.by for event in answer.events if event.by)


def _would_change(answer: GameReportAnswer, width: int) -> list[Table]:
    study = answer.study
    if len(study.problem.options) == 1:
        return []
    table = one_way_table(study, study.one_way, width)
    return [table._replace(finding=sentence(ways_clause(study, study.nearest_ways)), picture="")]


def document(answer: GameReportAnswer) -> "GameReportDocument":
    """Return the JSON document."""
    return {
        "format": "game-report/1",
        "provenance": provenance([*answer.study.inputs, *answer.kept], answer.study.trials),
        "flags": [flag_document(flag) for flag in answer.flags],
        "title": answer.game_title,
        "lines": len(answer.events),
        "holds": not answer.holds,
        "standings": [
            {"label": s.label, "line": s.line, "ranks": dict(s.ranks), "scores": dict(s.scores)}
            for s in answer.standings
        ],
        "effects": [
            {
                "line": effect.event.line,
                "kind": effect.event.kind,
                "undone": effect.undone,
                "first": [list(effect.before), list(effect.after)],
                "moved": list(effect.moved),
                "option": None if effect.most is None else effect.most[0],
                "points": 0.0 if effect.most is None else effect.most[1],
                "by": None if effect.by is None else effect.by[0],
                "factor": None if effect.by is None else effect.by[1],
            }
            for effect in answer.effects
        ],
        "guesses": [
            {
                "line": one.event.line,
                "team": one.event.by,
                "order": list(one.event.said["order"]),
                "pairs": one.pairs,
                "at_start": one.at_start,
                "now": one.now,
            }
            for one in answer.guesses
        ],
        "ballots": ballots_documents(answer.ballots),
        "finding": finding(answer),
    }


def records(answer: GameReportAnswer) -> Records:
    """Return one record a standing and option."""
    rows: list[list[Field]] = [
        [standing.line, standing.label, option, standing.ranks[option], score]
        for standing in answer.standings
        for option, score in standing.scores.items()
    ]
    return Records(["line", "label", "option", "rank", "score"], rows)
