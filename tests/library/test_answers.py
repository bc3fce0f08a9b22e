"""Every answer from Python: the command's bytes, tidy rows, a page in a notebook, pickled and read-only."""

import json
import pickle
import re
import subprocess
import sys

import numpy as np
import polars
import pytest

import scenario_cli as sc

FEW = ("--samples", "20000", "--seed", "7")
QUESTIONS = {
    "score": (["score", "coffee", "-w", "balanced"], lambda s: s.score()),
    "what-if": (
        ["score", "coffee", "-w", "balanced", "--inject", "price_cut", "--set", "ratings.keep.taste=3"],
        lambda s: s.tried("price_cut", "ratings.keep.taste=3").score(),
    ),
    "sensitivity": (
        ["sensitivity", "coffee", "-w", "balanced", "--blend", "thrift", "--for", "keep", "--lock", "cost"],
        lambda s: s.sensitivity(blend="thrift", for_="keep", lock=["cost"]),
    ),
    "two-way": (
        ["sensitivity", "coffee", "-w", "balanced", "--two-way", "taste,cost"],
        lambda s: s.sensitivity(two_way=("taste", "cost")),
    ),
    "explain": (
        ["explain", "new", "coffee", "-w", "balanced", "--against", "keep"],
        lambda s: s.explain("new", against="keep"),
    ),
    "evidence": (
        ["evidence", "coffee", "-w", "balanced", "--without", "memo", "--kind", "judgement"],
        lambda s: s.evidence(without=["memo"], kind="judgement"),
    ),
    "robustness": (
        [
            "robustness",
            "coffee",
            "-w",
            "balanced",
            "--model",
            "around",
            "--ratings",
            "uncertain",
            "--samples",
            "20000",
            "--seed",
            "7",
        ],
        lambda s: s.robustness(model="around", ratings="uncertain", samples=20_000, seed=7),
    ),
    "compare": (
        ["compare", "coffee", "-w", "balanced", "-w", "thrift"],
        lambda s: sc.compare([s, s.under("thrift")]),
    ),
    "methods": (
        ["methods", "coffee", "-w", "balanced", "--as-published"],
        lambda s: s.methods(as_published=True),
    ),
    "diff": (
        ["diff", "weights/balanced.yaml", "weights/thrift.yaml"],
        lambda _: sc.diff("weights/balanced.yaml", "weights/thrift.yaml"),
    ),
    "check": (["check", "coffee", "balanced"], lambda _: sc.check(["coffee", "balanced"])),
    "show": (["show", "coffee"], lambda _: sc.show("coffee")),
    "list": (["list"], lambda _: sc.list_files()),
    "weights show": (["weights", "show", "balanced"], lambda _: sc.show_weights("balanced")),
    "weights diff": (
        ["weights", "diff", "balanced", "thrift"],
        lambda _: sc.diff_weights("balanced", "thrift"),
    ),
    "weights rank": (
        ["weights", "rank", "cost", "comfort", "--scenario", "coffee", "-w", "balanced"],
        lambda s: sc.weights_from_ranks(s, ["cost", "comfort"]),
    ),
    "weights swing": (
        ["weights", "swing", "cost=100", "comfort=60", "--scenario", "coffee", "-w", "balanced"],
        lambda s: sc.weights_from_swings(s, {"cost": 100, "comfort": 60}),
    ),
}


@pytest.fixture
def study(coffee):
    return sc.study("coffee", weights="balanced")


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_answer_is_the_commands_to_the_last_byte(study, run, question):
    args, ask = QUESTIONS[question]
    answer = ask(study)
    shown = run(*args, "-f", "json")
    assert shown.exit_code == 0, shown.stderr
    assert answer.to_json() == shown.stdout
    assert json.dumps(answer.to_dict(), sort_keys=True, indent=2) + "\n" == shown.stdout
    assert answer.finding == answer.to_dict()["finding"]
    markdown = run(*args, "-f", "md").stdout
    assert answer._repr_markdown_() == as_in_python(markdown)
    assert "--" not in re.sub(r"\| -.*\|", "", answer._repr_markdown_()), "an option of the command line"


def as_in_python(markdown):
    """What a page says of what it leaves out, without the option that would have it."""
    asked = r"^(\d.*|Each can be .*): (?:--all|scenario new --from NAME)$"
    lines = [re.sub(asked, r"\1.", line) for line in markdown.split("\n")]
    return "\n".join(
        re.sub(r"^(.)(.*): --all$", lambda m: f"Not shown: {m[1].lower()}{m[2]}.", line) for line in lines
    )


