"""What went wrong, in the words of the command line: options are named as they are typed."""

from scenario_cli.errors import InputError, OutputError, ScenarioError, StudyError, TakenError
from scenario_cli.text import visible

# How arguments of questions are typed, where it is not --their-name; empty: the value stands alone.
TYPED = {
    "weights": "-w",
    "name": "NAME",
    "option": "OPTION",
    "id": "ID",
    "ids": "",
    "changes": "",
    "factor": "FACTOR",
    "points": "",
    "swings": "",
    "text": "TEXT",
}
PHRASES = {
    "name two items instead": "name two items with --two-way A,B",
    "a map is asked for in two ways": "--map and --two-way are two ways to ask for one map",
    "say which folder to look under": "name its folder with --under",
    "are compared under one weights file": "are compared under one -w",
    "a driver or factor to go over": "--over ID",
    "a map of two weights or two events": "--map, --two-way A,B or --event A,B",
    "say whether the options stand down or across": "say --options down or --options across",
    "name one sheet": "name one with --sheet",
    "name a folder for them": "--weights-out DIR writes them",
    "ids alone, since all are moved by one number": "ids alone with --by",
}


def worded(error: ScenarioError, *, errors_alone: bool = False) -> str:
    """Return the message for stderr, with the warnings and notes that stand beside errors or without."""
    said = _said(error, errors_alone=errors_alone)
    for phrase, typed in PHRASES.items():
        said = said.replace(phrase, typed)
    return said


def _said(error: ScenarioError, *, errors_alone: bool) -> str:
    if isinstance(error, StudyError):
        return visible(_of_study(error))
    if isinstance(error, InputError):
        told = [each for each in error.mistakes if each.level == "error" or not errors_alone]
        return "\n".join(map(str, told))  # each mistake on a line of its own, made visible already
    if isinstance(error, OutputError):
        hint = "; --force replaces it" if isinstance(error, TakenError) else ""
        return visible(f"{error.file}: error: {error.message}{hint}")
    return visible(f"error: {error}")


def _of_study(error: StudyError) -> str:
    typed = TYPED.get(error.parameter, f"--{error.parameter.replace('_', '-')}")
    place = " ".join(part for part in (typed, error.value) if part)
    tail = f"; {error.hint}" if error.hint else ""
    return f"error: {f'{place}: ' if place else ''}{error.message}{tail}"
