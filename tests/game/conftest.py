"""Games to play with."""

import pytest
from game.table import begin, played


@pytest.fixture
def home(folder):
    """The folder in which a game and its files lie; it is the one worked in."""
    return folder


@pytest.fixture
def game(home):
    """A game that has just begun."""
    return begin(home)


@pytest.fixture
def full(home):
    """A game in which every kind of line stands."""
    return played(home)
