"""The colour and texture that stand for who is first, the same in every picture of a study."""

from collections.abc import Iterable

from scenario_cli.render.legend import Key
from scenario_cli.render.svg import fill_of
from scenario_cli.study import Study

First = tuple[int, ...]


def marks_of(study: Study, groups: Iterable[First]) -> dict[First, tuple[str, str]]:
    """Return a colour and a texture for everyone who is first, alone or level with others, in file order."""
    alone = len(study.problem.options)
    distinct = sorted(set(groups), key=lambda first: (len(first) > 1, first))
    shared = [first for first in distinct if len(first) > 1]
    places = {first: alone + k for k, first in enumerate(shared)}
    return {first: fill_of(places.get(first, first[0])) for first in distinct}


def keys_of(study: Study, marks: dict[First, tuple[str, str]]) -> list[Key]:
    """Return the legend of marks."""
    return [Key(*mark, level(study, first)) for first, mark in marks.items()]


def level(study: Study, first: First) -> str:
    """Return who is first, as ``A = B`` where several are."""
    return " = ".join(study.title(study.problem.options[i]) for i in first)
