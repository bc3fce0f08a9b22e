"""Two sweeps in any forms, their summaries, and what is refused."""

import json

import pytest
from batch_builders import COFFEE, FORMS, put, put_table, rows_of
from sweeps import CHANGED, TIE, counted, differences, put_rows, rankings, two_sweeps

import scenario_cli as sc

pytestmark = pytest.mark.thorough

ANY_FORM = [*FORMS, "/"]


@pytest.fixture
def in_forms(coffee, batch):
    """A table with labels that CSV writes in another way than other forms, swept into every form."""
    pytest.importorskip("pyarrow")
    rows = [
        ["=1+1", 1, 1, "é,x"],
        ['say "so"', 9, 1, ""],
        ["-5", 1, 9, "@y"],
        ["'quoted", 3, 2, "+z"],
        ["b", 2, 3, "t\tu"],
    ]
    put_table(coffee / "t.csv", ["weights", "comfort", "cost", "team"], rows)
    args = ["--table", "t.csv", "--keep-columns", "--injects", "each"]
    return {form: two_sweeps(batch, coffee, *args, old=f"old{form}", new=f"new{form}") for form in ANY_FORM}


@pytest.mark.parametrize("new", ANY_FORM)
@pytest.mark.parametrize("old", [".csv", ".jsonl.gz", ".parquet", "/"])
def test_forms_may_differ(in_forms, compared, old, new):
    said = compared(*in_forms[".csv"])
    assert said["rankings"] == 20
    assert 0 < said["led_by_others"] < 20
    assert said["only"] == [0, 0]
    assert said["keys"] == ["scenario", "weights", "file", "row", "injects", "team"]
    assert compared(in_forms[old][0], in_forms[new][1]) == said


def test_plain_texts_are_the_same_texts(in_forms, batch, compared, coffee):
    batch("coffee", "--table", "t.csv", "--keep-columns", "--injects", "each", "--plain", "-o", "plain.csv")
    assert "\n" + "coffee,=1+1" in (coffee / "plain.csv").read_text(encoding="utf-8")
    assert compared(in_forms[".parquet"][1], "plain.csv")["differ"] == 0


def test_shards_can_be_compared_alone(long_pair, batch, compared, small_pieces):
    pytest.importorskip("pyarrow")
    batch("coffee", "--table", "table.csv", "--injects", "each", "--shard", "2/3", "-o", "s/")
    sweep = compared(long_pair[1], "s/")
    assert (sweep["differ"], sweep["only"][1]) == (0, 0)
    assert sweep["rankings"] + sweep["only"][0] == 2000


@pytest.fixture
def groups(table, batch):
    """The rows of a table in three groups, summed up before and after."""
    head, *lines = table.read_text(encoding="utf-8").splitlines()
    text = "\n".join([f"{head},team", *(f"{line},{'rgb'[k % 3]}" for k, line in enumerate(lines))])
    put(table, text + "\n")
    args = ["--table", "table.csv", "--injects", "each", "--summary", "--by", "team"]
    return {
        form: two_sweeps(batch, table.parent, *args, old=f"s-old{form}", new=f"s-new{form}")
        for form in ANY_FORM
    }


def summed(path):
    """Groups as rankings: ranks by how often each is first, scores are means."""
    found = {}
    for row in rows_of(path.read_text(encoding="utf-8")):
        some = found.setdefault((row["scenario"], row["team"], row["injects"]), {})
        some[row["option"]] = (float(row["share_first"]), float(row["score_mean"]))
    return {
        key: {o: (1 + sum(other > share for other, _ in some.values()), s) for o, (share, s) in some.items()}
        for key, some in found.items()
    }


def test_summaries_are_compared_by_who_is_most_often_first(groups, compared, run):
    pytest.importorskip("pyarrow")
    found = differences(*(summed(path) for path in groups[".csv"]))
    sweep = compared(*groups[".csv"])
    assert counted(sweep) == {k: v for k, v in found.items() if k not in ("moves", "led", "ranked")}
    assert sweep["keys"] == ["scenario", "team", "injects"]
    assert sweep["rankings"] == 12
    for old in (".jsonl", "/"):
        for new in (".parquet", ".csv.gz"):
            assert compared(groups[old][0], groups[new][1]) == sweep
    shown = run("diff", "s-old.csv", "s-new.csv").stdout
    led = len(found["led"])
    said = (
        f"Others are most often first in {led} of 12 groups." if led else "The same are most often first in "
    )
    assert said in shown
    document = json.loads(run("diff", "s-old.csv", "s-new.csv", "-f", "json").stdout)
    assert document["kind"] == "summary"


