"""What an assistant may change, where it is let: tools as in ``tools``, of commands that write files."""

from typing import get_args

from scenario_cli.assistant.arguments import Argument, AssistantTool
from scenario_cli.choices import FileKind

_BY = Argument(
    "by", "The name of the program that makes the change; without it, the name that the client goes by."
)
_WHY = Argument("why", "The reason, in one line: kept in the history, and with a rating.", "--why")
_DRY_RUN = Argument("dry_run", "Tell the effect and write nothing; false without it.", "--dry-run", "flag")
WEIGHTS_FILE = Argument(
    "weights", "A weights file of the user's, by path or name.", required=True, leads="weights"
)
SCENARIO_FILE = Argument(
    "scenario", "A scenario file of the user's, by path or name.", required=True, leads="scenarios"
)
FOR = Argument(
    "scenario",
    "The scenario that the weights are for; without it the one that they name, else the usual one.",
    "--scenario",
    leads="scenarios",
)
_UNDER = Argument(
    "weights",
    "The weights under which the effect is told; without them the scenario's own.",
    "--weights",
    leads="weights",
)

WRITING = (
    AssistantTool(
        "weights_set",
        ("weights", "set"),
        "Change numbers in a weights file; every other byte stays, and weights_undo takes it back.",
        (
            WEIGHTS_FILE,
            Argument(
                "changes",
                "DRIVER=60 or DRIVER.FACTOR=2, one or several, or an object: {'DRIVER': 60}. Points, 0 or "
                "more; only their proportions count.",
                kind="settings",
                required=True,
            ),
            _WHY,
            _BY,
            _DRY_RUN,
            FOR,
        ),
        changes="weights",
        overwrites=True,
        repeatable=True,
    ),
    AssistantTool(
        "weights_undo",
        ("weights", "undo"),
        "Take back the last change of a weights file that still stands, if a program made it.",
        (WEIGHTS_FILE, _WHY, _BY, FOR),
        changes="weights",
        overwrites=True,
    ),
    AssistantTool(
        "ratings_set",
        ("ratings", "set"),
        "Propose ratings in a scenario file. They are marked as set by a program, and results say "
        "how many are, until a person sets them. ratings_undo takes it back.",
        (
            SCENARIO_FILE,
            Argument(
                "changes",
                "OPTION.FACTOR=6, one or several, or an object: {'OPTION.FACTOR': 6}. A number in the "
                "factor's unit, the name of one of its levels, or unknown.",
                kind="settings",
                required=True,
            ),
            Argument("low", "The least that the one rating could be: a number or a level.", "--low", "value"),
            Argument("high", "The most that it could be: a number or a level.", "--high", "value"),
            _WHY,
            _BY,
            _DRY_RUN,
            _UNDER,
        ),
        changes="scenario",
        overwrites=True,
        repeatable=True,
    ),
    AssistantTool(
        "ratings_undo",
        ("ratings", "undo"),
        "Take back the last change of a scenario's ratings that still stands, if a program made it.",
        (SCENARIO_FILE, _WHY, _BY, _UNDER),
        changes="scenario",
        overwrites=True,
    ),
    AssistantTool(
        "new",
        ("new",),
        "Start a scenario or a weights file, under ./scenarios or ./weights, or copy a worked example with "
        "its weights. None that is there is replaced, and no undo takes it away.",
        (
            Argument("kind", "What to start; not with 'from'.", words=get_args(FileKind)),
            Argument("name", "The new file's name: small letters, digits, - and _."),
            Argument("options", "Of a scenario: ids of options.", "--options", "ids"),
            Argument(
                "factors",
                "Of a scenario: what options are rated on, DRIVER.FACTOR, or DRIVER alone.",
                "--factors",
                "ids",
            ),
            Argument(
                "weights", "Of a scenario: ids of weights files to write beside it.", "--weights", "ids"
            ),
            Argument(
                "scenario", "Of weights: the scenario that they are for.", "--scenario", leads="scenarios"
            ),
            Argument("from", "A worked example to copy, by the name that list tells.", "--from"),
        ),
        made=True,
    ),
)
