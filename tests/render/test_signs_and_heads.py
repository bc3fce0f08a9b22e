"""What stands over and under a table: heads of some rows, what signs mean, what is left out."""

from scenario_cli.render.delimited import markdown_text
from scenario_cli.render.page import Column, Page, Span, Table
from scenario_cli.render.terminal import page_text

COLUMNS = [Column("Factor"), Column("Now", "right"), Column("Turns at", "right"), Column("Then first")]
TABLE = Table(
    title="What turns it?",
    columns=COLUMNS,
    rows=[
        [(Span("Weights of drivers that are stated", "bold"),), "", "", ""],
        ["Interests", "50.0%", "40.2%\n60.5%", "Covert shells\nDrones"],
        ["Power", "20.0%", "never", ""],
    ],
    signs="o now",
    legend=["* in a stated range"],
    left_out="2 more factors",
    finding="One weight turns it.",
)
DRAWN = TABLE._replace(
    columns=[*COLUMNS, Column("0   100", spare=True)],
    rows=[[*row, ".o|...." if row[1] else ""] for row in TABLE.rows],
)


def lines(table, width, more=""):
    page = Page(heading=[], tables=[table])
    return page_text(page, encoding="utf-8", width=width, more=more).splitlines()


def test_where_there_is_room_a_table_has_columns_and_a_head_takes_its_line():
    assert lines(DRAWN, 80, "--all") == [
        "What turns it?",
        "Factor       Now  Turns at  Then first     0   100",
        "--------------------------------------------------",
        "Weights of drivers that are stated",
        "Interests  50.0%     40.2%  Covert shells  .o|....",
        "                     60.5%  Drones",
        "Power      20.0%     never                 .o|....",
        "o now; * in a stated range",
        "2 more factors: --all",
        "One weight turns it.",
    ]


def test_a_drawing_goes_before_words_are_pressed_and_takes_its_signs_along():
    narrow = lines(DRAWN, 42)
    assert narrow[1] == "Factor       Now  Turns at  Then first"
    assert "Interests  50.0%     40.2%  Covert shells" in narrow
    assert "* in a stated range" in narrow
    assert not any("now" in line for line in narrow)


def test_off_a_terminal_and_in_markdown_the_drawing_and_its_signs_stay():
    assert any(".o|...." in line for line in lines(DRAWN, None))
    assert "o now; * in a stated range" in lines(DRAWN, None)
    assert "o now; \\* in a stated range" in markdown_text(Page(heading=[], tables=[DRAWN])).splitlines()
    assert "o now" not in " ".join(lines(TABLE, None)), "nothing is drawn"


def test_what_a_page_leaves_out_is_told_with_and_without_a_way_to_have_it():
    page = Page(heading=["H"], tables=[], left_out="Signposts, the files")
    assert page_text(page, encoding="utf-8", more="--all").splitlines() == [
        "H",
        "",
        "Signposts, the files: --all",
    ]
    assert page_text(page, encoding="utf-8").splitlines() == ["H", "", "Not shown: signposts, the files."]
    assert markdown_text(page, "--all") == "# H\n\nSignposts, the files: --all\n"
    assert markdown_text(page) == "# H\n\nNot shown: signposts, the files.\n"
