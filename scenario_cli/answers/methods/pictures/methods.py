"""The picture ``methods``: which rank each option has by each method."""

from scenario_cli.answers.methods.ask import MethodsAnswer
from scenario_cli.answers.methods.words import WORDS, reason
from scenario_cli.answers.rank_lines import RankLines, rank_lines
from scenario_cli.render.svg import Picture


def methods_picture(answer: MethodsAnswer, finding: str, width: float) -> Picture:
    """Return a line for each option through its ranks, method after method; below, what cannot run."""
    ran = [each for each in answer.found.each if each.runs]
    options = range(len(answer.study.problem.options))
    shown = RankLines(
        name="methods",
        title="Which rank has each option by each method?",
        head="Rank by method",
        of="method",
        columns=[WORDS[each.method].head for each in ran],
        options=[answer.title(i) for i in options],
        ranks=[[int(each.ranks[i]) for each in ran] for i in options],
        part=0.77,  # so that the names of all six stand above them
        notes=[f"{WORDS[e.method].head}: {reason(answer, e)}." for e in answer.found.each if not e.runs],
    )
    return rank_lines(shown, finding, width)
