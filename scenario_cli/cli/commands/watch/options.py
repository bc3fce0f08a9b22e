"""The options of ``scenario watch`` beside those of others."""

from typing import Annotated

import typer

from scenario_cli.choices import Form
from scenario_cli.cli.parameters import FORMS

Room = Annotated[bool, typer.Option("--room", help="For a projector: 6 options, 5 columns, 60 characters.")]
EachForm = Annotated[
    Form | None,
    typer.Option(
        "-f",
        "--format",
        metavar=FORMS,
        help="How to write each result, one after the other; without it a page on the screen.",
        show_default=False,
    ),
]
PagePath = Annotated[
    str | None,
    typer.Option(
        "--page",
        metavar="FILE.html",
        help="Write a page for a browser, too; opened there, it reads itself again.",
        show_default=False,
    ),
]
