"""A result computed again from the inputs that it names."""

import os
from collections import defaultdict
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, get_args

from scenario_cli import __version__
from scenario_cli.choices import Kind, Over, WeightsModel
from scenario_cli.cli.basis import read_basis, untouched
from scenario_cli.cli.comparing import compare_bases, compare_weights
from scenario_cli.cli.explaining import answer_explain
from scenario_cli.cli.inputs import Stated
from scenario_cli.cli.moving import number_of, wrong_result_told
from scenario_cli.cli.resting import answer_evidence
from scenario_cli.cli.scoring import answer_score
from scenario_cli.cli.surviving import answer_robustness
from scenario_cli.cli.turning import answer_sensitivity
from scenario_cli.engine.additive import rank_options
from scenario_cli.engine.robustness.assess import SAMPLES, SPREAD, Model
from scenario_cli.errors import InputError, UsageError
from scenario_cli.files.catalog import MAX_BYTES, STANDARD_INPUT, Folder, Found, homes, listed, read_bytes
from scenario_cli.files.parsed import ParsedFile, parse
from scenario_cli.files.reading import format_of
from scenario_cli.mistakes import Mistake
from scenario_cli.render import compare, evidence, explain, robustness, score, sensitivity
from scenario_cli.render.basis import Basis
from scenario_cli.render.verify import Mismatch, VerifiedInput, VerifyAnswer, mismatches

# What a result of each command holds in every version; whatever else it holds is compared, too.
NUMBERS = {
    "score/1": ("ranking", "one_way", "unknown", "weights"),
    "sensitivity/1": ("leaders", "one_way", "ratings", "shifts", "weights"),
    "explain/1": ("gap", "differences", "weights"),
    "evidence/1": ("ratings", "evidence", "sources", "coverage", "weights"),
    "robustness/1": ("options", "pairwise", "research", "model", "entropy", "weights"),
    "compare/1": ("ranks", "scores", "regret", "worst_rank", "max_regret", "first", "agreement"),
}
WORDS = ("flags", "finding")  # another version may put these in other words


def verify_result(name: str, under: Path | None) -> VerifyAnswer:
    """Find the inputs of a result, compute it again, and compare all that it holds.

    A result of another version is held to its numbers: that may lack what came later.

    Raises
    ------
    UsageError
        The folder to look under is not there.
    InputError
        The result cannot be read, or an input is missing or has changed.
    """
    if under is not None and not under.is_dir():
        raise UsageError(f"error: --under {under}: there is no such folder")
    source = parse(name, read_bytes(Found(Path(name), name, piped=name == STANDARD_INPUT)))
    stated = source.data if isinstance(source.data, dict) else {}
    kind = stated.get("format")
    if not isinstance(kind, str) or kind not in NUMBERS:
        known = ", ".join(word.removesuffix("/1") for word in NUMBERS)
        found = f"'{kind}'" if isinstance(kind, str) else "a file that names no format"
        message = f"expected a JSON result of {known}, found {found}"
        raise InputError([source.mistake(("format",), "wrong-format", message)])
    files = _inputs(source, stated, under)
    with wrong_result_told(source):
        again = _again(kind, stated, files)
    version = stated["provenance"].get("version")
    again["provenance"]["version"] = version
    same_version = version == __version__
    passed = () if same_version else WORDS
    wanted = [field for field in again if same_version or field in NUMBERS[kind]]
    told = [Mismatch(field, "missing", "there") for field in wanted if field not in stated]
    checked = [field for field in again if field in stated and field not in passed]
    for field in checked:
        told += mismatches(stated[field], again[field], field, strict=same_version)
    told += [Mismatch(field, "there", "not computed") for field in stated if field not in (*again, *passed)]
    return VerifyAnswer(
        name=name,
        source=VerifiedInput("result", source.stem, source.sha256, name),
        kind=kind,
        version=None if same_version else str(version),
        inputs=files,
        checked=checked,
        mismatches=told,
    )


def _inputs(source: ParsedFile, stated: dict[str, Any], under: Path | None) -> list[VerifiedInput]:
    """Return each input, in the order in which the result names them."""
    provenance = stated.get("provenance")
    named = provenance.get("inputs") if isinstance(provenance, dict) else None
    if not isinstance(named, list) or not named or not all(_names_input(part) for part in named):
        message = "the result does not name its inputs by role, id and sha256"
        raise InputError([source.mistake(("provenance", "inputs"), "wrong-result", message)])
    found: defaultdict[str, dict[str, Path]] = defaultdict(dict)
    contents: dict[Path, bytes] = {}
    for path in _candidates(under):
        contents[path] = path.read_bytes()
        found[sha256(contents[path]).hexdigest()].setdefault(path.stem, path)
    files: list[VerifiedInput] = []
    mistakes: list[Mistake] = []
    for i, part in enumerate(named):
        role, id_, wanted = (str(part[key]) for key in ("role", "id", "sha256"))
        if same := found.get(wanted):
            path = same.get(id_) or next(iter(same.values()))
            files.append(VerifiedInput(role, id_, wanted, path.as_posix()))
            continue
        changed = next((path for path, content in contents.items() if _is(path, content, role, id_)), None)
        code, hint = "missing-file", "name its folder with --under"
        message = f"the {role} '{id_}' was not found"
        if changed is not None:
            code, hint = "changed-input", "find the old file, or compute the result again"
            message = f"the {role} '{id_}' has changed since: {changed.as_posix()} is another version"
        mistakes.append(source.mistake(("provenance", "inputs", i), code, message, hint))
    if mistakes:
        raise InputError(mistakes)
    return files


def _names_input(part: Any) -> bool:
    return isinstance(part, dict) and all(isinstance(part.get(key), str) for key in ("role", "id", "sha256"))


