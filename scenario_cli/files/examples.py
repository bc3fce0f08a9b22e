"""Worked examples: published decisions as files that a user can start from, shipped in the package."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from scenario_cli.errors import InputError
from scenario_cli.files.catalog import DEFAULT_SCENARIO, EXAMPLES, built_in, example_paths, homes, listed
from scenario_cli.files.parsed import parse
from scenario_cli.mistakes import Mistake
from scenario_cli.model.base import Numeral
from scenario_cli.text import suggestion

# A bare `scenario score` ranks the built-in report, whose page stays as it is: what the report holds to
# is likely is stated in the copy alone.
_NAMES_WEIGHTS = b"\nweights: authors\n"
_OF_THE_REPORT = b"published: {weights: authors, first: straddle, source: looking_glass}\n"


@dataclass(frozen=True)
class Example:
    """A published decision: its scenario, and what its source makes of it.

    Attributes
    ----------
    name : str
        What it goes by.
    title : str
    source : str
        Who published it, when and under which title.
    first : str
        Title of the option that the source puts first.
    published : mapping of str
        As the file states it: the name of the ``weights`` under which that comes out, and the ids of
        the option that is ``first`` and of the ``source``.
    """

    name: str
    title: str
    source: str
    first: str
    published: Mapping[str, str]


class ExampleFiles(NamedTuple):
    """The bytes of an example: of its scenario, and of its weights files by name."""

    scenario: bytes
    weights: Mapping[str, bytes]


def example_names() -> list[str]:
    """Return the names of the examples."""
    return list(example_paths())


def examples() -> Sequence[Example]:
    """Return the worked examples, by name: published decisions that ``new_example`` copies.

    >>> [example.name for example in examples()][:3]
    ['bismarck-sea', 'china-arms-russia', 'drug-harms']
    """
    return tuple(_example(name) for name in example_names())


def example_files(name: str) -> ExampleFiles:
    """Return the files of an example.

    Raises
    ------
    InputError
        There is none of this name.
    """
    known = example_names()
    if name not in known:
        message, hint = f"there is no example '{name}'", suggestion(name, known)
        raise InputError([Mistake(file=name, code="missing-file", message=message, hint=hint)])
    if name == DEFAULT_SCENARIO:
        stated = built_in("scenarios", name).path.read_bytes()
        scenario = stated.replace(_NAMES_WEIGHTS, _NAMES_WEIGHTS + _OF_THE_REPORT, 1)
        weights = listed(homes("weights")[1][0])
    else:
        scenario = (EXAMPLES / name / f"{name}.yaml").read_bytes()
        weights = [path for path in listed(EXAMPLES / name) if path.stem != name]
    return ExampleFiles(scenario, {path.stem: path.read_bytes() for path in weights})


def _words(by: Sequence[str], date: str, title: str) -> str:
    """Return a source in words: who, when and what."""
    who = " ".join(part for part in (", ".join(filter(None, by)), f"({date})" if date else "") if part)
    return f"{who}: {title}" if who else title


def _example(name: str) -> Example:
    """Return an example as its file states it; files that the package ships need no model to be read."""
    stated = parse(f"{name}.yaml", example_files(name).scenario).data
    published = stated["published"]
    source = stated["sources"][published["source"]]
    date = source.get("date", "")
    return Example(
        name=name,
        title=str(stated["title"]),
        source=_words(
            source.get("authors") or [source.get("publisher", "")],
            date.text if isinstance(date, Numeral) else str(date),
            str(source["title"]),
        ),
        first=str(stated["options"][published["first"]]["title"]),
        published={key: str(published[key]) for key in ("weights", "first", "source")},
    )
