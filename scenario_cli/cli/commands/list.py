"""``scenario list``."""

from scenario_cli.cli.parameters import FormName, NoColour, OutputPath, Width


def command(
    format_: FormName = None,
    output: OutputPath = None,
    width: Width = None,
    no_colour: NoColour = False,
) -> None:
    """List the scenarios and weights that can be named.

    \b
    Examples:
      scenario list
      scenario list -f json

    Yours come before built-in ones of the same name: files in ./scenarios and
    ./weights, and NAME.scenario.yaml and NAME.weights.yaml here.
    Examples are published decisions: scenario new --from NAME copies one.
    """
    from scenario_cli.answers.list.ask import list_files
    from scenario_cli.cli.output import Destination

    more = "scenario new --from NAME"
    Destination(form=format_, path=output, width=width, no_colour=no_colour, more=more).write(
        list_files().report()
    )
