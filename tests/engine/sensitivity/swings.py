"""Swings, their segments, and lines to find them on."""

import numpy as np
import pytest
from builders import (
    scores_at,
)

from scenario_cli.engine.additive import rank_options
from scenario_cli.engine.sensitivity.one_way import one_way

SCAN = np.linspace(0, 1, 10_001)


def swings_of(problem):
    return one_way(problem, rank_options(problem))


def segments_of(swing):
    return [(s.start, s.end, s.first) for s in swing.segments]


def approximately(segments):
    return [
        (pytest.approx(start, abs=1e-9), pytest.approx(end, abs=1e-9), first)
        for start, end, first in segments
    ]


def scanned(problem, swing, shares):
    """Scores (k, m) at many shares of one item, by the stated rule and not by the engine's."""
    ends = [scores_at(problem, swing.kind, swing.item, t) for t in (0.0, 1.0)]
    return (1 - shares[:, None]) * ends[0] + shares[:, None] * ends[1]


def shares_in(segment, shares):
    return (shares >= segment.start) & (shares <= segment.end)
