"""What the shell is offered: ids of the scenario that is typed, or meant."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer

from scenario_cli.choices import SchemaName
from scenario_cli.cli.app import app
from scenario_cli.files.offered import examples_with_titles, ids_of, names_with_titles, title_in
from scenario_cli.shell.line import TypedLine, joined, typed_words, words_of
from scenario_cli.shell.powershell import powershell_quoted, powershell_words
from scenario_cli.shell.scripts import SCRIPTS

pytestmark = pytest.mark.thorough


@pytest.fixture
def offered(environment, in_examples):
    def offered(words):
        env = {
            "_SCENARIO_COMPLETE": "complete_bash",
            "COMP_WORDS": words,
            "COMP_CWORD": str(len(words.split(" ")) - 1),
        }
        command = [sys.executable, "-c", "from scenario_cli.__main__ import main; main()"]
        done = subprocess.run(command, capture_output=True, env=environment(**env), check=False, timeout=60)
        assert done.stderr == b""
        return done.stdout.decode().split()

    return offered


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("scenario explain b", ["bakery"]),
        ("scenario explain inn lunch --against sta", ["stall"]),
        ("scenario sensitivity lunch --for i", ["inn"]),
        ("scenario score china-arms-russia --inject ship", ["shipment_exposed"]),
        ("scenario sensitivity china-arms-russia --lock p", ["power", "personality"]),
        ("scenario evidence china-arms-russia --without wild", ["wilder"]),
        ("scenario score china-arms-russia --set weights.pow", None),
        ("scenario score none-such --inject s", []),
        ("scenario score - --inject s", []),
        ("scenario score --exp", ["--expect"]),
        ("scenario score lunch --expect i", ["inn"]),
        ("scenario score lunch --chance m", ["market_closes="]),
        ("scenario score -qf js", []),
        ("scenario score -f js", ["json"]),
        ("scenario score -fjs", []),
        ("scenario score --format=js", ["json"]),
        ("scenario score -w=th", []),
        ("scenario batch lunch --expect s", ["stall"]),
        ("scenario batch lunch --fail-on s", ["score="]),
        ("scenario batch lunch --injects p", ["pairs"]),
        ("scenario batch lunch --rows ch", ["changes"]),
        ("scenario compare lu", ["lunch"]),
        ("scenario check thr", ["thrift"]),
        ("scenario show thr", ["thrift"]),
        ("scenario diff thrift bala", ["balanced"]),
        ("scenario report lunch -w th", ["thrift"]),
        ("scenario export lunch -w thrift -w bal", ["balanced"]),
        ("scenario schema weights-d", ["weights-diff"]),
        ("scenario sensitivity lunch --two-way pri", ["price"]),
        ("scenario sensitivity lunch --two-way price,ta", ["price,taste"]),
        ("scenario sensitivity lunch --two-way price,pri", []),
        ("scenario sensitivity lunch --over cal", ["calm"]),
        ("scenario sensitivity lunch --event m", ["market_closes"]),
        ("scenario sensitivity lunch --blend th", ["thrift"]),
        ("scenario robustness --model ans", ["answers"]),
        ("scenario evidence lunch --kind j", ["judgement"]),
        ("scenario weights set thrift pri", ["price="]),
        ("scenario weights rank --scenario lunch ta", ["taste"]),
        ("scenario weights rank taste --scenario lunch ca", ["calm"]),
        ("scenario weights swing --scenario lunch pl", ["pleasure"]),
        ("scenario weights blend thrift ba", ["balanced"]),
        ("scenario weights rank --method rec", ["reciprocal"]),
        ("scenario ratings set lunch inn.ca", ["inn.calm="]),
        ("scenario ratings set lunch inn.calm=l", ["loud"]),
        ("scenario curve lunch calm q", ["quiet="]),
        ("scenario new sc", ["scenario"]),
        ("scenario import x.csv --options d", ["down"]),
        ("scenario group blend x --by med", ["median"]),
        ("scenario sensitivity --picture fl", ["flips"]),
        ("scenario game show --picture t", ["turns"]),
        ("scenario help", ["help"]),
        ("scenario help ratings un", ["undo"]),
        ("scenario nosuch", []),
        ("scenario nosuch x", []),
        ("scenario score lunch extra x", []),
        ("scenario score -- -", []),
        ("scenario -q score lunch --expect i", ["inn"]),
        ("scenario --deb", ["--debug"]),
        ("scenario --show-completion z", ["zsh"]),
        ("scenario --install-completion=f", ["fish"]),
    ],
)
def test_ids_of_the_scenario_are_offered(offered, words, found):
    got = offered(words)
    if found is None:
        assert got[:2] == ["weights.power=", "weights.power.leverage="]
        assert all(key.startswith("weights.power") for key in got)
    else:
        assert got == found


def test_ratings_that_can_be_set_are_offered(offered):
    got = offered("scenario score china-arms-russia --set ratings.drones.s")
    assert got == ["ratings.drones.sanctions=", "ratings.drones.standing="]


def test_an_option_that_is_there_is_not_offered_again_unless_it_may_be(offered):
    got = offered("scenario score --brief --inject market_closes --")
    assert "--brief" not in got
    assert {"--inject", "--all", "--quiet", "--help"} <= {*got}


def test_the_scenario_of_a_weights_file_is_the_one_it_names(offered, tmp_path):
    path = tmp_path / "x.yaml"
    path.write_text("format: weights/1\nscenario: china-arms-russia\ndrivers: {power: 1}\n")
    assert offered(f"scenario weights set {path} person")[0] == "personality="


@pytest.fixture
def shelled(environment, in_examples):
    def shelled(**env):
        command = [sys.executable, "-m", "scenario_cli"]
        done = subprocess.run(command, capture_output=True, env=environment(**env), check=False, timeout=60)
        return done.stdout.decode(), done.stderr.decode(), done.returncode

    return shelled


def test_bash_gets_what_stands_behind_the_sign_at_which_it_breaks_words(shelled):
    for words, at, said in (
        ("scenario\nscore\nlunch\n--set\nratings.inn.calm\n=\nl", 6, "loud\n"),
        ("scenario\nscore\nlunch\n--set\nratings.inn.calm\n=", 5, "loud\nquiet\nunknown\n"),
        ("scenario\nscore\nlunch\n--set\nratings.inn.calm=l", 4, "loud\n"),
        ("scenario\nscore\nlunch\n--set\n'ratings.inn.ca", 4, "ratings.inn.calm=\n"),
        ("scenario\nscore\nlu", 2, "lunch\n"),
        ("scenario\nscore\nlunch\n-f\n\n--all", 4, "table\njson\ncsv\nmd\nsvg\nhtml\n"),
    ):
        got = shelled(_SCENARIO_COMPLETE="complete_bash", COMP_WORDS=words, COMP_CWORD=str(at))
        assert got == (said, "", 0), words


def test_powershell_gets_words_with_their_titles(shelled):
    got = shelled(
        _SCENARIO_COMPLETE="complete_powershell",
        _TYPER_COMPLETE_ARGS="scenario explain i",
        _TYPER_COMPLETE_WORD_TO_COMPLETE="i",
    )
    assert got == ("inn:::The inn\n", "", 0)


@pytest.fixture
def powershell(shelled):
    """Return the offers of a line as our script hands it over: up to the cursor, and the word."""

    def powershell(typed, word):
        said, told, code = shelled(
            _SCENARIO_COMPLETE="complete_powershell",
            _TYPER_COMPLETE_ARGS=typed,
            _TYPER_COMPLETE_WORD_TO_COMPLETE=word,
        )
        assert (told, code) == ("", 0)
        return [line.partition(":::")[0] for line in said.splitlines()]

    return powershell


@pytest.mark.parametrize(
    ("typed", "word", "found"),
    [
        ("scenario explain i", "i", ["inn"]),
        ("scenario explain inn lunch --against ", "", ["inn", "stall", "bakery"]),
        (
            "scenario explain inn lunch --against",
            "",
            ["inn", "stall", "bakery"],
        ),  # as Typer's script tells of a blank
        ("scenario explain 'i", "'i", ["'inn'"]),
        ("scenario explain 'i", "i", ["'inn'"]),
        ('scenario explain "i', '"i', ['"inn"']),
        ("scenario score --format=js", "--format=js", ["--format=json"]),
        ("scenario sensitivity lunch --two-way 'price,ta", "'price,ta", ["'price,taste'"]),
        ("scenario sensitivity lunch --two-way price,ta", "price,ta", ["'price,taste'"]),
        ("scenario sensitivity lunch --two-way price,ta", "ta", ["taste"]),
        ("scenario explain i lunch", "i", []),  # Typer's script hands over what stands behind the cursor, too
    ],
)
def test_powershell_is_read_up_to_the_cursor(powershell, typed, word, found):
    assert powershell(typed, word) == found


@pytest.mark.parametrize("typed", [r"sub\my plan.yaml", "sub\\it's.yaml", r"sub\plain.yaml"])
def test_a_path_of_windows_is_one_in_powershell(powershell, typed, tmp_path, monkeypatch):
    """Elsewhere a backslash is a sign like others, so that such a name can be tried anywhere."""
    source = (Path.cwd() / "scenarios" / "lunch.yaml").read_bytes()
    monkeypatch.chdir(tmp_path)
    path = Path(typed)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(source)
    for word in {powershell_quoted(typed), powershell_quoted(typed, "'"), powershell_quoted(typed, '"')}:
        assert powershell(f"scenario explain inn {word} --against s", "s") == ["stall"]
    if typed == r"sub\plain.yaml":
        assert powershell(f"scenario explain inn {typed} --against s", "s") == ["stall"]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (r"scenario score a\b c:\d\ ", ["scenario", "score", "a\\b", "c:\\d\\", ""]),
        ("a 'b c' \"d e\" f", ["a", "b c", "d e", "f"]),
        ('a \'it\'\'s\' "say ""hi"""', ["a", "it's", 'say "hi"']),
        ('a b` c "d`"e" \'f`g', ["a", "b c", 'd"e', "f`g"]),
        ("a x'b c'y", ["a", "xb cy"]),
        ("a \u2018b c\u2019 \u201cd e\u201d", ["a", "b c", "d e"]),
        ("a  \t b ", ["a", "b", ""]),
        ("a ''", ["a", ""]),
        ("a '' b", ["a", "", "b"]),
        ('a "my t', ["a", "my t"]),
        ("a 'my ", ["a", "my "]),
        ("a b`", ["a", "b`"]),
        ("", [""]),
    ],
)
def test_a_line_of_powershell_is_read_by_its_own_rules(line, words):
    assert [word.value for word in powershell_words(line)] == words


