"""Bytes to plain data: YAML 1.2, every place known, nothing taken silently, everything bounded."""

import hashlib
import importlib.util
import json
import subprocess
import sys

import pytest
import yaml
from builders import many
from hypothesis import given
from hypothesis import strategies as st

from scenario_cli.errors import InputError
from scenario_cli.files import parsing
from scenario_cli.files.parsed import parse
from scenario_cli.model.base import Numeral


def read(text):
    """Return the data in a text that holds no mistake."""
    found = parse("x.yaml", text if isinstance(text, bytes) else text.encode())
    assert found.mistakes == []
    return found.data


def mistakes(text):
    """Return line, column and code of every mistake in a text, whether it could be read or not."""
    try:
        problems = parse("x.yaml", text if isinstance(text, bytes) else text.encode()).mistakes
    except InputError as error:
        problems = error.mistakes
    return [(problem.line, problem.column, problem.code) for problem in problems]


def said(content):
    """Return what is said of a file that cannot be read."""
    with pytest.raises(InputError) as error:
        parse("x.yaml", content)
    return str(error.value)


# fmt: off
TEXTS = [
    "no", "on", "off", "y", "Yes", "NO", "n", "True", "TRUE", "False", "null_", "Null", "NULL",
    "010", "00", "-01", "0o10", "0x1F", "0b1", "1:30", "12:30:00", "190:20:30", "2024-05",
    "2024-05-06", "2024-05-06T12:00:00Z", "1_000", "1,5", "1.2.3", "1e", "1e+", "e3", "+", ".",
    "...", "nan", "inf", "NaN", "Infinity", ".in", "=", "<<", "<", "٣", "½", "1e3x", "0.5.",
]
# fmt: on


@pytest.mark.parametrize("text", TEXTS)
def test_what_yaml_1_2_calls_text_is_text(text):
    assert read(f"key: {text}\n") == {"key": text}


@pytest.mark.parametrize(
    ("text", "number"),
    {
        "0": 0,
        "-0": 0,
        "7": 7,
        "+7": 7,
        "-7": -7,
        "1e-3": 0.001,
        "1E3": 1000,
        "12e03": 12000,
        "1.": 1,
        ".5": 0.5,
        "-.5": -0.5,
        "0.10": 0.1,
        "1.5e+2": 150,
        "1e308": 1e308,
        "1e-400": 0,
    }.items(),
)
def test_a_decimal_number_is_a_number_and_keeps_its_text(text, number):
    (value,) = read(f"key: {text}\n").values()
    assert isinstance(value, Numeral)
    assert value == number
    assert value.text == text


@pytest.mark.parametrize(
    ("text", "value"), [("true", True), ("false", False), ("null", None), ("~", None), ("", None)]
)
def test_only_these_words_are_no_text(text, value):
    assert read(f"key: {text}\n")["key"] is value


@pytest.mark.parametrize("text", ["'true'", '"7"', "'~'", '""', "|\n  7", ">-\n  null"])
def test_quoted_and_block_scalars_are_text(text):
    (value,) = read(f"key: {text}\n").values()
    assert type(value) is str


def test_keys_are_text_as_written():
    assert list(read("true: a\n1: b\nnull: c\n010: d\nno: e\n1.0: f\n")) == [
        "true",
        "1",
        "null",
        "010",
        "no",
        "1.0",
    ]


def test_a_merge_key_merges_nothing():
    assert read("a: &a {x: 1}\nb: {<<: *a}\n") == {"a": {"x": 1}, "b": {"<<": {"x": 1}}}


def test_aliases_repeat_what_their_anchor_holds():
    assert read("a: &a {x: [1, two]}\nb: *a\nc: [*a]\n")["c"] == [{"x": [1, "two"]}]


@pytest.mark.parametrize(
    "text", [".nan", ".NaN", ".NAN", ".inf", "-.inf", "+.INF", ".Inf", "1e400", "-1E999"]
)
def test_what_is_not_finite_is_refused(text):
    assert mistakes(f"key: {text}\n") == [(1, 6, "not-finite")]


