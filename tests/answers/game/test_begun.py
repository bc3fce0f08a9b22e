"""A game that cannot be written leaves nothing, so that it can be begun again."""

from pathlib import Path

import pytest

from scenario_cli.files import writing


@pytest.mark.parametrize("there", [False, True])
def test_a_game_that_fails_leaves_nothing_and_can_be_begun_again(folder, run, monkeypatch, there):
    if there:
        Path("games/b").mkdir(parents=True)

    def full(_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(writing.os, "fsync", full)
        said = run("game", "new", "games/b", "--team", "red")
    assert (said.exit_code, said.stdout) == (3, "")
    assert said.stderr == "games/b: error: cannot be written: No space left on device\n"
    assert [path.as_posix() for path in Path().rglob("*")] == (["games", "games/b"] if there else [])
    assert run("game", "new", "games/b", "--team", "red").exit_code == 0
