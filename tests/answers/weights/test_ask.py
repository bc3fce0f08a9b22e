"""``scenario weights ask``: what is printed is what brute force finds; files, arguments, several people."""

import json
from pathlib import Path

import numpy as np
import pytest
import yaml

import scenario_cli as sc

STEPS = 40
HEAD = "format: answers/1\nscenario: office\nanswers:\n"
ITEMS = ("taste", "wait", "noise", "cost", "staff", "guide")


@pytest.fixture
def ask(office, run):
    """Run the command on the office; return its exit code, document and what it said on stderr."""

    def ask(*args, form="json"):
        result = run("weights", "ask", "office", *args, "-f", form)
        said = json.loads(result.stdout) if form == "json" and result.stdout else result.stdout
        return result.exit_code, said, result.stderr

    return ask


def write(name, *answers, head=HEAD):
    Path(name).write_text(head + "".join(f"  - {answer}\n" for answer in answers))
    return name


def on_a_grid(k):
    """All weights of k items in steps of 1/40 that are drawn at random: enough to find who leads."""
    rng = np.random.default_rng(0)
    return rng.dirichlet(np.ones(k), 40_000).T


def test_before_any_answer_all_weights_are_left(ask, office):
    code, found, _ = ask()
    study = sc.study("office")
    values = 100 * study.problem.values
    weights = on_a_grid(values.shape[1])
    scores = values @ weights
    first = scores >= scores.max(axis=0) - 1e-9
    assert code == 0
    assert found["asked"] == 0
    seen = {study.problem.options[i] for i in np.flatnonzero(first.any(axis=1))}
    assert seen <= set(found["can_lead"])
    for each, share in zip(found["shares"], first.mean(axis=1), strict=True):
        assert each["share"] == pytest.approx(share, abs=max(5 * each["standard_error"], 0.01))
    assert found["stop"] is None
    assert len(found["next"]["items"]) == 2
    assert found["format"] == "ask/1"


def test_answers_end_at_the_leader_of_the_weights_that_gave_them(ask, office):
    """Somebody who answers as the weights 'red' has 'red's leader at the end."""
    study = sc.study("office", weights="red")
    problem, scenario = study.problem, study.scenario
    path, lines = "red-answers.yaml", []
    for _ in range(60):
        _, found, said = ask("--answers", write(path, *lines))
        assert said == ""
        if found["next"] is None:
            break
        worth = []
        for item in found["next"]["items"]:
            id_, rating = (item, None) if isinstance(item, str) else next(iter(item.items()))
            j, scale = problem.factors.index(id_), scenario.factors[id_].scale
            part = 1 if rating is None else (rating - scale.worst) / (scale.best - scale.worst)
            worth.append(problem.weights[j] * part)
        a, b = found["next"]["items"]
        more, than = (a, b) if worth[0] >= worth[1] else (b, a)
        lines.append(json.dumps({"more": more, "than": than}))
    leaders = [problem.options[i] for i in study.ranking.leaders]
    assert found["stop"] == "decided"
    assert set(found["can_lead"]) >= set(leaders)
    assert sum(each["can_lead_alone"] for each in found["shares"]) == 1
    assert found["asked"] == len(lines) > 0
    assert found["finding"].endswith(f"first under all weights that {len(lines)} answers leave.")


def test_the_centre_is_inside_and_the_file_of_weights_holds_it_with_its_ranges(ask, run, office):
    path = write("ana.yaml", "{more: taste, than: {wait: 3}, times: 2}", "{at_least: {cost: 20}}")
    code, found, _ = ask("--answers", path, "-o", "weights/asked.yaml")
    shares = found["weights"]["factors"]
    assert code == 0
    assert shares["taste"] >= shares["wait"] - 1e-9
    assert shares["cost"] >= 0.2
    made = yaml.safe_load(Path("weights/asked.yaml").read_text())
    assert made["id"] == "asked"
    assert made["ranges"]["cost"] == [20, 100]
    for id_, (low, high) in made["ranges"].items():
        assert low <= 100 * shares[id_] <= high
    assert (
        "# ana: Price" in Path("weights/asked.yaml").read_text()
        or "20% of the whole" in Path("weights/asked.yaml").read_text()
    )
    assert run("check", "weights/asked.yaml").exit_code == 0
    assert ask("--answers", path, "-o", "weights/asked.yaml")[0] == 2
    score = run("score", "office", "-w", "weights/asked.yaml", "-f", "json")
    assert json.loads(score.stdout)["weights"]["factors"] == pytest.approx(shares, abs=1e-9)


