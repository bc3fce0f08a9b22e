"""The questions to one person, one a screen, with a way back."""

from collections.abc import Callable, Sequence
from functools import partial
from re import fullmatch

from scenario_cli.cli.commands.group.screen import tell, typed, wipe
from scenario_cli.cli.commands.group.weighed import BACK, Points, told, weigh
from scenario_cli.errors import StudyError
from scenario_cli.group.typed import order_of, team_of
from scenario_cli.model.ballot import Ballot
from scenario_cli.model.base import ID_PATTERN
from scenario_cli.model.scenario import Scenario
from scenario_cli.model.titles import titles_of
from scenario_cli.text import visible

EQUAL = 100.0  # points of each, where all are to count the same


class BallotQuestions:
    """What one person is asked, and has answered so far."""

    def __init__(self, scenario: Scenario, name: str, teams: Sequence[str]) -> None:
        self.scenario, self.name, self.teams = scenario, name, list(teams)
        self.titles = titles_of(scenario)
        self.team = self.note = ""
        self.order: list[str] = []
        self.points: dict[str | None, Points] = {}  # of the drivers, and of those within each
        groups = [d for d, driver in scenario.drivers.items() if len(driver.factors) > 1]
        self.steps: list[Callable[[], bool]] = [
            *([self._team] if teams else []),
            self._order,
            *([partial(self._weigh, None)] if len(scenario.drivers) > 1 else []),
            *(partial(self._weigh, driver) for driver in groups),
            self._note,
        ]

    def answered(self, ballot_round: str) -> Ballot | None:
        """Ask until there is a ballot; ``None`` where it is thrown away."""
        at = 0
        while True:
            wipe()
            if at < len(self.steps):
                tell(f"{self.name}: question {at + 1} of {len(self.steps)}")
                at = at + 1 if self.steps[at]() else max(at - 1, 0)
                continue
            self._shown()
            reply = typed("Enter keeps this ballot, b goes back, x throws it away: ").lower()
            if reply in BACK:
                at -= 1
            elif reply == "x":
                return None
            elif not reply:
                return self._ballot(ballot_round)

    def _shown(self) -> None:
        """Say what was answered, to the person alone."""
        titles = self.titles
        tell(f"{self.name}, this is your ballot:")
        if self.team:
            tell(f"team {self.team}", 2)
        order = ", ".join(titles.options[id_] for id_ in self.order)
        tell(f"gut: {order or 'no order'}", 2, hang=2)
        for driver, points in self.points.items():
            told("drivers" if driver is None else f"within {titles.items[driver]}", points, titles.items)
        tell(f"note: {self.note or 'none'}", 2, hang=2)

    def _weigh(self, driver: str | None) -> bool:
        points = weigh(self.scenario, driver, self.points.get(driver, {}))
        if points is not None:
            self.points[driver] = points
        return points is not None

    def _ballot(self, ballot_round: str) -> Ballot:
        scenario = self.scenario
        return Ballot(
            format="ballot/1",
            by=self.name,
            team=self.team,
            round=ballot_round,
            note=self.note,
            scenario=scenario.id if fullmatch(ID_PATTERN, scenario.id) else None,
            order=self.order,
            drivers=self.points.get(None) or dict.fromkeys(scenario.drivers, EQUAL),
            factors={d: points for d, points in self.points.items() if d is not None and points},
        )

    def _one(self, question: str, take: Callable[[str], None], was: str) -> bool:
        """Ask for one line until it fits; Enter leaves what was there. False goes back."""
        enter = f"Enter: {was}" if was else "Enter: none"
        while True:
            reply = typed(f"{question} ({enter}): ")
            if reply.lower() in BACK:
                return False
            try:
                if reply:
                    take(reply)
            except StudyError as error:
                tell(f"{error.message}{f'; {error.hint}' if error.hint else ''}", 2)
            else:
                return True

    def _team(self) -> bool:
        teams = ", ".join(f"{number} {team}" for number, team in enumerate(self.teams, start=1))
        tell(f"Which team are you in: {teams}?")

        def take(reply: str) -> None:
            self.team = team_of(self.teams, reply)

        return self._one("its number or name", take, visible(self.team))

    def _order(self) -> bool:
        tell(f"{self.scenario.question} What does your gut say?")
        tell("This is kept apart: no number comes of it. Those that you leave out stand behind, tied.")
        for number, id_ in enumerate(self.scenario.options, start=1):
            tell(f"{number:>2}  {self.titles.options[id_]}", 1, hang=4)

        def take(reply: str) -> None:
            self.order = order_of(self.scenario, reply)

        numbers = [str(list(self.scenario.options).index(id_) + 1) for id_ in self.order]
        return self._one("their numbers, best first, as 2 1 3", take, " ".join(numbers))

    def _note(self) -> bool:
        tell("Is there something to note of your ballot? No table of the group shows it.")

        def take(reply: str) -> None:
            self.note = reply

        return self._one("a line", take, visible(self.note))