def _is(path: Path, content: bytes, role: str, id_: str) -> bool:
    """Whether a file is what a role and an id name, whatever version of it."""
    try:
        source = parse(path.as_posix(), content)
    except InputError:
        return False
    kind = "scenario" if role == "scenario" else "weights"
    return format_of(source) == kind and str(source.data.get("id", source.stem)) == id_


def _candidates(under: Path | None) -> Iterator[Path]:
    """Yield the files that may be an input, none too large."""
    folders = [Path(), *(Path(home) for folder in get_args(Folder) for home, _ in homes(folder))]
    paths = (
        sorted(path for path in under.rglob("*") if path.suffix in (".yaml", ".yml", ".json"))
        if under is not None
        else []
    )
    for folder in folders:
        paths += [*listed(folder), *sorted(folder.glob("*.json"))]
    for path in paths:
        try:
            if path.is_file() and path.stat().st_size <= MAX_BYTES and os.access(path, os.R_OK):
                yield path
        except OSError:  # gone meanwhile
            continue


def _again(kind: str, stated: dict[str, Any], files: list[VerifiedInput]) -> dict[str, Any]:
    injects, settings = (_texts(stated["provenance"][key], f"provenance.{key}") for key in ("injects", "set"))
    if kind == "compare/1":
        return compare.document(_compared(stated["over"], files, injects, settings))
    return AGAIN[kind](*_read(files, injects, settings), stated, files)


def _texts(stated: Any, where: str) -> list[str]:
    if not isinstance(stated, list) or not all(isinstance(text, str) for text in stated):
        raise ValueError(f"{where} is no list of texts")
    return stated


def _found(file: VerifiedInput) -> Found:
    """Return an input by the id it went by: one that states none goes by its name, whatever that is now."""
    path = Path(file.path)
    return Found(path, f"{file.id}{path.suffix}")


def _read(files: list[VerifiedInput], injects: list[str], settings: list[str]) -> tuple[Basis, Stated]:
    scenario = next((_found(file) for file in files if file.role == "scenario"), None)
    if scenario is None:
        raise ValueError("it names no scenario among its inputs")
    weights = [_found(file) for file in files if file.role == "weights"]
    return read_basis(scenario, weights, injects, settings)


def _compared(
    over: str, files: list[VerifiedInput], injects: list[str], settings: list[str]
) -> compare.CompareAnswer:
    starts = [i for i, file in enumerate(files) if file.role == "scenario"]
    if over == "weights" and starts == [0]:
        return compare_weights(_found(files[0]), [_found(file) for file in files[1:]], injects, settings)
    if over != "scenarios" or not starts:
        raise ValueError("its inputs are not those of a comparison")
    ends = [*starts[1:], len(files)]
    groups = [files[start:end] for start, end in zip(starts, ends, strict=True)]
    return compare_bases([_read(group, injects, settings)[0] for group in groups], injects, settings)


def _score(basis: Basis, read: Stated, _stated: Any, _files: Any) -> dict[str, Any]:
    before = untouched(basis)
    return score.document(answer_score(basis, read, rank_options(before) if before is not None else None))


def _sensitivity(basis: Basis, read: Stated, stated: Any, files: list[VerifiedInput]) -> dict[str, Any]:
    mapped, wanted = stated.get("two_way"), stated.get("for")
    turning = answer_sensitivity(
        basis,
        read,
        two_way=f"{mapped['x']},{mapped['y']}" if mapped else None,
        whole_map=False,
        blend=next((_found(file) for file in files if file.role == "blend"), None),
        for_=wanted["option"] if wanted else None,
        lock=_texts(stated.get("locked", []), "locked"),
    )
    return sensitivity.document(turning)


def _explain(basis: Basis, read: Stated, stated: Any, _files: Any) -> dict[str, Any]:
    options = {id_: i for i, id_ in enumerate(basis.problem.options)}
    option, against = (options[stated[key]] for key in ("option", "against"))
    return explain.document(answer_explain(basis, read, rank_options(basis.problem), option, against))


def _evidence(basis: Basis, read: Stated, stated: Any, _files: Any) -> dict[str, Any]:
    if stated["kind"] not in get_args(Kind):
        raise ValueError(f"there is no kind of rating '{stated['kind']}'")
    without = _texts(stated["without"]["ids"], "without.ids") if "without" in stated else []
    return evidence.document(answer_evidence(basis, read, without=without, kind=stated["kind"]))


def _robustness(basis: Basis, read: Stated, stated: Any, _files: Any) -> dict[str, Any]:
    said = stated["model"]
    if said["weights"] not in get_args(WeightsModel) or said["over"] not in get_args(Over):
        raise ValueError(f"there is no model '{said['weights']}' over '{said['over']}'")
    # Where all shares are exact, samples were drawn for the failure rule alone.
    said_samples = said["samples"] or (stated.get("fails") or {}).get("samples", float(SAMPLES))
    model = Model(
        weights=said["weights"],
        over=said["over"],
        spread=SPREAD if said["spread"] is None else number_of(said["spread"], "model.spread"),
        samples=int(number_of(said_samples, "model.samples")),
        seed=int(number_of(said["seed"], "model.seed")),
    )
    surviving = answer_robustness(basis, read, model, ratings_uncertain=said["ratings"] == "uncertain")
    return robustness.document(surviving)


AGAIN: dict[str, Callable[[Basis, Stated, Any, list[VerifiedInput]], dict[str, Any]]] = {
    "score/1": _score,
    "sensitivity/1": _sensitivity,
    "explain/1": _explain,
    "evidence/1": _evidence,
    "robustness/1": _robustness,
}
