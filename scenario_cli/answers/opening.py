"""What every result states of itself: its inputs, its scenario, its weights, its flags."""

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from scenario_cli.answers.provenance import provenance
from scenario_cli.engine.flags import Flag
from scenario_cli.files.input import Input
from scenario_cli.study import Study
from scenario_cli.text import gathered, per_cent

if TYPE_CHECKING:
    from scenario_cli.answers.document import FlagDocument, Preamble
    from scenario_cli.model.settings import Trial


def preamble(
    study: Study, flags: Iterable[Flag], finding: str, *, beside: Sequence[Input] = ()
) -> "Preamble":
    """Return the fields that every JSON document starts from; ``beside`` are inputs besides the study's."""
    problem = study.problem
    return {
        "provenance": provenance([*study.inputs, *beside], study.trials),
        "scenario": {"id": study.scenario.id, "title": study.scenario.title},
        "weights": {
            "id": study.weights.id,
            "title": study.weights.title,
            "drivers": shares(problem.drivers, problem.driver_weights),
            "factors": shares(problem.factors, problem.weights),
        },
        "flags": [flag_document(flag) for flag in flags],
        "finding": finding,
    }


def shares(ids: Sequence[str], numbers: Iterable[Any]) -> dict[str, float]:
    """Return numbers by id, as plain floats."""
    return {id_: float(number) for id_, number in zip(ids, numbers, strict=True)}


def flag_document(flag: Flag) -> "FlagDocument":
    """Return a flag without the parts that it does not name."""
    found: FlagDocument = {"code": flag.code, "level": flag.level, "text": flag.text}
    if flag.option is not None:
        found["option"] = flag.option
    if flag.factor is not None:
        found["factor"] = flag.factor
    if flag.driver is not None:
        found["driver"] = flag.driver
    return found


def heading(study: Study) -> list[str]:
    """Return the lines that head a page; what was only tried stands first."""
    scenario = study.scenario
    lines = []
    if study.trials:
        lines.append(f"What-if: {'; '.join(tried_words(study))}. No file was changed.")
    if study.chances:
        lines.append("Scores, weights and ratings below are those expected at that chance.")
    lines += [scenario.title, scenario.question]
    about = [f"Weights: {study.weights_title}"]
    if scenario.decision_maker:
        about.append(f"decision-maker: {scenario.decision_maker}")
    if scenario.as_of:
        about.append(f"as of {scenario.as_of}")
    lines.append("; ".join(about) + ".")
    return lines


def tried_words(study: Study) -> list[str]:
    """Return what is tried on a study, in the order in which it applies, each in words."""
    return [_tried_word(study, trial) + _share_word(study, trial) for trial in study.trials]


def _tried_word(study: Study, trial: "Trial") -> str:
    injects = study.scenario.injects
    if isinstance(trial, str):
        return f"inject {trial} ({injects[trial].title or trial})"
    if trial.of == "chance":
        title = injects[trial.inject].title or trial.inject
        return f'the chance of {trial.inject} ("{title}") taken as {trial.chance * 100:.10g}%'
    return str(trial)


def _share_word(study: Study, trial: "Trial") -> str:
    """Return what share raw points come to, which is what counts; where chances mix weights there is none."""
    if isinstance(trial, str) or trial.of != "weights" or study.chances:
        return ""
    points = [one for one in study.trials if not isinstance(one, str) and one.of == "weights"]
    last = {(one.driver, one.factor): one for one in points}
    if last[trial.driver, trial.factor] is not trial:
        return ""
    problem = study.problem
    if trial.factor is None:
        share = problem.driver_weights[problem.drivers.index(trial.driver)]
    else:
        share = problem.weights[problem.factors.index(trial.factor)]
    return f" ({per_cent(float(share))} of the whole)"


def remarks(flags: Sequence[Flag], level: str, without: Collection[str] = ()) -> list[str]:
    """Return flags of a level as lines in words, those with the same code together and it at the end.

    Those of codes ``without`` which a page does are left out.
    """
    return gathered(
        (flag.code, flag.text) for flag in flags if flag.level == level and flag.code not in without
    )
