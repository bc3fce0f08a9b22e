"""What may not change: first place, a rank, or a score by more than so many points."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from scenario_cli.engine.additive import TIE
from scenario_cli.engine.comparison.moves import OLD, Move, Moves
from scenario_cli.errors import StudyError
from scenario_cli.model.base import is_number


class NoChange(NamedTuple):
    """What may not change; a score by no more than ``limit`` points, as they were typed."""

    word: Literal["first", "rank", "score"]
    limit: str = ""

    def __str__(self) -> str:
        return f"{self.word}={self.limit}" if self.limit else self.word


def condition_of(text: str) -> NoChange:
    """Return the condition that a text states: ``first``, ``rank`` or ``score=X``.

    Raises
    ------
    StudyError
        It states none.
    """
    name, _, limit = text.partition("=")
    if text == "first":
        return NoChange("first")
    if text == "rank":
        return NoChange("rank")
    if name == "score" and is_number(limit) and float(limit) >= 0:
        return NoChange("score", limit)
    raise StudyError("expected first, rank or score=X", parameter="fail_on", value=text)


def failed_conditions(found: Moves, conditions: Sequence[str]) -> tuple[str, ...]:
    """Return which of ``first``, ``rank`` and ``score=X`` do not hold, in words.

    Raises
    ------
    StudyError
        A condition is none of these.
    """
    failed = []
    for condition in map(condition_of, conditions):
        if condition.word == "first":
            if found.leaders[0] != found.leaders[1]:
                old, new = (", ".join(leaders) for leaders in found.leaders)
                failed.append(f"first place changed from {old} to {new}")
        elif condition.word == "rank":
            moved = [_rank_moved(move) for move in found.moves if move.ranks[0] != move.ranks[1]]
            moved += [f"{o.option} is {'gone' if o.side == OLD else 'new'}" for o in found.others]
            if moved:
                failed.append(f"a rank changed: {', '.join(moved)}")
        else:
            most = max(found.moves, key=lambda move: abs(move.points))
            if abs(most.points) > float(condition.limit) + TIE:
                said = f"the score of {most.option} moved by {most.points:+.4g}"
                failed.append(f"{said}, more than {condition.limit}")
    return tuple(failed)


def _rank_moved(move: Move) -> str:
    return f"{move.option} {move.ranks[0]} -> {move.ranks[1]}"
