"""One person after another at one laptop: whose turn it is, and what is kept of it."""

import shlex
from collections.abc import Sequence
from pathlib import Path

from scenario_cli.cli.commands.group.asked import BallotQuestions
from scenario_cli.cli.commands.group.screen import agreed, tell, typed, wipe
from scenario_cli.cli.output import tell_defaults
from scenario_cli.errors import OutputError, TakenError, UsageError
from scenario_cli.files.catalog import stem_of
from scenario_cli.files.origin import Origin
from scenario_cli.group.ballots import same_name
from scenario_cli.group.saved import people_in, refuse_folder, save_ballot
from scenario_cli.model.ballot import Ballot
from scenario_cli.model.scenario import Scenario

DONE = "done"


class Sitting:
    """The people who are asked, and where their ballots go.

    Attributes
    ----------
    files : list of str
        The ballots that were written.
    unfinished : str
        Whose ballot is being filled in; nobody's between people.
    """

    def __init__(
        self, scenario: Scenario, round_: str, teams: Sequence[str], folder: Path, *, force: bool
    ) -> None:
        self.scenario, self.round, self.teams, self.folder = scenario, round_, teams, folder
        self.force = force
        self.files: list[str] = []
        self.unfinished = ""
        refuse_folder(folder)

    def hold(self) -> None:
        """Ask one person after another, until nobody is left or types any more.

        Raises
        ------
        UsageError
            Typing ended in the middle of a ballot, or before it was clear whose the next one is.
        """
        wipe()
        tell_defaults()  # what the questions are about is known before the first one
        while True:
            name, replaces = self._name()
            if name == DONE:
                return
            self.unfinished = name
            ballot = BallotQuestions(self.scenario, name, self.teams).answered(self.round)
            wipe()
            if ballot is not None and self._is_kept(ballot, replaces=replaces):
                tell(f"The ballot of {name} is kept. Pass the laptop on.")
            else:
                tell(f"The ballot of {name} is thrown away.")
            self.unfinished = ""

    def _name(self) -> tuple[str, bool]:
        """Ask whose turn it is; return the name, and whether a ballot of theirs is to be replaced."""
        between_people = True
        while True:
            try:
                name = " ".join(typed(f"Your name ({DONE} when nobody is left): ").split())
            except UsageError:
                if between_people:
                    return DONE, False
                raise
            between_people = False
            if not name:
                tell("a name, please: the ballot is kept under it", 2)
                continue
            theirs = people_in(self.folder).get(same_name(name))
            if name == DONE or theirs is None or self.force:
                return name, self.force
            tell(f"{name} has a ballot here already: {theirs}", 2)
            if agreed("  Replace it once the new one is finished? (y or n) "):
                return name, True
            tell("then another name, please", 2)

    def _is_kept(self, ballot: Ballot, *, replaces: bool) -> bool:
        """Write a ballot, again where the disk refuses it; whether it is there."""
        while True:
            try:
                path = save_ballot(ballot, self.folder, scenario=self.scenario, force=replaces)
            except (
                TakenError
            ) as error:  # written by another laptop since the name was typed, or a table's row
                tell(f"{error.file}: {error.message}")
                if replaces or not agreed("Replace it? (y or n; n throws the new one away) "):
                    return False
                replaces = True
            except OutputError as error:
                tell(f"{error.file}: {error.message}")
                if typed("Enter tries again, x throws the ballot away: ").lower() == "x":
                    return False
            else:
                self.files = [*(name for name in self.files if name != path.as_posix()), path.as_posix()]
                return True

    def summary(self, named: str | None, origin: Origin) -> str:
        """Say how many ballots were kept, where, and what comes next."""
        if not self.files:
            return "No ballot was finished."
        where = self.folder.as_posix()
        whole = len(people_in(self.folder))
        more = f", which holds {whole}" if whole > len(self.files) else ""
        of_round = f" of round {self.round}" if self.round else ""
        said = f"{len(self.files)} ballot{'s' * (len(self.files) != 1)}{of_round} kept in {where}{more}."
        path = origin.file.path if origin.file is not None else None
        id_ = self.scenario.id
        known = named in (None, id_) and path is not None and stem_of(path.name) == id_
        option = "" if known else f" --scenario {shlex.quote(named or str(path))}"
        return f"{said} Next: scenario group show {shlex.quote(where)}{option}"
