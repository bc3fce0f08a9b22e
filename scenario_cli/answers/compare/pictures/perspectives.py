"""The picture ``perspectives``: which rank each option has under each perspective."""

from scenario_cli.answers.compare.ask import CompareAnswer
from scenario_cli.answers.rank_lines import RankLines, rank_lines
from scenario_cli.render.svg import Picture


def perspectives_picture(answer: CompareAnswer, finding: str, width: float) -> Picture:
    """Return a line for each option through its ranks, perspective after perspective."""
    of = "scenario" if answer.over == "scenarios" else "perspective"
    shown = RankLines(
        name="perspectives",
        title=f"Which rank has each option under each {of}?",
        head=f"Rank by {of}",
        of=of,
        columns=[column.title or column.id for column in answer.columns],
        options=answer.titles,
        ranks=answer.found.ranks.tolist(),
    )
    return rank_lines(shown, finding, width)
