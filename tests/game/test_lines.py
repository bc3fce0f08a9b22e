"""The lines of a log as bytes: fields and their order, the chain, what is kept before a line rests on it."""

import json
import re
from hashlib import sha256

import pytest
from game.table import AT, MINE, OFFICE, ROOM, ZEROS, begin, played, raw_lines, sealed, stated, write_ballots
from hypothesis import given
from hypothesis import strategies as st

from scenario_cli import __version__
from scenario_cli.errors import StudyError

HEAD = ["line", "at", "turn", "by", "kind"]
TAIL = ["prev", "sha256"]
FIELDS = {
    "new": ["title", "scenario", "weights", "teams"],
    "guess": ["order", "who"],
    "turn": ["title", "result"],
    "inject": ["inject", "until"],
    "move": ["text", "because"],
    "against": ["move", "text"],
    "ruling": ["move", "succeeds", "chance", "votes", "roll", "set", "why"],
    "set": ["set", "weights", "why"],
    "ballots": ["round", "ballots"],
    "say": ["text"],
    "fact": ["text"],
    "edited": ["file", "old", "new", "changes"],
    "undo": ["undoes"],
    "redo": ["redoes"],
}


def digest(text):
    return sha256(text.encode() if isinstance(text, str) else text).hexdigest()


def test_every_kind_of_line_has_its_fields_in_their_order(full, home):
    full.ballots(write_ballots(home, ana=(1, 3)), at=AT)
    lines = stated(full.folder.path)
    assert {line["kind"] for line in lines} == set(FIELDS)
    for line in lines:
        own = [key for key in line if key not in (*HEAD, *TAIL)]
        assert [key for key in line if key in (*HEAD, *own, *TAIL)] == [*HEAD, *own, *TAIL]
        assert [key for key in own if key in FIELDS[line["kind"]]] == FIELDS[line["kind"]]
        assert set(own) - set(FIELDS[line["kind"]]) <= {"why"}


def test_each_line_names_the_hash_of_the_one_before_and_states_its_own(full):
    before = ZEROS
    for number, raw in enumerate(raw_lines(full.folder.path), 1):
        line = json.loads(raw)
        assert line["line"] == number
        assert line["prev"] == before
        ending = b',"sha256":"' + line["sha256"].encode() + b'"}'
        assert raw.endswith(ending)
        assert line["sha256"] == digest(raw.removesuffix(ending) + b"}")
        assert raw == sealed(line, before)
        before = digest(raw)


def test_the_log_is_utf_8_as_it_was_typed(full):
    content = (full.folder.path / "log.jsonl").read_bytes()
    assert "“名前”".encode() in content
    assert b'"by":"' + "青".encode() + b'"' in content
    assert b"\\u" not in content
    assert content.endswith(b"}\n")
    assert b"\r" not in content


def test_a_turn_states_scores_to_the_last_digit_ranks_inputs_and_the_version(full):
    second = stated(full.folder.path)[-1]
    result = second["result"]
    study = full.state.study
    assert list(result) == ["scores", "ranks", "inputs", "version"]
    assert list(result["scores"].values()) == study.ranking.scores.tolist()
    assert list(result["scores"]) == list(result["ranks"]) == ["keep", "buy", "rent"]
    assert list(result["ranks"].values()) == study.ranking.ranks.tolist()
    assert result["inputs"] == [
        {"role": "scenario", "id": "office", "sha256": digest(OFFICE)},
        {"role": "weights", "id": "room", "sha256": digest(ROOM)},
    ]
    assert result["version"] == __version__


