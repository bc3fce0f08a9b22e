"""The tests themselves: small files, folders that mirror the package's, none that is expected to fail."""

from pathlib import Path

import pytest

import scenario_cli

HERE = Path(__file__).parent
HOME = Path(scenario_cli.__file__).parent
MOST_LINES = 500
# Folders that are about no single room: what every command prints, files to read, published cases, the
# package as it is used from Python, and the documentation.
OF_NO_ROOM = {"golden", "examples", "cases", "library", "browser", "docs"}
EXPECTED_TO_FAIL = "x" + "fail"

FILES = sorted(path.relative_to(HERE).as_posix() for path in HERE.rglob("*.py"))
ROOMS = sorted({folder.as_posix() for name in FILES for folder in list(Path(name).parents)[:-1]})


@pytest.mark.parametrize("name", FILES)
def test_no_file_is_long(name):
    assert len((HERE / name).read_text(encoding="utf-8").splitlines()) <= MOST_LINES


@pytest.mark.parametrize("name", FILES)
def test_no_test_is_expected_to_fail(name):
    assert EXPECTED_TO_FAIL not in (HERE / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("room", [room for room in ROOMS if room.split("/")[0] not in OF_NO_ROOM])
def test_each_folder_of_tests_is_named_after_a_room_of_the_package(room):
    assert any((HOME / room).glob("*.py"))


def test_modules_that_tests_share_are_found_by_one_name_only():
    """Folders are on the path as packages without an __init__; one would hide the others of its name."""
    assert not [name for name in FILES if Path(name).name == "__init__.py"]


@pytest.mark.parametrize("name", FILES)
def test_every_file_says_what_it_is_about(name):
    assert (HERE / name).read_text(encoding="utf-8").startswith(('"""', 'r"""'))
