"""``scenario weights ask``."""

from typing import Annotated

import typer

from scenario_cli.choices import Over
from scenario_cli.cli.parameters import (
    Force,
    NewFile,
    NoColour,
    ScenarioName,
    UndrawnForm,
    WeightsNames,
    Width,
)

AnswersFiles = Annotated[
    list[str],
    typer.Option(
        "--answers",
        metavar="FILE",
        help="A file of answers (.yaml); of several all answers hold. On a terminal one is asked into, "
        "and begun where it is not there.",
        show_default=False,
    ),
]
Typed = Annotated[
    list[str],
    typer.Option(
        "--answer",
        metavar="TEXT",
        help="One more answer: 'A>B', 'A<B', 'A=B', 'A?B' (nobody knows), A and B an id or ID:RATING; "
        "'A>2*B', 'A>=20', 'A<=40' (per cent). Kept in FILE, where one is named.",
        show_default=False,
    ),
]
AboutWhat = Annotated[
    Over | None,
    typer.Option(
        "--over", metavar="factors|drivers", help="What to ask about; factors without it.", show_default=False
    ),
]
Room = Annotated[
    bool, typer.Option("--room", help="For a projector: the question alone, not who leads, 60 columns.")
]
Seed = Annotated[int, typer.Option("--seed", metavar="S", min=0, help="The same seed gives the same bytes.")]


def command(
    scenario: ScenarioName = None,
    answers: AnswersFiles = [],  # noqa: B006 - Typer reads it, nobody changes it
    typed: Typed = [],  # noqa: B006
    weights: WeightsNames = [],  # noqa: B006
    over: AboutWhat = None,
    room: Room = False,
    seed: Seed = 0,
    output: NewFile = None,
    force: Force = False,
    format_: UndrawnForm = None,
    width: Width = None,
    no_colour: NoColour = False,
) -> None:
    """Ask the fewest questions that settle who is first.

    \b
    Examples:
      scenario weights ask coffee
      scenario weights ask coffee --answers ana.yaml       (asks, on a terminal)
      scenario weights ask coffee --answers ana.yaml --answer "taste>wait:3"
      scenario weights ask coffee --answers ana.yaml --answers ben.yaml -f json
      scenario weights ask coffee --answers ana.yaml -o weights/ana.yaml

    Each answer says which of two swings matters more, and leaves fewer weights. The next
    question is the one that tells most between those that can still be first. It ends when
    one is first in all that is left. Answers are written the moment they are given.
    """
    from scenario_cli.answers.weights.ask.ask import ask
    from scenario_cli.answers.weights.ask.room import ROOM_WIDTH, room_report
    from scenario_cli.cli.commands.weights.ask.asked import asked
    from scenario_cli.cli.commands.weights.ask.typed import kept_answers, refuse_to_replace, talking
    from scenario_cli.cli.making import new_id, refuse_taken, write_weights
    from scenario_cli.cli.output import STANDARD_OUTPUT, Destination
    from scenario_cli.cli.studies import typed_study

    refuse_to_replace(output, answers)
    refuse_taken(output, force=force)
    base = typed_study(scenario, weights, [], [])
    files = kept_answers(base, answers, typed, over)
    talks = talking() and format_ in (None, "table") and output != STANDARD_OUTPUT
    if talks and len(answers) == 1 and not typed:
        files = asked(base, answers[0], over, seed=seed, room=room, width=width)
    answer = ask(base, *files, over=over, seed=seed)
    if output is not None:
        from scenario_cli.answers.weights.ask.text import centre_text

        write_weights(output, centre_text(answer, new_id(output, answer.study.weights.id)), force=force)
    if output != STANDARD_OUTPUT:
        columns = width or (ROOM_WIDTH if room else None)
        report = room_report(answer) if room else answer.report()
        Destination(form=format_, width=columns, no_colour=no_colour).write(report)
