"""A user's script, held to its types: every public name is used, and none of them could be anything."""

import subprocess
import sys

import pytest

import scenario_cli

pytestmark = pytest.mark.thorough

SCRIPT = """
from collections.abc import Sequence
from pathlib import Path

import scenario_cli as sc

study: sc.Study = sc.study("china-arms-russia", weights=Path("authors.yaml"))
tried = study.tried("shipment_exposed", "ratings.drones.sanctions=6", sc.WeightSetting("power", None, 40))
score: sc.ScoreAnswer = tried.score()
leader: str = study.problem.options[score.ranking.leaders[0]]
first: float = float(score.ranking.scores[0])
flag: sc.Flag = score.flags[0]
rows: int = len(score.to_frame())
report: sc.Report[object] = sc.Report(
    finding=score.finding, page=score.report().page, document=lambda: 1, records=score.report().records
)
found: sc.SensitivityAnswer = study.sensitivity(blend="personality", lock=["power"])
swing: sc.OneWay = found.one_way[0]
robust: sc.RobustnessAnswer = study.robustness(model="ordered", seed=7)
why: sc.ExplainAnswer = study.explain("straddle", against="drones")
rests: sc.EvidenceAnswer = study.evidence(without=["wilder"])
product: sc.ProductAnswer = study.product("critics", samples=100)
compared: sc.CompareAnswer = sc.compare([study.under(w) for w in ("authors", "critics")])
moved: sc.DiffAnswer = sc.diff(study, tried)
swayed: sc.DiffAnswer | sc.SweepDiffAnswer = sc.diff("old.csv", "new.parquet", fail_on=["first"])
other: sc.MethodsAnswer = study.methods(as_published=True)
held: sc.VerifyAnswer = sc.verify("result.json", under="old")
swept: sc.BatchAnswer = sc.batch(["a"], weights=["b"], injects="each", output="sweep.parquet")
merged: sc.BatchAnswer = sc.merge(["a/", "b/"], output="sweep.csv")
game: sc.Game = sc.new_game("games/iran", "china-arms-russia", teams=["red"])
step: sc.GameStepAnswer = sc.game("games/iran").turn("One")
stands: sc.GameShowAnswer = game.show(line=1)
replayed: sc.GameReplayAnswer = game.replay()
afterwards: sc.GameReportAnswer = game.report()
checked: sc.CheckAnswer = sc.check(["scenarios/coffee.yaml"])
mistake: sc.Mistake = checked.mistakes[0]
said: str = checked.to_github() + checked.to_sarif() + sc.check().to_jsonl()
schema: dict[str, object] = sc.json_schema("score")
editors: sc.EditorSchemas = sc.write_schemas(".vscode")
listed: sc.ListAnswer = sc.list_files()
worked: Sequence[sc.Example] = sc.examples()
copied: sc.NewAnswer = sc.new_example(worked[0].name, "copy")
published: sc.Published | None = sc.read_scenario("copy").published
shown: sc.ShowAnswer = sc.show("authors")
shares: sc.WeightsShowAnswer = sc.show_weights("authors")
parted: sc.WeightsDiffAnswer = sc.diff_weights("authors", "critics")
put: sc.SetAnswer = sc.set_points("weights/red.yaml", {"power": 60}, why="the room insisted")
back: sc.SetAnswer = sc.undo_points("weights/red.yaml")
again: sc.SetAnswer = sc.redo_points("weights/red.yaml", who="Ana")
told: sc.HistoryAnswer = sc.points_history("weights/red.yaml")
rated: sc.RatingsSetAnswer = sc.set_ratings("coffee", {"new.taste": 6, "keep.noise": "loud"}, why="so")
unrated: sc.RatingsSetAnswer = sc.undo_ratings("coffee")
rerated: sc.RatingsSetAnswer = sc.redo_ratings("coffee")
kept = sc.ratings_history("coffee")
bent: sc.CurveAnswer = sc.curve("coffee", "taste", {3: 0.7, "fair": None}, who="Ana", dry_run=True)
made: sc.ElicitAnswer = sc.weights_from_ranks(study, ["power", "interests"], method="roc")
swung = sc.weights_from_swings(study, {"power": 100, "interests": 40})
paired = sc.weights_from_pairs("pairs.yaml")
imported: sc.ImportAnswer = sc.import_sheet("ratings.csv", options="across", output="tea.yaml")
blended: sc.BlendAnswer = sc.blend_weights("authors", "critics", share=0.4)
started: sc.NewAnswer = sc.new_file("weights", "red")
own = sc.new_file("scenario", options=["a", "b"], factors="x.y,z", weights="red", force=True)
mine: str = sc.copy_file("authors", "weights/mine.yaml").id
answers: list[sc.Answer[object]] = []
coffee = sc.Scenario(
    format="scenario/1",
    title="Coffee",
    question="Which?",
    sources={"memo": sc.Source(title="Memo")},
    evidence={"slow": sc.Evidence(source="memo", says="Slow.")},
    drivers={
        "cost": sc.Driver(scale=sc.Scale(worst=900, best=100)),
        "d": sc.Driver(factors={"f": sc.Factor(preference=sc.Preference(type="usual"))}),
    },
    options={"keep": sc.Option(), "new": sc.Option(title="New")},
    ratings={"keep": {"cost": sc.Rating(value=100), "f": sc.Rating(value=1)}},
    injects={
        "cut": sc.Inject(
            ratings={"new": {"cost": sc.RatingChange(shift=-200)}}, weights={"cost": sc.WeightChange(times=2)}
        )
    },
)
weights: sc.Weights = sc.equal_weights(coffee)
problem: sc.DecisionProblem = sc.decision_problem(coffee, weights, [sc.RatingSetting("new", "cost", 300)])
ranking: sc.Ranking = sc.rank_options(problem)
swings = sc.one_way(problem, ranking)
read = sc.read_weights("authors", sc.read_scenario("china-arms-russia"))
together: sc.GroupShowAnswer = sc.group(["ballots/r1"], before="ballots/r0", agree="iqr<=10")
narrow: bool | None = together.agreed(together.spreads[0])
mixed: sc.GroupBlendAnswer = sc.blend_group("ballots/r1", by="median")
ballot: sc.Ballot = sc.Ballot(format="ballot/1", by="Ana", drivers={"power": 1.0})
kept_in: Path = sc.save_ballot(ballot, "ballots/r1", scenario=coffee)
blank: str = sc.ballot_form(coffee, teams=["red", "blue"], round="1")
table: bytes = sc.seal_group("ballots/r1")
given = sc.Answers(format="answers/1", answers=[sc.Judgement(more="sanctions", than={"standing": 7.0})])
left: sc.AskAnswer = sc.ask(study, given)
more: sc.AskAnswer = sc.add_answers(study, Path("ana.yaml"), "sanctions>standing", over="factors")
asked: int = left.to_dict()["asked"]

try:
    sc.study("nowhere")
except sc.TakenError as there:
    print(there.file)
except (sc.StudyError, sc.InputError, sc.UsageError, sc.OutputError) as error:
    code: sc.ExitCode = error.exit_code
except (sc.ConditionError, sc.LostWorkerError, sc.MissingPackageError) as other:
    known: sc.ScenarioError = other
"""

