"""Problems in fractions, in which the least change that puts an option first is known exactly."""

from fractions import Fraction

from builders import (
    on_0_to_1,
    problem_of,
)
from hypothesis import strategies as st


@st.composite
def in_fractions(draw, *, most=4):
    """Values in hundredths and whole points, as fractions and as the problem they make."""
    m, n = draw(st.integers(2, most)), draw(st.integers(2, most))
    parts = draw(st.lists(st.lists(st.integers(0, 100), min_size=n, max_size=n), min_size=m, max_size=m))
    points = draw(st.lists(st.integers(1, 40), min_size=n, max_size=n))
    values = [[Fraction(part, 100) for part in row] for row in parts]
    weights = [Fraction(point, sum(points)) for point in points]
    rows = [[part / 100 for part in row] for row in parts]
    return values, weights, problem_of(rows, points, scales=on_0_to_1(n))
