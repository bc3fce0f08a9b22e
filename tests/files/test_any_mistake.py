"""Whatever is changed in a sound file is read or told inside it; each of many mistakes has its place."""

import copy
import json

import pytest
from builders import up_to
from files.lunch import HEAD, problems
from hypothesis import given
from hypothesis import strategies as st

from scenario_cli import read_scenario
from scenario_cli.errors import InputError
from scenario_cli.files.parsed import parse
from scenario_cli.files.reading import format_of, scenario_from, weights_from
from scenario_cli.files.telling import MOST_TOLD

pytestmark = pytest.mark.thorough


def test_of_very_many_unknown_words_not_each_is_compared_with_all_that_are_known(monkeypatch):
    compared = []

    def counted(word, known):
        compared.append(len(known))
        return "did you mean something?"

    monkeypatch.setattr("scenario_cli.model.scales.suggestion", counted)
    drivers = "".join(f"  d{i}: {{}}\n" for i in range(600))
    rated = "".join(f"    x{i}: 7\n" for i in range(1000)) + "".join(f"    d{i}: 7\n" for i in range(600))
    found = problems(HEAD + f"drivers:\n{drivers}options: {{inn: {{}}}}\nratings:\n  inn:\n{rated}")
    unknown = [problem for problem in found if problem.code == "unknown-factor"]
    assert len(found) == MOST_TOLD + 1
    assert sum(compared) <= 100_000 + 600
    assert [bool(problem.hint) for problem in unknown[:2]] == [True, True]


def plain(data):
    if isinstance(data, dict):
        return {key: plain(part) for key, part in data.items()}
    if isinstance(data, list):
        return [plain(part) for part in data]
    return float(data) if isinstance(data, float) else data


def paths(data, path=()):
    yield path
    parts = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, part in parts:
        yield from paths(part, (*path, step))


WORDS = ["", "x", "unknown", "nan", "7", "A b", "\x1b[31m", "😀"]
HOLDERS = [
    [],
    [[]],
    [None],
    {},
    {"": None},
    {"value": "unknown"},
    {"worst": 1.0},
    {"x": {"y": {}}},
    {"1": 2.0},
]
JUNK = st.sampled_from([None, True, 0.0, -1.0, 1e308, *WORDS, *HOLDERS])


@up_to(150)
@given(draw=st.data())
def test_whatever_is_changed_in_a_sound_file_is_read_or_told_inside_the_file(draw, lunch_and_files):
    scenario, files = lunch_and_files
    stated = copy.deepcopy(draw.draw(st.sampled_from(files)))
    for _ in range(draw.draw(st.integers(1, 3))):
        path = draw.draw(st.sampled_from([path for path in paths(stated) if path]))
        holder = stated
        for step in path[:-1]:
            holder = holder[step]
        change = draw.draw(st.sampled_from(["put", "take away", "rename"]))
        if change == "put":
            holder[path[-1]] = copy.deepcopy(draw.draw(JUNK))
        else:
            part = holder.pop(path[-1])
            if change == "rename" and isinstance(holder, dict):
                holder[draw.draw(st.sampled_from(["x", "A b", "", "unknown", "taste", "value", "\x1b"]))] = (
                    part
                )
        if not stated:
            return
    text = json.dumps(stated, indent=1, ensure_ascii=False)
    lines = text.split("\n")
    for problem in problems_or_none(text, scenario):
        assert 1 <= problem.column <= len(lines[problem.line - 1])
        assert "\n" not in str(problem)
        assert problem.code.replace("-", "").isalpha()


def problems_or_none(text, scenario):
    """Return the problems of a text; it may have none, and then nothing is raised."""
    found = parse("x.json", text.encode())
    try:
        weights_from(found, scenario) if format_of(found) == "weights" else scenario_from(found)
    except InputError as error:
        return error.mistakes
    return ()


@pytest.fixture(scope="module")
def lunch_and_files():
    from conftest import EXAMPLES

    names = ["valid/full.yaml", "valid/full-weights.yaml"]
    files = [plain(parse(name, (EXAMPLES / name).read_bytes()).data) for name in names]
    return read_scenario(EXAMPLES / "scenarios" / "lunch.yaml"), files


def test_each_of_very_many_mistakes_has_its_own_place():
    rated = "".join(f"    x{i}: 7\n" for i in range(2_000))
    found = problems(HEAD + f"drivers: {{taste: {{}}}}\noptions: {{inn: {{}}}}\nratings:\n  inn:\n{rated}")
    lines = [problem.line for problem in found if problem.code == "unknown-factor"]
    assert lines == list(range(lines[0], lines[0] + len(lines)))
    assert lines[0] == 8
    assert len(lines) + 1 == MOST_TOLD  # and the rating that is missing


def test_of_very_many_mistakes_the_first_are_told_and_how_many_more_there_are():
    rated = "".join(f"    x{i}: 7\n" for i in range(2_000))
    found = problems(HEAD + f"drivers: {{taste: {{}}}}\noptions: {{inn: {{}}}}\nratings:\n  inn:\n{rated}")
    assert len(found) == MOST_TOLD + 1
    last = found[-1]
    assert (last.code, last.message) == ("more-problems", "and 1,801 more problems from here on")
    assert last.line == found[-2].line + 1


def test_of_two_keys_that_are_the_same_the_first_is_the_place():
    source = parse("x.yaml", b"a: 1\n[b]: 2\na: 3\nc: {a: 4}\n")
    assert [source.place(path, key=True) for path in (("a",), ("c", "a"), ("b",))] == [(1, 1), (4, 5), (1, 1)]


def test_a_long_text_where_a_number_should_be_is_not_quoted_whole():
    text = f"format: weights/1\ndrivers: {{a: {'x' * 5_000}}}\n"
    with pytest.raises(InputError) as found:
        weights_from(parse("w.yaml", text.encode()))
    (problem,) = found.value.mistakes
    assert problem.message == f"expected a number, found the text '{'x' * 80}...'"
