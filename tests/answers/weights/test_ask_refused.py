"""What ``scenario weights ask`` refuses leaves every file as it was, and says what to write instead."""

from pathlib import Path

import numpy as np
import pytest
import yaml

import scenario_cli as sc
from scenario_cli.answers.judged import left_by, no_weight_flags, read_answers

REPORT = "china-arms-russia"
DRIVERS = "format: answers/1\nover: drivers\nanswers:\n  - {more: interests, than: power}\n"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("--answer", "standing>energy"), "--answer standing>energy: unknown driver 'standing'"),
        (("--answer", "power>standing"), "--answer power>standing: unknown driver 'standing'"),
        (("--answer", "standing>=20"), "--answer standing>=20: unknown driver 'standing'"),
        (("--answer", "power>=101"), "--answer power>=101: a share is 0 to 100 per cent"),
        (("--answer", "power>0*interests"), "how many times as much is above 0"),
        (("--answer", "power>power"), "'power' is compared with itself"),
        (
            ("--over", "factors", "--answer", "standing>energy"),
            "--over factors: the answers in ana.yaml are about drivers; with 'over: factors' in",
        ),
        (("--answers", "./ana.yaml"), "named twice, and each answer counts once"),
        (("-o", "ana.yaml", "--force"), "the answers are in that file; name another for the weights"),
    ],
)
def test_what_does_not_fit_is_wrong_usage_and_nothing_is_written(typed, said, folder, run):
    Path("ana.yaml").write_text(DRIVERS)
    result = run("weights", "ask", REPORT, "--answers", "ana.yaml", *typed)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
    assert Path("ana.yaml").read_text() == DRIVERS


def test_answers_to_drivers_go_on_with_factors_once_the_file_says_so(folder, run):
    Path("ana.yaml").write_text(DRIVERS.replace("over: drivers", "over: factors"))
    result = run("weights", "ask", REPORT, "--answers", "ana.yaml", "--answer", "standing>energy")
    assert result.exit_code == 0, result.stderr
    assert run("check", "ana.yaml").exit_code == 0
    assert yaml.safe_load(Path("ana.yaml").read_text())["answers"][-1] == {
        "more": "standing",
        "than": "energy",
    }


def test_a_contradiction_of_what_is_typed_is_told_by_its_argument(folder, run):
    result = run("weights", "ask", REPORT, "--answer", "energy>=60", "--answer", "standing>=50")
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr == "--answer 'standing>=50': error: contradicts answer 1 [contradiction]\n"


def test_a_file_that_holds_nothing_or_is_not_there_is_spoken_of_as_answers(folder, run):
    Path("none.yaml").write_text("")
    assert "it begins with 'format: answers/1'" in run("weights", "ask", "--answers", "none.yaml").stderr
    assert "there is no file of answers 'gone'" in run("weights", "ask", "--answers", "gone").stderr


def test_check_says_what_it_did_not_look_at_and_knows_ids(folder, run):
    Path("ana.yaml").write_text("format: answers/1\nanswers:\n  - {more: powr, than: interests}\n")
    result = run("check", "ana.yaml")
    assert result.exit_code == 0
    assert "whether ids are known and answers fit together was not looked at [no-scenario]" in result.stderr
    assert "did you mean 'power'" in run("check", REPORT, "ana.yaml").stderr
    Path("ana.yaml").write_text("format: answers/1\nid: Bad Id\nanswers:\n  - {more: Power, than: b}\n")
    assert run("check", "ana.yaml").stderr.count("is not an id [bad-id]") == 2


def test_answers_of_two_that_meet_at_no_weight_alone_are_named(folder, run):
    """Ana and Ben say the contrary of each other: both factors are left nothing, and that is told."""
    Path("ana.yaml").write_text("format: answers/1\nanswers:\n  - {more: sanctions, than: energy}\n")
    Path("ben.yaml").write_text(
        "format: answers/1\nanswers:\n  - {at_least: {standing: 5}}\n"
        "  - {more: energy, than: sanctions, times: 2}\n"
    )
    both = ("--answers", "ana.yaml", "--answers", "ben.yaml")
    for command in (("weights", "ask", REPORT), ("robustness", REPORT, "--model", "answers", "--all")):
        result = run(*command, *both, "--width", "300")
        assert result.exit_code == 0, result.stderr
        for title in ("Sanctions avoided", "Energy and resources"):
            assert f"{title} has no weight at all in what is left: ana.yaml:3 and ben.yaml:4" in result.stdout
    page = run("weights", "ask", REPORT, *both, "--width", "300").stdout
    assert (
        "Their regions meet only where Sanctions avoided and Energy and resources have no weight at all"
        in page
    )


def test_what_is_named_for_no_weight_does_it_and_nothing_less_does(folder):
    study = sc.study(REPORT)
    lines = [
        "{more: sanctions, than: energy}",
        "{at_least: {region: 10}}",
        "{more: energy, than: standing, times: 3}",
        "{more: standing, than: sanctions}",
        "{dont_know: [region, putin_tie]}",
    ]

    def flags_of(kept):
        Path("a.yaml").write_text("format: answers/1\nanswers:\n" + "".join(f"  - {x}\n" for x in kept))
        judged = read_answers(["a.yaml"], study.scenario)
        return no_weight_flags(study, judged, left_by(judged, study.scenario, study.problem))

    found = flags_of(lines)
    assert {flag.factor for flag in found} == {"sanctions", "energy", "standing"}
    assert all(flag.text.endswith("a.yaml:3, a.yaml:5 and a.yaml:6") for flag in found)
    assert all(not flags_of([x for x in lines if x != gone]) for gone in (lines[0], lines[2], lines[3]))


def test_over_drivers_it_is_said_by_which_weights_factors_count_within(folder, run):
    for name in ("personality", "critics"):
        page = run("weights", "ask", REPORT, "--over", "drivers", "-w", name, "--width", "200").stdout
        assert f"(of drivers, within which factors count as by '{name}')" in page
    document = sc.ask(sc.study(REPORT, weights="critics"), over="drivers").to_dict()
    assert document["within"] == "critics"
    assert sc.ask(sc.study(REPORT)).to_dict()["within"] is None


def test_an_option_that_can_only_tie_is_counted_apart(folder):
    answer = sc.ask(sc.study(REPORT))
    alone, somewhere = answer.outlook.leads.alone, answer.outlook.leads.somewhere
    assert (np.count_nonzero(alone), np.count_nonzero(somewhere)) == (3, 4)
    assert answer.finding.endswith("3 of 4 options can still be first, 1 more only in a tie.")


def test_a_list_that_was_emptied_is_filled_again_as_it_was(folder, run):
    from scenario_cli.files.answers_text import add_answer, take_back_answer
    from scenario_cli.files.reading import open_file

    Path("ana.yaml").write_text(DRIVERS)
    take_back_answer(open_file("weights", "ana.yaml"))
    add_answer(open_file("weights", "ana.yaml"), {"more": "interests", "than": "power"})
    assert Path("ana.yaml").read_text() == DRIVERS