@pytest.mark.parametrize(
    "content",
    [
        "é: 1\nb: ü\n".encode(),
        b"\xef\xbb\xbf" + "é: 1\nb: ü\n".encode(),
        b"\xff\xfe" + "é: 1\nb: ü\n".encode("utf-16-le"),
        b"\xfe\xff" + "é: 1\nb: ü\n".encode("utf-16-be"),
        "é: 1\r\nb: ü\r\n".encode(),
        b"\xff\xfe" + "é: 1\r\nb: ü\r\n".encode("utf-16-le"),
        "é: 1\nb: ü".encode(),
        "---\né: 1\nb: ü\n...\n".encode(),
        "%YAML 1.1\n---\né: 1\nb: ü\n".encode(),
    ],
    ids=["utf-8", "bom", "utf-16-le", "utf-16-be", "crlf", "utf-16 crlf", "no line end", "marks", "1.1"],
)
def test_every_encoding_and_line_end_gives_the_same_data(content):
    assert read(content) == {"é": 1, "b": "ü"}


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_places_count_characters_whatever_the_encoding(start, end):
    text = end.join(["é: [名前, 😀, !x 1]", "b: 2", "b: 3", ""])
    assert mistakes(start + text.encode()) == [(1, 12, "tag"), (3, 1, "duplicate-key")]
    assert mistakes(b"\xff\xfe" + text.encode("utf-16-le")) == [(1, 12, "tag"), (3, 1, "duplicate-key")]


def test_the_place_of_a_value_of_its_key_and_of_what_is_missing():
    found = parse("x.yaml", b"a:\n  b: [1,\n    {c: 2}]\n")
    assert found.place(("a", "b", 1, "c")) == (3, 9)
    assert found.place(("a", "b", 1, "c"), key=True) == (3, 6)
    assert found.place(("a", "b", 1, "missing")) == (3, 5)
    assert found.place(("a", "missing", 3)) == (2, 3)
    assert found.place(("a", "missing"), key=True) == (1, 1)
    assert found.place(()) == (1, 1)


def test_a_duplicate_is_told_with_the_line_of_the_first_and_the_first_counts():
    found = parse("x.yaml", b"a: 1\nb: {c: 1,\n    c: 2, c: 3}\n'a': 4\n")
    assert [str(problem) for problem in found.mistakes] == [
        "x.yaml:3:5: error: 'c' stands here a second time [duplicate-key]; first at line 2",
        "x.yaml:3:11: error: 'c' stands here a second time [duplicate-key]; first at line 2",
        "x.yaml:4:1: error: 'a' stands here a second time [duplicate-key]; first at line 1",
    ]
    assert found.data == {"a": 1, "b": {"c": 1}}


@pytest.mark.parametrize(
    "text",
    [
        "key: !!str 1",
        "key: !!python/object/apply:os.system [echo]",
        "key: !x {a: 1}",
        "key: !<tag:example.org,2024:x> [1]",
        "key: ! 7",
    ],
)
def test_tags_are_refused_and_run_nothing(text):
    assert mistakes(text) == [(1, 6, "tag")]


def test_mistakes_of_the_yaml_do_not_hide_each_other():
    text = "a: !!int 1\na: .nan\n? [x]\n: 1\nb: {c: !!x {d: .inf}, c: 1}\n"
    assert mistakes(text) == [
        (1, 4, "tag"),
        (2, 1, "duplicate-key"),
        (3, 3, "wrong-type"),
        (5, 8, "tag"),
        (5, 16, "not-finite"),
        (5, 23, "duplicate-key"),
    ]


@pytest.mark.parametrize("text", [b"", b"\n\n", b"# only a comment\n", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_a_file_that_holds_nothing_is_refused(text):
    assert mistakes(text) == [(1, 1, "empty")]


def test_a_document_that_is_only_begun_is_null():
    assert read("---\n") is None


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"a: 1\nb: caf\xe9\n", (2, 7)),
        ("a: é\nü: ".encode() + b"\xff", (2, 4)),
        (b"\x89PNG\r\n\x1a\n", (1, 1)),
        (b"\xff\xfe" + "a: 1\nb".encode("utf-16-le") + b"x", (2, 2)),
        (b"a: 1\n# \xc3", (2, 3)),
        (b"a: 1\nb: \x07\n", (2, 4)),
        (b"a: 1\nb: \x1b[31m\n", (2, 4)),
        (b"a: \x00\n", (1, 4)),
        (b"a: 1\nb: x\x7f\n", (2, 5)),
        ("a: 😀\x08\n".encode(), (1, 5)),
    ],
)
def test_bytes_that_are_no_text_are_told_where_they_stand(content, place):
    assert mistakes(content) == [(*place, "encoding")]


