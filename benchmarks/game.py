"""What a long game costs: a command in 500 turns and 5,000 lines against the same in a game of 1 turn.

    python benchmarks/game.py [RUNS]

The long game is made of lines as the program writes them: sets, injects with an end, rulings, undos,
edits by hand (50 files are kept). It is held to a replay before anything is measured. Pairs are run in
turn, each in a fresh copy of its game; the median of the ratios counts.
"""

import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import scenario_cli as sc
from scenario_cli.game.followed import edits_of
from scenario_cli.game.state import GameState
from scenario_cli.game.steps import result_of
from scenario_cli.model.game import GameEvent

RUNS = int(sys.argv[1]) if len(sys.argv) > 1 else 15
TURNS, LINES, BALLOTS = 500, 5_000, 48
ENVIRONMENT = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
COMMAND = [sys.executable, "-m", "scenario_cli", "game"]
AT = "2026-03-02T09:00:00+00:00"
TEAMS = ("red", "blue", "control")
WEIGHTS = "format: weights/1\nid: mine\ndrivers: {{power: {power}, interests: 50, personality: 30}}\n"


def begin(home: Path) -> sc.Game:
    """Begin a game that follows a weights file of its own, and open its first turn."""
    home.mkdir()
    (home / "mine.yaml").write_text(WEIGHTS.format(power=20))
    game = sc.new_game(
        home / "game", "china-arms-russia", home / "mine.yaml", teams=TEAMS, title="Long", at=AT
    )
    game.turn("Turn 1", at=AT)
    return game


def lines(home: Path, state: GameState) -> Iterator[tuple[str, dict[str, object]]]:
    """Yield what is said and done, line after line: a tenth are turns, one in fifty is taken back."""
    draw = random.Random(7)
    scenario = state.kept.scenario(state.scenario)
    cells = [f"ratings.{o}.{f}" for o in scenario.options for f in scenario.factors]
    moves: list[int] = []
    ballots = iter(range(BALLOTS))
    while True:
        line = len(state.events) + 1
        if line % 10 == 0:
            yield "turn", {"title": f"Turn {state.turn + 1}"}
        elif line % 50 == 7:
            yield "undo", {"undoes": state.undoable[-1:]}
        elif line % 100 == 13 and (number := next(ballots, None)) is not None:
            (home / "mine.yaml").write_text(WEIGHTS.format(power=20 + (number + 1) / 10))
            yield "edited", {}
        elif line % 5 == 1:
            moves.append(line)
            yield "move", {"text": f"Move of line {line}", "because": ["it can", "nobody looks"]}
        elif line % 5 == 2 and state.stands(state.event(moves[-1])):
            said = {"move": moves[-1], "succeeds": draw.random() < 0.5, "chance": 60.0, "votes": [50.0, 70.0]}
            yield "ruling", {**said, "roll": 4.0, "set": [f"{draw.choice(cells)}=4"], "why": "so"}
        elif line % 5 == 3:
            again = {one.trial for one in state.in_force}
            free = [id_ for id_ in scenario.injects if id_ not in again]
            yield (
                ("inject", {"inject": free[0], "until": state.turn + 1}) if free else ("fact", {"text": "so"})
            )
        elif draw.random() < 0.5:
            driver = draw.choice([*scenario.drivers])
            yield "set", {"set": [f"weights.{driver}={draw.randint(1, 60)}"], "weights": None, "why": ""}
        else:
            yield "say", {"text": "We would have waited"}


def play(game: sc.Game, home: Path, count: int) -> None:
    """Write lines until the log has so many, by the same hands as a command does."""
    with game.folder.writing() as desk:
        state, events, files = desk.state, [], {}
        for kind, said in lines(home, state):
            line = len(state.events) + 1
            if line > count:
                break
            if kind == "edited":
                edits = edits_of(game.folder.about, game.folder.path, state, AT)
                files |= edits.files
                state.kept.hold(edits.files)
                state.kept.rests.add(edits.events[0])
                new = edits.events
            else:
                by = TEAMS[line % 3]
                event = GameEvent(line, AT, state.turn, by, kind, said)
                if kind == "turn":
                    study = state.plus(event._replace(turn=state.turn + 1)).study
                    event = event._replace(said={**said, "result": result_of(study)})
                new = [event]
            for event in new:
                state.add(event)
                events.append(event._replace(turn=state.turn))
        desk.add(events, files)


def seconds(args: list[str], game: Path) -> float:
    """Return the wall time of a command on a fresh copy of a game."""
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place) / "home"
        shutil.copytree(game.parent, copy)
        command = [*COMMAND, *args, "-g", str(copy / game.name)]
        start = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=ENVIRONMENT)
        return time.perf_counter() - start


def main() -> None:
    """Make both games, measure and print."""
    with tempfile.TemporaryDirectory() as place:
        short, long = Path(place) / "short", Path(place) / "long"
        begin(short)
        game = begin(long)
        play(game, long, LINES)
        held = sc.game(long / "game").replay()
        assert held.holds, held.mistakes
        kept = len([*(long / "game" / "kept").iterdir()])
        print(f"a game of {held.lines:,} lines, {len(held.turns)} turns opened, {kept} files kept")
        for name, args in (
            ("set", ["set", "weights.power=33"]),
            ("say", ["say", "red", "so"]),
            ("turn", ["turn", "Next"]),
            ("undo", ["undo"]),
            ("show", ["show"]),
        ):
            seconds(args, long / "game"), seconds(args, short / "game")
            pairs = [(seconds(args, long / "game"), seconds(args, short / "game")) for _ in range(RUNS)]
            found = statistics.median(a / b for a, b in pairs)
            base = statistics.median(b for _, b in pairs)
            print(f"{f'game {name}, long against short':34} {found:5.2f}  ({base * 1000:.0f} ms; aim 1.3)")
        took = statistics.median(seconds(["replay"], long / "game") for _ in range(3))
        base = statistics.median(seconds(["replay"], short / "game") for _ in range(3))
        print(f"{'game replay, long against short':34} {took / base:5.2f}  ({took:.2f} s; aim 5 s)")


if __name__ == "__main__":
    main()
