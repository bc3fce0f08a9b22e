"""A game that is played by commands."""

import pytest
from game.table import AT, begin


@pytest.fixture
def table(folder):
    """A game of a few lines in the folder worked in: moves in lines 3 and 5, of which 5 was taken back."""
    game = begin(folder)
    game.turn("Turn 1: spring", at=AT)
    game.move("blue", "Publishes", at=AT)
    game.ruling(3, True, at=AT)
    game.move("red", "Denies", at=AT)
    game.undo(at=AT)
    game.fact("so", at=AT)
    return game.folder.path


@pytest.fixture
def play(run, table):
    """Run a command of a game in it."""

    def play(*args, **env):
        return run("game", *args, "-g", "game", **env)

    return play