def test_utf_16_without_a_byte_order_mark_is_not_told_as_a_stray_character():
    told = said("a: 1\n".encode("utf-16-le"))
    assert "UTF-16" in told
    assert "U+0000" not in told


def test_sixty_four_levels_are_read_and_sixty_five_are_not():
    assert mistakes("[" * 64 + "]" * 64) == []
    assert mistakes("[" * 65 + "]" * 65) == [(1, 65, "too-deep")]
    block = "".join(f"{' ' * i}a:\n" for i in range(64))
    assert mistakes(block) == []
    assert [code for _, _, code in mistakes(block + " " * 64 + "a:\n" + " " * 65 + "b: 1\n")] == ["too-deep"]
    assert [code for _, _, code in mistakes("? " + "[" * 70 + "]" * 70 + "\n: 1\n")] == ["too-deep"]


def test_an_alias_of_itself_is_refused():
    assert mistakes("a: 1\nb: &b [1, *b]\n") == [(2, 4, "alias-cycle")]
    assert mistakes("&a {b: {c: *a}}\n") == [(1, 1, "alias-cycle")]


BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join(['*' + before] * 9)}]\n"
    for before, name in zip("abcdefghijk", "bcdefghijkl", strict=True)
)
MANY_ALIASES = f"a: &a {{x: 1}}\nb: [{', '.join(['*a'] * 200_000)}]\n"
MEASURE = """
import resource, sys, time
from pathlib import Path
from scenario_cli.errors import InputError
from scenario_cli.files.catalog import Found, read_bytes
from scenario_cli.files.parsed import parse
unit = 1 if sys.platform == "darwin" else 1024
before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
path = Path(sys.argv[1])
try:
    parse("x.yaml", read_bytes(Found(path, "x.yaml")))
except InputError as error:
    print(error.mistakes[0].code)
print(time.process_time() - started)
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * unit)
"""


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (BOMB, "too-many-aliases"),
        (MANY_ALIASES, "too-many-aliases"),
        ("[" * 65 + "]" * 65, "too-deep"),
        ("{a: " * 100_000, "too-deep"),
        ("key: value # \n" * (9 * 1024 * 1024 // 14), "too-large"),
    ],
    ids=["alias bomb", "many aliases", "65 levels", "100,000 levels", "9 MiB"],
)
def test_hostile_files_are_refused_in_a_second_and_200_megabytes(content, code, tmp_path, environment):
    path = tmp_path / "x.yaml"
    path.write_text(content)
    assert measured(path, environment) == code


def test_of_a_huge_file_no_more_is_read_than_is_allowed(tmp_path, environment):
    path = tmp_path / "x.yaml"
    with path.open("wb") as file:
        file.truncate(1024**3)
    assert measured(path, environment) == "too-large"


def measured(path, environment):
    """Return the code that a file is refused with, after less than a second and 200 MB."""
    pytest.importorskip("resource")
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(path)],
        capture_output=True,
        text=True,
        env=environment(),
        check=True,
        timeout=60,
    )
    code, seconds, memory = done.stdout.split()
    assert float(seconds) < 1
    assert int(memory) < 200 * 1024 * 1024
    return code


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("scenarios/coffee.yaml", "coffee"),
        ("built-in:weights/equal.yaml", "equal"),
        ("a\\b\\coffee.v2.yml", "coffee.v2"),
        ("coffee", "coffee"),
        ("-", "stdin"),
    ],
)
def test_a_file_is_called_by_its_stem(name, stem):
    assert parse(name, b"a: 1").stem == stem


def test_the_digest_is_that_of_the_bytes_as_they_are():
    content = b"\xff\xfe" + "a: 1\r\n".encode("utf-16-le")
    assert parse("x.yaml", content).sha256 == hashlib.sha256(content).hexdigest()


