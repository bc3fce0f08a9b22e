"""Rank a decision-maker's options from YAML files, and show what would change the answer.

The public names load on first use, so that importing the package stays cheap.

>>> import scenario_cli as sc
>>> study = sc.study("china-arms-russia", weights="authors")
>>> study.score().ranking.scores.round(1)
array([51.9, 48.6, 43.7, 41.4])
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scenario_cli.answers.answer import Answer
    from scenario_cli.answers.check.ask import CheckAnswer, check
    from scenario_cli.answers.compare.ask import CompareAnswer, compare
    from scenario_cli.answers.curve.ask import CurveAnswer, curve
    from scenario_cli.answers.diff.ask import DiffAnswer
    from scenario_cli.answers.diff.sweeps.ask import SweepDiffAnswer
    from scenario_cli.answers.evidence.ask import EvidenceAnswer
    from scenario_cli.answers.explain.ask import ExplainAnswer
    from scenario_cli.answers.game.replay.ask import GameReplayAnswer
    from scenario_cli.answers.game.report.ask import GameReportAnswer
    from scenario_cli.answers.game.show.ask import GameShowAnswer
    from scenario_cli.answers.game.step.ask import GameStepAnswer
    from scenario_cli.answers.group.blend.ask import GroupBlendAnswer
    from scenario_cli.answers.group.form import ballot_form
    from scenario_cli.answers.group.show.ask import GroupShowAnswer
    from scenario_cli.answers.history.ask import HistoryAnswer, points_history, ratings_history
    from scenario_cli.answers.imported.ask import ImportAnswer, import_sheet
    from scenario_cli.answers.list.ask import ListAnswer, list_files
    from scenario_cli.answers.methods.ask import MethodsAnswer
    from scenario_cli.answers.new.ask import NewAnswer, new_example, new_file
    from scenario_cli.answers.product.ask import ProductAnswer
    from scenario_cli.answers.ratings.set.ask import (
        RatingsSetAnswer,
        redo_ratings,
        set_ratings,
        undo_ratings,
    )
    from scenario_cli.answers.robustness.ask import RobustnessAnswer
    from scenario_cli.answers.schema.ask import json_schema
    from scenario_cli.answers.schema.editors import EditorSchemas, write_schemas
    from scenario_cli.answers.score.ask import ScoreAnswer
    from scenario_cli.answers.sensitivity.ask import SensitivityAnswer
    from scenario_cli.answers.show.ask import ShowAnswer, copy_file, show
    from scenario_cli.answers.verify.ask import VerifyAnswer
    from scenario_cli.answers.weights.ask.ask import AskAnswer, ask
    from scenario_cli.answers.weights.ask.kept import add_answers
    from scenario_cli.answers.weights.blend.ask import BlendAnswer, blend_weights
    from scenario_cli.answers.weights.diff.ask import WeightsDiffAnswer, diff_weights
    from scenario_cli.answers.weights.elicit.ask import (
        ElicitAnswer,
        weights_from_pairs,
        weights_from_ranks,
        weights_from_swings,
    )
    from scenario_cli.answers.weights.set.ask import SetAnswer, redo_points, set_points, undo_points
    from scenario_cli.answers.weights.show.ask import WeightsShowAnswer, show_weights
    from scenario_cli.batch.answer import BatchAnswer
    from scenario_cli.batch.ask import batch
    from scenario_cli.batch.diff.ask import diff
    from scenario_cli.batch.merge import merge
    from scenario_cli.batch.verify.ask import verify
    from scenario_cli.engine.additive import Ranking, rank_options
    from scenario_cli.engine.flags import Flag
    from scenario_cli.engine.problem import DecisionProblem
    from scenario_cli.engine.sensitivity.one_way import OneWay, one_way
    from scenario_cli.errors import (
        ConditionError,
        ExitCode,
        InputError,
        LostWorkerError,
        MissingPackageError,
        OutputError,
        ScenarioError,
        StudyError,
        TakenError,
        UsageError,
    )
    from scenario_cli.files.examples import Example, examples
    from scenario_cli.files.reading import read_scenario, read_weights
    from scenario_cli.game.begun import new_game
    from scenario_cli.game.played import Game, game
    from scenario_cli.group.saved import save_ballot
    from scenario_cli.group.shown import blend_group, group, seal_group
    from scenario_cli.mistakes import Mistake
    from scenario_cli.model.answers import Answers, Judgement
    from scenario_cli.model.ballot import Ballot
    from scenario_cli.model.scenario import (
        Driver,
        Evidence,
        Factor,
        Inject,
        Option,
        Preference,
        Published,
        Rating,
        RatingChange,
        Scale,
        Scenario,
        Source,
        WeightChange,
    )
    from scenario_cli.model.settings import RatingSetting, WeightSetting
    from scenario_cli.model.weights import Weights, equal_weights
    from scenario_cli.render.report import Report
    from scenario_cli.study import Study, decision_problem, study

__version__ = "0.2.0"

__all__ = [
    "Answer",
    "Answers",
    "AskAnswer",
    "Ballot",
    "BatchAnswer",
    "BlendAnswer",
    "CheckAnswer",
    "CompareAnswer",
    "ConditionError",
    "CurveAnswer",
    "DecisionProblem",
    "DiffAnswer",
    "Driver",
    "EditorSchemas",
    "ElicitAnswer",
    "Evidence",
    "EvidenceAnswer",
    "Example",
    "ExitCode",
    "ExplainAnswer",
    "Factor",
    "Flag",
    "Game",
    "GameReplayAnswer",
    "GameReportAnswer",
    "GameShowAnswer",
    "GameStepAnswer",
    "GroupBlendAnswer",
    "GroupShowAnswer",
    "HistoryAnswer",
    "ImportAnswer",
    "Inject",
    "InputError",
    "Judgement",
    "ListAnswer",
    "LostWorkerError",
    "MethodsAnswer",
    "MissingPackageError",
    "Mistake",
    "NewAnswer",
    "OneWay",
    "Option",
    "OutputError",
    "Preference",
    "ProductAnswer",
    "Published",
    "Ranking",
    "Rating",
    "RatingChange",
    "RatingSetting",
    "RatingsSetAnswer",
    "Report",
    "RobustnessAnswer",
    "Scale",
    "Scenario",
    "ScenarioError",
    "ScoreAnswer",
    "SensitivityAnswer",
    "SetAnswer",
    "ShowAnswer",
    "Source",
    "Study",
    "StudyError",
    "SweepDiffAnswer",
    "TakenError",
    "UsageError",
    "VerifyAnswer",
    "WeightChange",
    "WeightSetting",
    "Weights",
    "WeightsDiffAnswer",
    "WeightsShowAnswer",
    "add_answers",
    "ask",
    "ballot_form",
    "batch",
    "blend_group",
    "blend_weights",
    "check",
    "compare",
    "copy_file",
    "curve",
    "decision_problem",
    "diff",
    "diff_weights",
    "equal_weights",
    "examples",
    "game",
    "group",
    "import_sheet",
    "json_schema",
    "list_files",
    "merge",
    "new_example",
    "new_file",
    "new_game",
    "one_way",
    "points_history",
    "rank_options",
    "ratings_history",
    "read_scenario",
    "read_weights",
    "redo_points",
    "redo_ratings",
    "save_ballot",
    "seal_group",
    "set_points",
    "set_ratings",
    "show",
    "show_weights",
    "study",
    "undo_points",
    "undo_ratings",
    "verify",
    "weights_from_pairs",
    "weights_from_ranks",
    "weights_from_swings",
    "write_schemas",
]

_HOMES = {
    "answers.answer": ("Answer",),
    "answers.check.ask": ("CheckAnswer", "check"),
    "answers.compare.ask": ("CompareAnswer", "compare"),
    "answers.curve.ask": ("CurveAnswer", "curve"),
    "answers.diff.ask": ("DiffAnswer",),
    "answers.diff.sweeps.ask": ("SweepDiffAnswer",),
    "answers.evidence.ask": ("EvidenceAnswer",),
    "answers.explain.ask": ("ExplainAnswer",),
    "answers.product.ask": ("ProductAnswer",),
    "answers.history.ask": ("HistoryAnswer", "points_history", "ratings_history"),
    "answers.imported.ask": ("ImportAnswer", "import_sheet"),
    "answers.methods.ask": ("MethodsAnswer",),
    "answers.list.ask": ("ListAnswer", "list_files"),
    "answers.ratings.set.ask": ("RatingsSetAnswer", "redo_ratings", "set_ratings", "undo_ratings"),
    "answers.robustness.ask": ("RobustnessAnswer",),
    "answers.schema.ask": ("json_schema",),
    "answers.schema.editors": ("EditorSchemas", "write_schemas"),
    "answers.score.ask": ("ScoreAnswer",),
    "answers.sensitivity.ask": ("SensitivityAnswer",),
    "answers.show.ask": ("ShowAnswer", "copy_file", "show"),
    "answers.verify.ask": ("VerifyAnswer",),
    "answers.new.ask": ("NewAnswer", "new_example", "new_file"),
    "answers.weights.ask.ask": ("AskAnswer", "ask"),
    "answers.weights.ask.kept": ("add_answers",),
    "answers.weights.blend.ask": ("BlendAnswer", "blend_weights"),
    "answers.weights.diff.ask": ("WeightsDiffAnswer", "diff_weights"),
    "answers.weights.elicit.ask": (
        "ElicitAnswer",
        "weights_from_pairs",
        "weights_from_ranks",
        "weights_from_swings",
    ),
    "answers.weights.set.ask": ("SetAnswer", "redo_points", "set_points", "undo_points"),
    "answers.weights.show.ask": ("WeightsShowAnswer", "show_weights"),
    "batch.answer": ("BatchAnswer",),
    "batch.ask": ("batch",),
    "batch.diff.ask": ("diff",),
    "batch.merge": ("merge",),
    "batch.verify.ask": ("verify",),
    "engine.additive": ("Ranking", "rank_options"),
    "engine.flags": ("Flag",),
    "engine.problem": ("DecisionProblem",),
    "engine.sensitivity.one_way": ("OneWay", "one_way"),
    "answers.game.replay.ask": ("GameReplayAnswer",),
    "answers.game.report.ask": ("GameReportAnswer",),
    "answers.game.show.ask": ("GameShowAnswer",),
    "answers.game.step.ask": ("GameStepAnswer",),
    "answers.group.blend.ask": ("GroupBlendAnswer",),
    "answers.group.form": ("ballot_form",),
    "answers.group.show.ask": ("GroupShowAnswer",),
    "group.saved": ("save_ballot",),
    "group.shown": ("blend_group", "group", "seal_group"),
    "model.answers": ("Answers", "Judgement"),
    "model.ballot": ("Ballot",),
    "game.begun": ("new_game",),
    "game.played": ("Game", "game"),
    "errors": (
        "ConditionError",
        "ExitCode",
        "InputError",
        "LostWorkerError",
        "MissingPackageError",
        "OutputError",
        "ScenarioError",
        "StudyError",
        "TakenError",
        "UsageError",
    ),
    "files.examples": ("Example", "examples"),
    "files.reading": ("read_scenario", "read_weights"),
    "mistakes": ("Mistake",),
    "model.scenario": (
        "Driver",
        "Evidence",
        "Factor",
        "Inject",
        "Option",
        "Preference",
        "Published",
        "Rating",
        "RatingChange",
        "Scale",
        "Scenario",
        "Source",
        "WeightChange",
    ),
    "model.settings": ("RatingSetting", "WeightSetting"),
    "model.weights": ("Weights", "equal_weights"),
    "render.report": ("Report",),
    "study": ("Study", "decision_problem", "study"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> object:
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(import_module(f"{__name__}.{_HOME_OF[name]}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


class _Package(ModuleType):
    """The package, in which ``study`` and ``batch`` stay functions when modules of these names load."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in _HOME_OF and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
