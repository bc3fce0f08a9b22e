"""From arguments to the words of a command line, in which no text can become an option."""

import math

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st

from scenario_cli.assistant.tools import READING, WRITING
from scenario_cli.assistant.typed import command_line
from scenario_cli.cli.app import app
from scenario_cli.errors import UsageError

TOOLS = {tool.name: tool for tool in (*READING, *WRITING)}


def words(name, client="", **stated):
    return command_line(TOOLS[name], stated, client)


def test_options_stand_before_what_stands_alone():
    said = words("explain", option="new", scenario="coffee", weights="red", set=["a=1", "b=2"])
    assert said == [
        "explain",
        "--format=json",
        "--weights=red",
        "--set=a=1",
        "--set=b=2",
        "--",
        "new",
        "coffee",
    ]


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        ({"samples": 1000.0}, ["--samples=1000"]),
        ({"samples": 7, "spread": 0.25}, ["--spread=0.25", "--samples=7"]),
        ({"spread": 1}, ["--spread=1"]),
        ({"seed": 0, "answers": []}, ["--seed=0"]),
    ],
)
def test_numbers_are_typed_as_they_are(stated, said):
    assert words("robustness", **stated) == ["robustness", "--format=json", *said, "--"]


@pytest.mark.parametrize(
    "stated",
    [
        {"samples": True},
        {"samples": 1.5},
        {"samples": "7"},
        {"samples": None},
        {"spread": math.nan},
        {"spread": math.inf},
        {"spread": [0.1]},
        {"model": "nowhere"},
        {"model": ["around"]},
        {"scenario": ["coffee"]},
        {"scenario": None},
        {"weights": {"red": 1}},
        {"weights": ["red", None]},
    ],
)
def test_what_is_of_a_wrong_kind_is_refused_by_name(stated):
    (name,) = stated
    with pytest.raises(UsageError, match=f"^{name}: "):
        words("robustness", **stated)


def test_a_flag_is_true_or_false():
    assert words("methods", as_published=True)[2:] == ["--as-published", "--"]
    assert words("methods", as_published=False)[2:] == ["--"]
    with pytest.raises(UsageError, match=r"^as_published: expected true or false$"):
        words("methods", as_published="yes")


@pytest.mark.parametrize(
    ("name", "stated", "said"),
    [
        (
            "score",
            {"set": {"weights.cost": 40, "ratings.a.b": "unknown"}},
            ["weights.cost=40", "ratings.a.b=unknown"],
        ),
        ("score", {"chance": {"x": 0.1}}, ["x=0.1"]),
        ("score", {"set": ["a=1", "b=2"]}, ["a=1", "b=2"]),
        ("sensitivity", {"two_way": ["a", "b"]}, ["a,b"]),
        ("sensitivity", {"event": "a,b"}, ["a,b"]),
    ],
)
def test_lists_and_objects_are_typed_as_texts(folder, name, stated, said):
    (argument,) = stated
    typed = next(a.typed for a in TOOLS[name].arguments if a.name == argument)
    assert words(name, **stated)[2:-1] == [f"{typed}={text}" for text in said]


def test_numbers_stand_where_numbers_are_meant(folder):
    said = words("ratings_set", scenario="x.yaml", changes={"a.b": 6}, low=5.5, high="loud", by="y")
    assert {"--low=5.5", "--high=loud"} <= {*said}
    assert said[-1] == "a.b=6"
    for wrong in ({"a.b": None}, {"a.b": True}, {}, [], [1], 5):
        with pytest.raises(UsageError, match=r"^changes: expected a text, a list of texts or an object"):
            words("ratings_set", scenario="x.yaml", changes=wrong)
    with pytest.raises(UsageError, match=r"^low: expected a number or a text"):
        words("ratings_set", scenario="x.yaml", changes="a.b=1", low=True)


def test_everything_that_is_wrong_is_told_at_once():
    with pytest.raises(UsageError) as refused:
        words("explain", optoin="new", weights=3)
    assert str(refused.value).split("\n") == [
        "optoin: no argument of 'explain'; did you mean 'option'?",
        "option: missing",
        "weights: expected a text or a list of texts",
    ]


TEXTS = st.text(min_size=1).filter(lambda text: text != "-" and "\0" not in text)
NAMES = TEXTS.filter(lambda text: text != ".." and not {*text} & {*"/\\"})  # others may lead outside


@given(NAMES, TEXTS)
def test_whatever_a_text_holds_it_stays_the_value_of_its_argument(name, text):
    said = words("score", scenario=name, weights=[name], set=text)
    command = typer.main.get_command(app).get_command(None, "score")
    context = command.make_context("score", said[1:], resilient_parsing=True)
    read = context.params
    assert (read["scenario"], list(read["weights"]), list(read["setting"])) == (name, [name], [text])
    assert read["output"] is None


@pytest.mark.parametrize(
    ("by", "client", "name"),
    [
        (None, "client", "client"),
        (None, "", "an assistant"),
        (None, "\x1b\n", "an assistant"),
        ("judge", "client", "judge"),
        ("PROGRAM : judge", "client", "judge"),
        ("program:", "client", "client"),
        ("program: program: judge", "client", "judge"),
        ("a: b", "client", "a: b"),
    ],
)
def test_a_change_is_signed_by_a_program(folder, by, client, name):
    stated = {"scenario": "x.yaml", "changes": "a.b=1"} | ({} if by is None else {"by": by})
    said = words("ratings_set", client, **stated)
    assert said == [
        *("ratings", "set", "--format=json", f"--who=program: {name}", f"--program={name}"),
        *("--", "x.yaml", "a.b=1"),
    ]
    undo = words("ratings_undo", client, **{k: v for k, v in stated.items() if k != "changes"})
    assert undo == [
        *("ratings", "undo", "--format=json", f"--who=program: {name}", "--only-programs", "--", "x.yaml")
    ]
