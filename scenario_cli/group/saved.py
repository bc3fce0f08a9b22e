"""A ballot kept as a file of its own in the folder of its round: written whole, and over nobody's."""

import os
from pathlib import Path

from scenario_cli.errors import InputError, OutputError, StudyError, TakenError, UsageError
from scenario_cli.files.ballot_table import ENDING, names_in_table
from scenario_cli.files.ballot_text import ballot_text
from scenario_cli.files.catalog import Found, read_bytes
from scenario_cli.files.making import write_made
from scenario_cli.files.parsed import parse
from scenario_cli.files.starting import DEVICES
from scenario_cli.files.stores import refuse_store
from scenario_cli.group.ballots import ENDINGS, same_name
from scenario_cli.mistakes import Mistake
from scenario_cli.model.ballot import Ballot, ballot_for_scenario_mistakes, ballot_mistakes
from scenario_cli.model.scenario import Scenario
from scenario_cli.text import slug

BALLOTS = "ballots"


def round_folder(round_: str) -> Path:
    """Return where the ballots of a round go, where nothing else is said."""
    stem = f"r{round_}" if round_.isdigit() and round_.isascii() else slug(round_) or "round"
    return Path(BALLOTS, f"round_{stem}" if stem in DEVICES else stem)


def refuse_folder(folder: Path) -> None:
    """Refuse a folder into which no ballot can go, before anybody has filled one in.

    Raises
    ------
    UsageError
        It is a file, or in an object store.
    OutputError
        Nothing may be written there.
    """
    refuse_store(folder)
    there = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    if not there.is_dir():
        raise UsageError(f"{there.as_posix()} is no folder: ballots go into one, a file each")
    if not os.access(there, os.W_OK):
        raise OutputError(folder.as_posix(), "nothing can be written there")


def people_in(folder: str | Path) -> dict[str, str]:
    """Return the file of each person who has a ballot in a folder, by the name as names are held together.

    What cannot be read is nobody's: ``group show`` tells what is wrong with it.
    """
    found: dict[str, str] = {}
    for path in sorted(Path(folder).iterdir()) if Path(folder).is_dir() else ():
        if path.suffix.lower() not in ENDINGS:
            continue
        try:
            content = read_bytes(Found(path, path.as_posix()))
            if path.suffix.lower() == ENDING:
                names = names_in_table(path.as_posix(), content)
            else:
                data = parse(path.as_posix(), content, path).data
                names = [str(data["by"])] if isinstance(data, dict) and "by" in data else []
        except InputError:
            continue
        found |= {same_name(name): path.as_posix() for name in names if same_name(name)}
    return found


def save_ballot(
    ballot: Ballot, folder: str | Path, *, scenario: Scenario | None = None, force: bool = False
) -> Path:
    """Write a ballot to a file of its own in a folder, which is made where it is missing; return its path.

    The file is called after the person. Of two people whose names come to the same, the later one's gets
    a number.

    Parameters
    ----------
    ballot : Ballot
    folder : str or Path
    scenario : Scenario, optional
        What the ballot is held against before it is written.
    force : bool
        Whether a ballot that the person has in the folder is replaced.

    Raises
    ------
    InputError
        The ballot is wrong, or does not fit the scenario.
    StudyError
        It does not say whose it is.
    TakenError
        The person has a ballot there already, and nothing is forced.
    OutputError
        It cannot be written.

    Examples
    --------
    >>> import scenario_cli as sc
    >>> ballot = sc.Ballot(format="ballot/1", by="Ana B.", drivers={"power": 2, "interests": 1})
    >>> sc.save_ballot(ballot, "ballots/r1").as_posix()
    'ballots/r1/ana_b.yaml'
    """
    _refuse_wrong(ballot, scenario)
    where, content = Path(folder), ballot_text(ballot).encode()
    stem, number = slug(ballot.by) or "ballot", 1
    stem = f"ballot_{stem}" if stem in DEVICES else stem
    while True:
        theirs = people_in(where).get(same_name(ballot.by))
        if theirs is not None:
            if not force or theirs.lower().endswith(ENDING):
                raise TakenError(theirs, f"{ballot.by} has a ballot here already; nothing was written")
            return write_made({Path(theirs): content}, force=True)[0]
        path = where / f"{stem}{f'_{number}' if number > 1 else ''}.yaml"
        try:
            return write_made({path: content})[0]
        except TakenError:  # somebody else's, whose name comes to the same, or theirs, from another laptop
            number += 1


def _refuse_wrong(ballot: Ballot, scenario: Scenario | None) -> None:
    if not same_name(ballot.by):
        raise StudyError("this ballot does not say whose it is", parameter="by")
    data = ballot.model_dump(mode="json", exclude_unset=True)
    flaws = [*ballot_mistakes(data), *(ballot_for_scenario_mistakes(data, scenario) if scenario else [])]
    if flaws:
        raise InputError(
            Mistake(file=f"ballot of {ballot.by}", line=0, code=f.code, message=f.message, hint=f.suggested)
            for f in flaws
        )
