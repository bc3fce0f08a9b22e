"""A copy has an id and a title of its own; every other byte stays."""

import pytest

from scenario_cli import read_weights
from scenario_cli.errors import InputError, UsageError
from scenario_cli.files.copying import copied
from scenario_cli.files.parsed import parse

POINTS = "drivers: {a: 1}  # kept\r\n"


def copy(text, id_="mine", encoding="utf-8", name="red.yaml"):
    content = copied(parse(name, text.encode(encoding)), id_)
    return content.decode(encoding)


@pytest.mark.parametrize(
    ("stated", "written"),
    [
        ("id: red   # mine\r\ntitle: The room\r\n", "id: mine   # mine\r\ntitle: The room (mine)\r\n"),
        ("id: 'red'\ntitle: \"The \\u0072oom\"\n", "id: 'mine'\ntitle: \"The \\u0072oom (mine)\"\n"),
        ("title: 'It''s'   # yes\nid: \"red\"\n", "title: 'It''s (mine)'   # yes\nid: \"mine\"\n"),
        ("id: red\ntitle: >-\n  The\n  room\n\n", "id: mine\ntitle: >-\n  The\n  room (mine)\n\n"),
        ("id: red\ntitle: |\n  The\n  room\n", "id: mine\ntitle: |\n  The\n  room (mine)\n"),
        ("id: red\ntitle: The\n  room\n", "id: mine\ntitle: The\n  room (mine)\n"),
        ("id: red\ntitle: 2024.10\n", "id: mine\ntitle: 2024.10 (mine)\n"),
        ("id: red\ntitle: The room (red)\n", "id: mine\ntitle: The room (mine)\n"),
        ("id: red\n", "id: mine\n"),
        ("id: red\ntitle:\n", "id: mine\ntitle:\n"),
        ("id: red\ntitle: ''\n", "id: mine\ntitle: ''\n"),
        ("id: red\ntitle: &t The room\nabout: *t\n", "id: mine\ntitle: &t The room\nabout: *t\n"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_id_and_the_title_change_and_nothing_else(stated, written, encoding):
    head = "# notes: id: red\r\nformat: weights/1\r\n"
    assert copy(head + stated + POINTS, encoding=encoding) == head + written + POINTS


def test_a_file_in_braces_is_copied_too():
    text = '{"id": "red", "title": "T", "format": "weights/1", "drivers": {"id": 1}}'
    assert copy(text, name="red.json") == text.replace('"red"', '"mine"').replace('"T"', '"T (mine)"')


@pytest.mark.parametrize("text", ["format: weights/1\ntitle: T\n" + POINTS, "- a\n", "id: mine\ntitle: T\n"])
def test_a_file_that_goes_by_its_name_or_by_the_new_one_is_copied_as_it_is(text):
    assert copy(text) == text


def test_an_id_that_an_alias_repeats_is_told():
    with pytest.raises(InputError, match="the id cannot be changed in place"):
        copy("id: &i red\nabout: *i\n" + POINTS)


@pytest.mark.parametrize("id_", ["My weights", "2nd", "true"])
def test_a_name_that_can_be_no_id_is_refused(id_):
    with pytest.raises(UsageError, match="cannot name a file here"):
        copy("id: red\n" + POINTS, id_)


def test_every_shipped_file_can_be_copied(folder, run):
    for name in ("authors", "critics", "personality", "china-arms-russia", "china-arms-russia-2022"):
        home = "scenarios" if name.startswith("china") else "weights"
        result = run("show", name, "-o", f"{home}/mine-{name}.yaml")
        assert (result.exit_code, result.stdout) == (0, "")
        assert result.stderr.startswith(f"wrote {home}/mine-{name}.yaml, with the id 'mine-{name}'")
        assert run("check", f"{home}/mine-{name}.yaml").stderr == ""
    assert read_weights("mine-authors").title == "Our reading of the authors (mine-authors)"