def test_what_a_line_says_is_what_was_said(full):
    said = {line["line"]: line for line in stated(full.folder.path)}
    new = said[1]
    assert new["scenario"] == {"id": "office", "sha256": digest(OFFICE)}
    assert new["weights"] == {"id": "mine", "sha256": digest(MINE)}
    assert (new["title"], new["teams"], new["by"], new["turn"]) == ("Office", ["red", "blue", "青"], None, 0)
    assert (said[2]["by"], said[2]["order"], said[2]["who"]) == ("red", ["buy", "keep"], "Col. R")
    assert (said[4]["text"], said[4]["because"]) == ("Publishes the bill", ["it has it", "the press asks"])
    assert said[6]["votes"] == [50, 70.5]
    assert (said[6]["move"], said[6]["succeeds"], said[6]["chance"], said[6]["roll"]) == (4, True, 60, 4)
    assert (said[7]["inject"], said[7]["until"], said[7]["by"]) == ("mood", 2, "control")
    assert (said[8]["set"], said[8]["weights"]) == (["weights.cost=50", "ratings.rent.noise=loud"], None)
    edited = said[11]
    assert (edited["by"], edited["file"]) == ("unknown", "../mine.yaml")
    assert (edited["old"], edited["new"]) == (digest(MINE), digest(MINE.replace("60", "61")))
    assert edited["changes"] == [{"key": "weights.cost", "old": 60, "new": 61}]
    assert said[12]["weights"] == {"id": "room", "sha256": digest(ROOM)}
    assert (said[13]["undoes"], said[13]["why"], said[14]["redoes"]) == ([12], "too soon", [12])
    assert [line["turn"] for line in said.values()] == [0, 0, *[1] * 12, 2]
    assert {line["at"] for line in said.values()} == {AT}


def test_every_file_that_a_line_rests_on_is_kept_by_its_hash(full):
    kept = {path.name: path.read_bytes() for path in (full.folder.path / "kept").iterdir()}
    wanted = [OFFICE, MINE, MINE.replace("60", "61"), ROOM]
    assert kept == {f"{digest(text)}.yaml": text.encode() for text in wanted}


def test_a_file_that_two_lines_rest_on_is_kept_once(game, home):
    for _ in range(2):
        game.set(weights=home / "room.yaml", at=AT)
    assert len([*(game.folder.path / "kept").iterdir()]) == 3


@pytest.mark.parametrize(
    ("stated", "written"),
    [
        ("2026-03-02T09:01", "2026-03-02T09:01:00+00:00"),
        ("2026-03-02T09:01:02+03:00", "2026-03-02T09:01:02+03:00"),
        ("2026-03-02", "2026-03-02T00:00:00+00:00"),
        ("2026-03-02T09:01:02.5Z", "2026-03-02T09:01:02.500000+00:00"),
    ],
)
def test_a_time_is_written_with_its_offset(game, stated, written):
    assert game.fact("so", at=stated).event.at == written


def test_without_a_time_a_line_has_that_of_the_clock(game):
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", game.fact("so").event.at)


ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip)


@given(texts=st.lists(ANY_TEXT, min_size=1, max_size=4))
def test_any_text_comes_back_as_it_was_typed(tmp_path_factory, texts):
    home = tmp_path_factory.mktemp("any")
    game = begin(home, title=texts[0])
    for text in texts:
        game.move("red", text, because=[text[::-1]], at=AT)
    game.turn(texts[-1], at=AT)
    again = [line for line in stated(game.folder.path) if line["kind"] == "move"]
    assert [line["text"] for line in again] == texts
    assert [line["because"] for line in again] == [[text[::-1]] for text in texts]
    assert [event.said.get("text") for event in game.state.events if event.kind == "move"] == texts
    assert game.replay().holds
    assert game.folder.title == texts[0]


@pytest.mark.parametrize("text", ["\ud800", "a\udcffb"])
def test_what_is_no_text_is_refused(game, home, text):
    before = raw_lines(game.folder.path)
    calls = [
        lambda: game.say("red", text),
        lambda: game.move("red", "so", because=[text]),
        lambda: game.turn(text),
        lambda: game.fact("so", by=text),
        lambda: game.guess("red", ["buy"], who=text),
        lambda: game.set("weights.cost=3", why=text),
        lambda: begin(home, "other", title=text),
        lambda: begin(home, "other", teams=[text]),
        lambda: begin(home, "other", questions=[text]),
        lambda: begin(home, "other", by=text),
        lambda: begin(home, f"other{text}", title=""),
    ]
    for call in calls:
        with pytest.raises(StudyError, match="this is no text"):
            call()
    assert raw_lines(game.folder.path) == before
    assert not (home / "other").exists()


def test_two_games_played_alike_are_the_same_bytes(tmp_path):
    folders = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        folders.append(played(tmp_path / name).folder.path)
    assert raw_lines(folders[0]) == raw_lines(folders[1])
