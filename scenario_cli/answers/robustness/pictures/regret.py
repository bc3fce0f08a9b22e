"""The picture ``regret``: how far each option is behind the best, on average and at worst."""

from scenario_cli.answers.regret_drawing import Regrets, draw_regrets
from scenario_cli.answers.robustness.ask import RobustnessAnswer
from scenario_cli.answers.robustness.words import caption
from scenario_cli.render.svg import Canvas, Picture


def regret_picture(answer: RobustnessAnswer, finding: str, width: float) -> Picture:
    """Return each option's mean and worst regret over the weightings, the least worst one first."""
    canvas, found = Canvas("regret", width), answer.found
    rows = [
        Regrets(answer.title(i), float(found.max_regret[i]), [float(found.mean_regret[i])])
        for i in found.order
    ]
    draw_regrets(canvas, "Points of score behind the best", rows, "mean regret", caption(answer))
    return canvas.finished("How far is each option behind the best, on average and at worst?", finding)
