"""Ballots by files, folders, patterns and tables; what is wrong with each, and how many are left out."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from scenario_cli.errors import InputError, UsageError
from scenario_cli.files.ballot_table import ENDING, PlacedBallot, ballots_in_table, rows_in_table
from scenario_cli.files.catalog import STANDARD_INPUT, Found, read_bytes
from scenario_cli.files.kinds import OF_RESULTS, STATED
from scenario_cli.files.parsed import ParsedFile, parse
from scenario_cli.files.reading import ballot_from
from scenario_cli.files.several import files_of
from scenario_cli.mistakes import Mistake
from scenario_cli.model.scenario import Scenario

ENDINGS = (".yaml", ".yml", ".json", ENDING)


class BallotFiles(NamedTuple):
    """The files that hold ballots: those of one ballot, tables, and what is wrong with the others."""

    single: list[ParsedFile]
    tables: list[tuple[str, bytes]]
    mistakes: list[Mistake]


class BallotBox(NamedTuple):
    """The ballots that were read.

    Attributes
    ----------
    ballots : tuple of PlacedBallot
        The sound ones.
    mistakes : tuple of Mistake
        What is wrong with the others, and how many these are: ``left_out``. A file that is meant as none
        is a warning.
    """

    ballots: tuple[PlacedBallot, ...]
    mistakes: tuple[Mistake, ...]
    left_out: int


def open_ballots(paths: Sequence[str | Path]) -> BallotFiles:
    """Find and open the files that paths, folders (all ballots and tables in them) and patterns stand for.

    Raises
    ------
    InputError
        Nothing is named, or a name leads nowhere, or a folder holds no file of that kind.
    UsageError
        Standard input is named.
    """
    found = BallotFiles([], [], [])
    wrong: list[Mistake] = []
    seen: set[Path] = set()
    for name in map(str, paths):
        if name == STANDARD_INPUT:
            raise UsageError("ballots are read from files; standard input is none")
        try:
            named = _files_of(name)
        except InputError as error:
            wrong += error.mistakes
            continue
        for path in named:
            if Path(path).resolve() in seen:
                continue
            seen.add(Path(path).resolve())
            try:
                content = read_bytes(Found(Path(path), path))
                if path.lower().endswith(ENDING):
                    found.tables.append((path, content))
                else:
                    found.single.append(parse(path, content, Path(path)))
            except InputError as error:
                if error.mistakes[0].code == "missing-file":
                    wrong += error.mistakes
                else:
                    found.mistakes.extend(error.mistakes)
    if wrong:
        raise InputError([*wrong, *found.mistakes])
    return found


def _files_of(name: str) -> Sequence[str]:
    if not os.path.isdir(name):  # noqa: PTH112 - false, too, where it cannot be looked at
        several = files_of(name)
        return [Path(name).as_posix()] if several is None else several
    found = [path.as_posix() for path in Path(name).iterdir() if path.suffix.lower() in ENDINGS]
    if not found:
        message = "there is no ballot in this folder"
        hint = f"a ballot's file ends in {', '.join(ENDINGS)}"
        inner = sorted(path.as_posix() for path in Path(name).iterdir() if path.is_dir())
        hint = f"name a folder in it: {inner[0]}" if inner else hint
        raise InputError([Mistake(file=name, code="missing-file", message=message, hint=hint)])
    return sorted(found)


def read_ballots(
    files: BallotFiles, scenario: Scenario, wanted: Callable[[str], bool] | None = None
) -> BallotBox:
    """Read every ballot; what is wrong with one leaves that one out and no other.

    Of a name that is there twice neither ballot is taken: nobody knows which one holds. Ballots
    of a round that is not ``wanted`` are passed over before that.
    """
    ballots: list[PlacedBallot] = []
    mistakes = list(files.mistakes)
    left_out = len({mistake.file for mistake in mistakes})
    for source in files.single:
        if other := _other_kind(source):
            mistakes.append(passed_over(source.name, other))
            continue
        try:
            ballot = ballot_from(source, scenario)
        except InputError as error:
            mistakes += error.mistakes
            left_out += 1
        else:
            ballots.append(PlacedBallot(ballot, source.name, *source.place(("by",))))
    for name, content in files.tables:
        try:
            table = ballots_in_table(name, content, scenario)
        except InputError as error:
            rows = rows_in_table(name, content, scenario)
            mistakes += error.mistakes if rows else [passed_over(name, "a table of something else")]
            left_out += rows
        else:
            ballots += table.ballots
            mistakes += table.mistakes
            left_out += table.left_out
    if wanted is not None:
        ballots = [placed for placed in ballots if wanted(placed.ballot.round.strip())]
    twice = _twice(ballots)
    mistakes += twice.values()
    sound = (placed for k, placed in enumerate(ballots) if k not in twice)
    ordered = tuple(sorted(mistakes, key=lambda mistake: mistake.order))
    return BallotBox(tuple(sound), ordered, left_out + len(twice))


def _other_kind(source: ParsedFile) -> str:
    """Return what a file is that says itself that it is no ballot; nothing of one that may be meant so."""
    keys = source.data if isinstance(source.data, dict) else {}
    stated = str(keys.get("format", "")).partition("/")[0]
    if keys.keys() >= OF_RESULTS:
        return "a result"
    return "" if stated in ("ballot", "weights") else STATED.get(stated, "")


def passed_over(file: str, what: str) -> Mistake:
    """Return the warning on a file among ballots that is none, and counts as none."""
    message = f"this is no ballot, and is passed over: it is {what}"
    return Mistake(file=file, code="no-ballot", level="warning", message=message)


def _twice(ballots: Sequence[PlacedBallot]) -> dict[int, Mistake]:
    """Return by its place what is wrong with each ballot whose name another one has."""
    named: dict[str, list[int]] = {}
    for k, placed in enumerate(ballots):
        if name := person(placed):
            named.setdefault(name, []).append(k)
    found = {}
    for places in named.values():
        for k in places if len(places) > 1 else ():
            other = ballots[next(i for i in places if i != k)]
            message = f"this name has another ballot, at {other.file}:{other.line}"
            hint = "keep one of them, or give them different names"
            if len({ballots[i].ballot.round for i in places}) == len(places):
                hint = "these are of different rounds: name one"
            found[k] = ballots[k].mistake("same-name", message, hint)
    return found


def person(placed: PlacedBallot) -> str:
    """Return whose ballot it is, as names are held to each other: capitals and spaces are nothing."""
    return same_name(placed.ballot.by)


def same_name(name: str) -> str:
    """Return what two names of one person have in common."""
    return " ".join(name.split()).casefold()
