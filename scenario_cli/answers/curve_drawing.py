"""A value curve as a table: what ratings are worth, drawn beside what the straight line gives them."""

from itertools import pairwise

from scenario_cli.answers.words import rating_words
from scenario_cli.model.scenario import Scale
from scenario_cli.render.page import FLIP, NOW, Cell, Column, Table, strip


def curve_table(factor_title: str, scale: Scale, width: int) -> Table:
    """Return what the ends, the points and the levels of a scale are worth, from worst to best.

    Parameters
    ----------
    factor_title : str
        What the factor is called.
    scale : Scale
        Its scale, with a value curve.
    width : int
        How many columns the page has.
    """
    room = min(41, 21 + max(0, width - 80) // 2)
    rows: list[list[Cell]] = []
    for rating in _shown(scale):
        straight, worth = _along(_line(scale), rating), _along(_points(scale), rating)
        drawn = strip(worth, [straight], room)
        rows.append([rating_words(scale, rating), _text(worth), _text(straight), drawn])
    return Table(
        title=f"What is a rating on {factor_title} worth?",
        columns=[
            Column("Rating"),
            Column("Worth", "right"),
            Column("Straight line", "right"),
            Column("0" + "1".rjust(room - 1), spare=True),
        ],
        rows=rows,
        signs=f"{NOW} worth, {FLIP} on the straight line",
        legend=["straight between the points stated"],
    )


def _shown(scale: Scale) -> list[float]:
    """Return the ratings that have a row, from worst to best."""
    found = {scale.worst, scale.best, *scale.values, *scale.levels.values()}
    return sorted(found, key=lambda rating: abs(rating - scale.worst))


def _line(scale: Scale) -> list[tuple[float, float]]:
    return [(scale.worst, 0.0), (scale.best, 1.0)]


def _points(scale: Scale) -> list[tuple[float, float]]:
    """Return each point with its rating and what it is worth, from worst to best, the ends among them."""
    points = {scale.worst: 0.0, **scale.values, scale.best: 1.0}
    return sorted(points.items(), key=lambda point: abs(point[0] - scale.worst))


def _along(points: list[tuple[float, float]], rating: float) -> float:
    """Return what a rating is worth on the straight pieces between points; a point exactly what it states."""
    at = dict(points)
    if rating in at:
        return at[rating]
    for (one, low), (other, high) in pairwise(points):
        if min(one, other) < rating < max(one, other):
            return low + (rating - one) / (other - one) * (high - low)
    raise ValueError(rating)


def _text(value: float) -> str:
    return f"{round(value, 4):g}"
