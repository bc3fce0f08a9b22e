"""What each driver and factor counts under a weights file."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scenario_cli.answers.study_answer import StudyAnswer
from scenario_cli.answers.weights.opened import WeightsName, study_of_weights

if TYPE_CHECKING:
    from scenario_cli.answers.weights.show.document import WeightsShowDocument


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class WeightsShowAnswer(StudyAnswer["WeightsShowDocument"]):
    """A weights file under the scenario that it is for."""

    question = "weights.show"


def show_weights(name: WeightsName, *, scenario: str | Path | None = None) -> WeightsShowAnswer:
    """Return points and shares of a weights file.

    Raises
    ------
    InputError
        A file is missing or wrong, or they do not fit.
    """
    return WeightsShowAnswer(study=study_of_weights(name, scenario))
