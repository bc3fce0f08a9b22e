"""Points of a weights file changed in place, with the reason in a comment beside them."""

from collections.abc import Sequence

import yaml

from scenario_cli.errors import InputError
from scenario_cli.files.editing import Edit, edit, holds_comments, own_path, read_again
from scenario_cli.files.history import Passage, read_history
from scenario_cli.files.parsed import ParsedFile
from scenario_cli.files.parsing import decoded, number_in
from scenario_cli.files.places import Replacement, at, comment_place, line_end, only_place, span
from scenario_cli.mistakes import DataPath, dotted


def set_numbers(file: ParsedFile, numbers: dict[DataPath, str], why: str = "") -> Edit:
    """Return the edit that puts points in place of the ones at some paths of a weights file.

    Parameters
    ----------
    file : ParsedFile
        The file as read.
    numbers : dict
        What to write, as text, by path.
    why : str, optional
        Put, with the old value, into a comment at the end of each line, in place of the one that an
        earlier reason left there; JSON has none. Where no number changes there is none.

    Raises
    ------
    InputError
        It is no file of the user's; or a number cannot be changed in place: it is missing,
        aliased, or no number; or a comment cannot stand at the end of its line; or the file's
        history is damaged.
    """
    path = own_path(file, "weights")
    history = read_history(path, file.name)
    text, _ = decoded(file.name, file.content)
    spans = {where: _number_span(file, text, where) for where in numbers}
    replacements = [Replacement(a, text[a:b], numbers[where]) for where, (a, b) in spans.items()]
    texts = sorted(
        (a, Passage(dotted(where[1:]), text[a:b], numbers[where])) for where, (a, b) in spans.items()
    )
    said: list[Passage] = []
    changed = any(at(file.data, where) != float(new) for where, new in numbers.items())
    if why and changed and holds_comments(path):  # of what is so already there is no reason to give
        said, beside = _comments(text, texts, why, history.comments)
        replacements += beside
    wanted = {where: float(new) for where, new in numbers.items()}
    after = read_again(
        file, replacements, wanted, lambda again: all(at(again, w) == n for w, n in wanted.items())
    )
    if after is None:
        reason = (
            "a comment cannot stand at the end of this line"
            if said
            else "the number cannot be changed in place"
        )
        raise InputError([file.mistake(next(iter(numbers)), "not-in-place", reason, "edit the file by hand")])
    pieces = [piece for _, piece in texts]
    return edit(file, after, history, command="set", of="weights", texts=pieces, comments=said)


def _number_span(source: ParsedFile, text: str, where: DataPath) -> tuple[int, int]:
    node = source.node(where)
    if node is not None and not (isinstance(node, yaml.ScalarNode) and number_in(node)):
        raise InputError([source.mistake(where, "not-in-place", f"'{dotted(where)}' is not a number")])
    return span(text, only_place(source, where, "number"))


def _comments(
    text: str, texts: Sequence[tuple[int, Passage]], why: str, own: Sequence[str]
) -> tuple[list[Passage], list[Replacement]]:
    """Return one comment for each line on which numbers change, in place of our own that stands there."""
    lines: dict[int, list[tuple[int, Passage]]] = {}
    for start, piece in texts:
        lines.setdefault(line_end(text, start), []).append((start, piece))
    said, replacements = [], []
    for end, on_it in lines.items():
        start, last = on_it[-1]
        place, old = comment_place(text, start, end, own) or (end, "")
        gap = (
            old[: len(old) - len(old.lstrip())] if old else "" if text[end - 1 : end] in (" ", "\t") else "  "
        )
        was = [f"was {p.old}" if len(on_it) == 1 else f"{p.key} was {p.old}" for _, p in on_it]
        new = f"{gap}# {', '.join(was)}: {why}"
        said.append(Passage(last.key, old, new))
        replacements.append(Replacement(place, old, new))
    return said, replacements
