"""The picture ``regret``: how far each option is behind the best under each perspective, and at worst."""

from scenario_cli.answers.compare.ask import CompareAnswer
from scenario_cli.answers.regret_drawing import Regrets, draw_regrets
from scenario_cli.render.svg import Canvas, Picture


def regret_picture(answer: CompareAnswer, finding: str, width: float) -> Picture:
    """Return each option's regret in every column and its worst, the least worst one first."""
    canvas, found = Canvas("regret", width), answer.found
    rows = [
        Regrets(title, float(found.max_regret[i]), [float(regret) for regret in found.regret[i]])
        for i, title in enumerate(answer.titles)
    ]
    columns = "scenario" if answer.over == "scenarios" else "perspective"
    note = f"Over {len(answer.columns)} {columns}{'s' if len(answer.columns) > 1 else ''}."
    draw_regrets(canvas, "Points of score behind the best", rows, f"under one {columns}", note)
    return canvas.finished(f"How far is each option behind the best, {columns} by {columns}?", finding)
