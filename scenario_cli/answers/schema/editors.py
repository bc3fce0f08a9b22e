"""The schemas of all files in one folder, and the settings by which an editor finds them: no network."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, get_args

from scenario_cli.choices import FileSchemaName
from scenario_cli.errors import OutputError
from scenario_cli.files.kinds import held_in
from scenario_cli.files.making import write_made
from scenario_cli.files.schema import json_schema

# Where files of a kind lie; of the others (answers, comparisons) each says itself what it is.
PLACES: Mapping[FileSchemaName, Sequence[str]] = {
    "scenario": ("scenarios/*", "*.scenario"),
    "weights": ("weights/*", "*.weights"),
    "ballot": ("ballots/**/*",),
    "game": ("games/*/game",),
}
ENDINGS = (".yaml", ".yml")
KEY = "yaml.schemas"
EDITORS_FOLDER, SETTINGS = ".vscode", "settings.json"


class EditorSchemas(NamedTuple):
    """The files that were written, and the settings that name the schemas among them.

    ``kept`` is the settings' file where there was one already; empty where there was none.
    """

    files: Sequence[str]
    settings: Mapping[str, Mapping[str, Sequence[str]]]
    kept: str = ""


def write_schemas(folder: str | Path = EDITORS_FOLDER) -> EditorSchemas:
    """Write the schema of each format of files to a folder, those of an earlier version anew.

    Into ``.vscode`` goes ``settings.json``, too, where there is none yet; one that is there is never
    touched: ``settings`` is what belongs into it.

    Raises
    ------
    OutputError
        They cannot be written, or one would take the place of a scenario or the like; nothing was.

    Examples
    --------
    >>> import scenario_cli as sc
    >>> sc.write_schemas("schemas").settings["yaml.schemas"]["schemas/scenario.schema.json"][0]
    'scenarios/*.yaml'
    """
    home = Path(folder)
    schemas = {home / f"{name}.schema.json": _bytes(json_schema(name)) for name in get_args(FileSchemaName)}
    for path in schemas:
        if held := held_in(path):
            raise OutputError(path.as_posix(), f"holds {held}, which a schema does not replace")
    settings = settings_for(home)
    beside = {home / SETTINGS: _bytes(settings)} if home.name == EDITORS_FOLDER else {}
    written = write_made(schemas, extras=beside, force=True)
    kept = next((path.as_posix() for path in beside if path not in written), "")
    return EditorSchemas(tuple(path.as_posix() for path in written), settings, kept)


def settings_for(folder: Path) -> dict[str, dict[str, list[str]]]:
    """Return the settings of an editor that say which files are held to which schema of a folder."""
    schemas = {name: folder / f"{name}.schema.json" for name in PLACES}
    named = {name: path.as_uri() if path.is_absolute() else path.as_posix() for name, path in schemas.items()}
    return {
        KEY: {
            named[name]: [f"{place}{ending}" for place in places for ending in ENDINGS]
            for name, places in PLACES.items()
        }
    }


def _bytes(document: object) -> bytes:
    import json

    return (json.dumps(document, sort_keys=True, indent=2) + "\n").encode()
