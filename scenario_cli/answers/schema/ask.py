"""The JSON Schema of every format: of files, of results, and of a row of ``scenario batch``."""

from importlib import import_module
from types import NoneType
from typing import Any, Literal, cast, get_args, get_origin, is_typeddict

from scenario_cli.answers.fields import choices_of, fields_of, plain_type
from scenario_cli.choices import FileSchemaName, SchemaName
from scenario_cli.errors import StudyError
from scenario_cli.files import schema as files

_DOCUMENTS: dict[SchemaName, tuple[str, str]] = {
    "score": ("score.document", "ScoreDocument"),
    "sensitivity": ("sensitivity.document", "SensitivityDocument"),
    "explain": ("explain.document", "ExplainDocument"),
    "evidence": ("evidence.document", "EvidenceDocument"),
    "robustness": ("robustness.document", "RobustnessDocument"),
    "compare": ("compare.document", "CompareDocument"),
    "methods": ("methods.document", "MethodsDocument"),
    "report": ("product.document", "ProductDocument"),
    "diff": ("diff.document", "DiffDocument"),
    "verify": ("verify.document", "VerifyDocument"),
    "check": ("check.document", "CheckDocument"),
    "check-problem": ("check.document", "ProblemDocument"),
    "list": ("list.document", "ListDocument"),
    "show": ("show.document", "ShowDocument"),
    "new": ("new.document", "NewDocument"),
    "import": ("imported.document", "ImportDocument"),
    "written": ("written.document", "WrittenDocument"),
    "weights-set": ("weights.set.document", "WeightsSetDocument"),
    "weights-undo": ("weights.set.document", "WeightsSetDocument"),
    "weights-redo": ("weights.set.document", "WeightsSetDocument"),
    "weights-history": ("history.document", "HistoryDocument"),
    "weights-show": ("weights.show.document", "WeightsShowDocument"),
    "weights-diff": ("weights.diff.document", "WeightsDiffDocument"),
    "weights-blend": ("weights.blend.document", "WeightsBlendDocument"),
    "weights-rank": ("weights.elicit.document", "WeightsRankDocument"),
    "weights-swing": ("weights.elicit.document", "WeightsSwingDocument"),
    "weights-pairs": ("weights.elicit.document", "WeightsPairsDocument"),
    "ask": ("weights.ask.document", "WeightsAskDocument"),
    "ratings-set": ("ratings.set.document", "RatingsSetDocument"),
    "ratings-undo": ("ratings.set.document", "RatingsSetDocument"),
    "ratings-redo": ("ratings.set.document", "RatingsSetDocument"),
    "ratings-history": ("history.document", "HistoryDocument"),
    "curve": ("curve.document", "CurveDocument"),
    "game-show": ("game.show.document", "GameShowDocument"),
    "game-report": ("game.report.document", "GameReportDocument"),
    "game-replay": ("game.replay.document", "GameReplayDocument"),
    "group-show": ("group.show.document", "GroupShowDocument"),
    "group-blend": ("group.blend.document", "GroupBlendDocument"),
    "batch": ("batch.row", "BatchRow"),
}
_SCALARS = {str: "string", float: "number", int: "integer", bool: "boolean", NoneType: "null"}


def json_schema(name: SchemaName) -> dict[str, object]:
    """Return the JSON Schema (draft 2020-12) of a format.

    Parameters
    ----------
    name : str
        The word before ``/1`` in a file's or a result's ``format``; ``"batch"`` for one of its rows.

    Raises
    ------
    StudyError
        There is no such format.

    Examples
    --------
    >>> import scenario_cli as sc
    >>> sc.json_schema("score")["$id"]
    'urn:scenario-cli:score:1'
    """
    if name in get_args(FileSchemaName):
        return files.json_schema(cast("FileSchemaName", name))
    if name not in _DOCUMENTS:
        known = f"known: {', '.join(get_args(SchemaName))}"
        raise StudyError(f"there is no schema '{name}'", known, parameter="name")
    parts: dict[str, Any] = {}
    schema = _object(document_type(name), parts)
    if "format" in schema["properties"]:
        schema["properties"]["format"]["const"] = f"{name}/1"
        schema["properties"]["format"].pop("enum", None)
    return {
        **files.about_schema(name),
        "$comment": "Fields are only ever added: a reader passes over those that it does not know.",
        **schema,
        "$defs": parts,
    }


def document_type(name: SchemaName) -> Any:
    """Return the type of a result's JSON document."""
    module, word = _DOCUMENTS[name]
    return getattr(import_module(f"scenario_cli.answers.{module}"), word)


def _object(document: Any, parts: dict[str, Any]) -> dict[str, Any]:
    """Return a document's type as a schema; the documents in it go to ``parts``."""
    fields = fields_of(document)
    return {
        "type": "object",
        "description": document.__doc__,
        "properties": {
            field.name: {**_schema(field.type, parts), "description": field.meaning} for field in fields
        },
        "required": sorted(field.name for field in fields if field.always),
    }


def _schema(hint: Any, parts: dict[str, Any]) -> dict[str, Any]:
    type_, _, length = plain_type(hint)
    choices = choices_of(type_)
    if len(choices) > 1:
        each = [_schema(choice, parts) for choice in choices]
        schema: dict[str, Any] = {"anyOf": each}
        each[0] |= {} if length is None else {"minItems": length, "maxItems": length}
    elif is_typeddict(type_):
        word = type_.__name__.removesuffix("Document")
        if word not in parts:
            parts[word] = _object(type_, parts)
        schema = {"$ref": f"#/$defs/{word}"}
    elif get_origin(type_) is Literal:
        schema = {"type": "string", "enum": list(get_args(type_))}
    elif get_origin(type_) is list:
        schema = {"type": "array", "items": _schema(get_args(type_)[0], parts)}
        schema |= {} if length is None else {"minItems": length, "maxItems": length}
    elif get_origin(type_) is dict:
        schema = {"type": "object", "additionalProperties": _schema(get_args(type_)[1], parts)}
    else:
        schema = {} if type_ is Any else {"type": _SCALARS[type_]}
    return schema