@pytest.mark.parametrize(
    ("value", "bare", "double"),
    [
        ("inn", "inn", '"inn"'),
        ("weights.price=", "weights.price=", '"weights.price="'),
        (r"c:\a\b.yaml", r"c:\a\b.yaml", r'"c:\a\b.yaml"'),
        ("my plan", "'my plan'", '"my plan"'),
        ("blue $5 'x'", "'blue $5 ''x'''", "\"blue `$5 'x'\""),
        ('say "hi"`', "'say \"hi\"`'", '"say `"hi`"``"'),
        ("a,b", "'a,b'", '"a,b"'),
        ("it\u2019s", "'it\u2019\u2019s'", '"it\u2019s"'),
    ],
)
def test_an_offer_is_quoted_so_that_powershell_reads_it_back(value, bare, double):
    assert powershell_quoted(value) == bare
    assert powershell_quoted(value, '"') == double
    for quote in ("", "'", '"'):
        (word,) = powershell_words(powershell_quoted(value, quote))
        assert word.value == value


def test_the_script_of_powershell_hands_over_what_is_read():
    """Who changes one of these words changes what ``asked`` reads."""
    for part in ("_SCENARIO_COMPLETE = 'complete_powershell'", "_TYPER_COMPLETE_ARGS", "':::', 2"):
        assert part in SCRIPTS["powershell"]
    assert SCRIPTS["powershell"].count("{") == SCRIPTS["powershell"].count("}")
    assert SCRIPTS["powershell"].isascii()


