"""A batch as a page: who is first how often, and every row."""

import csv
import io
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal

import pytest

ASKED = (
    "batch",
    "china-arms-russia",
    "-w",
    "critics",
    "-w",
    "personality",
    "-w",
    "equal",
    "--injects",
    "each",
    "--jobs",
    "1",
)


@pytest.fixture
def rows(folder, run):
    return list(csv.DictReader(io.StringIO(run(*ASKED).stdout)))


def test_the_sentence_counts_first_places(rows, folder, run):
    first = Counter(row["option"] for row in rows if row["rank"] == "1")
    combinations = {(row["weights"], row["injects"]) for row in rows}
    sentence = run(*ASKED, "-f", "table", "--width", "200").stdout.splitlines()[0]
    assert sentence.startswith(
        f"First place in {len(combinations)} combinations of scenario, weights and injects: "
    )
    assert [f"{option} in {count}" in sentence for option, count in first.items()] == [True] * len(first)
    assert sum(first.values()) == len(combinations) + 1  # of equal weights, two lead once
    assert sentence.endswith("; ties count for each.")


def test_ties_are_said_only_where_there_are(folder, run):
    alone = run("batch", "china-arms-russia", "-w", "critics", "-f", "table", "--width", "200").stdout
    assert "straddle in 1." in alone
    assert "ties" not in alone


def test_every_row_is_on_the_page_in_the_same_order(rows, folder, run):
    shown = run(*ASKED, "-f", "table", "--width", "200").stdout.splitlines()
    start = next(i for i, line in enumerate(shown) if line.startswith("---")) + 1
    found = [line.split()[:2] for line in shown[start : start + len(rows)]]
    assert found == [[row["scenario"], row["weights"]] for row in rows]
    for line, row in zip(shown[start:], rows, strict=False):
        assert f" {row['rank']}{'=' if row['tied'] == 'true' else ' '} " in line
        assert f" {row['option']} " in line
        assert f" {halves_away(row['score'])} " in f"{line} "


def halves_away(number):
    """One decimal, halves away from zero; what rounding left of a half is one."""
    near = Decimal(number).quantize(Decimal("1e-9"))
    return str(near.quantize(Decimal("0.1"), ROUND_HALF_UP))


def test_markdown_and_a_narrow_page(folder, run):
    assert "| Scenario | Weights |" in run(*ASKED, "-f", "md").stdout
    narrow = run(*ASKED, "-f", "table", "--width", "60").stdout
    assert max(map(len, narrow.splitlines())) <= 60


def test_a_wrong_file_does_not_hide_the_page_of_the_others(folder, run):
    (folder / "wrong.yaml").write_text("format: scenario/1\n")
    result = run("batch", "china-arms-russia", "wrong.yaml", "-f", "table", "--jobs", "1")
    assert result.exit_code == 3
    assert result.stdout.startswith(
        "First place in 1 combination of scenario, weights and injects: straddle in 1."
    )
    nothing = run("batch", "wrong.yaml", "-f", "table", "--jobs", "1")
    assert nothing.exit_code == 3
    assert nothing.stdout == "No combination of scenario, weights and injects was scored.\n"
