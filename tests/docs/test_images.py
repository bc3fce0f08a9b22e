"""The drawn pictures of the documentation are what the program draws now."""

from pathlib import Path

import pytest
from golden.test_golden import alike

import scenario_cli as sc

IMAGES = Path(__file__).parents[2] / "docs" / "images"


@pytest.fixture(scope="module")
def score():
    return sc.study("china-arms-russia").score()


@pytest.mark.parametrize("path", sorted(IMAGES.glob("*.svg")), ids=lambda path: path.name)
def test_a_picture_is_what_is_drawn_now(path, score):
    again = f"scenario score china-arms-russia --picture {path.stem} -o docs/images/{path.name}"
    assert alike(score.picture(path.stem).svg, path.read_text(encoding="utf-8")), again


def test_there_are_two_of_them():
    assert {path.stem for path in IMAGES.glob("*.svg")} == {"ranking", "flips"}
