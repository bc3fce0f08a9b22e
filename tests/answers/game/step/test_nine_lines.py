"""After each command at most nine lines, however long the titles, the texts and the list of remarks."""

import pytest
from builders import up_to
from game.table import AT, MINE, begin, write_files
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tricky import TRICKY

import scenario_cli as sc
from scenario_cli.render.page import Page, Table
from scenario_cli.render.terminal import cells, page_text

WIDTHS = (80, 100)
NAMES = (
    "A consortium of the three smaller makers, under a common licence, with a sunset clause after two years",
    "名前" * 30,
    "Короткое имя, которое всё же не такое короткое, как кажется на первый взгляд при чтении вслух",
    "x" * 130,
)


def wide_scenario(options=12, injects=6, names=NAMES):
    """A scenario of long titles, in which each event bears on the same numbers."""
    rows_ = {f"o{k}": {"f": (7 * k) % 11 % 10, "g": (5 * k) % 11 % 10} for k in range(options)}
    lines = ["format: scenario/1", "id: wide", "title: Wide", "question: Which?", "drivers:"]
    lines += [
        f"  d: {{title: '{names[0]}', factors: {{f: {{title: '{names[2]}'}}}}}}",
        f"  g: {{title: '{names[1]}'}}",
    ]
    lines += ["options:", *(f"  o{k}: {{title: '{k} {names[k % 4]}'}}" for k in range(options))]
    lines += ["ratings:", *(f"  {id_}: {{f: {row['f']}, g: {row['g']}}}" for id_, row in rows_.items())]
    lines += ["injects:"]
    lines += [
        f"  e{k}: {{title: '{names[k % 4]} {k}', ratings: {{o1: {{f: {{shift: 1}}, g: {{set: 4}}}}}}}}"
        for k in range(injects)
    ]
    return "\n".join(lines) + "\n"


def shown(step, width):
    return page_text(step.report().page(width), encoding="utf-8", width=width)


def piped(step):
    return page_text(step.report().page(100), encoding="utf-8")


@pytest.fixture
def crowded(folder):
    """A game about it, in which much has happened and all files are edited."""
    (folder / "wide.yaml").write_text(wide_scenario(), encoding="utf-8")
    (folder / "w.yaml").write_text("format: weights/1\nid: w\ndrivers: {d: 3, g: 2}\n")
    game = sc.new_game("game", "wide.yaml", "w.yaml", teams=["red"], title=NAMES[0], at=AT)
    game.turn(NAMES[0], at=AT)
    game.move("red", " ".join(NAMES), because=[NAMES[0]] * 3, at=AT)
    for k in range(6):
        game.inject(f"e{k}", by=NAMES[2], at=AT)
    return game


PLAYS = {
    "turn": lambda game: game.turn(NAMES[0], at=AT),
    "guess": lambda game: game.guess("red", [f"o{k}" for k in range(12)], who=NAMES[2], at=AT),
    "move": lambda game: game.move("red", " ".join(NAMES * 5), because=list(NAMES), at=AT),
    "ruling": lambda game: game.ruling(
        3, True, votes=list(range(60)), settings=[f"ratings.o{k}.f={k % 10}" for k in range(12)], at=AT
    ),
    "set": lambda game: game.set("ratings.o1.f=9", "ratings.o1.g=1", "weights.d=1", at="2026-01-01"),
    "say": lambda game: game.say("red", "\n".join(NAMES * 9), at=AT),
    "secret": lambda game: game.say("red", "\n".join(NAMES * 9), secret=True, at=AT),
    "undo": lambda game: game.undo(to=1, at=AT),
}


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", PLAYS)
def test_at_most_nine_lines_none_too_wide(crowded, folder, name, width):
    (folder / "w.yaml").write_text("format: weights/1\nid: w\ndrivers: {d: 3, g: 4}\n")
    (folder / "wide.yaml").write_text(wide_scenario(13), encoding="utf-8")  # told, and not taken
    with (folder / "game" / "log.jsonl").open("ab") as log:
        log.write(b'{"line":10,"at"')
    step = PLAYS[name](crowded)
    text = shown(step, width)
    assert text.count("\n") <= 9, text
    assert max(map(cells, text.splitlines())) <= width
    assert text.startswith("Line 11")
    lines = piped(step).splitlines()
    assert len(lines) <= 9
    assert not any(line.endswith("...") for line in lines)  # nothing is cut where nothing is wrapped
    if name != "undo":
        assert "\nFirst: " in text
        assert "\nMoved: " in text
        flat = text.replace("\n", " ")
        leads = next(line for line in lines if line.startswith("First: "))
        assert leads in flat or leads[-30:] in flat
        assert lines[3 if name != "turn" else 4][-30:] in flat  # the number at which it turns


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", PLAYS)
def test_what_fits_is_not_shortened(folder, name, width):
    """The same commands in a small game: every sentence whole, as it is piped."""
    game = begin(folder)
    game.turn("Turn 1", at=AT)
    game.move("red", "so", at=AT)
    small = {
        "turn": lambda: game.turn("Turn 2", at=AT),
        "guess": lambda: game.guess("red", ["buy"], at=AT),
        "move": lambda: game.move("red", "so", because=["why"], at=AT),
        "ruling": lambda: game.ruling(3, True, votes=[1, 2], settings=["weights.cost=3"], at=AT),
        "set": lambda: game.set("weights.cost=3", at=AT),
        "say": lambda: game.say("red", "so", at=AT),
        "secret": lambda: game.say("red", "so", secret=True, at=AT),
        "undo": lambda: game.undo(at=AT),
    }
    step = small[name]()
    text = shown(step, width)
    assert "..." not in text
    assert text.replace("\n", " ") == piped(step).replace("\n", " ")


