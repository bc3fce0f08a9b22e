"""What a study is about: a scenario under weights with what is tried on it, and what follows from these."""

from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from scenario_cli.engine.additive import Ranking, rank_options
from scenario_cli.engine.problem import DecisionProblem
from scenario_cli.engine.problem import decision_problem as problem_of
from scenario_cli.errors import StudyError
from scenario_cli.files.input import Input
from scenario_cli.files.origin import Origin
from scenario_cli.mistakes import DataPath, Mistake
from scenario_cli.model.scenario import Scenario
from scenario_cli.model.weights import Weights
from scenario_cli.text import suggestion

if TYPE_CHECKING:
    from typing import Self

    from scenario_cli.engine.doubts import DoubtWay
    from scenario_cli.engine.sensitivity.events import Event
    from scenario_cli.engine.sensitivity.nearest import NearestWays
    from scenario_cli.engine.sensitivity.one_way import OneWay
    from scenario_cli.model.settings import ChanceSetting, Setting, Trial
    from scenario_cli.model.titles import Titles


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class Subject:
    """A scenario, weights, and what is tried on them.

    Attributes
    ----------
    scenario, weights : Scenario, Weights
        As stated; the weights fit the scenario.
    trials : tuple of Trial
        What is tried, in the order in which it applies: ids of injects, and settings.
    scenario_origin : Origin
    weights_origin : Origin or None
        ``None`` where no weights were named: all count equally.
    """

    scenario: Scenario
    weights: Weights
    scenario_origin: Origin
    weights_origin: Origin | None
    trials: tuple["Trial", ...] = ()

    @cached_property
    def problem(self) -> DecisionProblem:
        """It all as read-only arrays: (options, factors).

        Raises
        ------
        StudyError
            What is tried leaves all weights at 0.
        """
        return problem_of(self.scenario, self.weights, self.trials)

    @cached_property
    def ranking(self) -> Ranking:
        """The options ranked under the weights."""
        return rank_options(self.problem)

    @property
    def inputs(self) -> tuple[Input, ...]:
        """What this is computed from, with hashes; a model made in Python by that of its JSON."""
        inputs = [Input("scenario", self.scenario_origin.id, self.scenario_origin.sha256)]
        if self.weights_origin is not None:
            inputs.append(Input("weights", self.weights_origin.id, self.weights_origin.sha256))
        return tuple(inputs)

    @property
    def injects(self) -> tuple[str, ...]:
        """The ids of the injects that are tried, in order."""
        return tuple(trial for trial in self.trials if isinstance(trial, str))

    @property
    def settings(self) -> tuple["Setting", ...]:
        """The settings that are tried, in order."""
        return tuple(trial for trial in self.trials if not isinstance(trial, str))

    @property
    def untried(self) -> "Self | None":
        """The same as it is stated; ``None`` where nothing is tried on it."""
        return replace(self, trials=()) if self.trials else None

    @cached_property
    def one_way(self) -> "tuple[OneWay, ...]":
        """What moving one weight alone does to first place: each driver, then each factor."""
        from scenario_cli.engine.sensitivity.one_way import one_way

        return one_way(self.problem, self.ranking)

    @cached_property
    def nearest_ways(self) -> "NearestWays":
        """The nearest ways to another answer: one weight, one rating, all weights together."""
        from scenario_cli.engine.sensitivity.nearest import nearest_ways

        return nearest_ways(self.problem, self.ranking, self.one_way, self.ranges)

    @cached_property
    def events(self) -> "tuple[Event, ...]":
        """Every inject that is still open, as an event: who has the best expected score at which chance."""
        if not self.scenario.injects:
            return ()
        from scenario_cli.engine.sensitivity.events import events_of

        return events_of(self.scenario, self.weights, self.trials)

    @cached_property
    def doubt_ways(self) -> "tuple[DoubtWay, ...]":
        """Who is first along each doubt, from all of its ratings at their worst to all at their best."""
        if not self.scenario.doubts:
            return ()
        from scenario_cli.engine.doubts import doubt_ways

        return doubt_ways(self.scenario, self.problem)

    @property
    def chances(self) -> "tuple[ChanceSetting, ...]":
        """The chances that are tried, in order."""
        return tuple(trial for trial in self.settings if trial.of == "chance")

    def refuse_chances(self) -> None:
        """Refuse a question that a tried chance makes no sense in.

        Raises
        ------
        StudyError
            A chance is tried: it is a what-if of the score alone.
        """
        for trial in self.chances:
            message = "a chance can be tried on the score alone"
            raise StudyError(message, parameter="chance", value=f"{trial.inject}={trial.chance:g}")

    @property
    def ranges(self) -> dict[str, tuple[float, float]]:
        """What the weights state of their own uncertainty: shares of the whole by id.

        None where a chance is tried: shares are then expected ones, of which nothing is stated.
        """
        if self.chances:
            return {}
        return {id_: (low / 100, high / 100) for id_, (low, high) in self.weights.ranges.items()}

    @cached_property
    def titles(self) -> "Titles":
        """What people read in place of ids."""
        from scenario_cli.model.titles import titles_of

        return titles_of(self.scenario)

    @property
    def weights_title(self) -> str:
        """The title of the weights, or their id where they have none."""
        return self.weights.title or self.weights.id

    def title(self, id_: str) -> str:
        """Return the title of an option, or its id where it has none."""
        return self.titles.options[id_]

    def option_index(self, id_: str, parameter: str = "option") -> int:
        """Return the place of an option in arrays, from 0; ``parameter`` is what an error is about.

        Raises
        ------
        StudyError
            The scenario has no such option.
        """
        options = self.problem.options
        if id_ not in options:
            raise StudyError(
                f"unknown option '{id_}'",
                suggestion(id_, options),
                parameter=parameter,
                code="unknown-option",
                path=("options", id_),
            )
        return options.index(id_)

    def weights_mistake(self, path: DataPath, code: str, message: str, hint: str = "") -> Mistake:
        """Return a mistake that stands at a key of the weights, in their file where they have one."""
        file = self.weights_origin.file if self.weights_origin is not None else None
        if file is not None:
            return file.mistake(path, code, message, hint, key=True)
        name = f"weights '{self.weights.id}'"
        return Mistake(file=name, line=0, code=code, message=message, hint=hint, path=path)

    def __getstate__(self) -> dict[str, Any]:
        """Leave out what is computed: whoever unpickles this computes it again."""
        return {field.name: getattr(self, field.name) for field in fields(self)}
