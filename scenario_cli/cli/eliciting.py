"""What the commands that make weights share: which items, what they fill, what is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scenario_cli.cli.inputs import Stated, known_id, read_stated
from scenario_cli.cli.output import STANDARD_OUTPUT, Destination, say
from scenario_cli.engine.additive import rank_options
from scenario_cli.engine.elicit import CONSISTENT, Comparison
from scenario_cli.engine.flags import order_flags
from scenario_cli.engine.problem import Array, DecisionProblem, decision_problem
from scenario_cli.errors import InputError, OutputError, UsageError
from scenario_cli.files.catalog import STANDARD_INPUT
from scenario_cli.files.gathering import Mistakes
from scenario_cli.files.parsed import ParsedFile
from scenario_cli.files.reading import open_file, pairs_from
from scenario_cli.files.starting import checked_name
from scenario_cli.files.weights_text import weights_text
from scenario_cli.files.writing import write_new
from scenario_cli.model.base import is_number
from scenario_cli.model.pairs import Pairs
from scenario_cli.model.scenario import Factor, Scenario
from scenario_cli.render.basis import Basis
from scenario_cli.render.provenance import Input
from scenario_cli.render.table import Cell, Column
from scenario_cli.render.weighing import MadeAnswer, made_document, made_page, made_records
from scenario_cli.text import per_cent, suggestion


@dataclass(frozen=True, kw_only=True)
class Elicited:
    """What weights are asked for: the drivers, or the factors of ``driver``."""

    command: str
    stated: Stated
    driver: str | None

    @property
    def scenario(self) -> Scenario:
        """The scenario that the weights are for."""
        return self.stated.scenario

    def made(
        self,
        items: Mapping[str, float],
        *,
        how: str,
        extra: Mapping[str, Any],
        columns: Sequence[Column] = (),
        cells: Mapping[str, Sequence[Cell]] | None = None,
        remark: str = "",
    ) -> MadeAnswer:
        """Fill the items' shares into the base weights, and rank under the result."""
        base = self.stated.weights
        changed: dict[str, Any] = {"id": self.command, "title": how, "ranges": {}, "evidence": {}}
        if self.driver is None:
            changed["drivers"] = {id_: 100 * items[id_] for id_ in self.scenario.drivers}
        else:
            group = {id_: 100 * items[id_] for id_ in self.scenario.drivers[self.driver].factors}
            changed["factors"] = {**base.factors, self.driver: group}
        weights = base.model_copy(update=changed)
        problem = decision_problem(self.scenario, weights)
        inputs = [Input(role="scenario", id=self.scenario.id, sha256=self.stated.scenario_source.sha256)]
        if self.stated.weights_source is not None:
            inputs.append(Input(role="weights", id=base.id, sha256=self.stated.weights_source.sha256))
        ranking = rank_options(problem)
        return MadeAnswer(
            command=self.command,
            basis=Basis(scenario=self.scenario, weights=weights, problem=problem, inputs=tuple(inputs)),
            ranking=ranking,
            items=dict(items),
            how=how,
            columns=[Column("Id"), *columns, Column("Share", "right")],
            rows=[[id_, *((cells or {}).get(id_, ())), per_cent(share)] for id_, share in items.items()],
            extra=extra,
            flags=order_flags(problem, ranking),
            remark=remark,
        )


def elicited(
    command: str, ids: Sequence[str], scenario_name: str | None, weights_names: list[str]
) -> Elicited:
    """Say what ids ask for.

    Raises
    ------
    UsageError
        They are not all the drivers, nor all the factors of one driver.
    """
    stated = read_stated(scenario_name, weights_names)
    scenario = stated.scenario
    for id_ in ids:
        known_id("ID", "driver or factor", id_, [*scenario.drivers, *scenario.factors])
    twice = next((id_ for i, id_ in enumerate(ids) if id_ in ids[:i]), None)
    if twice is not None:
        raise UsageError(f"error: '{twice}' is named twice")
    home, wanted = _group(scenario, ids)
    if wanted:
        raise UsageError(f"error: name {_whole(home)} and nothing else; look at: {', '.join(wanted)}")
    return Elicited(command=command, stated=stated, driver=home)


def compared(file: str, scenario_name: str | None, weights_names: list[str]) -> tuple[Elicited, Pairs]:
    """Read a file of comparisons, and say what its items ask for.

    Raises
    ------
    UsageError
        Standard input is named twice.
    InputError
        A file is missing or wrong, or the items are not all the drivers, nor all the
        factors of one driver.
    """
    if [file, scenario_name, *weights_names].count(STANDARD_INPUT) > 1:
        raise UsageError("error: standard input (-) can be one file only")
    mistakes, stated, pairs = Mistakes(), None, None
    with mistakes:
        source = open_file("weights", file)
        pairs = pairs_from(source)
    with mistakes:
        stated = read_stated(scenario_name, weights_names)
    mistakes.tell()
    assert stated is not None
    assert pairs is not None
    driver = _home(source, pairs, stated.scenario)
    return Elicited(command="weights-pairs", stated=stated, driver=driver), pairs


def _home(source: ParsedFile, pairs: Pairs, scenario: Scenario) -> str | None:
    known = [*scenario.drivers, *scenario.factors]
    unknown = [
        source.mistake(
            ("items", i), "unknown-factor", f"unknown driver or factor '{id_}'", suggestion(id_, known)
        )
        for i, id_ in enumerate(pairs.items)
        if id_ not in known
    ]
    if unknown:
        raise InputError(unknown)
    home, wanted = _group(scenario, pairs.items)
    if wanted:
        message = f"the items are not {_whole(home)} and nothing else"
        hint = f"look at: {', '.join(wanted)}"
        raise InputError([source.mistake(("items",), "no-group", message, hint)])
    return home