def test_bash_is_told_whether_a_file_may_stand_there(shelled):
    for words, code in (
        ("score\nzz", 1),
        ("score\nlunch\n--inject\nzz", 0),
        ("explain\nzz", 0),
        ("score\nlu", 0),
        ("score\nlunch\n-o\n", 1),
        ("explain\n>\n", 1),
        ("explain\n2\n>>\nz", 1),
        ("explain\n>\nout\nzz", 0),
        ("zz", 0),
        ("schema\nzz", 0),
        ("schema\n-o\nzz", 1),
        ("show\nzz", 1),
    ):
        at = str(words.count("\n") + 1)
        got = shelled(_SCENARIO_COMPLETE="complete_bash", COMP_WORDS=f"scenario\n{words}", COMP_CWORD=at)
        assert (got[1:], bool(got[0])) == (("", code), words.endswith("lu")), words


def test_where_a_stream_goes_is_no_argument(shelled):
    words = "scenario\nexplain\n2\n>\ni\ninn\n&>\ny\nlunch\n--against\ns"
    got = shelled(_SCENARIO_COMPLETE="complete_bash", COMP_WORDS=words, COMP_CWORD="10")
    assert got == ("stall\n", "", 0)


def test_fish_is_told_whether_a_file_may_stand_there(shelled):
    for typed, code in (("score x", 1), ("score --inject x", 0), ("score lu", 0), ("score ", 0), ("sc", 0)):
        got = shelled(
            _SCENARIO_COMPLETE="complete_fish",
            _TYPER_COMPLETE_FISH_ACTION="get-args",
            _TYPER_COMPLETE_ARGS=f"scenario {typed}",
        )
        assert got[2] == code, typed


