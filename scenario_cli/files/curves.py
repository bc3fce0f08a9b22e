"""Points of a value curve put into a scenario's file in place, and taken out of it."""

import json
from collections.abc import Mapping
from typing import Any

import yaml

from scenario_cli.errors import InputError
from scenario_cli.files.editing import Edit, edit, holds_comments, own_path, path_of, read_again
from scenario_cli.files.entries import put_in, taken_out
from scenario_cli.files.factors import factor_paths, point_key
from scenario_cli.files.history import Passage, read_history
from scenario_cli.files.parsed import ParsedFile, parse
from scenario_cli.files.parsing import decoded
from scenario_cli.files.places import Replacement, applied, at, only_place, span
from scenario_cli.mistakes import DataPath
from scenario_cli.model.scales import mapping

Points = Mapping[str, str | None]
"""What ratings are to be worth, both as text; ``None`` where a point is to go."""


def set_curve(file: ParsedFile, factor: str, points: Points) -> Edit:
    """Return the edit that changes points of a factor's value curve in place; every other byte stays.

    Points that are not named stay. Where there is no curve, or no scale, it comes behind what is
    stated there; with its last point the curve goes.

    Parameters
    ----------
    file : ParsedFile
        The file as read, which is sound.
    factor : str
        The id of one of its factors.
    points : mapping
        By rating what it is to be worth, both as written; ``None`` takes the point out.

    Raises
    ------
    InputError
        It is no file of the user's; or the curve cannot be changed in place: it is aliased, or a
        comment stands beside a point that would go; or the file's history is damaged.
    """
    path = own_path(file, "ratings")
    history = read_history(path, file.name)
    curve = _Edited(factor_paths(file.data)[factor], quoted=not holds_comments(path))
    written = curve.changed(file, points)
    texts = curve.passages(file, written, points)
    after = read_again(
        file,
        [_put(*piece) for piece in texts],
        [path_of(piece.key, "ratings") for _, piece in texts],
        lambda data: bool(at(data, curve.factor) == _stated(at(file.data, curve.factor), points)),
    )
    if after is None:
        raise curve.refusal(file)
    pieces = [piece for _, piece in texts]
    keys = [point_key(factor, float(rating)) for rating in points]
    return edit(file, after, history, command="set", of="ratings", texts=pieces, keys=keys)


def _stated(factor: Any, points: Points) -> Any:
    """Return the data of a factor once points of its curve are changed."""
    values = dict(mapping(factor, "scale", "values"))
    for rating, value in points.items():
        key = _key(values, rating)
        if value is not None:
            values[key or rating] = float(value)
        elif key is not None:
            del values[key]
    scale = {key: part for key, part in mapping(factor, "scale").items() if key != "values"}
    return {**factor, "scale": {**scale, "values": values} if values else scale}


def _key(values: Mapping[str, Any], rating: str) -> str | None:
    """Return the key at which a rating stands, however it is written there."""
    return next((key for key in values if float(key) == float(rating)), None)


