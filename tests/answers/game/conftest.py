"""A game about coffee machines."""

import pytest
from answers.game.table import begin


@pytest.fixture
def game(folder):
    return begin()
