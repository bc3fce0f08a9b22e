"""A game computed again from nothing but its log and the files that are kept."""

from scenario_cli.answers.game.replay.ask import GameReplayAnswer, ReplayedTurn
from scenario_cli.errors import InputError
from scenario_cli.game.folder import LOG, GameFolder, said
from scenario_cli.game.log import broken
from scenario_cli.game.state import MISFITS, GameState
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
    try:
        log, state = folder.read(anew=True)
    except InputError as error:
        if error.mistakes[0].code == "unreadable":
            raise
        return GameReplayAnswer(title=folder.title, lines=0, turns=(), mistakes=error.mistakes)
    kept = state.kept
    apart = {*folder.secrets()} if folder.has_secrets else None
    state = GameState(kept)
    for event in log.events:
        found += _wrong_secret(folder, event, apart)
        try:
            state.add(event)
            if event.kind == "turn":
                turn, wrong = _again(folder, state, event)
                turns.append(turn)
                found += wrong
        except MISFITS as error:
            message = f"what this line states does not fit: {said(error)}"
            found += broken(folder.called(LOG), event.line, message).mistakes
            break
    return GameReplayAnswer(
        title=folder.title,
        lines=len(state.events),
        turns=tuple(turns),
        mistakes=tuple(found),
        torn=bool(log.torn),
    )


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


def _wrong_secret(folder: GameFolder, event: GameEvent, apart: set[str] | None) -> list[Mistake]:
    """Tell a text kept apart that was changed; where their file is away, they were left out on purpose."""
    hash_ = event.said.get("secret")
    if hash_ is None or apart is None or hash_ in apart:
        return []
    message = "the text of this line, which is kept apart, is gone or was changed"
    return [*broken(folder.called(LOG), event.line, message).mistakes]