def test_a_contradiction_is_told_at_its_line_with_the_other(ask, run, office):
    lines = ("{at_least: {cost: 60}}", "{dont_know: [taste, wait]}", "{at_least: {taste: 50}}")
    path = write("ana.yaml", *lines)
    for args in (("weights", "ask", "office"), ("robustness", "office", "--model", "answers")):
        result = run(*args, "--answers", path, "-f", "json")
        assert (result.exit_code, result.stdout) == (3, "")
        assert result.stderr == "ana.yaml:6:5: error: contradicts line 4 [contradiction]\n"
    assert run("check", path).exit_code == 3


def test_a_contradiction_of_three_names_both_others(ask, office):
    lines = ("{at_least: {cost: 40}}", "{at_least: {taste: 40}}", "{at_least: {wait: 40}}")
    assert ask("--answers", write("ana.yaml", *lines))[2] == (
        "ana.yaml:6:5: error: contradicts lines 4 and 5 [contradiction]\n"
    )


def test_several_people_meet_or_their_contradiction_names_the_other_file(ask, office):
    ana, ben = write("ana.yaml", "{at_least: {cost: 60}}"), write("ben.yaml", "{more: taste, than: wait}")
    code, found, _ = ask("--answers", ana, "--answers", ben)
    assert code == 0
    assert [(one["id"], one["asked"]) for one in found["people"]] == [("ana", 1), ("ben", 1)]
    assert found["asked"] == 2
    for one in found["people"]:
        assert set(found["can_lead"]) <= set(one["can_lead"])
    write(ben, "{more: taste, than: wait}", "{at_most: {cost: 50}}")
    assert ask("--answers", ana, "--answers", ben)[::2] == (
        3,
        "ben.yaml:5:5: error: contradicts ana.yaml:4 [contradiction]\n",
    )


def test_what_nobody_knows_is_not_asked_again(ask, office):
    lines, pairs = [], set()
    for _ in range(8):
        _, found, _ = ask("--answers", write("ana.yaml", *lines))
        if found["next"] is None:
            break
        items = [item if isinstance(item, str) else next(iter(item)) for item in found["next"]["items"]]
        assert frozenset(items) not in pairs
        pairs.add(frozenset(items))
        lines.append(json.dumps({"dont_know": found["next"]["items"]}))
    assert len(pairs) == 8


def test_where_nobody_knows_anything_no_question_can_settle_it(ask, office):
    ids = list(sc.study("office").scenario.factors)
    lines = [json.dumps({"dont_know": [a, b]}) for i, a in enumerate(ids) for b in ids[:i]]
    _, found, _ = ask("--answers", write("ana.yaml", *lines))
    assert (found["stop"], found["next"]) == ("no_question", None)
    assert "no question about two swings can settle it" in found["finding"]


def test_answers_that_are_typed_are_kept_in_the_file_only_if_all_fit(ask, office):
    code, found, _ = ask("--answers", "new.yaml", "--answer", "taste>wait:3", "--answer", "cost>=20")
    assert (code, found["asked"]) == (0, 2)
    kept = yaml.safe_load(Path("new.yaml").read_text())
    assert kept["answers"] == [{"more": "taste", "than": {"wait": 3}}, {"at_least": {"cost": 20}}]
    before = Path("new.yaml").read_bytes()
    code, _, said = ask("--answers", "new.yaml", "--answer", "taste=noise", "--answer", "cost<=10")
    assert code == 3
    assert "contradicts new.yaml:" in said
    assert Path("new.yaml").read_bytes() == before
    assert ask("--answer", "taste~wait")[0] == 2
    assert ask("--answer", "tast>wait")[0] == 2


def test_a_file_of_another_kind_is_not_written_to(ask, office):
    before = Path("weights/red.yaml").read_bytes()
    code, _, said = ask("--answers", "weights/red.yaml", "--answer", "taste>wait")
    assert code == 3
    assert "weights/red.yaml:2:9: error: expected 'answers/1', found 'weights/1' [wrong-format]" in said
    assert Path("weights/red.yaml").read_bytes() == before