@pytest.mark.parametrize("question", QUESTIONS)
def test_rows_are_those_of_the_csv(study, run, question):
    args, ask = QUESTIONS[question]
    answer = ask(study)
    lines = run(*args, "-f", "csv").stdout.splitlines()
    frame, table = answer.to_frame(), answer.to_arrow()
    assert ",".join(frame.columns) == lines[0] == ",".join(table.column_names)
    assert len(frame) == table.num_rows
    assert polars.DataFrame(answer).columns == list(frame.columns)


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_answer_says_itself_in_three_lines_at_most(study, question):
    answer = QUESTIONS[question][1](study)
    lines = repr(answer).splitlines()
    assert len(lines) <= 3
    assert answer.finding in lines[0]
    assert "object at 0x" not in repr(answer)


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_answer_pickles_and_is_the_same(study, question):
    answer = QUESTIONS[question][1](study)
    again = pickle.loads(pickle.dumps(answer))
    assert type(again) is type(answer)
    assert again.to_json() == answer.to_json()


def arrays(part, seen=None):
    """Yield every array in an answer, however deep."""
    seen = set() if seen is None else seen
    if id(part) in seen:
        return
    seen.add(id(part))
    if isinstance(part, np.ndarray):
        yield part
    elif isinstance(part, dict):
        for item in part.values():
            yield from arrays(item, seen)
    elif isinstance(part, tuple | list):
        for item in part:
            yield from arrays(item, seen)
    elif type(part).__module__.startswith("scenario_cli") and hasattr(part, "__dict__"):
        yield from arrays(vars(part), seen)


@pytest.mark.parametrize("question", QUESTIONS)
def test_its_arrays_are_read_only_before_and_after_pickling(study, question):
    answer = QUESTIONS[question][1](study)
    for one in (answer, pickle.loads(pickle.dumps(answer))):
        assert not any(array.flags.writeable for array in arrays(one))
        for name in ("problem", "ranking"):
            if hasattr(one, "study"):
                found = list(arrays(getattr(one.study, name)))
                assert found
                assert not any(array.flags.writeable for array in found)


def test_an_answer_cannot_be_changed(study):
    score = study.score()
    with pytest.raises(AttributeError):
        score.flags = ()
    with pytest.raises(AttributeError):
        study.trials = ("price_cut",)


def test_a_study_says_itself_and_shows_its_ranking(study):
    tried = study.tried("price_cut")
    assert repr(study) == "Study: Which coffee machine?\n3 options x 4 factors under balanced"
    assert repr(tried).endswith("under balanced, tried: price_cut")
    assert tried._repr_markdown_() == tried.score()._repr_markdown_()
    again = pickle.loads(pickle.dumps(tried))
    assert again.score().to_json() == tried.score().to_json()
    assert again.untried.score().to_json() == study.score().to_json()


ASK = """
import pickle, sys
study = pickle.load(sys.stdin.buffer)
sys.stdout.write(study.score().to_json())
loaded = {name.partition(".")[0] for name in sys.modules}
assert loaded.isdisjoint({"typer", "rich"}), loaded
assert not any(name.startswith("scenario_cli.cli") for name in sys.modules)
"""


def test_a_study_is_asked_in_another_process_without_the_command_line(study, environment):
    tried = study.tried("price_cut", "weights.cost=10")
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        input=pickle.dumps(tried),
        capture_output=True,
        check=False,
        env=environment(),
        timeout=60,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout.decode() == tried.score().to_json()


def test_every_question_of_the_library_works_without_typer_and_rich(environment, coffee):
    code = """
import sys
class Hidden:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("typer", "rich"):
            raise ImportError(f"{name} is not installed")
sys.meta_path.insert(0, Hidden())
import scenario_cli as sc
study = sc.study("coffee", weights="balanced").tried("price_cut")
answers = [study.score(), study.sensitivity(two_way="taste,cost", blend="thrift"), study.explain("keep")]
answers += [study.evidence(), study.robustness(samples=1000), sc.compare([study, study.under("thrift")])]
answers += [sc.diff(study.untried, study), sc.check(["coffee"]), sc.verify(study.score().to_dict())]
answers += [sc.show("coffee"), sc.list_files(), sc.show_weights("balanced")]
for answer in answers:
    answer.to_json(), answer.report().records(), answer._repr_markdown_(), repr(answer)
"""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        capture_output=True,
        text=True,
        check=False,
        env=environment(),
        timeout=60,
    )
    assert done.returncode == 0, done.stderr


def test_what_is_missing_for_a_data_frame_is_said(study, monkeypatch):
    monkeypatch.setattr("scenario_cli.extras.find_spec", lambda _: None)
    with pytest.raises(sc.MissingPackageError, match="a data frame needs pandas; install it"):
        study.score().to_frame()
    with pytest.raises(sc.MissingPackageError, match=r"an Arrow table needs pyarrow; .*extra 'table'"):
        study.score().to_arrow()
