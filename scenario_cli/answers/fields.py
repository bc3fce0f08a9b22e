"""What the type of a JSON document says of each of its fields."""

from types import NoneType, UnionType
from typing import (
    Annotated,
    Any,
    NamedTuple,
    NotRequired,
    Required,
    Union,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)

from scenario_cli.answers.document import Length


class PlainType(NamedTuple):
    """A type without what is annotated on it, and that: texts (a unit, then a meaning) and a length."""

    type: Any
    texts: tuple[str, ...]
    length: int | None


class DocumentField(NamedTuple):
    """One field of a document."""

    name: str
    type: Any
    meaning: str
    always: bool


def fields_of(document: Any) -> list[DocumentField]:
    """Return the fields of a document's type: its format, those that are always there, the others."""
    fields = [
        DocumentField(name, hint, meaning(hint), name in document.__required_keys__)
        for name, hint in get_type_hints(document, include_extras=True).items()
    ]
    return sorted(fields, key=lambda field: (field.name != "format", not field.always))


def plain_type(hint: Any) -> PlainType:
    """Take apart what is annotated on a type."""
    texts: tuple[str, ...] = ()
    length = None
    while get_origin(hint) in (Annotated, Required, NotRequired):
        more = getattr(hint, "__metadata__", ())
        texts = (*(text for text in more if isinstance(text, str)), *texts)
        length = next((part.items for part in more if isinstance(part, Length)), length)
        hint = get_args(hint)[0]
    return PlainType(hint, texts, length)


def choices_of(type_: Any) -> list[Any]:
    """Return the types that a type leaves open, null last; the type alone where it is one."""
    if get_origin(type_) not in (Union, UnionType):
        return [type_]
    return sorted(get_args(type_), key=lambda choice: choice is NoneType)


def meaning(hint: Any) -> str:
    """Return what a field means, with its unit in brackets."""
    type_, texts, _ = plain_type(hint)
    said = texts[-1] if texts else ""
    unit = texts[0] if len(texts) > 1 else _unit(type_)
    return f"{said} ({unit})" if said and unit else said or unit


def _unit(type_: Any) -> str:
    """Return the unit of what a list, a mapping or a choice holds; nothing of a document."""
    first = choices_of(type_)[0]
    if first is not type_:
        inner = plain_type(first)
        return inner.texts[0] if inner.texts else _unit(inner.type)
    if get_origin(type_) in (list, dict):
        inner = plain_type(get_args(type_)[-1])
        return inner.texts[0] if inner.texts and not is_typeddict(inner.type) else _unit(inner.type)
    return ""
