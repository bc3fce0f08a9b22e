"""What a game is about, as the text of its ``game.yaml``."""

from collections.abc import Sequence

from scenario_cli.files.scenario_text import scalar

GAME_FILE = "game.yaml"


def game_text(
    title: str, scenario: str, weights: str | None, teams: Sequence[str], questions: Sequence[str]
) -> str:
    """Return a game file; ``scenario`` and ``weights`` are paths from its folder, or built-in names."""
    lines = ["format: game/1", f"title: {scalar(title)}", f"scenario: {scalar(scenario)}"]
    lines += [f"weights: {scalar(weights)}"] if weights is not None else []
    lines += [f"teams: [{', '.join(map(scalar, teams))}]"]
    if questions:
        lines += ["questions:", *(f"  - {scalar(question)}" for question in questions)]
    else:
        lines += ["questions: []  # what the sponsor wants to know; the report answers to each"]
    return "\n".join(lines) + "\n"
