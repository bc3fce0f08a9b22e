"""What the shell is offered while a game is played: teams, ids of what it is about, games."""

import subprocess
import sys

import pytest
from game.table import begin


@pytest.fixture
def offered(environment, folder):
    begin(folder, "games/office", teams=("red", "blue", "reserve"))
    begin(folder, "games/other", teams=("green",))

    def offered(words):
        env = {
            "_SCENARIO_COMPLETE": "complete_bash",
            "COMP_WORDS": words,
            "COMP_CWORD": str(len(words.split(" ")) - 1),
        }
        command = [sys.executable, "-c", "from scenario_cli.__main__ import main; main()"]
        done = subprocess.run(command, capture_output=True, env=environment(**env), check=False, timeout=60)
        assert done.stderr == b""
        return done.stdout.decode().split()

    return offered


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("scenario ga", ["game"]),
        ("scenario game re", ["redo", "replay", "report"]),
        ("scenario game say -g games/office r", ["red", "reserve"]),
        ("scenario game say -g games/other ", ["green"]),
        ("scenario game say -g games/other r", []),
        ("scenario game say r", []),  # of several games none is meant
        ("scenario game turn x -g games/office --by b", ["blue"]),
        ("scenario game inject -g games/office s", ["strike"]),
        ("scenario game guess -g games/office red b", ["buy"]),
        ("scenario game guess -g games/office red buy k", ["keep"]),
        ("scenario game set -g games/office weights.com", ["weights.comfort=", "weights.comfort.taste="]),
        ("scenario game ruling 3 -g games/office --set ratings.buy.n", ["ratings.buy.noise="]),
        ("scenario game show -g g", ["games/office", "games/other"]),
        ("scenario game fact -g games/ot", ["games/other"]),
        ("scenario game say -g nowhere r", []),
    ],
)
def test_words_are_offered(offered, words, found):
    assert offered(words)[: len(found) or None] == found


def test_of_the_only_game_nothing_needs_to_be_named(offered, folder):
    import shutil

    shutil.rmtree(folder / "games" / "other")
    assert offered("scenario game say re") == ["red", "reserve"]
    assert offered("scenario game inject ") == ["price_cut", "strike", "mood"]