def test_remarks_that_have_no_room_are_counted(folder):
    (folder / "wide.yaml").write_text(wide_scenario(3, names=("a", "b", "c", "d")), encoding="utf-8")
    game = sc.new_game("game", "wide.yaml", teams=["red"], at=AT)
    game.turn("x", at=AT)
    for k in range(6):
        game.inject(f"e{k}", at=AT)
    step = game.set("ratings.o1.f=9", "ratings.o1.g=1", at="2026-01-01")
    assert len(step.notes) == 7
    for text in (piped(step), shown(step, 80)):
        assert text.count("\n") == 9
        assert text.splitlines()[-1] == "And 3 more remarks."
        assert text.count("It overrules inject e") == 4


def test_of_many_options_the_first_few_are_ranked(crowded):
    text = piped(crowded.turn("x", at=AT))
    assert "; and 6 more.\n" in text


@pytest.mark.parametrize("width", WIDTHS)
def test_signs_that_would_steer_a_terminal_are_written_out_and_take_one_line(folder, run, width):
    (folder / "tricky.yaml").write_text(TRICKY, encoding="utf-8")
    assert run("game", "new", "g", "--scenario", "tricky.yaml", "--team", "\x1b[31mred").exit_code == 0
    for args in (
        ("turn", "a\x1b[2Jb\nc"),
        ("say", "\x1b[31mred", "one\ntwo\x07\r\nthree"),
        ("move", "\x1b[31mred", "[bold]x[/bold]", "--because", "\u202eturned"),
        ("guess", "\x1b[31mred", "escape", "lines", "long"),
    ):
        result = run("game", *args, "-g", "g", "--width", str(width))
        assert result.exit_code == 0
        assert result.stdout.count("\n") <= 9
        assert not any(sign in result.stdout for sign in "\x1b\x07\r\u202e")
        assert "[bold]x[/bold]" in result.stdout or args[0] != "move"
    shown_all = run("game", "show", "--all", "-g", "g", "--width", str(width)).stdout
    assert not any(sign in shown_all for sign in "\x1b\x07\r\u202e")


SOME = st.lists(st.text(st.sampled_from("ab c名 -é"), min_size=1, max_size=200), min_size=1, max_size=9)


@settings(up_to(80), suppress_health_check=[HealthCheck.too_slow])
@given(sentences=SOME, width=st.integers(20, 120), most=st.integers(9, 20), data=st.data())
def test_sentences_are_cut_only_as_far_as_they_must(sentences, width, most, data):
    told = [" ".join(text.split()) or "x" for text in sentences]
    keep = data.draw(st.permutations(range(len(told))))
    table = Table(title="", columns=[], rows=[], legend=told[1:])
    page = Page(heading=[], finding=told[0], tables=[table], tight=True, most=most, keep=keep)

    def lines(page):
        return page_text(page, encoding="utf-8", width=width).splitlines()

    def alone(text):
        return lines(Page(heading=[], finding=text, tables=[]))

    found = lines(page)
    assert len(found) <= most
    assert max(map(cells, found)) <= width
    whole = [line for text in told for line in alone(text)]
    if len(whole) <= most:
        assert found == whole
    else:
        assert sum(line.endswith("...") for line in found) >= 1
        first = alone(told[keep[0]])
        if len(first) + len(told) - 1 <= most:  # what is to be kept first is whole
            assert any(found[k : k + len(first)] == first for k in range(len(found)))
    assert page_text(page, encoding="utf-8").splitlines() == told


@pytest.mark.parametrize("form", ["table", "json", "csv", "md"])
def test_every_form_of_what_a_command_has_done(folder, run, form):
    write_files(folder)
    assert (
        run("game", "new", "g", "--scenario", "office.yaml", "-w", "mine.yaml", "--team", "red").exit_code
        == 0
    )
    run("game", "turn", "Turn 1", "-g", "g", "--at", AT)
    result = run("game", "set", "weights.cost=3", "-g", "g", "--at", AT, "-f", form)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "weights.cost=3" in result.stdout
    again = run("game", "show", "-g", "g", "-f", form)
    if form in ("json", "csv"):
        assert again.stdout == result.stdout
    assert (folder / "mine.yaml").read_text() == MINE