def test_rows_against_a_summary_are_wrong_usage(groups, coffee, batch, run):
    batch("coffee", "-o", "old.csv")
    done = run("diff", "old.csv", "s-new.csv")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == "error: old.csv is rows of a batch, s-new.csv is a summary of a batch\n"


def test_rows_against_anything_else_are_wrong_usage(pair, run):
    for other, called in (("coffee", "a scenario"), ("weights/fair.yaml", "a weights file")):
        done = run("diff", other, "new.csv")
        assert (done.exit_code, done.stdout) == (2, "")
        assert done.stderr == f"error: {other} is {called}, new.csv is rows of a batch\n"
    assert run("diff", "old.csv", "nowhere.csv").exit_code == 3
    for option, value in (("-w", "fair"), ("--scenario", "coffee")):
        done = run("diff", "old.csv", "new.csv", option, value)
        assert (done.exit_code, done.stdout) == (2, "")
        assert f"{option} {value}: goes with two " in done.stderr


def test_sweeps_that_have_nothing_in_common_are_wrong_usage(pair, coffee, batch, run):
    put(coffee / "scenarios/tea.yaml", COFFEE.replace("id: coffee", "id: tea"))
    batch("tea", "-w", "weights", "-o", "tea.csv")
    done = run("diff", "old.csv", "tea.csv")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == (
        "error: old.csv and tea.csv have no combination of scenario, weights and injects in common; "
        "they are told to be the same by scenario, weights, injects\n"
    )


@pytest.mark.parametrize("columns", ["weights,injects,option,rank", "weights,injects,option,first,score"])
def test_columns_that_are_not_there_are_not_compared(coffee, batch, compared, run, columns, pair):
    old, new = two_sweeps(
        batch, coffee, "-w", "weights", "--injects", "each", "--columns", columns, old="o.csv", new="n.csv"
    )
    whole, sweep = compared(*pair), compared(old, new)
    assert sweep["led_by_others"] == whole["led_by_others"]
    if "rank" in columns:
        assert sweep["compared"] == ["rank"]
        assert sweep["ranked_otherwise"] == whole["ranked_otherwise"]
        assert (sweep["moved"], sweep["most"]) == (0, None)
        failed, word = "score=1", "score"
    else:
        assert sweep["compared"] == ["score"]
        assert (sweep["moved"], sweep["most"]) == (whole["moved"], whole["most"])
        failed, word = "rank", "rank"
    done = run("diff", "o.csv", "n.csv", "--fail-on", failed)
    assert (done.exit_code, done.stdout) == (2, "")
    assert (
        done.stderr == f"error: --fail-on {failed}: rows of both sides have to state a {word}, and do not\n"
    )


def test_rows_that_do_not_say_who_is_first_are_refused(coffee, batch, run):
    batch("coffee", "--columns", "weights,option,score", "-o", "a.csv")
    done = run("diff", "a.csv", "a.csv")
    assert (done.exit_code, done.stdout) == (3, "")
    assert "rows say who is first in a column 'rank' or 'first': here is none" in done.stderr


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (
            lambda rows: rows[4].update(rank="first"),
            ":6:5: error: expected a whole number in column 'rank', found 'first'",
        ),
        (lambda rows: rows[4].update(score="nan"), ":6:7: error: expected a finite number in column 'score'"),
        (lambda rows: rows[4].update(tied="maybe"), ":6:6: error: expected true or false in column 'tied'"),
        (
            lambda rows: rows[4].update(score=""),
            ":6:7: error: expected a finite number in column 'score', found ''",
        ),
    ],
)
def test_a_wrong_field_is_told_at_its_place(pair, run, spoil, said):
    rows = rows_of(pair[1].read_text(encoding="utf-8"))
    spoil(rows)
    put_rows(pair[1], rows)
    done = run("diff", "old.csv", "new.csv")
    assert (done.exit_code, done.stdout) == (3, "")
    assert done.stderr.startswith(f"new.csv{said}")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"a,b\n", "2:1: error: 2 fields for 12 columns"),
        (b'"\n', "2:1: error: this is no line of CSV"),
        (b"\xff\n", "2:1: error: this is not UTF-8 text"),
        (b"x" * 2_000_000, "2:1: error: this line is longer than 1 MiB"),
    ],
)
def test_a_line_that_is_no_row_is_told(pair, run, content, said):
    head = pair[1].read_bytes().splitlines(keepends=True)[0]
    pair[1].write_bytes(head + content)
    done = run("diff", "old.csv", "new.csv")
    assert (done.exit_code, done.stdout) == (3, "")
    assert f"new.csv:{said}" in done.stderr


