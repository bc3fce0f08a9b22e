"""What went wrong, in the words of the command line: options are named as they are typed."""

from scenario_cli.errors import InputError, OutputError, ScenarioError, StudyError
from scenario_cli.text import visible

# How arguments of questions are typed, where it is not --their-name; empty: the value stands alone.
TYPED = {"weights": "-w", "option": "OPTION", "ids": "", "changes": "", "swings": ""}
HINTS = {"map": "name two items with --two-way A,B"}


def worded(error: ScenarioError) -> str:
    """Return the message for stderr."""
    if isinstance(error, StudyError):
        return visible(_of_study(error))
    if isinstance(error, InputError):
        return str(error)  # each mistake on a line of its own, made visible already
    if isinstance(error, OutputError):
        return visible(f"{error.file}: error: {error.message}")
    return visible(f"error: {error}")


def _of_study(error: StudyError) -> str:
    typed = TYPED.get(error.parameter, f"--{error.parameter.replace('_', '-')}")
    place = " ".join(part for part in (typed, error.value) if part)
    hint = HINTS.get(error.parameter, error.hint)
    return f"error: {f'{place}: ' if place else ''}{error.message}{f'; {hint}' if hint else ''}"
