"""A report is computed again from the inputs it names, all perspectives, and held to all that it says."""

import json
from pathlib import Path

import pytest

ASKED = {
    "own": (),
    "several": ("-w", "thrift", "-w", "council"),
    "one": ("-w", "keepers"),
    "tried": ("--inject", "works", "--set", "weights.price=70"),
    "sampled": ("china-arms-russia", "--samples", "300", "--seed", "5"),
}


@pytest.mark.parametrize("ending", ["json", "html"])
@pytest.mark.parametrize("asked", ASKED)
def test_what_was_written_comes_out(town, run, asked, ending):
    assert run("report", *ASKED[asked], "-o", f"r.{ending}").exit_code == 0
    done = run("verify", f"r.{ending}")
    assert (done.exit_code, done.stderr) == (0, "")
    assert f"All of r.{ending} comes out" in done.stdout


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d["signposts"][0].update(lead=1.0),
        lambda d: d["signposts"].pop(),
        lambda d: d["ranking"][0].update(score=99.0),
        lambda d: d["compare"]["first"].update(park=3),
        lambda d: d["robustness"]["options"][0].update(can_lead=None),
        lambda d: d["evidence"]["coverage"].update(cited=9),
        lambda d: d["explain"].update(gap=1.0),
        lambda d: d["sensitivity"].update(finding="Nothing turns it."),
        lambda d: d.update(finding="The park is best."),
    ],
)
def test_a_changed_part_does_not_come_out(town, run, change):
    run("report", "-o", "r.json")
    stated = json.loads(Path("r.json").read_text())
    change(stated)
    Path("r.json").write_text(json.dumps(stated))
    assert run("verify", "r.json").exit_code == 4


@pytest.mark.parametrize(
    ("was", "is_"),
    [
        ("People wait ten minutes.", "People wait ten hours."),
        ("2 of 3 would change first place", "1 of 3 would change first place"),
        ("The corner ranks first", "The bridge ranks first"),
    ],
)
def test_a_page_with_other_words_does_not_come_out(town, run, was, is_):
    run("report", "-o", "r.html")
    page = Path("r.html").read_text(encoding="utf-8")
    assert was in page
    Path("r.html").write_text(page.replace(was, is_), encoding="utf-8")
    assert run("verify", "r.html").exit_code == 4


def test_a_changed_perspective_is_no_longer_found(town, run):
    run("report", "-o", "r.json")
    path = Path("weights/thrift.yaml")
    path.write_text(path.read_text().replace("trade: 1", "trade: 2"))
    done = run("verify", "r.json")
    assert done.exit_code == 3
    assert "thrift" in done.stderr
