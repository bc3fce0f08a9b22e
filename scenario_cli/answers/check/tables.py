"""Tables of ballots among the files that are checked."""

from collections.abc import Sequence
from pathlib import Path

from scenario_cli.errors import InputError, UsageError
from scenario_cli.files.ballot_table import ENDING, ballots_in_table
from scenario_cli.files.catalog import Found, read_bytes
from scenario_cli.files.parsed import ParsedFile
from scenario_cli.files.reading import read_scenario
from scenario_cli.mistakes import Mistake
from scenario_cli.model.scenario import Scenario


def is_table(name: str | Found) -> bool:
    """Whether a file is a table, by its ending."""
    return (name if isinstance(name, str) else name.name).lower().endswith(ENDING)


def open_table(name: str | Found) -> ParsedFile:
    """Return a table with its bytes; what it is stands in no line of it.

    Raises
    ------
    InputError
        It cannot be read.
    """
    found = Found(Path(name), name) if isinstance(name, str) else name
    return ParsedFile(found.name, read_bytes(found), {"format": "ballot/1"}, [], found.path)


def table_mistakes(tables: Sequence[ParsedFile], scenarios: Sequence[Scenario]) -> list[Mistake]:
    """Return what is wrong with tables of ballots; their columns are those of the scenario they are for."""
    mistakes: list[Mistake] = []
    for table in tables:
        try:
            scenario = scenarios[0] if len(scenarios) == 1 else read_scenario()
        except (InputError, UsageError):
            message = "there is no one scenario to hold this table against"
            hint = "name its scenario, too"
            mistakes.append(
                Mistake(file=table.name, code="missing-file", message=message, hint=hint, level="warning")
            )
            continue
        try:
            mistakes += ballots_in_table(table.name, table.content, scenario).mistakes
        except InputError as error:
            mistakes += error.mistakes
    return mistakes
