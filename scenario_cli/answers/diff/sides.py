"""One side of a difference: a result that was stored, or a study."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from hashlib import sha256
from math import isfinite
from pathlib import Path
from typing import Any, NamedTuple

from scenario_cli import __version__
from scenario_cli.engine.comparison.attribution import side_of
from scenario_cli.engine.comparison.moves import State, stated_result
from scenario_cli.engine.flags import program_flags
from scenario_cli.errors import InputError, StudyError, UsageError
from scenario_cli.files.input import Input
from scenario_cli.files.origin import Origin
from scenario_cli.files.parsed import ParsedFile
from scenario_cli.files.reading import format_of, open_file, scenario_from, weights_from
from scenario_cli.mistakes import Mistake
from scenario_cli.model.changes import NOTHING, Change
from scenario_cli.model.weights import equal_weights
from scenario_cli.study import Study

RESULT = "score/1"
DATASET = "batch-dataset/1"
READS = "expected a scenario, weights, a result of 'score' in JSON, or a sweep of 'batch'"


@dataclass(frozen=True, eq=False, kw_only=True)
class DiffSide:
    """One side: its scores, and what its changes are told from.

    ``version`` is that of this program that computed them, ``None`` where a result does not
    say it. ``titles`` are of options, ``items`` of drivers and factors (a result has none).
    ``about`` says what a result was computed from, or what is tried on a study; ``used`` are
    files that the side was not named by: the weights of a scenario, or the scenario of weights.
    ``by_programs`` says which of its ratings a program set.
    """

    id: str
    sha256: str
    state: State
    titles: Mapping[str, str]
    items: Mapping[str, str] = field(default_factory=dict)
    version: str | None
    study: Study | None = None
    about: Mapping[str, str] = field(default_factory=dict)
    used: tuple[Input, ...] = ()
    by_programs: str = ""


class NamedStudy(NamedTuple):
    """A study that has a name: a game as one of its turns opened, say; ``sha256`` is what it is known by."""

    name: str
    study: Study
    sha256: str

    @property
    def id(self) -> str:
        """Its name without folders."""
        return self.name.replace("\\", "/").rstrip("/").rpartition("/")[2] or self.name


def kind_of(part: ParsedFile | Study | Mapping[str, object]) -> str:
    """Return what a side is.

    Raises
    ------
    InputError
        It is none that can be compared.
    """
    if isinstance(part, Study):
        return "study"
    data = part.data if isinstance(part, ParsedFile) else part
    stated = data.get("format") if isinstance(data, Mapping) else None
    if stated == RESULT:
        return "result"
    kind = format_of(part) if isinstance(part, ParsedFile) else None
    if kind is None:
        found = f"'{stated}'" if isinstance(stated, str) else "a file that names no format"
        hint = "name its folder" if stated == DATASET else ""
        raise InputError([_mistake(part, ("format",), "wrong-format", f"{READS}, found {found}", hint)])
    return kind


def _mistake(
    part: ParsedFile | Mapping[str, object], path: tuple[str, ...], code: str, message: str, hint: str = ""
) -> Mistake:
    if isinstance(part, ParsedFile):
        return part.mistake(path, code, message, hint)
    return Mistake(file="result", line=0, code=code, message=message, hint=hint, path=path)


def from_scenario(file: ParsedFile, weights_name: str | Path | None) -> DiffSide:
    """Return a scenario under the weights named, its own, or equal ones."""
    scenario = scenario_from(file)
    name = weights_name or scenario.weights
    origin, weights = None, equal_weights(scenario)
    if name is not None:
        weights_file = open_file("weights", name)
        weights = weights_from(weights_file, scenario)
        origin = Origin(weights.id, weights_file.sha256, weights_file)
    study = Study(
        scenario=scenario,
        weights=weights,
        scenario_origin=Origin(scenario.id, file.sha256, file),
        weights_origin=origin,
    )
    return from_study(study, file=file, used=study.inputs[1:])


def from_study(study: Study, *, file: ParsedFile | None = None, used: tuple[Input, ...]) -> DiffSide:
    """Return a study as a side; ``file`` is what it was named by."""
    side = side_of(study.problem)
    return DiffSide(
        id=file.stem if file is not None else study.weights.id,
        sha256=file.sha256 if file is not None else study.inputs[-1].sha256,
        state=State(side, side.scores),
        version=__version__,
        titles=study.titles.options,
        items=study.titles.items,
        study=study,
        about=_tried(study),
        used=used,
        by_programs=next(
            (flag.text for flag in program_flags(study.scenario, study.problem, study.titles)), ""
        ),
    )


def _tried(study: Study) -> dict[str, str]:
    """Return what is tried on a study: that injects happen, and what is set, by where it is set."""
    found: dict[str, list[str]] = {}
    for trial in study.trials:
        if isinstance(trial, str):
            found.setdefault(f"inject {trial}", []).append("happens")
        else:  # as a number, however it was typed
            where, _, value = str(replace(trial, typed="")).partition("=")
            found.setdefault(f"set {where}", []).append(value)
    return {where: ", then ".join(said) for where, said in found.items()}


def order_changes(before: Study, after: Study) -> list[Change]:
    """Return whether what is tried on both studies applies in another order, of which scores may hang."""
    old = [trial for trial in before.trials if trial in after.trials]
    new = [trial for trial in after.trials if trial in before.trials]
    said = [", ".join(map(str, trials)) for trials in (old, new)]
    return [] if old == new else [Change("order of what is tried", *said)]


def from_result(part: ParsedFile | Mapping[str, object], role: str) -> DiffSide:
    """Return a result of ``score`` as a side.

    Raises
    ------
    InputError
        It has not the form of what this program writes.
    """
    data: Any = part.data if isinstance(part, ParsedFile) else part
    with wrong_result_told(part):
        stated, rows = data["weights"]["factors"], data["ranking"]
        weights = {f: number_of(share, f"weights.factors.{f}") for f, share in stated.items()}
        contributions: dict[str, list[float]] = {}
        for i, row in enumerate(rows):
            option = row["option"]
            if not isinstance(option, str) or option in contributions:
                raise ValueError(f"ranking[{i}].option is no id, or stands there twice")
            contributions[option] = [
                number_of(row["contributions"][f], f"ranking[{i}].contributions.{f}") for f in weights
            ]
        scores = [number_of(row["score"], f"ranking[{i}].score") for i, row in enumerate(rows)]
        return DiffSide(
            id=part.stem if isinstance(part, ParsedFile) else role,
            sha256=part.sha256 if isinstance(part, ParsedFile) else _hash(part),
            state=stated_result(weights, contributions, scores, _values(data, contributions, weights)),
            version=_version(data),
            titles={row["option"]: str(row.get("title", "")) for row in rows},
            about=_computed_from(data),
            by_programs=_by_programs(data),
        )


def _by_programs(stated: Any) -> str:
    """Return what a result says of ratings that a program set; one of a version before says nothing."""
    flags = stated.get("flags", [])
    found = [flag["text"] for flag in flags if flag.get("code") == "proposed_by_program"]
    return str(found[0]) if found else ""


def _values(data: Any, options: Iterable[str], factors: Iterable[str]) -> dict[str, list[float]] | None:
    """Return the values that a result states; ``None`` where it was written before they were."""
    if "ratings" not in data:
        return None
    return {
        option: [
            number_of(data["ratings"][option][f]["value"], f"ratings.{option}.{f}.value") for f in factors
        ]
        for option in options
    }


def _version(data: Any) -> str | None:
    version = data.get("provenance", {}).get("version")
    return version if isinstance(version, str) else None


def _hash(document: Mapping[str, object]) -> str:
    return sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()


def _computed_from(stated: Any) -> dict[str, str]:
    """Return what a result says it was computed from; what it does not say is left out."""
    provenance = stated.get("provenance", {})
    tried = {"injects": provenance.get("injects", []), "set": provenance.get("set", [])}
    named = {"scenario": stated.get("scenario", {}).get("id"), "weights": stated["weights"].get("id")}
    return {key: str(id_) for key, id_ in named.items() if id_ is not None} | {
        key: ", ".join(map(str, texts)) or NOTHING for key, texts in tried.items()
    }


def number_of(stated: Any, where: str) -> float:
    """Return a number that a result states.

    Raises
    ------
    ValueError
        It is none, or not finite.
    """
    if isinstance(stated, bool) or not isinstance(stated, int | float) or not isfinite(stated):
        raise ValueError(f"{where} is not a finite number")
    return float(stated)


@contextmanager
def wrong_result_told(part: ParsedFile | Mapping[str, object]) -> Iterator[None]:
    """Turn what a result lacks, or holds in another form, into a mistake of its file.

    Raises
    ------
    InputError
        The result has not the form of what this program writes.
    """
    try:
        yield
    except KeyError as error:
        why = f"{error} is missing"
    except StudyError as error:
        why = f"{error.message}; {error.hint}" if error.hint else error.message
    except (UsageError, ValueError) as error:
        why = str(error)
    except (AttributeError, IndexError, TypeError):
        why = "it has not the form of what this program writes with -f json"
    else:
        return
    raise InputError([_mistake(part, (), "wrong-result", f"this result cannot be read: {why}")])
