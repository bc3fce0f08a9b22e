"""People's answers to questions about weights: read, held against each other, and what they leave."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from scenario_cli.choices import Over
from scenario_cli.engine.asking.cuts import (
    NEAR_EMPTY,
    Cut,
    contradictions,
    cut_of,
    emptying_answers,
    over_of,
    region_left,
)
from scenario_cli.engine.flags import Flag
from scenario_cli.engine.problem import DecisionProblem, decision_problem
from scenario_cli.engine.robustness.leading import Polytope
from scenario_cli.engine.robustness.models import Items, items_over
from scenario_cli.engine.robustness.walks import Hull, hull_of
from scenario_cli.errors import InputError
from scenario_cli.files.catalog import Found
from scenario_cli.files.gathering import Mistakes
from scenario_cli.files.input import Input
from scenario_cli.files.origin import Origin
from scenario_cli.files.parsed import ParsedFile
from scenario_cli.files.reading import answers_from, open_file
from scenario_cli.mistakes import Mistake
from scenario_cli.model.answers import Answers, answers_for_scenario_mistakes, answers_mistakes
from scenario_cli.model.scenario import Scenario
from scenario_cli.model.weights import equal_weights
from scenario_cli.study import Study
from scenario_cli.text import listed

AnswersSource = str | Path | Found | Answers
ROLE = "answers"


class Judged(NamedTuple):
    """One person's answers, and where they come from."""

    stated: Answers
    origin: Origin

    @property
    def input(self) -> Input:
        """The answers as a result names its inputs."""
        return Input(ROLE, self.origin.id, self.origin.sha256)

    @property
    def whose(self) -> str:
        """Whose answers they are: a name, or the id of the file."""
        return self.stated.by or self.origin.id


class Left(NamedTuple):
    """What answers leave of the weights of items: the region, as it is within its affine hull."""

    items: Items
    region: Polytope
    hull: Hull


def read_answers(sources: Sequence[AnswersSource], scenario: Scenario) -> list[Judged]:
    """Read answers that fit a scenario: files by path, or models made in Python.

    Raises
    ------
    InputError
        One is missing or wrong; the mistakes of all are listed.
    """
    read, mistakes = [], Mistakes()
    for source in sources:
        with mistakes:
            read.append(_made(source, scenario) if isinstance(source, Answers) else _read(source, scenario))
    mistakes.tell()
    return read


def judged_in(file: ParsedFile, scenario: Scenario) -> Judged:
    """Return the answers of a file that was opened."""
    stated = answers_from(file, scenario)
    return Judged(stated, Origin(stated.id, file.sha256, file))


def _read(source: str | Path | Found, scenario: Scenario) -> Judged:
    try:
        return judged_in(open_file("weights", source), scenario)
    except InputError as error:
        raise InputError(map(_about_answers, error.mistakes)) from None


def _about_answers(mistake: Mistake) -> Mistake:
    """Return a mistake of a file as that of one of answers, where it speaks of others."""
    if mistake.code == "empty":
        return mistake._replace(hint="it begins with 'format: answers/1'")
    if mistake.code == "missing-file":
        return mistake._replace(
            message=mistake.message.replace("weights file", "file of answers", 1), hint=""
        )
    return mistake


def _made(stated: Answers, scenario: Scenario) -> Judged:
    from hashlib import sha256

    data = stated.model_dump(mode="json", exclude_defaults=True)
    id_ = stated.id or ROLE
    flaws = [*answers_mistakes(data), *answers_for_scenario_mistakes(data, scenario)]
    if flaws:
        raise InputError(
            Mistake(
                file=f"answers '{id_}'", line=0, code=f.code, message=f.message, hint=f.suggested, path=f.path
            )
            for f in flaws
        )
    return Judged(stated, Origin(id_, sha256(stated.model_dump_json().encode()).hexdigest()))


def left_by(
    judged: Sequence[Judged], scenario: Scenario, problem: DecisionProblem, over: Over | None = None
) -> Left:
    """Return the weights that all answers leave, over factors or drivers: without a word, over what they are.

    Raises
    ------
    InputError
        Answers contradict each other; each that does is named with those that it contradicts.
    """
    items = items_over(problem, over or over_of([one.stated for one in judged]))
    told = [(one, i) for one in judged for i in range(len(one.stated.answers))]
    cuts: list[Cut] = [cut_of(scenario, problem, items, one.stated.answers[i]) for one, i in told]
    wrong = contradictions(cuts, len(items.ids))
    if wrong:
        raise InputError(_contradiction(told, later, earlier) for later, earlier in wrong)
    region = region_left(cuts, len(items.ids))
    hull = hull_of(region)
    if hull is None:  # fulfilled within rounding, and so by a point that rounding decides on
        region = region._replace(limits=region.limits + 2 * NEAR_EMPTY)
        hull = hull_of(region)
    assert hull is not None, "what contradicts nothing leaves something"
    return Left(items, region, hull)


def no_weight_flags(study: Study, judged: Sequence[Judged], left: Left) -> list[Flag]:
    """Return a warning for each item that answers leave no weight at all, with as few answers as do it.

    Two answers that say the contrary of each other about two items agree where both count for
    nothing: that is no contradiction, and what few mean to say.
    """
    empty = [k for k, none in enumerate(left.hull.empty) if none]
    if not empty:
        return []
    told = [(one, i) for one in judged for i in range(len(one.stated.answers))]
    cuts = [cut_of(study.scenario, study.problem, left.items, one.stated.answers[i]) for one, i in told]
    flags = []
    for k in empty:
        by = listed([_whole_place(*told[j]) for j in emptying_answers(cuts, k, len(left.items.ids))])
        id_ = left.items.ids[k]
        text = f"{study.titles.items[id_]} has no weight at all in what is left: {by}"
        factor = id_ if id_ in study.scenario.factors else None
        driver = None if factor else id_
        flags.append(Flag(code="no_weight", level="warning", text=text, factor=factor, driver=driver))
    return flags


def _whole_place(one: Judged, i: int) -> str:
    return f"{_name(one)}{':' if one.origin.file is not None else ', answer '}{_place(one, i)}"


def refuse_contradictions(file: ParsedFile, scenario: Scenario) -> None:
    """Hold the answers of a file to each other, under whatever weights.

    Raises
    ------
    InputError
        As for ``left_by``.
    """
    left_by([judged_in(file, scenario)], scenario, decision_problem(scenario, equal_weights(scenario)))


def _contradiction(told: Sequence[tuple[Judged, int]], later: int, earlier: Sequence[int]) -> Mistake:
    """Say which answers an answer contradicts: by line, of another file by its name too."""
    one, i = told[later]
    own = [_place(*told[j]) for j in earlier if told[j][0] is one]
    others = [f"{_name(told[j][0])}:{_place(*told[j])}" for j in earlier if told[j][0] is not one]
    what = "line" if one.origin.file is not None else "answer"
    parts = [f"{what}{'s' if len(own) > 1 else ''} {listed(own)}"] if own else []
    message = f"contradicts {listed([*parts, *others])}" if earlier else "no weights fulfil this answer"
    path = ("answers", i)
    if one.origin.file is not None:
        return one.origin.file.mistake(path, "contradiction", message)
    return Mistake(file=_name(one), line=0, code="contradiction", message=message, path=path)


def _name(one: Judged) -> str:
    return f"answers '{one.origin.id}'" if one.origin.file is None else one.origin.file.name


def _place(one: Judged, i: int) -> str:
    """Return the line of an answer in its file; its number where there is none."""
    return str(i + 1 if one.origin.file is None else one.origin.file.place(("answers", i))[0])