def _group(scenario: Scenario, ids: Sequence[str]) -> tuple[str | None, list[str]]:
    """Return the driver whose factors are asked for (``None``: the drivers are), and what is amiss."""
    groups: dict[str | None, set[str]] = {None: set(scenario.drivers)}
    groups |= {driver: set(part.factors) for driver, part in scenario.drivers.items() if part.factors}
    home = next(driver for driver, members in groups.items() if ids[0] in members)
    return home, sorted(groups[home] - set(ids)) or sorted(set(ids) - groups[home])


def _whole(home: str | None) -> str:
    return "all the drivers" if home is None else f"all the factors of '{home}'"


def swing_words(scenario: Scenario, id_: str) -> str:
    """Put a swing in words, with the worst and the best of what is rated."""
    if id_ in scenario.drivers and scenario.drivers[id_].factors:
        driver = scenario.drivers[id_]
        titles = ", ".join(factor.title or f for f, factor in driver.factors.items())
        return f"{driver.title or id_}: all from worst to best ({titles})"
    return _swing(scenario.factors[id_], id_)


def _swing(factor: Factor, id_: str) -> str:
    scale = factor.scale
    unit = f" {scale.unit}" if scale.unit else ""

    def end(number: float) -> str:
        words = scale.anchors.get(number)
        return f"{number:g}{unit}" + (f" ({words})" if words else "")

    return f"{factor.title or id_}: from {end(scale.worst)} to {end(scale.best)}"


def swing_points(asked: Elicited, texts: Sequence[str], *, ask: bool) -> dict[str, float]:
    """Return what each swing is worth, from ``ID=80``, or from questions where ids stand alone.

    Raises
    ------
    UsageError
        A number is missing and nobody can be asked, or it cannot be.
    """
    points: dict[str, float] = {}
    for text in texts:
        id_, equals, stated = text.partition("=")
        if not equals:
            if not ask:
                raise UsageError(f"error: {text}: say what its swing is worth, as {text}=80")
            stated = _question(swing_words(asked.scenario, id_))
        if not is_number(stated.strip()) or float(stated) < 0:
            raise UsageError(f"error: {id_}: expected a number of 0 or more, found '{stated}'")
        points[id_] = float(stated)
    greatest = max(points.values())
    if greatest == 0:
        raise UsageError("error: at least one swing is worth more than 0")
    return {id_: value / greatest * 100 for id_, value in points.items()}


def _question(words: str) -> str:
    import sys

    while True:
        sys.stderr.write(f"{words}\n  worth, where the largest swing is 100: ")
        sys.stderr.flush()
        typed = sys.stdin.readline()
        if not typed:
            raise UsageError("error: the questions were not answered")
        if is_number(typed.strip()) and float(typed) >= 0:
            return typed.strip()
        sys.stderr.write("  a number of 0 or more, please\n")


def pairs_remark(found: Comparison, worst: Sequence[str] | None) -> str:
    """Say how far the comparisons contradict each other, and which to look at."""
    if found.consistency_ratio is None:
        said = f"lambda_max {found.lambda_max:.4g}; no consistency ratio is tabulated for so many items"
    else:
        verdict = "accepted" if found.consistency_ratio <= CONSISTENT else "too contradictory: above 0.1"
        ratio = f"{found.consistency_ratio:.3f}" if found.consistency_ratio < 1000 else "above 1000"
        said = f"lambda_max {found.lambda_max:.4g}, consistency ratio {ratio} ({verdict})"
    if worst is not None and found.mend is not None:
        said += f"; {worst[0]} to {worst[1]} fits the rest least: {found.mend:.3g} would agree"
    return f"{said}."


def group_points(scenario: Scenario, problem: DecisionProblem, weights: Array) -> dict[str, dict[str, float]]:
    """Return factor weights as points within each driver that has several factors."""
    return {
        driver: {f: float(weights[problem.factors.index(f)]) for f in stated.factors}
        for driver, stated in scenario.drivers.items()
        if len(stated.factors) > 1 and any(weights[problem.factors.index(f)] > 0 for f in stated.factors)
    }


def deliver(asked: Elicited, answer: MadeAnswer, output: str | None, destination: Destination) -> None:
    """Write the weights file, if one is asked for, and show what came out.

    A file that goes to stdout goes there alone, so that it can be piped on.
    """
    if output is not None:
        weights = answer.basis.weights
        id_ = new_id(output, weights.id)
        write_weights(
            output, weights_text(id_, weights.title, asked.scenario, weights.drivers, weights.factors)
        )
    if output == STANDARD_OUTPUT:
        return
    destination.write(
        page=lambda columns: made_page(answer, columns),
        document=lambda: made_document(answer),
        records=lambda: made_records(answer),
    )


def new_id(output: str | None, otherwise: str) -> str:
    """Return the id of a new weights file: its name, or ``otherwise`` where it goes to stdout.

    Raises
    ------
    UsageError
        Its name cannot be an id.
    """
    return otherwise if output is None or output == STANDARD_OUTPUT else checked_name(Path(output).stem)


def write_weights(output: str | None, text: str) -> None:
    """Write a new weights file, never over one that is there; without a name, to stdout.

    Raises
    ------
    OutputError
        It is there, or cannot be written.
    """
    if output is None or output == STANDARD_OUTPUT:
        Destination().write_text(text)
        return
    try:
        write_new(Path(output), text.encode())
    except FileExistsError:
        raise OutputError(f"{output}: error: exists already; nothing was written") from None
    except OSError as error:
        raise OutputError(f"{output}: error: cannot be written: {error.strerror or error}") from None
    say(f"wrote {output}")