def test_what_no_shell_asks_is_wrong_usage(shelled):
    said, told, code = shelled(_SCENARIO_COMPLETE="complete_elvish")
    assert (said, code) == ("", 2)
    assert told.startswith("error: _SCENARIO_COMPLETE: expected complete_ or source_ and one of bash")


@pytest.mark.parametrize("shell", SCRIPTS)
def test_the_script_of_a_shell_is_there_to_be_sourced(shelled, shell):
    assert shelled(_SCENARIO_COMPLETE=f"source_{shell}") == (SCRIPTS[shell], "", 0)


def test_words_are_read_as_shells_read_them():
    assert words_of("a 'b c' d\\ e \"f") == ["a", "b c", "d e", "f"]
    assert words_of("") == []
    assert typed_words("a b") == ["a", "b"]
    assert typed_words("a b ") == ["a", "b", ""]
    assert typed_words("a 'my ") == ["a", "my "]
    assert typed_words('a "my t') == ["a", "my t"]
    assert typed_words("a my\\ ") == ["a", "my "]
    assert typed_words("a my\\") == ["a", "my"]
    assert typed_words("") == [""]
    assert joined(["--set", "a.b", "=", "4", "x", ":", "-f"]) == ["--set", "a.b=4", "x:", "-f"]
    assert joined(["=", "a"]) == ["=", "a"]


def test_what_cannot_be_read_offers_nothing(tmp_path):
    for content in (b"a: [", b"\xff\xfe\x00", b"- 1\n", b"drivers: 3\noptions: [a]\n", b"[" * 5000, b""):
        path = tmp_path / "x.yaml"
        path.write_bytes(content)
        assert ids_of(str(path)) == ids_of(str(tmp_path / "none.yaml"))


