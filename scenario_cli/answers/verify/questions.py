"""Every question that a result can be asked again: how, and which of its numbers every version holds."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple, get_args

from scenario_cli.answers.answer import Answer
from scenario_cli.answers.compare.ask import CompareAnswer, compare
from scenario_cli.answers.diff.sides import number_of
from scenario_cli.answers.evidence.ask import EvidenceAnswer, ask_evidence
from scenario_cli.answers.explain.ask import ExplainAnswer, ask_explain
from scenario_cli.answers.judged import ROLE as ANSWERS
from scenario_cli.answers.methods.ask import MethodsAnswer, ask_methods
from scenario_cli.answers.product.ask import PERSPECTIVE, ProductAnswer, ask_product
from scenario_cli.answers.robustness.ask import RobustnessAnswer, ask_robustness
from scenario_cli.answers.score.ask import ScoreAnswer, ask_score
from scenario_cli.answers.sensitivity.ask import SensitivityAnswer, ask_sensitivity
from scenario_cli.answers.verify.inputs import VerifiedInput
from scenario_cli.choices import Kind, Over, WeightsModel
from scenario_cli.engine.robustness.assess import SAMPLES
from scenario_cli.study import Study, study

Stated = dict[str, Any]
Inputs = Sequence[VerifiedInput]


class Question(NamedTuple):
    """How a stored result is asked again, and what it holds in every version."""

    ask: Callable[[Stated, Inputs], Answer[Any]]
    numbers: tuple[str, ...]


def _study(stated: Stated, inputs: Inputs) -> Study:
    scenario = next((file.found for file in inputs if file.role == "scenario"), None)
    if scenario is None:
        raise ValueError("it names no scenario among its inputs")
    weights = next((file.found for file in inputs if file.role == "weights"), None)
    provenance = stated["provenance"]
    injects, settings = (texts(provenance[key], f"provenance.{key}") for key in ("injects", "set"))
    tried = texts(provenance.get("tried", [*injects, *settings]), "provenance.tried")
    return study(scenario, weights).tried(*tried)


def texts(stated: Any, where: str) -> list[str]:
    """Return texts that a result states.

    Raises
    ------
    ValueError
        They are none.
    """
    if not isinstance(stated, list) or not all(isinstance(text, str) for text in stated):
        raise ValueError(f"{where} is no list of texts")
    return stated


def _score(stated: Stated, inputs: Inputs) -> ScoreAnswer:
    return ask_score(_study(stated, inputs))


def _sensitivity(stated: Stated, inputs: Inputs) -> SensitivityAnswer:
    mapped, wanted, plane, lines = (stated.get(key) for key in ("two_way", "for", "plane", "lines"))
    return ask_sensitivity(
        _study(stated, inputs),
        two_way=(mapped["x"], mapped["y"]) if mapped else None,
        blend=next((file.found for file in inputs if file.role == "blend"), None),
        for_=wanted["option"] if wanted else None,
        lock=texts(stated.get("locked", []), "locked"),
        event=(plane["x"], plane["y"]) if plane else None,
        over=lines["over"] if lines else None,
    )


def _explain(stated: Stated, inputs: Inputs) -> ExplainAnswer:
    return ask_explain(_study(stated, inputs), stated["option"], stated["against"])


def _evidence(stated: Stated, inputs: Inputs) -> EvidenceAnswer:
    if stated["kind"] not in get_args(Kind):
        raise ValueError(f"there is no kind of rating '{stated['kind']}'")
    without = texts(stated["without"]["ids"], "without.ids") if "without" in stated else []
    return ask_evidence(_study(stated, inputs), without=without, kind=stated["kind"])


def _robustness(stated: Stated, inputs: Inputs) -> RobustnessAnswer:
    said = stated["model"]
    if said["weights"] not in get_args(WeightsModel) or said["over"] not in get_args(Over):
        raise ValueError(f"there is no model '{said['weights']}' over '{said['over']}'")
    # Where all shares are exact, samples were drawn for the failure rule and for what knowing is worth.
    for_rule, for_worth = (stated.get("fails") or {}).get("samples", 0), stated.get("together_samples", 0)
    beside = max(number_of(for_rule, "fails.samples"), number_of(for_worth, "together_samples"))
    samples = said["samples"] or beside or float(SAMPLES)
    return ask_robustness(
        _study(stated, inputs),
        model=said["weights"],
        over=said["over"],
        answers=[Path(file.path) for file in inputs if file.role == ANSWERS],
        spread=None if said["spread"] is None else number_of(said["spread"], "model.spread"),
        ratings="uncertain" if said["ratings"] == "uncertain" else "fixed",
        samples=int(number_of(samples, "model.samples")),
        seed=int(number_of(said["seed"], "model.seed")),
    )


def _compare(stated: Stated, inputs: Inputs) -> CompareAnswer:
    starts = [i for i, file in enumerate(inputs) if file.role == "scenario"]
    over = stated["over"]
    if over == "weights" and starts == [0]:
        first = _study(stated, inputs[:2])
        return compare([first, *(first.under(file.found) for file in inputs[2:])])
    if over != "scenarios" or not starts:
        raise ValueError("its inputs are not those of a comparison")
    ends = [*starts[1:], len(inputs)]
    groups = [inputs[start:end] for start, end in zip(starts, ends, strict=True)]
    return compare([_study(stated, group) for group in groups])


def _methods(stated: Stated, inputs: Inputs) -> MethodsAnswer:
    return ask_methods(_study(stated, inputs), as_published=stated["as_published"] is True)


def _report(stated: Stated, inputs: Inputs) -> ProductAnswer:
    read = _study(stated, inputs)
    return ask_product(
        read,
        [read.under(file.found) for file in inputs if file.role == PERSPECTIVE],
        samples=int(number_of(stated["samples"], "samples")),
        seed=int(number_of(stated["seed"], "seed")),
    )


QUESTIONS = {
    "score/1": Question(_score, ("ranking", "one_way", "unknown", "weights")),
    "sensitivity/1": Question(_sensitivity, ("leaders", "one_way", "ratings", "shifts", "weights")),
    "explain/1": Question(_explain, ("gap", "differences", "weights")),
    "evidence/1": Question(_evidence, ("ratings", "evidence", "sources", "coverage", "weights")),
    "robustness/1": Question(_robustness, ("options", "pairwise", "research", "model", "entropy", "weights")),
    "compare/1": Question(
        _compare, ("ranks", "scores", "regret", "worst_rank", "max_regret", "first", "agreement")
    ),
    "methods/1": Question(_methods, ("methods", "as_published", "weights")),
    "report/1": Question(_report, ("ranking", "scores", "weights")),
}
