"""A game computed again from nothing but its log and the files that are kept."""

from scenario_cli.answers.game.replay.ask import GameReplayAnswer, ReplayedTurn
from scenario_cli.errors import InputError
from scenario_cli.game.folder import LOG, GameFolder
from scenario_cli.game.log import broken
from scenario_cli.game.state import GameState
from scenario_cli.game.steps import result_of
from scenario_cli.mistakes import Mistake
from scenario_cli.model.game import GameEvent


def replayed(folder: GameFolder) -> GameReplayAnswer:
    """Compute every turn again, and hold it to what its line states.

    A chain or a kept file that does not hold ends it there: what rests on it cannot be computed.

    Raises
    ------
    InputError
        There is no log.
    """
    found: list[Mistake] = []
    turns: list[ReplayedTurn] = []
    lines = 0
    try:
        log, state = folder.read()
    except InputError as error:
        if error.mistakes[0].code == "unreadable":
            raise
        return GameReplayAnswer(title=folder.title, lines=0, turns=(), mistakes=error.mistakes)
    kept = state.kept
    secrets = folder.secrets()
    state = GameState(kept)
    for event in log.events:
        state.add(event)
        lines += 1
        found += _wrong_secret(folder, event, bool(secrets), {*secrets})
        if event.kind == "turn":
            turn, wrong = _again(folder, state, event)
            turns.append(turn)
            found += wrong
    return GameReplayAnswer(title=folder.title, lines=lines, turns=tuple(turns), mistakes=tuple(found))


def _again(folder: GameFolder, state: GameState, event: GameEvent) -> tuple[ReplayedTurn, list[Mistake]]:
    stated, now = event.said["result"], result_of(state.study)
    wrong = [
        f"{what} of '{option}': stated {stated[what].get(option)}, computed {number}"
        for what in ("scores", "ranks")
        for option, number in now[what].items()
        if stated[what].get(option) != number
    ]
    wrong += [f"'{option}' is no option" for option in stated["scores"] if option not in now["scores"]]
    wrong += ["the files are others than it states"] if stated["inputs"] != now["inputs"] else []
    wrong += [f"turn {event.turn} is stated, and it is turn {state.turn}"] if event.turn != state.turn else []
    turn = ReplayedTurn(
        event.line, state.turn, event.said["title"], now["scores"], now["ranks"], same=not wrong
    )
    name = folder.called(LOG)
    return turn, [m for text in wrong for m in broken(name, event.line, text).mistakes]


def _wrong_secret(folder: GameFolder, event: GameEvent, some: bool, known: set[str]) -> list[Mistake]:
    """Tell a text that is kept apart and was changed; where all are gone, they were left out on purpose."""
    hash_ = event.said.get("secret")
    if hash_ is None or not some or hash_ in known:
        return []
    message = "the text of this line, which is kept apart, is gone or was changed"
    return [*broken(folder.called(LOG), event.line, message).mistakes]
