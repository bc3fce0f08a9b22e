"""\b
Examples:
  scenario weights diff authors critics
  scenario weights diff weights/red.yaml weights/blue.yaml -f csv
"""

from scenario_cli.cli.parameters import (
    Format,
    FormatName,
    ForScenario,
    NoColour,
    OtherWeightsFile,
    OutputPath,
    WeightsFile,
    Width,
)


def command(
    a: WeightsFile,
    b: OtherWeightsFile,
    scenario: ForScenario = None,
    format_: FormatName = Format.TABLE,
    output: OutputPath = None,
    width: Width = None,
    no_colour: NoColour = False,
) -> None:
    """Put two weights files side by side."""
    from scenario_cli.cli.output import Destination
    from scenario_cli.cli.weighing import inputs_of, open_together
    from scenario_cli.engine.additive import rank_options
    from scenario_cli.engine.comparison.attribution import gap_effects, side_of
    from scenario_cli.engine.problem import decision_problem
    from scenario_cli.render.shares import DiffAnswer, diff_document, diff_page, diff_records

    first, second = files = open_together([a, b], scenario)
    problems = [decision_problem(file.scenario, file.weights) for file in files]
    rankings = [rank_options(problem) for problem in problems]
    leader, other = (ranking.leaders[0] for ranking in rankings)
    order = rankings[0].order
    rivals = (leader, other if other != leader else order[1 % len(order)])
    options = [problems[0].options[i] for i in rivals]
    (a_id, a_file), (b_id, b_file) = ((file.weights.id, file.source.name) for file in files)
    answer = DiffAnswer(
        scenario=first.scenario,
        weights=(first.weights, second.weights),
        names=(a_id, b_id) if a_id != b_id or a_file == b_file else (a_file, b_file),
        problems=(problems[0], problems[1]),
        rankings=(rankings[0], rankings[1]),
        rivals=rivals,
        effects=gap_effects(side_of(problems[0]), side_of(problems[1]), *options),
        inputs=inputs_of(files),
    )
    Destination(format=format_, path=output, width=width, no_colour=no_colour).write(
        page=lambda _: diff_page(answer),
        document=lambda: diff_document(answer),
        records=lambda: diff_records(answer),
    )
