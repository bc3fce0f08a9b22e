"""A process that keeps to a folder: whatever reads a file of the user's refuses one outside."""

from pathlib import Path

import pytest

from scenario_cli.batch.homes import LocalHome
from scenario_cli.errors import InputError
from scenario_cli.files import catalog
from scenario_cli.files.catalog import lies_inside, read_bytes, refuse_outside, stay_inside
from scenario_cli.files.history import read_history
from scenario_cli.game.folder import read_log_bytes


@pytest.fixture
def outside(folder, tmp_path_factory, monkeypatch):
    """A file outside of the working folder, which is kept to, and a link to it."""
    monkeypatch.setattr(catalog, "_INSIDE", [])
    path = tmp_path_factory.mktemp("outside") / "theirs.yaml"
    path.write_text("x: 1\n", encoding="utf-8")
    try:
        Path("linked.yaml").symlink_to(path)
    except OSError:
        pytest.skip("links need a privilege here")
    return path


def test_until_it_is_asked_for_everything_is_read(outside):
    refuse_outside(outside)
    assert read_bytes(str(outside)) == b"x: 1\n"
    assert not lies_inside(outside, Path())


def test_every_reader_refuses_what_lies_outside(outside):
    stay_inside(Path())
    for name in (str(outside), "linked.yaml"):
        with pytest.raises(InputError, match="it lies outside of the folder"):
            read_bytes(name)
        with pytest.raises(InputError, match="it lies outside of the folder"):
            read_log_bytes(Path(name))
    with pytest.raises(InputError, match="its history cannot be read: it lies outside"):
        read_history(Path("linked.yaml"), "linked.yaml")
    with pytest.raises(PermissionError):
        LocalHome(Path()).open("linked.yaml")


def test_what_is_inside_or_built_in_is_read(outside):
    stay_inside(Path())
    Path("own.yaml").write_text("y: 2\n", encoding="utf-8")
    Path("again.yaml").symlink_to("own.yaml")
    assert read_bytes("again.yaml") == b"y: 2\n"
    assert read_bytes(catalog.locate("scenarios", catalog.DEFAULT_SCENARIO))
    Path("circle.yaml").symlink_to("circle.yaml")
    assert not lies_inside("../elsewhere", Path())
    assert not lies_inside("a\0b", Path())
