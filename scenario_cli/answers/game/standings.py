"""How options stood at one point of a game, by option."""

from scenario_cli.answers.game.report.ask import GameStanding
from scenario_cli.answers.game.words import turn_title
from scenario_cli.model.game import GameEvent
from scenario_cli.study import Study

START = "Start"


def standing_of(label: str, line: int, study: Study) -> GameStanding:
    """Return how options stand in the study after a line."""
    options, ranking = study.problem.options, study.ranking
    return GameStanding(
        label=label,
        line=line,
        ranks={id_: int(rank) for id_, rank in zip(options, ranking.ranks, strict=True)},
        scores={id_: float(score) for id_, score in zip(options, ranking.scores, strict=True)},
        leaders=tuple(options[i] for i in ranking.leaders),
    )


def standing_at(turn: GameEvent) -> GameStanding:
    """Return how options stood as a turn opened, as its line states it."""
    result = turn.said["result"]
    return GameStanding(
        label=turn_title(turn),
        line=turn.line,
        ranks=result["ranks"],
        scores=result["scores"],
        leaders=tuple(option for option, rank in result["ranks"].items() if rank == 1),
    )
