"""Files to start from: a commented scenario, or weights for one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scenario_cli.answers.answer import Answer
from scenario_cli.choices import FileKind
from scenario_cli.errors import UsageError
from scenario_cli.files.catalog import rival, stem_of
from scenario_cli.files.examples import example_files
from scenario_cli.files.making import made_path, write_made
from scenario_cli.files.parsed import parse
from scenario_cli.files.reading import read_scenario, scenario_from
from scenario_cli.files.schema import json_schema
from scenario_cli.files.skeleton import separate, skeleton, skeleton_text, title_of
from scenario_cli.files.starting import checked_name, scenario_start, weights_start

if TYPE_CHECKING:
    from scenario_cli.answers.new.document import NewDocument

FOLDERS = {"scenario": "scenarios", "weights": "weights"}

Ids = str | Sequence[str]  # in a list, or in one text with commas between


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class NewAnswer(Answer["NewDocument"]):
    """The files that were written: to start from, then the schemas beside them where there were none.

    Attributes
    ----------
    kind : {"scenario", "weights"}
        Of the first file.
    files : sequence of str
    example : str or None
        The name of the worked example that they are a copy of.
    """

    question = "new"

    kind: FileKind
    files: Sequence[str]
    example: str | None = None


def new_text(
    kind: FileKind,
    id_: str,
    scenario: str | Path | None = None,
    *,
    options: Ids = (),
    factors: Ids = (),
    weights: str | None = None,
) -> str:
    """Return a commented file that is sound as it stands.

    Parameters
    ----------
    kind : {"scenario", "weights"}
    id_ : str
    scenario : str or Path, optional
        The scenario that weights are for.
    options, factors : ids, optional
        What a scenario is made of, every rating unknown; without them it is an example.
    weights : str, optional
        The weights that a scenario names.

    Raises
    ------
    UsageError
        A name cannot be an id, or an id is there twice.
    InputError
        The scenario that weights are for is missing or wrong.
    """
    checked_name(id_)
    if kind == "weights":
        return weights_start(id_, read_scenario(scenario))
    if separate(options) or separate(factors):
        return skeleton_text(id_, skeleton(options, factors), weights)
    return scenario_start(id_, weights)


def new_file(
    kind: FileKind,
    name: str | None = None,
    *,
    scenario: str | Path | None = None,
    options: Ids = (),
    factors: Ids = (),
    weights: Ids = (),
    output: str | Path | None = None,
    force: bool = False,
) -> NewAnswer:
    """Write a commented file to start from, with its schema beside it: all that is asked for, or nothing.

    Parameters
    ----------
    kind : {"scenario", "weights"}
    name : str, optional
        The id; without it that of ``output``, else ``my-scenario`` or ``my-weights``.
    scenario : str or Path, optional
        The scenario that weights are for.
    options : str or sequence of str, optional
        Ids, in a list or with commas between; every rating is then unknown. Goes with ``factors``.
    factors : str or sequence of str, optional
        Likewise ``driver.factor``; without a dot it is a driver that is itself rated.
    weights : str or sequence of str, optional
        Names of files to write with a scenario, in ``weights/``; it names the first.
    output : str or Path, optional
        The file; without it ``scenarios/NAME.yaml`` or ``weights/NAME.yaml``.
    force : bool
        Replace files that are there.

    Raises
    ------
    UsageError
        A name cannot be an id or a file, an id is there twice, or another file goes by the name.
    InputError
        The scenario that weights are for is missing or wrong.
    TakenError, OutputError
        A file is there already, or cannot be written; nothing of any is left.
    """
    path = made_path(output) if output else None
    id_ = name or (stem_of(path.name) if path else f"my-{kind}")
    path = path or Path(FOLDERS[kind]) / f"{id_}.yaml"
    beside = [checked_name(each) for each in separate(weights)]
    if kind == "weights" and (beside or separate(options) or separate(factors)):
        raise UsageError("options, factors and weights go with a new scenario")
    named = beside[0] if beside else None
    text = new_text(kind, id_, scenario, options=options, factors=factors, weights=named)
    files = {path: text.encode(), **_weights_of(text, beside)}
    for file in files:
        if (other := rival(file)) is not None:
            what = f"{file.as_posix()} would go by the name of {other.name}"
            raise UsageError(f"{what}; choose another name, or move that file")
    written = write_made(files, extras=_schemas(files, path, kind), force=force)
    return NewAnswer(kind=kind, files=tuple(file.as_posix() for file in written))


def new_example(
    example: str, name: str | None = None, *, output: str | Path | None = None, force: bool = False
) -> NewAnswer:
    """Write a worked example as files to work on: its scenario, and its weights in ``weights/``.

    Parameters
    ----------
    example : str
        Its name, of those that ``examples()`` returns.
    name : str, optional
        What the scenario is to be called; without it as ``output`` is, else as the example is.
    output : str or Path, optional
        The scenario's file; without it ``scenarios/NAME.yaml``.
    force : bool
        Replace files that are there.

    Raises
    ------
    UsageError
        A name cannot be an id or a file.
    InputError
        There is no such example.
    TakenError, OutputError
        A file is there already, or cannot be written; nothing of any is left.
    """
    found = example_files(example)
    path = (
        made_path(output) if output else Path(FOLDERS["scenario"]) / f"{checked_name(name or example)}.yaml"
    )
    home = Path(FOLDERS["weights"])
    weights = {home / f"{each}.yaml": stated for each, stated in found.weights.items()}
    written = write_made({path: found.scenario, **weights}, force=force)
    return NewAnswer(kind="scenario", files=tuple(file.as_posix() for file in written), example=example)


def _weights_of(text: str, names: Sequence[str]) -> dict[Path, bytes]:
    """Return weights files for the scenario that a text states."""
    if not names:
        return {}
    made = scenario_from(parse("scenario", text.encode()))
    home = Path(FOLDERS["weights"])
    return {home / f"{each}.yaml": weights_start(each, made, title_of(each)).encode() for each in names}


def _schemas(files: Collection[Path], first: Path, kind: FileKind) -> dict[Path, bytes]:
    """Return the schema beside each file; all but the first hold weights."""
    import json

    kinds: dict[Path, FileKind] = {path.parent: "weights" for path in files if path != first}
    return {
        folder / f"{each}.schema.json": (
            json.dumps(json_schema(each), sort_keys=True, indent=2) + "\n"
        ).encode()
        for folder, each in ((first.parent, kind), *kinds.items())
    }
