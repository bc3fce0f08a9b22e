"""From what is typed to a study."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from scenario_cli.errors import InputError, UsageError
from scenario_cli.files.catalog import STANDARD_INPUT
from scenario_cli.files.reading import read_scenario
from scenario_cli.study import Study, study


def one_name(weights: Sequence[str]) -> str | None:
    """Return the weights that were named, at most one.

    Raises
    ------
    UsageError
        More than one was.
    """
    if len(weights) > 1:
        raise UsageError(f"one -w at a time here, found {len(weights)}; 'scenario compare' takes several")
    return weights[0] if weights else None


def typed_study(
    scenario: str | None,
    weights: Sequence[str],
    injects: Sequence[str],
    settings: Sequence[str],
    chances: Sequence[str] = (),
) -> Study:
    """Read a study, and try on it what was typed.

    Raises
    ------
    UsageError, InputError
        A file or an argument is wrong.
    """
    name = one_name(weights)
    if scenario == name == STANDARD_INPUT:
        raise UsageError("standard input (-) can be the scenario or the weights, not both")
    read = study(scenario, name)
    return read.tried(*trials(read, injects, settings, chances))


@contextmanager
def hint_of_option(scenario: str | None) -> Iterator[None]:
    """Say what to write instead where an option of the usual scenario stands in the place of a scenario.

    Raises
    ------
    UsageError
        There is no such scenario, and the usual one has such an option.
    """
    try:
        yield
    except InputError as error:
        first = error.mistakes[0]
        if scenario is None or (first.file, first.code) != (scenario, "missing-file"):
            raise
        try:
            options = read_scenario(None).options
        except (InputError, UsageError):
            options = {}
        if scenario not in options:
            raise
        raise UsageError(
            f"there is no scenario '{scenario}', but an option: write --against {scenario}"
        ) from None


def trials(
    read: Study, injects: Sequence[str], settings: Sequence[str], chances: Sequence[str] = ()
) -> list[str]:
    """Return what was typed in the order in which it applies: what was set is what holds.

    Each is held to be what its option says it is: an inject, a chance, or a setting.

    Raises
    ------
    StudyError
        One does not fit the scenario.
    """
    if not injects and not settings and not chances:
        return []
    from scenario_cli.model.settings import known_inject, read_chance, read_setting

    for id_ in injects:
        known_inject(id_, read.scenario)
    for text in settings:
        read_setting(text, read.scenario)
    for text in chances:
        read_chance(text, read.scenario)
    return [*injects, *(f"chance.{text}" for text in chances), *settings]
