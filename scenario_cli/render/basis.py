"""What every result states of itself: its inputs, its scenario, its weights, its flags."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from scenario_cli.engine.flags import Flag
from scenario_cli.engine.problem import DecisionProblem
from scenario_cli.model.scenario import Scenario
from scenario_cli.model.weights import Weights
from scenario_cli.render.provenance import Input, provenance


@dataclass(frozen=True, eq=False, kw_only=True)
class Basis:
    """What a result was computed from; ``settings`` are the what-ifs as they were typed."""

    scenario: Scenario
    weights: Weights
    problem: DecisionProblem
    inputs: tuple[Input, ...]
    injects: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()

    @property
    def tried(self) -> bool:
        """Whether anything differs from the files as they stand."""
        return bool(self.injects or self.settings)

    def title(self, id_: str) -> str:
        """Return the title of an option, or its id where it has none."""
        return self.scenario.options[id_].title or id_


def preamble(basis: Basis, command: str, flags: Iterable[Flag], finding: str) -> dict[str, Any]:
    """Return the fields that every JSON document starts from."""
    problem = basis.problem
    return {
        "format": f"{command}/1",
        "provenance": provenance(basis.inputs, basis.injects, basis.settings),
        "scenario": {"id": basis.scenario.id, "title": basis.scenario.title},
        "weights": {
            "id": basis.weights.id,
            "title": basis.weights.title,
            "drivers": shares(problem.drivers, problem.driver_weights),
            "factors": shares(problem.factors, problem.weights),
        },
        "flags": [flag_document(flag) for flag in flags],
        "finding": finding,
    }


def shares(ids: Sequence[str], numbers: Iterable[Any]) -> dict[str, float]:
    """Return numbers by id, as plain floats."""
    return {id_: float(number) for id_, number in zip(ids, numbers, strict=True)}


def flag_document(flag: Flag) -> dict[str, Any]:
    """Return a flag without the parts that it does not name."""
    return {key: part for key, part in flag._asdict().items() if part is not None}


def heading(basis: Basis) -> list[str]:
    """Return the lines that head a page; what was only tried stands first."""
    scenario, weights = basis.scenario, basis.weights
    lines = []
    if basis.tried:
        tried = [*basis.settings, *(f"inject {i} ({scenario.injects[i].title or i})" for i in basis.injects)]
        lines.append(f"What-if: {'; '.join(tried)}. No file was changed.")
    lines += [scenario.title, scenario.question]
    about = [f"Weights: {weights.id}" + (f" ({weights.title})" if weights.title else "")]
    if scenario.decision_maker:
        about.append(f"decision-maker: {scenario.decision_maker}")
    if scenario.as_of:
        about.append(f"as of {scenario.as_of}")
    lines.append("; ".join(about) + ".")
    return lines


def remarks(flags: Sequence[Flag], level: str) -> list[str]:
    """Return flags of a level as lines, those with the same code together."""
    by_code: dict[str, list[str]] = {}
    for flag in flags:
        if flag.level == level:
            by_code.setdefault(flag.code, []).append(flag.text)
    return [f"{code}: {_few(texts)}." for code, texts in by_code.items()]


def _few(texts: list[str]) -> str:
    shown = "; ".join(texts[:_SHOWN])
    return f"{shown}; and {len(texts) - _SHOWN} more" if len(texts) > _SHOWN else shown


_SHOWN = 4
