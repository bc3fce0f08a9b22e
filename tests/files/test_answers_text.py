"""Answers are added to a file and taken back in place: every other byte stays, whatever form the list has."""

import pytest

from scenario_cli.errors import InputError
from scenario_cli.files.answers_text import add_answer, answer_line, new_answers, take_back_answer
from scenario_cli.files.reading import answers_from, open_file

ONE = {"more": "taste", "than": {"wait": 3.5}}
TWO = {"equal": ["taste", {"noise": "loud"}]}
FORMS = {
    "new": new_answers("ana", "coffee", "factors", by="Ana: x"),
    "nothing": "format: answers/1\n# no list yet\n",
    "no-line-end": "format: answers/1",
    "emptied": "format: answers/1\nanswers: # all deleted\nover: factors\n",
    "null": "format: answers/1\nanswers: null\n",
    "block": "format: answers/1\nanswers:\n# first\n- {more: a, than: b}   # why\n# last\nover: factors\n",
    "deep": "format: answers/1\nanswers:\n    - more: a\n      than: b\n    -\n      equal: [a, b]\nby: x\n",
    "flow": "format: answers/1\nanswers: [{more: a, than: b}] # all of them\n",
    "json": '{"format": "answers/1", "answers": []}\n',
    "json-one": '{"format": "answers/1",\n "answers": [{"more": "a", "than": "b"}]}',
    "windows": "format: answers/1\r\nanswers:\r\n  - {more: a, than: b}\r\nby: x\r\n",
    "mark": "\ufeffformat: answers/1\nanswers: []\nby: 🟥\n",
}


@pytest.fixture
def file(tmp_path):
    def file(text):
        path = tmp_path / "answers.yaml"
        path.write_bytes(text.encode())
        return path

    return file


def opened(path):
    return open_file("weights", str(path))


@pytest.mark.parametrize("form", FORMS)
def test_answers_are_added_at_the_end_and_taken_back_one_by_one(form, file):
    path = file(FORMS[form])
    before = opened(path).data.get("answers") or []
    for answer in (ONE, TWO):
        add_answer(opened(path), answer)
    assert opened(path).data["answers"] == [*before, ONE, TWO]
    for line in FORMS[form].splitlines():
        for comment in line.partition("#")[1:]:
            assert comment in path.read_bytes().decode()
    take_back_answer(opened(path))
    assert opened(path).data["answers"] == [*before, ONE]
    take_back_answer(opened(path))
    assert opened(path).data["answers"] == before
    if before:
        assert path.read_bytes() == FORMS[form].encode()


def test_an_answer_is_one_line_that_a_reader_reads(file):
    assert answer_line(ONE) == "{more: taste, than: {wait: 3.5}}"
    path = file(FORMS["new"])
    add_answer(opened(path), {"at_least": {"cost": 20.0}})
    assert path.read_text().endswith("over: factors\nanswers:\n  - {at_least: {cost: 20}}\n")
    assert answers_from(opened(path)).answers[0].share == 0.2


def test_what_was_edited_by_hand_meanwhile_stays(file):
    path = file(FORMS["block"])
    read = opened(path)
    path.write_text(FORMS["block"].replace("# why", "# because"))
    add_answer(read, ONE)
    assert "# because" in path.read_text()


def test_a_list_that_is_an_alias_or_a_file_that_is_read_only_is_refused_and_stays(file):
    path = file("format: answers/1\nx: &x []\nanswers: *x\n")
    before = path.read_bytes()
    with pytest.raises(InputError, match="cannot be changed in place"):
        add_answer(opened(path), ONE)
    assert path.read_bytes() == before
    path = file(FORMS["block"])
    path.chmod(0o400)
    with pytest.raises(InputError, match="read-only"):
        add_answer(opened(path), ONE)
    path.chmod(0o600)
    assert path.read_bytes() == FORMS["block"].encode()


def test_there_is_nothing_to_take_back_from_an_empty_list(file):
    path = file(FORMS["new"])
    with pytest.raises(InputError):
        take_back_answer(opened(path))
    assert path.read_bytes() == FORMS["new"].encode()
