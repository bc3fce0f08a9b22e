"""\b
Examples:
  scenario weights blend authors critics --share 0.4
  scenario weights blend authors critics --share 0.4 -o weights/mixed.yaml

A share of 0 is FILE, 1 is OTHER. Without -o the new file is printed.
"""

from typing import Annotated

import typer

from scenario_cli.cli.parameters import ForScenario, NewFile, OtherWeightsFile, WeightsFile

Share = Annotated[
    float, typer.Option("--share", metavar="0.4", min=0.0, max=1.0, help="How much of OTHER is in the mix.")
]


def command(
    a: WeightsFile,
    b: OtherWeightsFile,
    share: Share = 0.5,
    scenario: ForScenario = None,
    output: NewFile = None,
) -> None:
    """Mix two weights files."""
    from scenario_cli.cli.eliciting import group_points, new_id, write_weights
    from scenario_cli.cli.weighing import open_together
    from scenario_cli.engine.problem import decision_problem
    from scenario_cli.files.weights_text import weights_text

    first, second = open_together([a, b], scenario)
    ends = [decision_problem(file.scenario, file.weights) for file in (first, second)]
    mixed = (1 - share) * ends[0].weights + share * ends[1].weights
    problem = ends[0]
    drivers = {id_: 100 * float(mixed[problem.driver_of == k].sum()) for k, id_ in enumerate(problem.drivers)}
    text = weights_text(
        new_id(output, "blend"),
        f"{100 * share:.12g}% {second.weights.id}, {100 * (1 - share):.12g}% {first.weights.id}",
        first.scenario,
        drivers,
        group_points(first.scenario, problem, 100 * mixed),
    )
    write_weights(output, text)
