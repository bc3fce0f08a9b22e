"""Answers that are added to a file; nothing is written before all of them fit."""

from collections.abc import Sequence
from pathlib import Path

from scenario_cli.answers.judged import ROLE, judged_in
from scenario_cli.answers.weights.ask.ask import AskAnswer, ask
from scenario_cli.choices import Over
from scenario_cli.errors import InputError, StudyError
from scenario_cli.files.answers_text import add_answer, begin_answers, new_answers
from scenario_cli.files.catalog import stem_of
from scenario_cli.files.making import ENDINGS
from scenario_cli.files.reading import open_file
from scenario_cli.files.starting import checked_name
from scenario_cli.mistakes import Mistake
from scenario_cli.model.answers import Answers, answers_for_scenario_mistakes, answers_mistakes, read_answer
from scenario_cli.study import Study


def add_answers(study: Study, file: str | Path, *typed: str, over: Over | None = None) -> AskAnswer:
    """Add answers to a file of answers, and ask what all that stand there leave of the weights.

    Parameters
    ----------
    study : Study
    file : str or Path
        It is begun where there is none; comments in one that is there stay.
    *typed : str
        ``"a>b"``: the whole way of ``a`` from worst to best matters more than that of ``b``;
        ``"a>b:3"``: more than the way of ``b`` from its worst to a rating of 3; ``"a>2*b"``: twice as
        much; ``"a=b"``: as much; ``"a?b"``: nobody knows; ``"a>=20"``: at least 20% of the whole.
    over : {"factors", "drivers"}, optional
        What a file that is begun is about; without it factors.

    Raises
    ------
    StudyError
        A text is no answer, names what the scenario lacks, or the file is about something else.
    InputError
        The answers contradict each other, or the file is wrong. Nothing is written then.

    Examples
    --------
    >>> import scenario_cli as sc, tempfile, pathlib
    >>> study = sc.study("china-arms-russia")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     found = sc.add_answers(study, pathlib.Path(folder) / "ana.yaml", "sanctions>standing:2")
    >>> found.asked
    1
    """
    name = str(file)
    refuse_ending(name)
    typed_answers(study, [name] if Path(name).exists() else [], typed, over)
    keep_typed(name, study, typed, over)
    return ask(study, name, over=over)


def typed_answers(study: Study, there: Sequence[str], typed: Sequence[str], over: Over | None) -> Answers:
    """Return answers that are typed, held to the scenario and to those that are in files ``there``.

    Raises
    ------
    StudyError, InputError
        As ``add_answers``; a contradiction is told at the answer that was typed.
    """
    more = [read_answer(text) for text in typed]
    about = about_what(study, there[0], over) if there else over or "factors"
    data = {"format": "answers/1", "over": about, "answers": more}
    for flaw in (*answers_for_scenario_mistakes(data, study.scenario), *answers_mistakes(data)):
        raise StudyError(flaw.message, flaw.suggested, parameter="answer", value=typed[int(flaw.path[1])])
    stated = Answers.model_validate(data)
    try:
        ask(study, *there, stated, over=over)
    except InputError as error:
        raise InputError(_of_typed(mistake, typed) for mistake in error.mistakes) from None
    return stated


def _of_typed(mistake: Mistake, typed: Sequence[str]) -> Mistake:
    """Return the mistake of an answer that was typed with what was typed in its place."""
    if mistake.file != f"answers '{ROLE}'" or len(mistake.path) < 2:
        return mistake
    return mistake._replace(file=f"answer '{typed[int(mistake.path[1])]}'", path=())


def keep_typed(file: str, study: Study, typed: Sequence[str], over: Over | None) -> None:
    """Write answers that are typed and known to fit at the end of a file, which is begun where none is."""
    begin(file, study, over)
    for text in typed:
        add_answer(open_file("weights", file), read_answer(text))


def about_what(study: Study, file: str, over: Over | None) -> Over:
    """Return what the answers of a file are about, to which others are to be added.

    Raises
    ------
    StudyError
        Something else is to be asked about: such an answer would not fit the file.
    """
    about = judged_in(open_file("weights", file), study.scenario).stated.over
    if over is None or over == about:
        return about
    hint = "with 'over: factors' in the file both will do" if about == "drivers" else ""
    raise StudyError(f"the answers in {file} are about {about}", hint, parameter="over", value=over)


def begin(file: str, study: Study, over: Over | None) -> None:
    """Begin a file of answers where none is; one that is there stays."""
    path = Path(file)
    if path.exists():
        return
    refuse_ending(file)
    begin_answers(path, new_answers(checked_name(stem_of(path.name)), study.scenario.id, over or "factors"))


def refuse_ending(file: str) -> None:
    """Refuse to begin a file that would not be read as one."""
    path = Path(file)
    if not path.exists() and path.suffix.lower() not in ENDINGS:
        message = f"a file of answers has the ending {' or '.join(ENDINGS)}"
        raise StudyError(message, parameter="answers", value=file)
