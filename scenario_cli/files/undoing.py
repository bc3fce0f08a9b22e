"""Changes taken back and made again, at any depth; what was edited by hand stays as it is."""

from collections.abc import Mapping

from scenario_cli.errors import InputError
from scenario_cli.files.editing import Edit, Subject, edit, numbers_in, own_path, path_of, read_again
from scenario_cli.files.history import Account, Deed, History, Line, Value, account, read_history
from scenario_cli.files.parsed import ParsedFile
from scenario_cli.files.parsing import decoded
from scenario_cli.files.places import Replacement, comment_place, line_end, span
from scenario_cli.mistakes import Mistake
from scenario_cli.model.scenario import is_program
from scenario_cli.text import visible


def undo_edit(file: ParsedFile, of: Subject = "weights", *, only_programs: bool = False) -> Edit:
    """Return the edit that takes back the last change that still stands; edits made by hand are left alone.

    With ``only_programs`` it must have been made by a program: what a person changed a person takes back.

    Raises
    ------
    InputError
        There is nothing to take back, or a person's change comes first; the place of the change was
        edited by hand since, or the history is damaged.
    """
    history, found = _stands(file, of)
    if not found.done:
        message = "there is no change to take back"
        raise InputError([Mistake(file=file.name, code="nothing-to-undo", message=message)])
    last = found.done[-1]
    maker = last.since[-1] if last.since else last.line
    if only_programs and not is_program(maker.who):
        by = visible(maker.who) or "somebody who gave no name"
        at = f" at {maker.at}" if maker.at else ""
        keys = ", ".join(last.line.new)
        message = f"the last change, of {keys}, was made by {by}{at}, and by no program"
        hint = f"a person takes it back: scenario {of} undo {file.name}"
        raise InputError([Mistake(file=file.name, code="nothing-to-undo", message=message, hint=hint)])
    return _turned(file, of, "undo", last.line.back, history)


def redo_edit(file: ParsedFile, of: Subject = "weights") -> Edit:
    """Return the edit that makes the change again that was taken back last.

    Raises
    ------
    InputError
        There is none, or another change was made since; or as for ``undo_edit``.
    """
    history, found = _stands(file, of)
    if not found.undone:
        message = "there is no change that was taken back, to make again"
        raise InputError([Mistake(file=file.name, code="nothing-to-redo", message=message)])
    return _turned(file, of, "redo", found.undone[-1].line, history)


def _stands(file: ParsedFile, of: Subject) -> tuple[History, Account]:
    path = own_path(file, of)
    history = read_history(path, file.name)
    return history, account(history, file.sha256, numbers_in(file.data, of), path)


def _turned(file: ParsedFile, of: Subject, command: Deed, line: Line, history: History) -> Edit:
    """Return the edit that a line tells of, if what it found at its places stands there now."""
    text, _ = decoded(file.name, file.content)
    ends, replacements, mistakes = {}, [], []
    for piece in line.texts:
        where = path_of(piece.key, of)
        node = file.node(where)
        start, end = span(text, node) if node is not None else (0, 0)
        if node is None or text[start:end] != piece.old or file.times(node) > 1:
            key = piece.key.replace("/", ".")
            message = f"'{key}' was changed outside of these commands since; nothing was written"
            hint = f"write {piece.old} there again first" if len(piece.old.split("\n")) == 1 else ""
            mistakes.append(file.mistake(where, "edited-by-hand", message, hint))
        replacements.append(Replacement(start, piece.old, piece.new))
        ends[piece.key] = end
    if mistakes:
        raise InputError(mistakes)
    for piece in line.comments:
        start, end = ends[piece.key], line_end(text, ends[piece.key])
        found = comment_place(text, start, end, [piece.old]) if piece.old else (end, "")
        if found is not None and found[1] == piece.old:  # else it was edited by hand: it is the user's
            replacements.append(Replacement(found[0], piece.old, piece.new))
    paths = [path_of(piece.key, of) for piece in line.texts]
    after = read_again(file, replacements, paths, lambda again: _holds(numbers_in(again, of), line.new))
    if after is None:
        message = "the history does not lead there from the file as it is"
        raise InputError([Mistake(file=file.name, code=f"nothing-to-{command}", message=message)])
    return edit(
        file,
        after,
        history,
        command=command,
        of=of,
        texts=line.texts,
        comments=line.comments,
        keys=line.new,
    )


def _holds(found: Mapping[str, Value], numbers: Mapping[str, Value]) -> bool:
    return all(found.get(key) == number for key, number in numbers.items())