# What JSON may hold raw and YAML may not is left out, and half surrogates, which are no text.
WORDS = st.text(
    st.characters(
        codec="utf-8", exclude_characters="\x7f\ufeff\ufffe\uffff", exclude_categories=["Cc", "Cs"]
    ),
    max_size=40,
)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(2**53), 2**53)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | WORDS,
    lambda parts: st.lists(parts, max_size=4) | st.dictionaries(WORDS, parts, max_size=4),
    max_leaves=20,
)


@many
@given(data=VALUES, indent=st.sampled_from([None, 1, "\t"]))
def test_any_json_reads_as_what_it_says(data, indent):
    assert read(json.dumps({"data": data}, ensure_ascii=False, indent=indent)) == {"data": data}


def test_json_that_writes_a_sign_as_two_escapes_is_read():
    assert read(json.dumps({"a": "😀"})) == {"a": "😀"}
    data = {"😀": ["\\ud83d\\ude00", "a\\", "\U0010ffff\U00010000!"], "b": 1}
    assert read(json.dumps(data)) == data


def test_what_stands_after_a_sign_of_two_escapes_keeps_its_place():
    text = '{"title": "' + r"\ud83d\ude00" + '", "a": 1, "a": 2}'
    assert mistakes(text) == [(1, text.rindex('"a"') + 1, "duplicate-key")]
    assert [code for _, _, code in mistakes(text.replace('"a"', '"\\ud83d\\ude01"'))] == ["duplicate-key"]
    node = parse("x.json", text.replace(', "a": 2', "").encode()).node(("a",))
    assert text[node.start_mark.index] == "1"


@pytest.mark.parametrize(
    "text", [r'{"a": "\ud83d"}', r"{a: '\ud83d\ude00', b: " + '"' + r"\ud83d\ude00" + '"}']
)
def test_half_a_sign_or_two_escapes_that_are_not_json_are_refused(text):
    assert [code for _, _, code in mistakes(text)] == ["syntax"]


@many
@given(data=VALUES)
def test_any_json_in_ascii_reads_as_what_it_says(data):
    assert read(json.dumps({"data": data})) == {"data": data}


# fmt: off
PIECES = [
    "a", "b", ": ", ":", "- ", "\n", "\n  ", "\n    ", "{", "}", "[", "]", ", ", "'", '"', "#", " #",
    "1", "0", "-", ".5", "1e999", ".inf", "010", "~", "true", "&x ", "*x", "!t ", "! ", "? ", "|\n", ">\n",
    "---\n", "...\n", "%YAML 1.2\n", '"\\ud800"', "é", "\t", "<<", "\ufeff", "\x85", "[" * 70, "]" * 70,
]
# fmt: on


@many
@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_the_quick_way_reads_what_the_thorough_way_reads(text):
    walk = parsing._Walk("x.yaml", text)
    try:
        expected = walk.build(parsing.composed("x.yaml", text), (), 0), walk.mistakes
    except InputError as error:
        expected = str(error)
    try:
        found = parsing.read("x.yaml", text)
    except InputError as error:
        found = str(error)
    assert found == expected
    assert repr(found) == repr(expected)


@pytest.fixture
def without_libyaml(monkeypatch):
    """The same module as it loads where PyYAML was built without libyaml."""
    monkeypatch.setitem(sys.modules, "yaml.cyaml", None)
    spec = importlib.util.spec_from_file_location("parsing_without_libyaml", parsing.__file__)
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, spec.name, module)
    spec.loader.exec_module(module)
    assert module.Parser is not parsing.Parser
    return module


@pytest.mark.skipif(not yaml.__with_libyaml__, reason="there is only the pure Python parser")
def test_without_libyaml_the_data_and_the_mistakes_are_the_same(examples, without_libyaml):
    read = 0
    for path in sorted(examples.glob("*valid/*.yaml")):
        found = []
        for module in (parsing, without_libyaml):
            try:
                text, _ = module.decoded(path.name, path.read_bytes())
                found.append(module.read(path.name, text))
            except InputError as error:
                found.append((None, list(error.mistakes)))
        (data, problems), (other_data, other_problems) = found
        read += data is not None
        if any(problem.code == "syntax" for problem in problems):
            assert other_problems, path.name  # in other words, and perhaps at the other end of the mistake
        else:
            assert other_data == data, path.name
            assert other_problems == problems, path.name
    assert read > 30
