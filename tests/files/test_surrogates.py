"""JSON writes signs past U+FFFF as two escapes: read as what they mean, whatever else the text uses."""

import json

import pytest

from scenario_cli.errors import InputError
from scenario_cli.files.parsed import parse


@pytest.mark.parametrize("beside", ["", "\uf000", "\uf7ff", "\ue800\uf123", "\uf000\ue000", "\uefff\ue000"])
def test_a_sign_of_two_escapes_is_read_beside_private_ones(beside):
    stated = {"a": f"{beside}😀", f"{beside}🟥": [f"x{beside}", "\U0010ffff\U00010000"]}
    for raw in (True, False):
        text = json.dumps(stated)
        if raw:
            text = text.replace('"a": "' + json.dumps(beside)[1:-1], f'"a": "{beside}', 1)
        assert parse("x.json", text.encode()).data == stated


def test_places_stay_what_they_are():
    found = parse("x.json", b'{"a": "\\ud83d\\ude00", "b": 1, "b": 2}')
    (mistake,) = found.mistakes
    assert (mistake.line, mistake.column) == (1, 31)


def test_a_text_that_uses_every_private_block_is_refused_and_says_where():
    text = json.dumps({"a": "\uf000\ue800\ue000😀"})
    with pytest.raises(InputError, match=r"x\.json:1:\d+: error: "):
        parse("x.json", text.encode())
