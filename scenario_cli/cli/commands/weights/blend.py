"""``scenario weights blend``."""

from typing import Annotated

import typer

from scenario_cli.cli.parameters import (
    Force,
    FormOrNone,
    ForScenario,
    NewFile,
    OtherWeightsFileName,
    WeightsFileName,
    Width,
)

Share = Annotated[
    float, typer.Option("--share", metavar="0.4", min=0.0, max=1.0, help="How much of OTHER is in the mix.")
]


def command(
    a: WeightsFileName,
    b: OtherWeightsFileName,
    share: Share = 0.5,
    scenario: ForScenario = None,
    output: NewFile = None,
    force: Force = False,
    format_: FormOrNone = None,
    width: Width = None,
) -> None:
    """Mix two weights files into one.

    \b
    Examples:
      scenario weights blend authors critics --share 0.4
      scenario weights blend authors critics --share 0.4 -o weights/mixed.yaml

    A share of 0 is FILE, 1 is OTHER. Without -o the new file is printed.
    """
    from scenario_cli.answers.weights.blend.ask import blend_weights
    from scenario_cli.cli.making import new_id, write_weights
    from scenario_cli.cli.output import STANDARD_OUTPUT, Destination
    from scenario_cli.files.weights_text import weights_text

    id_ = new_id(output, "blend")
    answer = blend_weights(a, b, share=share, scenario=scenario, id_=id_)
    weights = answer.study.weights
    if output is not None or format_ is None:
        text = weights_text(id_, weights.title, answer.study.scenario, weights.drivers, weights.factors)
        write_weights(output, text, force=force)
    if output != STANDARD_OUTPUT and format_ is not None:
        Destination(form=format_, width=width).write(answer.report())
