"""A result is not written over a file that it is made from."""

import json

import pytest


def test_a_result_that_is_compared_or_verified_is_not_written_over(folder, run):
    for name, weights in (("a.json", "authors"), ("b.json", "critics")):
        assert run("score", "china-arms-russia", "-w", weights, "-o", name).exit_code == 0
    before = (folder / "a.json").read_bytes()
    (folder / "link.json").symlink_to("a.json")
    for line in (["diff", "a.json", "b.json"], ["diff", "b.json", "a.json"], ["verify", "a.json"]):
        for output in ("a.json", "./a.json", "link.json"):
            result = run(*line, "-o", output)
            assert result.exit_code == 2
            assert f"-o {output}: this is a file that is read; name another one" in result.stderr
    assert (folder / "a.json").read_bytes() == before
    assert run("diff", "a.json", "b.json", "-o", "c.json").exit_code == 0
    assert json.loads((folder / "c.json").read_text())["format"] == "diff/1"


def test_what_carries_no_result_is_told_to_carry_none(folder, run):
    assert run("report", "china-arms-russia", "--samples", "500", "-o", "r.md").exit_code == 0
    result = run("verify", "r.md")
    assert result.exit_code == 3
    said = "only a JSON result, a page for a browser and rows of batch carry what is verified"
    assert said in result.stderr


@pytest.mark.parametrize(
    "line",
    [
        "weights set w.yaml taste=9",
        "weights undo w.yaml",
        "weights rank taste price --scenario lunch -o new.yaml",
        "weights blend w.yaml w.yaml -o new.yaml",
        "ratings set s.yaml inn.taste=3",
        "new weights --scenario lunch -o new.yaml",
        "import t.csv -o new.yaml",
    ],
)
def test_a_form_that_a_result_does_not_have_is_refused_before_anything_is_written(folder, run, line):
    done = run(*line.split(), "-f", "svg")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "'svg' is not one of 'table', 'json', 'csv', 'md', 'html'" in done.stderr
    assert list(folder.iterdir()) == []
