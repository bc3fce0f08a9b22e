"""``scenario report`` as it is typed: perspectives, forms, what is refused, what is written."""

import json
from pathlib import Path

import pytest
from answers.product.kiosks import KIOSK
from tricky import TRICKY

import scenario_cli as sc

FORMS = ("table", "md", "html", "json", "csv")


def told(run, *args):
    result = run("report", *args, "-f", "json")
    assert (result.exit_code, result.stderr) == (0, "")
    return json.loads(result.stdout)


def inputs(found):
    return [(one["role"], one["id"]) for one in found["provenance"]["inputs"]]


def test_without_weights_it_is_the_scenarios_own_and_all_others_that_fit(town, run):
    found = told(run)
    assert inputs(found) == [
        ("scenario", "kiosk"),
        ("weights", "council"),
        ("perspective", "keepers"),
        ("perspective", "thrift"),
    ]
    assert [column["id"] for column in found["compare"]["columns"]] == ["council", "keepers", "thrift"]


def test_the_first_of_several_weights_is_what_it_is_of(town, run):
    found = told(run, "-w", "thrift", "-w", "council")
    assert found["weights"]["id"] == "thrift"
    assert inputs(found)[1:] == [("weights", "thrift"), ("perspective", "council")]
    assert found["ranking"] == sc.study("kiosk", "thrift").score().to_dict()["ranking"]


def test_one_perspective_alone_is_compared_with_none(town, run):
    found = told(run, "-w", "thrift")
    assert found["compare"] is None
    assert inputs(found) == [("scenario", "kiosk"), ("weights", "thrift")]
    assert "Which rank has each option?" not in run("report", "-w", "thrift").stdout


def test_weights_of_another_scenario_are_no_perspective(town, run):
    other = "format: weights/1\nscenario: tea\ndrivers: {trade: 1, price: 1}\n"
    Path("weights/other.yaml").write_text(other)
    assert ("perspective", "other") not in inputs(told(run))


def test_equal_weights_that_none_named_are_not_compared_with_a_file_of_the_same(town, run):
    Path("scenarios/kiosk.yaml").write_text(KIOSK.replace("weights: council\n", ""))
    Path("weights/equal.yaml").write_text("format: weights/1\ndrivers: {trade: 2, price: 2}\n")
    assert [one[1] for one in inputs(told(run))] == ["kiosk", "council", "keepers", "thrift"]
    assert run("report", "-o", "r.html").exit_code == 0
    assert run("verify", "r.html").exit_code == 0


def test_from_an_empty_folder_it_is_of_the_built_in_question(folder, run):
    found = told(run, "--samples", "100")
    assert found["scenario"]["id"] == "china-arms-russia"
    assert [one for one in inputs(found) if one[0] == "perspective"] != []


def test_what_is_tried_is_tried_under_every_perspective(town, run):
    found = told(run, "--inject", "works", "--set", "ratings.park.price=9")
    assert found["provenance"]["injects"] == ["works"]
    assert found["provenance"]["set"] == ["ratings.park.price=9"]
    tried = [
        sc.study("kiosk", id_).tried("works", "ratings.park.price=9")
        for id_ in ("council", "keepers", "thrift")
    ]
    assert found["compare"] == sc.compare(tried).to_dict()
    assert run("report", "--inject", "works").stdout.startswith("What-if: inject works (Road works).")


def test_python_gives_the_same_bytes(town, run):
    found = sc.study("kiosk").product("keepers", "thrift")
    assert found.to_json() == run("report", "-f", "json").stdout


@pytest.mark.parametrize("form", FORMS)
def test_the_same_bytes_twice_and_in_a_file(town, run, form):
    shown = run("report", "-f", form).stdout_bytes
    assert run("report", "-f", form).stdout_bytes == shown
    ending = {"table": "txt"}.get(form, form)
    assert run("report", "-o", f"r.{ending}").stdout_bytes == b""
    assert Path(f"r.{ending}").read_bytes() == shown


def test_csv_is_the_ranking(town, run):
    assert run("report", "-f", "csv").stdout == run("score", "-f", "csv").stdout


def test_a_picture_of_any_part_can_be_had(town, run):
    for name, command in (("ranking", "score"), ("waterfall", "explain corner"), ("regret", "compare")):
        drawn = run("report", "--picture", name).stdout
        assert drawn == run(*command.split(), "--picture", name).stdout


def test_markdown_has_a_head_for_each_question(town, run):
    lines = run("report", "-f", "md").stdout.splitlines()
    assert lines[0] == "# Which kiosk?"
    heads = [line.removeprefix("## ") for line in lines if line.startswith("## ")]
    assert heads.index("Which rank has each option?") < heads.index("How is this to be read?")
    assert len(set(heads)) == len(heads)


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (("--inject", "wokrs"), 2, "did you mean 'works'?"),
        (("--set", "ratings.park.prise=9"), 2, "ratings.park.prise"),
        (("--set", "ratings.park.price=11"), 2, "11"),
        (("--samples", "0"), 2, "--samples"),
        (("--seed", "-1"), 2, "--seed"),
        (("-f", "xml"), 2, "xml"),
        (("--picture", "nothing"), 2, "nothing"),
        (("kiosc",), 3, "kiosc"),
        (("-w", "nowhere"), 3, "nowhere"),
        (("-w", "council", "-w", "other"), 3, "tea"),
        (("-w", "council", "-w", "council"), 2, "'council'"),
    ],
)
def test_what_cannot_be_done_is_told_and_nothing_is_written(town, run, args, code, said):
    other = "format: weights/1\nscenario: tea\ndrivers: {trade: 1, price: 1}\n"
    Path("weights/other.yaml").write_text(other)
    before = sorted(town.rglob("*"))
    result = run("report", *args, *([] if "-f" in args or "--picture" in args else ["-o", "r.html"]))
    assert (result.exit_code, result.stdout) == (code, "")
    assert said in result.stderr
    assert sorted(town.rglob("*")) == before


def test_a_report_on_the_chance_of_an_event_cannot_be_asked_for(town, run):
    result = run("report", "--set", "chance.works=0.4", "-o", "r.html")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "chance" in result.stderr
    assert not Path("r.html").exists()


@pytest.mark.parametrize("args", [(), ("-w", "thrift")])
def test_of_several_scenarios_one_has_to_be_named(town, run, args):
    Path("scenarios/second.yaml").write_text(KIOSK.replace("id: kiosk", "id: second"))
    result = run("report", *args, "-o", "r.html")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "second" in result.stderr
    assert not Path("r.html").exists()


def test_a_pattern_that_is_several_scenarios_is_refused(town, run):
    Path("scenarios/second.yaml").write_text(KIOSK.replace("id: kiosk", "id: second"))
    Path("weights/any.yaml").write_text("format: weights/1\ndrivers: {trade: 1, price: 1}\n")
    result = run("report", "scenarios/*.yaml", "-w", "any", "-o", "r.html")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "error: a report is of one scenario; name one of those\n"


@pytest.mark.parametrize("form", FORMS)
def test_titles_that_would_steer_a_page_do_nothing(folder, run, form):
    hostile = TRICKY.replace('"[/x]"', "'</script><script>alert(1)</script>'")
    (folder / "hostile.yaml").write_text(hostile, encoding="utf-8")
    result = run("report", "hostile.yaml", "-f", form)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "\x1b" not in result.stdout
    assert "\u202e" not in result.stdout or form == "json"
    if form == "html":
        assert "<script>alert" not in result.stdout