@pytest.mark.parametrize(
    ("stated", "title"),
    [
        ("title: Plain # remark", "Plain"),
        ('title: "a \\"b\\" # c" # d', 'a "b" # c'),
        ("title: 'it''s'", "it's"),
        ("title: >\n  folded", ""),
        ('title: "open', ""),
        ("about: x\n  title: inner", ""),
        ("id: x", ""),
    ],
)
def test_titles_are_found_without_reading_all_of_a_file(tmp_path, stated, title):
    path = tmp_path / "x.yaml"
    path.write_text(f"format: scenario/1\n{stated}\n")
    assert title_in(path) == title


def test_titles_of_the_built_in_files_are_those_that_they_state(folder, run):
    listed = json.loads(run("list", "-f", "json").stdout)
    found = {"example": examples_with_titles(), "weights": names_with_titles("weights")}
    found["scenario"] = names_with_titles("scenarios")
    assert len(listed["entries"]) > 10
    for each in listed["entries"]:
        assert found[each["kind"]][each["name"]] == each["title"]
    assert {name for names in found.values() for name in names} == {
        each["name"] for each in listed["entries"]
    }


def test_a_file_here_that_goes_by_a_marked_name_is_offered(folder):
    (folder / "lilac.weights.yaml").write_text("format: weights/1\ntitle: Lilac\n", encoding="utf-8")
    assert names_with_titles("weights")["lilac"] == "Lilac"


def leaves(group: Any = None, *names: str) -> Any:
    group = group or typer.main.get_command(app)
    for name in group.list_commands(None):
        command = group.get_command(None, name)
        inner = (*names, name)
        yield from leaves(command, *inner) if hasattr(command, "list_commands") else [(inner, command)]


TO_BE_OFFERED = {
    "OPTION",
    "DRIVER",
    "ID",
    "SCENARIO",
    "WEIGHTS",
    "KEY=VALUE",
    "TEAM",
    "FACTOR",
    "LINE",
    "A,B",
    "TURN",
}
FREE = {
    ("import", "output"),
    ("batch", "by"),
    ("new", "options"),
    ("ask", "team"),
    ("form", "team"),
    ("inject", "until"),
}  # a new file; columns; new ids


def test_whatever_has_a_name_of_its_own_is_offered():
    """Nothing that names an id, a file by name, a team or a line of a game has been forgotten."""
    line = TypedLine(typer.main.get_command(app), [])
    for names, command in leaves():
        name = names[-1]
        for param in command.params:
            words = {word.removesuffix("...") for word in (param.metavar or "").split("|")}
            if not words & TO_BE_OFFERED or (name, param.name) in FREE:
                continue
            assert param._custom_shell_complete is not None, (name, param.name)
            param.shell_complete(line, "")


def test_pictures_are_those_that_answers_have(in_examples):
    import scenario_cli as sc
    from scenario_cli.answers.product.ask import ask_product
    from scenario_cli.shell.offers import PICTURES

    study = sc.study("china-arms-russia")
    others = [study.under(name) for name in ("authors", "critics")]
    found = {
        "score": study.score(),
        "sensitivity": study.sensitivity(map_=True, over="power"),
        "robustness": study.robustness(samples=100),
        "explain": study.explain("straddle"),
        "evidence": study.evidence(),
        "compare": sc.compare(others),
        "methods": study.methods(),
        "report": ask_product(study, others[1:], samples=100),
    }
    for name, answer in found.items():
        assert sorted(answer.report().pictures) == sorted(PICTURES[name]), name
    with_pictures = {
        " ".join(names)
        for names, command in leaves()
        if any("--picture" in param.opts for param in command.params)
    }
    assert with_pictures == {*PICTURES}


def test_every_schema_is_offered(offered):
    from typing import get_args

    assert offered("scenario schema ") == list(get_args(SchemaName))


def test_names_of_examples_are_offered(offered):
    assert offered("scenario new --from o") == ["office-site"]
    assert offered("scenario new --from ") == [
        "bismarck-sea",
        "china-arms-russia",
        "drug-harms",
        "fighter-aircraft",
        "industrial-robot",
        "office-site",
    ]
