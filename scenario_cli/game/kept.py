"""The files that a game rests on, kept by the hash of their bytes, and read once."""

from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path

from scenario_cli.errors import InputError
from scenario_cli.files.catalog import read_bytes, stem_of
from scenario_cli.files.origin import Origin
from scenario_cli.files.parsed import ParsedFile, parse
from scenario_cli.files.reading import ballot_from, scenario_from, weights_from
from scenario_cli.game.log import broken
from scenario_cli.model.ballot import Ballot
from scenario_cli.model.game import GameEvent
from scenario_cli.model.scenario import Scenario
from scenario_cli.model.weights import Weights, equal_weights
from scenario_cli.study import Study

BALLOT = "ballot"  # what a kept one is called: its own name is a person's


class RestsOn:
    """By hash the files that lines rest on: what each is called, and the first line that rests on it."""

    def __init__(self, events: Iterable[GameEvent] = ()) -> None:
        self.files: dict[str, tuple[str, int]] = {}
        for event in events:
            if event.kind in ("new", "set", "edited", "ballots"):
                self.add(event)

    def add(self, event: GameEvent) -> None:
        """Note the files of a line."""
        for hash_, id_ in files_of(event).items():
            known, line = self.files.get(hash_, (id_, event.line))
            self.files[hash_] = (id_ if known == BALLOT else known, line)  # one may be the weights, too


def files_of(event: GameEvent) -> dict[str, str]:
    """Return the files that a line rests on: the id of each by its hash."""
    said = event.said
    if event.kind == "edited":
        return {said["old"]: stem_of(said["file"]), said["new"]: stem_of(said["file"])}
    if event.kind == "ballots":
        return dict.fromkeys(said["ballots"], BALLOT)
    stated = [said.get(key) for key in ("scenario", "weights")] if event.kind in ("new", "set") else []
    return {one["sha256"]: one["id"] for one in stated if one is not None}


class KeptFiles:
    """The kept files of one game.

    A file that states no id goes by the one that it had when it was kept. ``fresh`` are files that a
    line yet to be written rests on.
    """

    def __init__(self, folder: Path, log_name: str, rests: RestsOn) -> None:
        self.folder, self.log_name, self.rests = folder, log_name, rests
        self._files: dict[str, ParsedFile] = {}
        self._scenarios: dict[str, Scenario] = {}
        self._weights: dict[tuple[str, int], Weights] = {}

    def path(self, hash_: str) -> Path:
        """Return where a file is kept."""
        return self.folder / f"{hash_}.yaml"

    def check(self) -> None:
        """Hold every kept file to its hash.

        Raises
        ------
        InputError
            One is gone or changed: told at the first line that rests on it.
        """
        for hash_ in self.rests.files:
            self._content(hash_)

    def hold(self, files: Mapping[str, ParsedFile]) -> None:
        """Take files that are not kept yet, by hash."""
        self._files |= files

    def file(self, hash_: str) -> ParsedFile:
        """Return a file that was kept.

        Raises
        ------
        InputError
            It is gone, or changed.
        """
        if hash_ not in self._files:
            id_, _ = self.rests.files[hash_]
            self._files[hash_] = parse(f"{id_}.yaml", self._content(hash_))
        return self._files[hash_]

    def _content(self, hash_: str) -> bytes:
        path, line = self.path(hash_), self.rests.files[hash_][1]
        try:
            content = read_bytes(path.as_posix())
        except InputError as error:
            message = f"kept/{path.name}, on which this line rests: {error.mistakes[0].message}"
            raise broken(self.log_name, line, message) from None
        if sha256(content).hexdigest() != hash_:
            raise broken(self.log_name, line, f"kept/{path.name}, on which this line rests, has been changed")
        return content

    def scenario(self, hash_: str) -> Scenario:
        """Return a scenario that was kept."""
        if hash_ not in self._scenarios:
            self._scenarios[hash_] = scenario_from(self.file(hash_))
        return self._scenarios[hash_]

    def weights(self, hash_: str, scenario: Scenario) -> Weights:
        """Return weights that were kept, which fit a scenario."""
        key = hash_, id(scenario)
        if key not in self._weights:
            self._weights[key] = weights_from(self.file(hash_), scenario)
        return self._weights[key]

    def ballot(self, hash_: str, scenario: Scenario) -> Ballot:
        """Return a ballot that was kept, which fits a scenario."""
        return ballot_from(self.file(hash_), scenario)

    def study(self, scenario_hash: str, weights_hash: str | None) -> Study:
        """Return the study of a scenario and weights that were kept; ``None`` are equal weights."""
        scenario, file = self.scenario(scenario_hash), self.file(scenario_hash)
        weights, origin = equal_weights(scenario), None
        if weights_hash is not None:
            weights = self.weights(weights_hash, scenario)
            origin = Origin(weights.id, weights_hash, self.file(weights_hash))
        return Study(
            scenario=scenario,
            weights=weights,
            scenario_origin=Origin(scenario.id, scenario_hash, file),
            weights_origin=origin,
        )
