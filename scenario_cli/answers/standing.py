"""How options stand, in one sentence: who is first, who moved; for a room as for a game."""

from collections.abc import Sequence

from scenario_cli.answers.ranking import rank_word
from scenario_cli.study import Study
from scenario_cli.text import listed, points

_FEW = 5


def leader_sentence(study: Study) -> str:
    """Return who is first, and how far ahead."""
    ranking, titles = study.ranking, [study.title(id_) for id_ in study.problem.options]
    first = few([titles[i] for i in ranking.leaders])
    if len(ranking.leaders) > 1:
        said = f"First: {first}, tied"
    elif len(ranking.order) == 1:
        said = f"First: {first}, the only option"
    else:
        next_ = ranking.order[1]
        near = ", a near tie" if ranking.near and ranking.near[0][0] == ranking.leaders[0] else ""
        said = f"First: {first}, {points(ranking.behind[next_])} points ahead of {titles[next_]}{near}"
    return f"{said}{open_clause(study)}."


def open_clause(study: Study) -> str:
    """Return who else could be first with ratings that are unknown, as the end of a sentence, or nothing."""
    if not study.ranking.open:
        return ""
    could = listed([study.title(study.problem.options[i]) for i in study.ranking.could_lead])
    return f"; with the ratings that are unknown, {could} could be first"


def moved_sentence(before: Study, after: Study) -> str:
    """Return whose rank is another, best first."""
    said = []
    for i in after.ranking.order:
        title = after.title(after.problem.options[i])
        was, now = rank_before(before, after, i), rank_word(after.ranking, i)
        if was is None:
            said.append(f"{title} is new at {now}")
        elif was != now:
            way = move_of(before, after, i).rstrip("= 0123456789")
            said.append(" ".join(word for word in (title, way, "from", was, "to", now) if word))
    more = [f"{len(said) - _FEW} more"] if len(said) > _FEW else []
    return f"Moved: {'; '.join([*said[:_FEW], *more]) or 'nobody'}."


def rank_before(before: Study, after: Study, i: int) -> str | None:
    """Return what an option's rank was; ``None`` where it was not there."""
    id_, options = after.problem.options[i], before.problem.options
    return rank_word(before.ranking, options.index(id_)) if id_ in options else None


def move_of(before: Study, after: Study, i: int) -> str:
    """Return how an option's rank moved: ``up 2``, ``down 1``, ``=``, or ``new``."""
    was = rank_before(before, after, i)
    if was is None:
        return "new"
    by = int(was.rstrip("=")) - int(after.ranking.ranks[i])
    return "=" if by == 0 else f"up {by}" if by > 0 else f"down {-by}"


def few(words: Sequence[str]) -> str:
    """Return words as a sentence lists them, the first few by themselves and the others counted."""
    more = [f"{len(words) - _FEW} more"] if len(words) > _FEW else []
    return listed([*words[:_FEW], *more])
