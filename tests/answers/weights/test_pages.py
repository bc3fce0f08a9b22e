"""What all of `scenario weights` have in common: documents, pages, bytes and help."""

import re
from pathlib import Path

import pytest
from answers.weights.office import BARE, OFFICE, RED, THINGS, compared
from rich.cells import cell_len

COMMON = {"format", "provenance", "scenario", "finding", "flags"}


@pytest.mark.parametrize(
    "args",
    [
        ["set", "red", "comfort=5"],
        ["rank", "comfort", "cost", "trust"],
        ["swing", "comfort=1", "cost=2", "trust=3"],
        ["history", "red"],
        ["show", "red"],
        ["diff", "red", "blue"],
    ],
    ids=lambda args: args[0],
)
def test_the_documents_have_what_is_common_to_all(said, args):
    document = said(*args)
    assert document.keys() >= COMMON
    assert document["format"] == f"weights-{args[0]}/1"
    assert document["provenance"]["inputs"] != []


LONG = "an about text or a title that is longer than any of the columns it could ever be put in, 名前名前名前"
PAGES = [
    ["set", "red", "comfort=5", "cost=1", "comfort.taste=9", "--dry-run"],
    ["undo", "red"],
    ["history", "red"],
    ["show", "red"],
    ["diff", "red", "blue"],
    ["rank", "comfort", "cost", "trust"],
    ["swing", "taste=100", "wait=80", "noise=30", "-w", "red"],
    ["pairs", "p.yaml"],
]


@pytest.mark.parametrize("args", PAGES, ids=lambda args: args[0])
@pytest.mark.parametrize("wide", [False, True], ids=["as it is", "long titles"])
def test_a_page_fits_80_columns_and_wrapping_loses_nothing(office, weigh, args, wide):
    compared(THINGS, ["[1, 3, 1/5]", "[1/3, 1, 4]", "[5, 1/4, 1]"])
    if wide:
        path = office / "scenarios" / "office.yaml"
        path.write_text(re.sub(r"title: ([A-Z])", rf"title: {LONG.replace(',', '')} \1", OFFICE))
        Path(BARE).write_text(RED.replace("title: Red", f"title: {LONG}\nabout: {LONG}"))
    if args[0] == "undo":
        weigh("set", "red", "comfort=5", "cost=1")
        weigh("set", "red", "trust=5")
        Path("kept").write_bytes(Path(BARE).read_bytes())
    if args[0] == "history":
        weigh("set", "red", "comfort=5", "cost=1", "--why", LONG, "--who", "Ana María")
        weigh("undo", "red", "--why", LONG, "--who", "Bo")
    narrow = weigh(*args, "--width", "80").stdout
    if args[0] == "undo":
        weigh("redo", "red")
    free = weigh(*args).stdout
    assert max(cell_len(line) for line in narrow.splitlines()) <= 80
    drawn = r"[\s\-█▓▒░▚◆]"
    assert sorted(re.sub(drawn, "", narrow)) == sorted(re.sub(drawn, "", free))
    assert not re.search(r"\x1b|\bnan\b|\bNone\b", free)


@pytest.mark.parametrize("form", ["json", "csv", "md"])
@pytest.mark.parametrize("args", [args for args in PAGES if args[0] != "undo"], ids=lambda args: args[0])
def test_the_same_command_gives_the_same_bytes(office, weigh, args, form):
    compared(THINGS, ["[1, 3, 1/5]", "[1/3, 1, 4]", "[5, 1/4, 1]"])
    first, again = (weigh(*args, "-f", form) for _ in range(2))
    assert first.exit_code == 0
    assert first.stdout == again.stdout
    assert str(office) not in first.stdout


def test_each_command_has_a_help_with_examples(weigh):
    for name in ("set", "undo", "redo", "history", "show", "diff", "blend", "rank", "swing", "pairs"):
        text = weigh(name, "-h").stdout
        assert f"scenario weights {name} " in text
