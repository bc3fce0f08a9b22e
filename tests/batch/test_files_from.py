"""A list of weights files: the same as if each were named on the command line."""

import pytest
from batch_builders import WEIGHTS, put

NAMED = ["-w", "weights/miser.yaml", "-w", "weights/fair.yaml"]


@pytest.mark.parametrize(
    "content",
    [
        b"weights/miser.yaml\nweights/fair.yaml\n",
        b"weights/miser.yaml\nweights/fair.yaml",
        b"\n\n  \nweights/miser.yaml\r\n\r\nweights/fair.yaml\r\n",
        b"weights/miser.yaml\0weights/fair.yaml\0",
        b"\0weights/miser.yaml\0\0weights/fair.yaml",
        b"\xef\xbb\xbfmiser\nweights/f*.yaml\n",
    ],
)
@pytest.mark.parametrize("through", ["list.txt", "-"])
def test_a_list_is_as_if_each_were_named(coffee, run, batch, content, through):
    (coffee / "list.txt").write_bytes(content)
    expected = batch("coffee", *NAMED).stdout
    result = run("batch", "coffee", "--files-from", through, stdin=content)
    assert (result.exit_code, result.stdout) == (0, expected), result.stderr


def test_what_is_listed_follows_what_is_named(coffee, batch):
    put(coffee / "list.txt", "weights/fair.yaml\n")
    assert batch("coffee", *NAMED[:2], "--files-from", "list.txt").stdout == batch("coffee", *NAMED).stdout


def test_names_may_have_any_sign_and_a_line_end_after_nul(coffee, batch):
    names = ["weights/rot, weiß.yaml", " leading.yaml", "two\nlines.yaml"]
    for k, name in enumerate(names, 1):
        put(coffee / name, f"id: w{k}\n" + WEIGHTS.format(k, 1))
    put(coffee / "list.txt", "\0".join(names))
    rows = batch("coffee", "--files-from", "list.txt").stdout.splitlines()[1::3]
    assert [row.split(",")[1] for row in rows] == ["w1", "w2", "w3"]


def test_a_file_that_is_not_there_is_told_and_the_rest_is_scored(coffee, batch):
    put(coffee / "list.txt", "weights/none.yaml\nweights/fair.yaml\n")
    result = batch("coffee", "--files-from", "list.txt", code=3)
    assert len(result.stdout.splitlines()) == 4
    assert "weights/none.yaml:1:1: error: " in result.stderr


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "list.txt:1:1: error: this list names no file"),
        (b"\n \r\n\0", "list.txt:1:1: error: this list names no file"),
        (b"weights/fair.yaml\nweights/\xff.yaml\n", "list.txt:2:9: error: this byte is not UTF-8 text"),
        (None, "list.txt: error: the list cannot be read: No such file or directory"),
    ],
)
def test_a_list_that_cannot_be_read_or_names_nothing_is_told(coffee, batch, content, said):
    if content is not None:
        (coffee / "list.txt").write_bytes(content)
    result = batch("coffee", "--files-from", "list.txt", code=3)
    assert said in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize("more", [["-w", "-"], ["--table", "-"], ["-"]])
def test_standard_input_is_read_once(coffee, run, more):
    result = run("batch", *(more if more == ["-"] else ["coffee", *more]), "--files-from", "-", stdin=b"fair")
    assert result.exit_code == 2
    assert result.stderr == "error: --files-from -: standard input can be read once\n"
