"""Ratings of a scenario changed in place; a plain rating becomes a mapping only where it must."""

import json
import re
from collections.abc import Mapping
from typing import Any

import yaml

from scenario_cli.errors import InputError
from scenario_cli.files.editing import Edit, edit, holds_comments, own_path, read_again
from scenario_cli.files.entries import put_in, taken_out
from scenario_cli.files.history import Passage, read_history
from scenario_cli.files.parsed import ParsedFile
from scenario_cli.files.parsing import decoded
from scenario_cli.files.places import Replacement, at, only_place, replaced, span
from scenario_cli.mistakes import DataPath, dotted
from scenario_cli.model.base import is_number

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_ ()/.;-]*")
_WORDS = ("true", "false", "null")
_TEXTS = ("why", "by")

Parts = Mapping[str, str | None]
"""What a rating is to state by key, as text; ``None`` where the key is to go."""


def set_cells(file: ParsedFile, cells: Mapping[DataPath, Parts]) -> Edit:
    """Return the edit that changes ratings of a scenario in place; every other byte stays.

    Parameters
    ----------
    file : ParsedFile
        The file as read.
    cells : mapping
        By the path of a rating, what it is to state: ``value``, and where given ``low``, ``high``,
        ``why``, ``by``.

    Raises
    ------
    InputError
        It is no file of the user's; or a rating cannot be changed in place: it is missing or
        aliased, or a comment stands where a part of it would go; or the file's history is damaged.
    """
    path = own_path(file, "ratings")
    history = read_history(path, file.name)
    text, _ = decoded(file.name, file.content)
    quoted = not holds_comments(path)
    replacements, texts, wanted = [], [], {}
    for where, parts in cells.items():
        node = only_place(file, where, "rating")
        start, end = span(text, node)
        new = _Cell(file, text, where, quoted).changed(node, parts)
        replacements.append(Replacement(start, text[start:end], new))
        texts.append((start, Passage(dotted(where[1:]), text[start:end], new)))
        wanted[where] = _stated(at(file.data, where), parts)
    after = read_again(
        file, replacements, wanted, lambda again: all(at(again, w) == cell for w, cell in wanted.items())
    )
    if after is None:
        reason = "the rating cannot be changed in place"
        raise InputError([file.mistake(next(iter(cells)), "not-in-place", reason, "edit the file by hand")])
    pieces = [piece for _, piece in sorted(texts)]
    return edit(file, after, history, command="set", of="ratings", texts=pieces)


def _stated(before: Any, parts: Parts) -> Any:
    """Return the data of a rating once parts of it are changed."""
    new = {key: _data(key, part) for key, part in parts.items() if part is not None}
    if not isinstance(before, dict):
        return new["value"] if new.keys() == {"value"} else new
    return {key: part for key, part in {**before, **new}.items() if key in new or key not in parts}


def _data(key: str, part: str) -> float | str:
    return float(part) if key not in _TEXTS and is_number(part) else part


class _Cell:
    """A rating in a file's text; ``quoted`` where it is JSON, in which every word stands in quotes."""

    def __init__(self, file: ParsedFile, text: str, where: DataPath, quoted: bool) -> None:
        self.file, self.text, self.where, self.quoted = file, text, where, quoted

    def changed(self, node: yaml.Node, parts: Parts) -> str:
        """Return the text of the rating once parts of it are changed."""
        new = {key: self.written(key, part) for key, part in parts.items() if part is not None}
        if isinstance(node, yaml.ScalarNode):
            if new.keys() == {"value"}:
                return new["value"]
            return "{" + ", ".join(self.entry(key, part) for key, part in new.items()) + "}"
        if not isinstance(node, yaml.MappingNode):
            raise self.refusal("this is no rating", "edit the file by hand")
        pairs = [(key.value, value) for key, value in node.value]
        places = {key: i for i, (key, _) in enumerate(pairs)}
        pieces = []
        for key, part in new.items():
            if key in places:
                a, b = self.of_part(pairs[places[key]][1], key)
                pieces.append(Replacement(a, self.text[a:b], part))
        added = [self.entry(key, part) for key, part in new.items() if key not in places]
        if added:
            pieces.append(put_in(self.text, node, places["value"], added))
        pieces += [
            self.removed(node, key, places, parts)
            for key, part in parts.items()
            if part is None and key in places
        ]
        start, end = span(self.text, node)
        return replaced(self.text[start:end], [piece._replace(at=piece.at - start) for piece in pieces])

    def written(self, key: str, part: str) -> str:
        """Return a part as it stands in the file."""
        if key not in _TEXTS and is_number(part):
            return part
        plain = _PLAIN.fullmatch(part) and part not in _WORDS and not part.endswith(" ")
        return part if plain and not self.quoted else json.dumps(part, ensure_ascii=False)

    def entry(self, key: str, part: str) -> str:
        """Return a key with its part."""
        return f'"{key}": {part}' if self.quoted else f"{key}: {part}"

    def of_part(self, node: yaml.Node, key: str) -> tuple[int, int]:
        """Return where a part that is there stands."""
        named = key == "by" and isinstance(node, yaml.MappingNode) and node.flow_style  # {program: NAME}
        if not named and not isinstance(node, yaml.ScalarNode):
            raise self.refusal(f"'{key}' is no number and no word", "edit the file by hand")
        return span(self.text, only_place(self.file, (*self.where, key), "rating"))

    def removed(self, node: yaml.MappingNode, key: str, places: dict[str, int], parts: Parts) -> Replacement:
        """Return the text that takes an entry away; what else stands there is the user's, and stays."""
        going = [name for name, part in parts.items() if part is None]
        found = taken_out(self.text, node, places[key], going)
        if found is None:
            kept = "says who proposed the rating before" if key == "by" else "an unknown rating cannot have"
            message = f"a comment stands beside '{key}', which {kept}"
            raise self.refusal(message, f"take '{key}' out by hand")
        return found

    def refusal(self, message: str, hint: str) -> InputError:
        """Return that the rating cannot be changed."""
        return InputError([self.file.mistake(self.where, "not-in-place", message, hint)])
