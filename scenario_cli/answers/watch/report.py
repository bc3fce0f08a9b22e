"""What ``scenario watch`` shows: who leads, what changed, who moved, and whatever else there is room for."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from scenario_cli.answers.game.show.ask import GameShowAnswer
from scenario_cli.answers.game.words import BEFORE_THE_FIRST, line_sentence, turn_title
from scenario_cli.answers.standing import few, leader_sentence, moved_sentence
from scenario_cli.answers.watch.ask import View
from scenario_cli.answers.watch.tables import flips, ranking, room_ranking
from scenario_cli.answers.ways import weight_sentence
from scenario_cli.errors import InputError, ScenarioError
from scenario_cli.files.defaults import defaults_line
from scenario_cli.mistakes import Mistake
from scenario_cli.model.changes import GONE, NEW, Change
from scenario_cli.render.lines import ALL, Blank, Block, Frame, Line, Paragraph, fitted
from scenario_cli.study import Study
from scenario_cli.text import listed, per_cent

if TYPE_CHECKING:
    from scenario_cli.answers.document import DefaultDocument

ROOM_WIDTH = 60
_WIDE = 100  # where nothing says how wide it is
_OF_FILES = ("missing-file", "not-a-file", "unreadable", "too-large")


def watch_lines(view: View, frame: Frame, defaults: "Sequence[DefaultDocument]" = ()) -> list[Line]:
    """Return the screen after a save: the ranking with its drivers, and what would change first place.

    What was only tried, who leads, a mistake, what changed, why, and who moved come first and are always
    there; tables are cut to the rows that there is room for, and say how many more there are.

    Parameters
    ----------
    view : View
        What was found after a save.
    frame : Frame
        The terminal's size; one of at least 30 columns and 8 rows shows all of the above. Without
        bounds nothing is cut.
    defaults : sequence of dict, optional
        Those that had an effect, as results state them: a line says so where there is room.
    """
    if _untold(view):
        return fitted([*_told(view, defaults)], frame)
    clause = weight_sentence(view.answer.study)
    return fitted(
        [
            *_told(view, defaults),
            Blank(grows=(0, 0, 0, 1)),
            ranking(view, frame.width or _WIDE),
            Blank(grows=(0, 0, 0, 0, 1)),
            Paragraph(text=clause, style="bold", grows=(0, 0, 0, ALL)),
            Blank(grows=(0, 0, 0, 0, 1)),
            flips(view.answer),
        ],
        frame,
    )


def room_lines(view: View, frame: Frame, defaults: "Sequence[DefaultDocument]" = ()) -> list[Line]:
    """Return the same for the back row: 6 options, 5 columns and 60 characters at most, and few words."""
    narrow = frame._replace(width=min(frame.width or ROOM_WIDTH, ROOM_WIDTH))
    if _untold(view):
        return fitted([*_told(view, defaults)], narrow)
    clause = weight_sentence(view.answer.study)
    return fitted(
        [
            *_told(view, defaults),
            Blank(grows=(0, 0, 0, 1)),
            room_ranking(view),
            Blank(grows=(0, 0, 0, 0, 1)),
            Paragraph(text=clause, grows=(0, 0, 0, ALL)),
        ],
        narrow,
    )


def _told(view: View, defaults: "Sequence[DefaultDocument]") -> Iterator[Block]:
    """Yield what stands at the top, whatever the size: a line of each at least."""
    study = view.answer.study
    if view.game is not None:
        yield Paragraph(text=_played(view.game), style="bold", grows=(1, 2, 2, ALL))
    elif study.trials:
        yield Paragraph(text=_what_if(study), style="bold yellow", grows=(1, 2, 2, ALL))
    yield Paragraph(text=_asked(study), style="dim", grows=(0, 0, 0, 1, ALL))
    if defaults:
        yield Paragraph(text=defaults_line(defaults), style="dim", grows=(0, 0, 1, 1, ALL))
    said = BEFORE_THE_FIRST if _untold(view) else leader_sentence(study)
    yield Paragraph(text=said, style="bold", grows=(1, 2, 2, ALL))
    if view.error is not None:
        yield Paragraph(text=_wrong(view.error), style="bold red", grows=(1, 2, 2, 2, ALL))
    if view.aside:
        yield Paragraph(text=f"{'; '.join(view.aside)}.", style="yellow", grows=(1, 1, 2, ALL))
    if not _untold(view):
        yield from _told_of_changes(view)


def _told_of_changes(view: View) -> Iterator[Block]:
    yield Paragraph(text=_changed(view), grows=(1, 1, 2, ALL))
    if view.why:
        yield Paragraph(text=f"Why: {view.why}", grows=(1, 1, 2, ALL))
    if view.before is not None:
        yield Paragraph(text=moved_sentence(view.before.study, view.answer.study), grows=(1, 1, 2, ALL))


def _untold(view: View) -> bool:
    """Whether nobody is to see a ranking yet."""
    return view.game is not None and not view.game.tells_ranking


def _played(game: GameShowAnswer) -> str:
    """Say which game it is, which turn, and what its last line tells of."""
    turn = "before the first turn" if game.opened is None else turn_title(game.opened)
    last = line_sentence(game.events[-1], game.study.titles, game.secrets)
    return f"{game.game_title}, {turn}. {last}"


def _what_if(study: Study) -> str:
    injects = study.scenario.injects
    tried = [
        injects[trial].title or trial if isinstance(trial, str) else str(trial) for trial in study.trials
    ]
    without = study.untried
    assert without is not None
    was = without.ranking.leaders
    same = "First place is the same without it" if was == study.ranking.leaders else ""
    first = same or f"Without it {listed([study.title(study.problem.options[i]) for i in was])} is first"
    return f"What-if: {'; '.join(tried)}. {first}. No file was changed."


def _asked(study: Study) -> str:
    weights = study.weights.title or study.weights.id
    return f"{study.scenario.question} Weights: {weights}."


def _wrong(error: ScenarioError) -> str:
    """Return what is wrong with a save as a room is told it: one thing, and how many more there are."""
    if not isinstance(error, InputError):
        return f"Not shown: {error}."
    first, more = error.mistakes[0], len(error.mistakes) - 1
    others = f" (and {more} more)" if more else ""
    return f"Not shown: {_place(first)}{first.message}{others}. This is the last good result."


def _place(mistake: Mistake) -> str:
    if not mistake.line:
        return f"{mistake.place}: " if mistake.place else ""
    name = mistake.file.replace("\\", "/").rpartition("/")[2]  # short: stderr has all of it
    whole = mistake.code in _OF_FILES and mistake.line == mistake.column == 1
    return f"{name}: " if whole else f"{name} line {mistake.line}: "


def _changed(view: View) -> str:
    if view.before is None:
        since = "the start" if view.game is None else "this watch began"
        return f"Changed: nothing since {since}."
    if not view.changes:
        return "Changed: no number."
    old, new = view.before.study, view.answer.study
    rescaled = "; others rescaled" if _others_rescaled(view.changes, old, new) else ""
    return f"Changed: {few([_change(change, old, new) for change in view.changes])}{rescaled}."


def _change(change: Change, old: Study, new: Study) -> str:
    """Return a change by titles; of a weight also what share of the whole it was and is."""
    if change.after in (NEW, GONE):
        return f"{change.where} is {change.after}"
    said = f"{change.before} -> {change.after}"
    part, *ids = change.where.split(".")
    options, factors = new.scenario.options, new.scenario.factors | new.scenario.drivers
    if part == "ratings" and ids[0] in options and ids[1] in factors:
        return f"{new.title(ids[0])}, {factors[ids[1]].title or ids[1]} {said}"
    if part == "weights" and ids[-1] in factors:
        shares = [_shares(study, drivers=len(ids) == 1).get(ids[-1]) for study in (old, new)]
        told = " -> ".join(per_cent(share) for share in shares if share is not None)
        return f"{factors[ids[-1]].title or ids[-1]} {said} (share {told})"
    return f"{change.where} {said}"


def _shares(study: Study, *, drivers: bool) -> dict[str, float]:
    problem = study.problem
    ids, shares = (problem.drivers, problem.driver_weights) if drivers else (problem.factors, problem.weights)
    return {id_: float(share) for id_, share in zip(ids, shares, strict=True)}


def _others_rescaled(changes: Sequence[Change], old: Study, new: Study) -> bool:
    """Whether a weight whose points stayed has another share."""
    points_changed = {
        change.where.split(".")[-1] for change in changes if change.where.startswith("weights.")
    }
    was, is_ = _shares(old, drivers=True), _shares(new, drivers=True)
    return bool(points_changed) and any(
        per_cent(was[id_]) != per_cent(is_[id_]) for id_ in was.keys() & is_.keys() - points_changed
    )
