"""Whether the answer hangs on adding up: the options by six methods, and why these differ."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scenario_cli.answers.flags import flags_without
from scenario_cli.answers.study_answer import StudyAnswer
from scenario_cli.engine.flags import Flag
from scenario_cli.engine.methods.flows import Thresholds, thresholds
from scenario_cli.engine.methods.together import Methods, methods_of
from scenario_cli.engine.methods.turns import MethodTurn, turns
from scenario_cli.study import Study

if TYPE_CHECKING:
    from scenario_cli.answers.methods.document import MethodsDocument

# What is about weights moved one by one, or true of scores alone.
ABOUT_SCORES = (
    "one_at_a_time",
    "splitting",
    "single_factor",
    "near_tie",
    "tie",
    "idle_factor",
    "curve_decides",
    "unrated",
)
RANK_REVERSAL = Flag(
    code="rank_reversal",
    level="warning",
    text="as published the ranks hang on which options are there: one that is added or left out can turn "
    "those of the others, even one that loses everywhere",
)
FLOWS_OVER_OPTIONS = Flag(
    code="flows_over_options",
    level="note",
    text="PROMETHEE takes means over the other options, so that one that is added can turn its ranks; an "
    "option that is the worst everywhere turns no ranks of the other methods",
)


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class MethodsAnswer(StudyAnswer["MethodsDocument"]):
    """The options by six methods.

    Attributes
    ----------
    as_published : bool
        Whether each method normalises over the options at hand, instead of by the declared scales.
    found : Methods
        What each method says.
    thresholds : sequence of Thresholds
        How PROMETHEE counts a difference, factor after factor.
    turns : sequence of MethodTurn
        Where others are first than by adding up, and what does it.
    """

    question = "methods"

    as_published: bool
    found: Methods
    thresholds: Sequence[Thresholds]
    turns: Sequence[MethodTurn]


def ask_methods(study: Study, *, as_published: bool = False) -> MethodsAnswer:
    """Rank the options by every method, and find why these differ."""
    study.refuse_chances()
    how = [thresholds(factor) for factor in study.scenario.factors.values()]
    found = methods_of(study.problem, how, as_published=as_published)
    flags = [RANK_REVERSAL] if as_published else []
    flags += flags_without(study, ABOUT_SCORES)
    flags += [FLOWS_OVER_OPTIONS] if not as_published and len(study.problem.options) > 1 else []
    flags += _about_ratings(study, as_published=as_published)
    return MethodsAnswer(
        study=study,
        as_published=as_published,
        found=found,
        thresholds=tuple(how),
        turns=turns(study.problem, found, as_published=as_published),
        flags=tuple(sorted(flags, key=lambda flag: flag.level != "warning")),
    )


def _about_ratings(study: Study, *, as_published: bool) -> list[Flag]:
    """Return notes on ratings that count otherwise here than in a score."""
    problem, flags = study.problem, []
    for option, row in zip(problem.options, problem.unknown, strict=True):
        for factor, unknown in zip(problem.factors, row, strict=True):
            if unknown:
                text = (
                    f"{study.titles.cell(option, factor)} is not rated: mid-scale stands in, in every method"
                )
                flags.append(Flag("unrated", "warning", text, option=option, factor=factor))
    if problem.curves:
        by = (
            "no method counts value curves as published"
            if as_published
            else "PROMETHEE passes value curves by"
        )
        text = f"{by}: ratings are compared in their own units"
        flags.append(Flag(code="curves_passed_by", level="note", text=text))
    if not as_published:
        nothing = ((problem.values == 0) & (problem.weights > 0)).any(axis=1)
        flags += [
            Flag(
                code="zero_product",
                level="note",
                text=f"{study.title(option)} is worth 0 on a factor with weight, so that its product is 0",
                option=option,
            )
            for option, zero in zip(problem.options, nothing, strict=True)
            if zero
        ]
    return flags
