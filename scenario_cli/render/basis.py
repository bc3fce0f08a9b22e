"""What every result states of itself: its inputs, its scenario, its weights, its flags."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from scenario_cli.engine.flags import Flag
from scenario_cli.engine.problem import DecisionProblem
from scenario_cli.model.scenario import Scenario
from scenario_cli.model.weights import Weights
from scenario_cli.render.provenance import Input, provenance

Key = TypeVar("Key")


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


def listed(words: Sequence[str]) -> str:
    """Return words as a sentence lists them: ``a, b and c``."""
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1]


def first_place(was: Sequence[Key], now: Sequence[Key], title: Callable[[Key], str]) -> str:
    """Say who was first and who is; who was and is has taken nothing from anybody."""
    stayed = [title(i) for i in now if i in was]
    gained = [title(i) for i in now if i not in was]
    lost = [title(i) for i in was if i not in now]
    if not stayed:
        return f"{listed(gained)} {'takes' if len(gained) == 1 else 'take'} first place from {listed(lost)}"
    said = f"{listed(stayed)} {'stays' if len(stayed) == 1 else 'stay'} first"
    if gained:
        said += f", now tied with {listed(gained)}"
    if lost:
        said += f", no longer tied with {listed(lost)}"
    return said


def points(number: float) -> str:
    """Return score points with one decimal, or more where one would show 0.0."""
    return f"{number:.1f}" if number == 0 or abs(number) >= 0.1 else f"{number:.1g}"


def signed(number: float) -> str:
    """Return score points with their sign and two decimals; rounding dust is +0.00."""
    return f"{round(number, 2) + 0.0:+.2f}"


def per_cent(share: float) -> str:
    """Return a share of 0..1 in per cent."""
    return f"{share * 100:.1f}%"