class _Edited:
    """The curve of one factor in a file's text; ``quoted`` where that is JSON, whose keys stand in quotes."""

    def __init__(self, factor: DataPath, *, quoted: bool) -> None:
        self.factor, self.quoted = factor, quoted
        self.scale: DataPath = (*factor, "scale")
        self.values: DataPath = (*factor, "scale", "values")

    def changed(self, file: ParsedFile, points: Points) -> ParsedFile:
        """Return the file with points put in, then with others taken out, each read before the next."""
        for rating, value in sorted(points.items(), key=lambda point: point[1] is None):
            text, _ = decoded(file.name, file.content)
            key = _key(mapping(at(file.data, self.values)), rating)
            if value is not None:
                step = self.put(file, text, key, rating, value)
            elif key is not None:
                step = self.taken(file, text, key)
            else:
                continue
            content = applied(file.name, file.content, [step])
            try:
                file = parse(file.name, content, file.path)
            except InputError:
                raise self.refusal(file) from None
        return file

    def put(self, file: ParsedFile, text: str, key: str | None, rating: str, value: str) -> Replacement:
        """Return the text that states a point: in place of the one at its key, or with all that it needs."""
        number = json.dumps(float(value)) if self.quoted else value
        if key is not None:
            start, end = span(text, only_place(file, (*self.values, key), "point"))
            return Replacement(start, text[start:end], number)
        entry = self.entry(rating, number)
        for place, what in ((self.values, "curve"), (self.scale, "scale"), (self.factor, "factor")):
            if file.node(place) is not None:
                node = only_place(file, place, what)
                break
            entry = self.entry(str(place[-1]), f"{{{entry}}}")
        if not isinstance(node, yaml.MappingNode):
            raise self.refusal(file)
        behind: int | None = len(node.value) - 1
        if place == self.values:  # points rise as they are read
            lower = [i for i, (_, worth) in enumerate(node.value) if float(worth.value) < float(value)]
            behind = lower[-1] if lower else None
        return put_in(text, node, behind, [entry])

    def entry(self, key: str, value: str) -> str:
        """Return a key with its value."""
        return f"{json.dumps(key)}: {value}" if self.quoted else f"{key}: {value}"

    def taken(self, file: ParsedFile, text: str, key: str) -> Replacement:
        """Return the text that takes a point out, with the last one the curve; comments are the user's."""
        places = ((self.values, key, "curve"), (self.scale, "values", "scale"))
        for place, name, what in places:
            node = only_place(file, place, what)
            if not isinstance(node, yaml.MappingNode):
                raise self.refusal(file)
            if len(node.value) > 1:
                i = [stated.value for stated, _ in node.value].index(name)
                found = taken_out(text, node, i)
                break
        else:
            start, end = span(text, node)
            found = None if "#" in text[start:end] else Replacement(start, text[start:end], "{}")
        if found is None:
            message = f"a comment stands beside '{name}', which would go with it"
            hint = f"take '{name}' out by hand"
            raise InputError([file.mistake((*place, name), "not-in-place", message, hint)])
        return found

    def passages(self, before: ParsedFile, after: ParsedFile, points: Points) -> list[tuple[int, Passage]]:
        """Return the texts that change, each with its place: no more than what holds the points.

        That is the numbers alone where points only change what they are worth, else the curve,
        the scale or the factor, the smallest of these that is there before and after.
        """
        values = mapping(at(before.data, self.values))
        if values.keys() == mapping(at(after.data, self.values)).keys():
            numbers = {float(rating) for rating in points}
            paths: list[DataPath] = [(*self.values, key) for key in values if float(key) in numbers]
            found = [self.passage(before, after, path) for path in paths]
            return sorted(piece for piece in found if piece is not None)
        for path in (self.values, self.scale, self.factor):
            piece = self.passage(before, after, path)
            if piece is not None and applied(before.name, before.content, [_put(*piece)]) == after.content:
                return [piece]
        raise self.refusal(before)

    def passage(self, before: ParsedFile, after: ParsedFile, path: DataPath) -> tuple[int, Passage] | None:
        """Return the text at a path before and after, if it stands in both."""
        (start, old), (_, new) = (_text_at(file, path) for file in (before, after))
        return None if old is None or new is None else (start, Passage("/".join(map(str, path)), old, new))

    def refusal(self, file: ParsedFile) -> InputError:
        """Return that the curve cannot be changed."""
        message = "the value curve cannot be changed in place"
        return InputError([file.mistake(self.factor, "not-in-place", message, "edit the file by hand")])


def _put(start: int, piece: Passage) -> Replacement:
    return Replacement(start, piece.old, piece.new)


def _text_at(file: ParsedFile, path: DataPath) -> tuple[int, str | None]:
    node = file.node(path)
    if node is None:
        return 0, None
    text, _ = decoded(file.name, file.content)
    start, end = span(text, node)
    return start, text[start:end]