# What a name would let pass if it were anything at all.
WRONG = """
import scenario_cli as sc

study = sc.study("china-arms-russia")
study.robustness(model="everywhere")
study.score().rankings
study.evidence(kind="rumour")
sc.nothing + 1
number: int = sc.study("a").score().finding
rank: str = sc.study("a").score().to_dict()["ranking"][0]["rank"]
"""


@pytest.fixture
def checked(tmp_path, tmp_path_factory):
    cache = ["--cache-dir", str(tmp_path_factory.getbasetemp().parent / "types")]  # for all workers

    def checked(script):
        path = tmp_path / "script.py"
        path.write_text(script)
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "mypy",
                "--strict",
                "--no-error-summary",
                "--config-file",
                "",
                *cache,
                str(path),
            ],
            capture_output=True,
            text=True,
            check=False,
            cwd=tmp_path,  # so that the package is the one that is installed
            timeout=170,
        )
        assert done.stderr == ""
        return done.stdout.splitlines()

    return checked


def test_a_typed_script_passes_and_a_wrong_one_does_not(checked):
    assert checked(SCRIPT) == []
    wrong = checked(WRONG)
    assert {int(line.split(":")[1]) for line in wrong if ": error: " in line} == {5, 6, 7, 8, 9, 10}


def test_the_script_uses_every_public_name():
    assert [name for name in scenario_cli.__all__ if f"sc.{name}" not in SCRIPT] == []


def test_no_public_name_is_anything(checked):
    names = "".join(f"reveal_type(sc.{name})\n" for name in scenario_cli.__all__)
    revealed = [line for line in checked(f"import scenario_cli as sc\n{names}") if "Revealed type" in line]
    assert len(revealed) == len(scenario_cli.__all__)
    assert [line for line in revealed if '"Any"' in line or "-> Any" in line] == []