def test_over_drivers_items_are_drivers(ask, office):
    _, found, _ = ask("--over", "drivers")
    assert found["over"] == "drivers"
    ids = {item if isinstance(item, str) else next(iter(item)) for item in found["next"]["items"]}
    assert ids <= set(sc.study("office").scenario.drivers)
    head = HEAD.replace("answers:", "over: drivers\nanswers:")
    _, found, _ = ask("--answers", write("d.yaml", "{more: comfort, than: cost}", head=head))
    assert found["over"] == "drivers"
    drivers = found["weights"]["drivers"]
    assert drivers["comfort"] >= drivers["cost"]
    code, _, said = ask("--answers", write("d.yaml", "{more: taste, than: cost}", head=head))
    assert code == 3
    assert "d.yaml:5:12: error: unknown driver 'taste' [unknown-driver]" in said


def test_an_item_that_answers_leave_nothing_is_told(ask, office):
    path = write("ana.yaml", "{more: taste, than: wait, times: 2}", "{more: wait, than: taste, times: 2}")
    code, found, _ = ask("--answers", path)
    assert code == 0
    texts = [flag["text"] for flag in found["flags"] if flag["code"] == "no_weight"]
    assert len(texts) == 2


def test_a_page_says_that_a_share_is_no_chance_and_how_far_it_is_off(ask, office):
    page = ask(form="table")[1]
    assert "N = 2,048" in page.replace("\n", " ")
    assert "not the chance that an option is chosen" in page.replace("\n", " ")
    assert "seed 0" in page


def test_a_room_sees_the_question_alone(ask, run, office):
    page = run("weights", "ask", "office", "--room").stdout
    assert page.startswith("Question 1\n")
    assert max(map(len, page.splitlines())) <= 60
    titles = [option.title or id_ for id_, option in sc.study("office").scenario.options.items()]
    assert not any(title in page for title in titles)


def test_from_python_it_is_the_same(ask, office):
    answers = sc.Answers(
        format="answers/1", id="ana", answers=[sc.Judgement(more="taste", than={"wait": 3.0})]
    )
    made = sc.ask(sc.study("office"), answers).to_dict()
    _, found, _ = ask("--answers", write("ana.yaml", "{more: taste, than: {wait: 3}}"))
    for key in ("can_lead", "shares", "next", "stop", "asked", "finding"):
        assert made[key] == found[key]
    with pytest.raises(sc.StudyError):
        sc.ask(sc.study("office").tried("weights.cost=3"))
    with pytest.raises(sc.InputError, match="contradicts answer 1"):
        sc.ask(
            sc.study("office"),
            sc.Answers(
                format="answers/1",
                answers=[sc.Judgement(at_least={"cost": 60.0}), sc.Judgement(at_least={"taste": 60.0})],
            ),
        )


@pytest.mark.parametrize("off", [1e-3, 1e-7, 1e-9, 1e-11, 0, -1e-11])
def test_answers_that_meet_in_next_to_nothing_meet(ask, office, off):
    path = write("ana.yaml", f"{{at_least: {{cost: {50 - off:.12f}}}}}", f"{{at_most: {{cost: {50:.12f}}}}}")
    code, found, said = ask("--answers", path)
    assert (code, said) == (0, "")
    assert found["weights"]["factors"]["cost"] == pytest.approx(0.5, abs=2e-5)
    assert sum(each["share"] for each in found["shares"]) == pytest.approx(1)


def test_what_no_whole_swing_settles_says_what_would(folder, run):
    line = ("weights", "ask", "china-arms-russia", "--over", "drivers")
    line += ("--answer", "power>interests", "--answer", "interests>personality")
    found = json.loads(run(*line, "-f", "json").stdout)
    assert (found["stop"], found["next"]) == ("no_question", None)
    assert len(found["can_lead"]) > 1
    assert "An answer of another kind would leave less" in run(*line).stdout
    times = json.loads(run(*line, "--answer", "power>3*interests", "-f", "json").stdout)
    assert times["shares"] != found["shares"]
