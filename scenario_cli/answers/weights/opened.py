"""Weights files by name, each with the scenario that it is for."""

import re
from collections.abc import Sequence
from pathlib import Path

from scenario_cli.errors import InputError, UsageError
from scenario_cli.files.catalog import STANDARD_INPUT, Found
from scenario_cli.files.gathering import Mistakes
from scenario_cli.files.origin import Origin
from scenario_cli.files.parsed import ParsedFile
from scenario_cli.files.reading import open_file, scenario_from, weights_from
from scenario_cli.model.base import ID_PATTERN
from scenario_cli.study import Study

WeightsName = str | Path | Found


def study_of_weights(name: WeightsName, scenario_name: str | Path | None = None) -> Study:
    """Read a weights file under the scenario it is for: the one named, else its own, else the usual one.

    Raises
    ------
    InputError
        A file is missing or wrong, or they do not fit; with the mistakes of both.
    UsageError
        Standard input is named twice.
    """
    return studies_of_weights([name], scenario_name)[0]


def studies_of_weights(names: Sequence[WeightsName], scenario_name: str | Path | None = None) -> list[Study]:
    """Read weights files for one scenario: the one named, else the first that a file names.

    Raises
    ------
    InputError, UsageError
        As for ``study_of_weights``.
    """
    if [scenario_name, *names].count(STANDARD_INPUT) > 1:
        raise UsageError("standard input (-) can be one file only")
    mistakes = Mistakes()
    opened: list[ParsedFile] = []
    for name in names:
        with mistakes:
            opened.append(open_file("weights", name))
    scenario = None
    if scenario_name is not None or len(opened) == len(names):  # a file that is missing may name another
        with mistakes:
            scenario_file = scenario_for(opened, scenario_name)
            scenario = scenario_from(scenario_file)
    read = []
    for file in opened:
        with mistakes:
            read.append((file, weights_from(file, scenario)))
    mistakes.tell()
    assert scenario is not None
    return [
        Study(
            scenario=scenario,
            weights=weights,
            scenario_origin=Origin(scenario.id, scenario_file.sha256, scenario_file),
            weights_origin=Origin(weights.id, file.sha256, file),
        )
        for file, weights in read
    ]


def scenario_for(files: Sequence[ParsedFile], scenario_name: str | Path | None) -> ParsedFile:
    """Return the scenario that files are for: the one named, else the first that one names, else the usual.

    Raises
    ------
    InputError, UsageError
        There is none, or there are several and none is named.
    """
    named = next(((file, id_) for file in files if (id_ := _named_in(file))), None)
    if scenario_name is not None or named is None:
        return open_file("scenarios", scenario_name)
    file, id_ = named
    try:
        return open_file("scenarios", id_)
    except InputError as error:
        first = error.mistakes[0]
        if first.code != "missing-file":
            raise
    try:
        usual = open_file("scenarios", None)
    except UsageError:  # there are several, and none is of that name
        raise InputError([file.mistake(("scenario",), first.code, first.message, first.hint)]) from None
    if isinstance(usual.data, dict) and usual.data.get("id", usual.stem) == id_:
        return usual
    raise InputError([file.mistake(("scenario",), first.code, first.message, first.hint)])


def _named_in(file: ParsedFile) -> str | None:
    stated = file.data.get("scenario") if isinstance(file.data, dict) else None
    return stated if isinstance(stated, str) and re.fullmatch(ID_PATTERN, stated) else None