def test_a_line_of_json_that_is_no_row_is_told(coffee, batch, run):
    batch("coffee", "-w", "weights", "-o", "a.jsonl")
    whole = (coffee / "a.jsonl").read_text(encoding="utf-8")
    for line, said in (
        ("{", "this is no line of JSON"),
        ("[]", "the row has no "),
        ('{"option": "keep"}', "the row has no 'scenario'"),
        (
            whole.splitlines()[0].replace('"rank": 1', '"rank": true'),
            "expected a whole number in column 'rank'",
        ),
        (whole.splitlines()[0].replace('"injects": []', '"injects": "x"'), "expected a list of ids"),
    ):
        put(coffee / "b.jsonl", f"{whole}{line}\n")
        done = run("diff", "a.jsonl", "b.jsonl")
        assert (done.exit_code, done.stdout) == (3, ""), line
        assert done.stderr.startswith(f"b.jsonl:10:1: error: {said}"), done.stderr


def test_a_file_that_is_cut_off_is_told(coffee, batch, run):
    pytest.importorskip("pyarrow")
    for form in (".csv.gz", ".parquet"):
        batch("coffee", "-w", "weights", "-o", f"a{form}")
        content = (coffee / f"a{form}").read_bytes()
        (coffee / f"b{form}").write_bytes(content[: len(content) // 2])
        done = run("diff", f"a{form}", f"b{form}")
        assert (done.exit_code, done.stdout) == (3, "")
        assert done.stderr.startswith(f"b{form}:1:1: error: it cannot be read: ")


def test_a_dataset_that_is_damaged_is_told(coffee, batch, run):
    pytest.importorskip("pyarrow")
    batch("coffee", "-w", "weights", "-o", "a/")
    batch("coffee", "-w", "weights", "-o", "b/")
    (coffee / "b/scenario=coffee/part-0.parquet").unlink()
    done = run("diff", "a", "b")
    assert (done.exit_code, done.stdout) == (3, "")
    assert "b/scenario=coffee/part-0.parquet" in done.stderr
    put(coffee / "b/manifest.json", "{}")
    assert run("diff", "a", "b").exit_code == 3


def test_a_shard_of_a_summary_says_nothing_alone(table, batch, run):
    pytest.importorskip("pyarrow")
    batch("coffee", "--table", "table.csv", "--summary", "--shard", "1/2", "-o", "a/")
    done = run("diff", "a/", "a/")
    assert (done.exit_code, done.stdout) == (3, "")
    assert "this is shard 1/2 of a summary, which says nothing alone" in done.stderr


def test_from_python_the_answer_has_it_all(pair):
    found = sc.diff("old.csv", "new.csv", fail_on=["first", "score=1"])
    assert isinstance(found, sc.SweepDiffAnswer)
    assert found.to_dict()["sweep"]["led_by_others"] == found.led_by_others
    assert len(found.failed) == 2
    assert len(found.to_frame()) == sum(len(one.moves) for one in found.differing)
    assert found.furthest is not None
    most = abs(found.furthest.furthest.points)
    assert most == max(abs(move.points) for one in found.differing for move in one.moves) > TIE


def test_rows_of_two_versions(pair, run):
    rows = rows_of(pair[0].read_text(encoding="utf-8"))
    put_rows(pair[0], [row | {"version": "0.0.9"} for row in rows])
    assert f"Computed by version 0.0.9 -> {sc.__version__}." in run("diff", "old.csv", "new.csv").stdout
    rows[0]["version"] = "0.0.8"
    put_rows(pair[0], rows)
    assert f"Computed by version (not said) -> {sc.__version__}." in run("diff", "old.csv", "new.csv").stdout


def test_names_of_rankings_are_those_of_the_rows(in_forms):
    assert {key[:2] for key in rankings([*map(dict, rows_of(in_forms[".csv"][0].read_text("utf-8")))])} == {
        ("coffee", label) for label in ("'=1+1", 'say "so"', "-5", "'quoted", "b")
    }
    assert CHANGED != COFFEE
