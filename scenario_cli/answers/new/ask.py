"""Files to start from: a commented scenario, or weights for one."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scenario_cli.answers.answer import Answer
from scenario_cli.choices import FileKind
from scenario_cli.errors import OutputError
from scenario_cli.files.reading import read_scenario
from scenario_cli.files.schema import json_schema
from scenario_cli.files.starting import checked_name, scenario_start, weights_start
from scenario_cli.files.writing import write_new

if TYPE_CHECKING:
    from scenario_cli.answers.new.document import NewDocument

FOLDERS = {"scenario": "scenarios", "weights": "weights"}


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class NewAnswer(Answer["NewDocument"]):
    """The files that were written: the one to start from, then the schema beside it if there was none."""

    question = "new"

    kind: FileKind
    files: Sequence[str]


def new_text(kind: FileKind, id_: str, scenario: str | Path | None = None) -> str:
    """Return a commented file that is sound as it stands.

    Raises
    ------
    UsageError
        The name cannot be an id.
    InputError
        The scenario that weights are for is missing or wrong.
    """
    checked_name(id_)
    return scenario_start(id_) if kind == "scenario" else weights_start(id_, read_scenario(scenario))


def new_file(
    kind: FileKind,
    name: str | None = None,
    *,
    scenario: str | Path | None = None,
    output: str | Path | None = None,
) -> NewAnswer:
    """Write a commented file to start from, and its schema beside it; a file that is there is never touched.

    Parameters
    ----------
    kind : {"scenario", "weights"}
    name : str, optional
        The id; without it that of ``output``, else ``my-scenario`` or ``my-weights``.
    scenario : str or Path, optional
        The scenario that weights are for.
    output : str or Path, optional
        The file; without it ``scenarios/NAME.yaml`` or ``weights/NAME.yaml``.

    Raises
    ------
    UsageError
        The name cannot be an id.
    InputError
        The scenario that weights are for is missing or wrong.
    OutputError
        The file is there already, or cannot be written; nothing of it is left.
    """
    id_ = name or (Path(output).stem if output else f"my-{kind}")
    text = new_text(kind, id_, scenario)
    path = Path(output) if output else Path(FOLDERS[kind]) / f"{id_}.yaml"
    schema = path.parent / f"{kind}.schema.json"
    written = [path.as_posix()]
    try:
        write_new(path, text.encode())
        try:
            write_new(schema, _schema_bytes(kind))
            written.append(schema.as_posix())
        except FileExistsError:  # another is as good
            pass
        except OSError:
            path.unlink()
            raise
    except FileExistsError:
        raise OutputError(path.as_posix(), "exists already; nothing was written") from None
    except OSError as error:
        raise OutputError(path.as_posix(), f"cannot be written: {error.strerror or error}") from None
    return NewAnswer(kind=kind, files=tuple(written))


def _schema_bytes(kind: FileKind) -> bytes:
    import json

    return (json.dumps(json_schema(kind), sort_keys=True, indent=2) + "\n").encode()
