"""Points asked for one by one: of the drivers, or of the factors within one."""

from scenario_cli.answers.group.words import for_whom
from scenario_cli.answers.words import ends_words
from scenario_cli.cli.commands.group.screen import tell, typed
from scenario_cli.cli.output import say
from scenario_cli.errors import StudyError
from scenario_cli.group.typed import worth_of
from scenario_cli.model.scenario import Driver, Scenario
from scenario_cli.model.titles import titles_of
from scenario_cli.text import fixed, visible

BACK = ("b", "back")
Points = dict[str, float]


def weigh(scenario: Scenario, driver: str | None, had: Points) -> Points | None:
    """Ask what each of a group counts; none at all where they are to count the same, ``None`` to go back.

    ``had`` are the points from before, which Enter leaves.
    """
    titles = titles_of(scenario).items
    ids = list(scenario.drivers if driver is None else scenario.drivers[driver].factors)
    where = "" if driver is None else f" within {titles[driver]}"
    tell(f"How much does each count{where} {for_whom(scenario)}?")
    tell("100 for what counts most, and for each other as many as it counts beside that; 0 counts nothing.")
    tell("Think of how much it matters to go from the worst to the best of it.")
    say("")
    for id_ in ids:
        tell(f"{titles[id_]}{_swing(scenario, driver, id_)}", 2, hang=4)
    say("")
    return _points({id_: visible(titles[id_]) for id_ in ids}, had)


def _swing(scenario: Scenario, driver: str | None, id_: str) -> str:
    factor = scenario.drivers[id_] if driver is None else scenario.drivers[driver].factors[id_]
    if isinstance(factor, Driver) and factor.factors:
        return f": {factor.about}" if factor.about else ""
    return f": {ends_words(factor.scale)}"


def _points(titles: dict[str, str], had: Points) -> Points | None:
    points, ids, at = dict(had), list(titles), 0
    while at < len(ids):
        id_ = ids[at]
        enter = f" (Enter: {points[id_]:g})" if id_ in points else "" if at else " (Enter: all the same)"
        reply = typed(f"  {titles[id_]}{enter}: ")
        if reply.lower() in BACK:
            if not at:
                return None
            at -= 1
            continue
        if not reply and not at and id_ not in points:
            return {}
        try:
            if reply or id_ not in points:
                points[id_] = worth_of(reply)
        except StudyError as error:
            tell(f"{error.message}; {error.hint}", 4)
            continue
        at += 1
        if at == len(ids) and not any(points.values()):
            tell("All at 0 would say nothing: once more, please.", 4)
            points, at = {}, 0
    return points


def told(heading: str, points: Points, titles: dict[str, str]) -> None:
    """Say what points come to, as shares of their sum."""
    whole = sum(points.values())
    tell(heading if points else f"{heading}: all the same", 2)
    for id_, each in points.items():
        tell(f"{titles[id_]}: {each:g} ({fixed(each * 100 / whole)}%)", 4, hang=2)
