"""A result computed again from the inputs that it names."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, get_args

from scenario_cli.cli.basis import read_basis, untouched
from scenario_cli.cli.resting import answer_evidence
from scenario_cli.cli.surviving import answer_robustness
from scenario_cli.cli.turning import answer_sensitivity
from scenario_cli.engine.additive import rank_options
from scenario_cli.engine.assessment import SAMPLES, SPREAD, Model
from scenario_cli.engine.attribution import lead_over
from scenario_cli.engine.sensitivity import one_way
from scenario_cli.errors import InputError, Problem
from scenario_cli.files.catalog import MAX_BYTES, STANDARD_INPUT, Folder, Found, homes, listed, read_bytes
from scenario_cli.files.source import Source, parse
from scenario_cli.render import evidence, explain, robustness, score, sensitivity
from scenario_cli.render.verify import Mismatch, VerifyAnswer, mismatches

NUMBERS = {
    "score/1": ("ranking", "one_way", "unknown", "weights"),
    "sensitivity/1": ("leaders", "one_way", "ratings", "shifts", "two_way", "weights"),
    "explain/1": ("gap", "differences", "weights"),
    "evidence/1": ("ratings", "evidence", "sources", "coverage", "weights"),
    "robustness/1": ("options", "pairwise", "research", "model", "entropy", "weights"),
}


def verify_result(name: str, under: Path | None) -> VerifyAnswer:
    """Find the inputs of a result, compute it again, and compare the numbers.

    Raises
    ------
    InputError
        The result cannot be read, or an input is missing or has changed.
    """
    found = Found(Path(name), name, piped=name == STANDARD_INPUT)
    source = parse(name, read_bytes(found))
    stated = source.data if isinstance(source.data, dict) else {}
    kind = str(stated.get("format"))
    if kind not in NUMBERS:
        known = ", ".join(word.removesuffix("/1") for word in NUMBERS)
        raise InputError(
            [source.problem(("format",), "wrong-format", f"expected a result of {known}, found '{kind}'")]
        )
    files = _inputs(source, stated, under)
    try:
        again = _again(kind, stated, files)
    except (KeyError, TypeError, ValueError) as error:
        message = f"this result cannot be read: {type(error).__name__} at {error}"
        raise InputError([source.problem((), "wrong-result", message)]) from None
    told: list[Mismatch] = []
    told += [
        Mismatch(field, "missing", "there")
        for field in NUMBERS[kind]
        if field in again and field not in stated
    ]
    for field in NUMBERS[kind]:
        if field in stated and field in again:
            told += mismatches(stated[field], again[field], field)
    checked = [field for field in NUMBERS[kind] if field in stated and field in again]
    return VerifyAnswer(name=name, kind=kind, inputs=tuple(files.items()), checked=checked, mismatches=told)


def _inputs(source: Source, stated: dict[str, Any], under: Path | None) -> dict[str, str]:
    """Return the path of each input by its role."""
    named = (
        stated.get("provenance", {}).get("inputs", []) if isinstance(stated.get("provenance"), dict) else []
    )
    if not isinstance(named, list) or not all(isinstance(part, dict) for part in named):
        named = []
    if not named:
        raise InputError([source.problem(("provenance",), "wrong-result", "the result names no inputs")])
    by_hash: dict[str, str] = {}
    by_stem: dict[str, str] = {}
    for path in _candidates(under):
        if path.stat().st_size <= MAX_BYTES:
            by_hash.setdefault(sha256(path.read_bytes()).hexdigest(), path.as_posix())
            by_stem.setdefault(path.stem, path.as_posix())
    files: dict[str, str] = {}
    problems: list[Problem] = []
    for i, part in enumerate(named):
        role, id_, wanted = (str(part.get(key)) for key in ("role", "id", "sha256"))
        if wanted in by_hash:
            files[role] = by_hash[wanted]
            continue
        place = ("provenance", "inputs", i)
        if id_ in by_stem:
            problems.append(
                source.problem(
                    place, "changed-input", f"the {role} '{id_}' has changed since", "find the old file"
                )
            )
        else:
            hint = "name its folder with --under"
            problems.append(source.problem(place, "missing-file", f"the {role} '{id_}' was not found", hint))
    if problems:
        raise InputError(problems)
    return files


def _candidates(under: Path | None) -> Iterator[Path]:
    if under is not None:
        for path in sorted(under.rglob("*")):
            if path.suffix in (".yaml", ".yml", ".json") and path.is_file():
                yield path
    for home in [Path(), *(Path(home) for folder in get_args(Folder) for home, _ in homes(folder))]:
        yield from listed(home)
        yield from sorted(home.glob("*.json"))


def _again(kind: str, stated: dict[str, Any], files: dict[str, str]) -> dict[str, Any]:
    tried = stated["provenance"]
    weights = [files["weights"]] if "weights" in files else []
    basis, read = read_basis(files["scenario"], weights, list(tried["injects"]), list(tried["set"]))
    ranking = rank_options(basis.problem)
    if kind == "score/1":
        before = untouched(basis)
        return score.document(
            score.ScoreAnswer(
                basis=basis,
                ranking=ranking,
                one_way=one_way(basis.problem, ranking),
                flags=(),
                before=rank_options(before) if before is not None else None,
            )
        )
    if kind == "sensitivity/1":
        mapped = stated.get("two_way")
        turning = answer_sensitivity(
            basis,
            read,
            two_way=f"{mapped['x']},{mapped['y']}" if mapped else None,
            whole_map=False,
            blend=None,
            for_=None,
            lock=list(stated.get("locked", [])),
        )
        return sensitivity.document(turning)
    if kind == "explain/1":
        options = basis.problem.options
        option, against = (options.index(stated[key]) for key in ("option", "against"))
        return explain.document(
            explain.ExplainAnswer(
                basis=basis,
                ranking=ranking,
                option=option,
                against=against,
                differences=lead_over(ranking, option, against),
                flags=(),
            )
        )
    if kind == "evidence/1":
        return evidence.document(answer_evidence(basis, read, without=[], kind=str(stated.get("kind"))))
    said = stated["model"]
    model = Model(
        weights=said["weights"],
        over=said["over"],
        spread=float(said["spread"]) if said["spread"] is not None else SPREAD,
        samples=int(said["samples"]) or SAMPLES,
        seed=int(said["seed"]),
    )
    surviving = answer_robustness(basis, read, model, ratings_uncertain=said["ratings"] == "uncertain")
    return robustness.document(surviving)
