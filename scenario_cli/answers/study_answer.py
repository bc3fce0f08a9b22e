"""An answer about one study: its options by id and title, and their ranking."""

from collections.abc import Sequence
from dataclasses import dataclass

from scenario_cli.answers.answer import Answer, DocumentT
from scenario_cli.engine.additive import Ranking
from scenario_cli.study import Study
from scenario_cli.text import listed


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class StudyAnswer(Answer[DocumentT]):
    """An answer about one study."""

    study: Study

    @property
    def ranking(self) -> Ranking:
        """The options of the study, ranked."""
        return self.study.ranking

    def ids(self, indices: Sequence[int]) -> list[str]:
        """Return the ids of options."""
        return [self.study.problem.options[i] for i in indices]

    def title(self, i: int) -> str:
        """Return an option's title, or its id where it has none."""
        return self.study.title(self.study.problem.options[i])

    def titles(self, indices: Sequence[int]) -> str:
        """Return options' titles as a sentence lists them."""
        return listed([self.title(i) for i in indices])

    def __repr__(self) -> str:
        scenario = self.study.scenario
        shape = f"{len(scenario.options)} options x {len(scenario.factors)} factors"
        return f"{super().__repr__()}\n{shape} under {self.study.weights.id}"
