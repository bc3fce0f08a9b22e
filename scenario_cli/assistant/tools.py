"""What an assistant may ask: each tool is a command, and its arguments are what the command takes."""

from typing import Any, Literal, NamedTuple, get_args

from scenario_cli.choices import FileKind, Kind, Over, Ratings, SchemaName, WeightsModel

ArgumentKind = Literal["text", "texts", "flag", "whole", "number"]


class Argument(NamedTuple):
    """One argument of a tool.

    ``typed`` is the option that it stands for on the command line; without one it stands alone there,
    in the order of the tool's arguments. Of ``words`` it is one, where there are any.
    """

    name: str
    about: str
    typed: str = ""
    kind: ArgumentKind = "text"
    words: tuple[str, ...] = ()
    required: bool = False

    @property
    def schema(self) -> dict[str, Any]:
        """The JSON Schema of its value."""
        return {
            "description": self.about,
            **_SCHEMAS[self.kind],
            **({"enum": list(self.words)} if self.words else {}),
        }


_SCHEMAS: dict[ArgumentKind, dict[str, Any]] = {
    "text": {"type": "string"},
    "texts": {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]},
    "flag": {"type": "boolean"},
    "whole": {"type": "integer"},
    "number": {"type": "number"},
}


class AssistantTool(NamedTuple):
    """A command as a tool.

    ``changes`` is the argument that names the file that it changes, ``made`` whether it makes files;
    a tool that does neither only reads. ``overwrites`` is whether what was there before is replaced,
    ``repeatable`` whether a second call changes nothing more.
    """

    name: str
    command: tuple[str, ...]
    about: str
    arguments: tuple[Argument, ...]
    changes: Literal["", "weights", "scenario"] = ""
    made: bool = False
    overwrites: bool = False
    repeatable: bool = False

    @property
    def writes(self) -> bool:
        """Whether it writes files."""
        return bool(self.changes) or self.made

    @property
    def schema(self) -> dict[str, Any]:
        """The JSON Schema of its arguments; any other is refused."""
        return {
            "type": "object",
            "properties": {argument.name: argument.schema for argument in self.arguments},
            "required": [argument.name for argument in self.arguments if argument.required],
            "additionalProperties": False,
        }


_SCENARIO = Argument(
    "scenario",
    "A scenario, by path or by name. Without it: the only file in ./scenarios, or the built-in one.",
)
_WEIGHTS = Argument(
    "weights",
    "Weights, by path or by name. Without it: those that the scenario names, else equal weights.",
    "--weights",
    "texts",
)
_INJECTS = Argument("injects", "Ids of events of the scenario that are to happen.", "--inject", "texts")
_SET = Argument(
    "set",
    "Changes to try, none of which touches a file: weights.DRIVER=60, weights.DRIVER.FACTOR=2, "
    "ratings.OPTION.FACTOR=4.",
    "--set",
    "texts",
)
_STUDY = (_SCENARIO, _WEIGHTS, _INJECTS, _SET)
_BY = Argument(
    "by", "The name of the program that makes the change; without it, the name that the client goes by."
)
_WHY = Argument("why", "The reason, in one line: kept in the history, and with a rating.", "--why")
_DRY_RUN = Argument("dry_run", "Tell the effect and write nothing.", "--dry-run", "flag")
_WEIGHTS_FILE = Argument("weights", "A weights file of the user's, by path or name.", required=True)
_SCENARIO_FILE = Argument("scenario", "A scenario file of the user's, by path or name.", required=True)
_FOR = Argument("scenario", "The scenario that the weights are for.", "--scenario")
_UNDER = Argument("weights", "The weights under which the effect is told.", "--weights")

READING = (
    AssistantTool(
        "score",
        ("score",),
        "Which option ranks first under the weights, by how much, why, and what would change that. A score "
        "is value under the weights that are stated, not a likelihood.",
        (*_STUDY, Argument("chance", "Chances of injects, as ID=0.4.", "--chance", "texts")),
    ),
    AssistantTool(
        "sensitivity",
        ("sensitivity",),
        "Every exact point at which first place changes hands: weights alone and together, ratings, events.",
        (
            *_STUDY,
            Argument("two_way", "Map first place over two drivers or factors: A,B.", "--two-way"),
            Argument("map", "Map first place over all drivers.", "--map", "flag"),
            Argument("blend", "Other weights, to which the way is straight.", "--blend"),
            Argument("for", "Tell what would put this option first, by id.", "--for"),
            Argument("lock", "Ids of drivers whose weight stays.", "--lock", "texts"),
            Argument("event", "Map first place over the chances of two injects: A,B.", "--event"),
            Argument("over", "Tell every score over the weight of this driver or factor.", "--over"),
        ),
    ),
    AssistantTool(
        "explain",
        ("explain",),
        "Why one option stands above another, factor by factor; the differences add up to the gap.",
        (
            Argument("option", "Id of the option to explain.", required=True),
            *_STUDY,
            Argument("against", "Id of the option to hold it against; else the runner-up.", "--against"),
        ),
    ),
    AssistantTool(
        "evidence",
        ("evidence",),
        "What the result rests on: every rating with its reason, its evidence and the place in the source "
        "to cite, and what happens without an item of evidence.",
        (
            *_STUDY,
            Argument("without", "Ids of evidence or sources to leave out.", "--without", "texts"),
            Argument("kind", "Which ratings to doubt.", "--kind", words=get_args(Kind)),
        ),
    ),
    AssistantTool(
        "robustness",
        ("robustness",),
        "What survives not knowing the weights or the ratings. Shares are of weightings, and are no "
        "probabilities of anything.",
        (
            *_STUDY,
            Argument("model", "How weights may lie.", "--model", words=get_args(WeightsModel)),
            Argument("over", "Which weights move.", "--over", words=get_args(Over)),
            Argument("answers", "For the model 'answers': files of answers.", "--answers", "texts"),
            Argument("spread", "For the model 'around': how far; 0.2 without it.", "--spread", "number"),
            Argument("ratings", "Whether ratings are drawn, too.", "--ratings", words=get_args(Ratings)),
            Argument("samples", "How many weightings are drawn.", "--samples", "whole"),
            Argument("seed", "The same seed gives the same numbers.", "--seed", "whole"),
        ),
    ),
    AssistantTool(
        "compare",
        ("compare",),
        "How several weights agree and differ on one scenario, or several scenarios under one weights file.",
        (
            _SCENARIO._replace(kind="texts", about="A scenario, or several with one file of weights."),
            _WEIGHTS._replace(about="Weights; without them all that fit the scenario."),
            _INJECTS,
            _SET,
        ),
    ),
    AssistantTool(
        "diff",
        ("diff",),
        "What changed between two results, scenarios, weights files or games, and which change did it.",
        (
            Argument("files", "Two of one kind: the older, then the newer.", kind="texts", required=True),
            Argument("scenario", "The scenario that two weights files are for.", "--scenario"),
            Argument("weights", "The weights for two scenarios.", "--weights"),
        ),
    ),
    AssistantTool(
        "methods",
        ("methods",),
        "Whether the answer hangs on adding up: the ranks by other methods, side by side.",
        (*_STUDY, Argument("as_published", "Each method's own normalisation.", "--as-published", "flag")),
    ),
    AssistantTool(
        "check",
        ("check",),
        "Whether files are sound; each mistake with its line and column.",
        (Argument("files", "Paths, names, folders or patterns.", kind="texts", required=True),),
    ),
    AssistantTool(
        "verify",
        ("verify",),
        "Whether the numbers of a result that was saved still come out of the files that it names.",
        (
            Argument("result", "A JSON result or a page of it, by path.", required=True),
            Argument("under", "A folder in which to look for the inputs.", "--under"),
        ),
    ),
    AssistantTool("list", ("list",), "The scenarios and weights that can be named.", ()),
    AssistantTool(
        "show",
        ("show",),
        "One scenario or weights file as it is read: options, factors, ratings, evidence, injects, with ids.",
        (Argument("name", "A scenario or weights file, by path or name.", required=True),),
    ),
    AssistantTool(
        "schema",
        ("schema",),
        "The JSON Schema of a format of files, or of the document that a tool returns.",
        (Argument("format", "Which format.", words=get_args(SchemaName), required=True),),
    ),
)

WRITING = (
    AssistantTool(
        "weights_set",
        ("weights", "set"),
        "Change numbers in a weights file; every other byte stays, and weights_undo takes it back.",
        (
            _WEIGHTS_FILE,
            Argument("changes", "DRIVER=60 or DRIVER.FACTOR=2, one or several.", kind="texts", required=True),
            _WHY,
            _BY,
            _DRY_RUN,
            _FOR,
        ),
        changes="weights",
        overwrites=True,
        repeatable=True,
    ),
    AssistantTool(
        "weights_undo",
        ("weights", "undo"),
        "Take back the last change of a weights file that still stands.",
        (_WEIGHTS_FILE, _WHY, _BY, _FOR),
        changes="weights",
        overwrites=True,
    ),
    AssistantTool(
        "ratings_set",
        ("ratings", "set"),
        "Propose ratings in a scenario file. They are marked as proposed by a program, and every result says "
        "how many are, until a person sets them. ratings_undo takes it back.",
        (
            _SCENARIO_FILE,
            Argument(
                "changes",
                "OPTION.FACTOR=6, one or several: a number in the factor's unit, a level's name or unknown.",
                kind="texts",
                required=True,
            ),
            Argument("low", "The least that the one rating could be.", "--low"),
            Argument("high", "The most that it could be.", "--high"),
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
        "Take back the last change of a scenario's ratings that still stands.",
        (_SCENARIO_FILE, _WHY, _BY, _UNDER),
        changes="scenario",
        overwrites=True,
    ),
    AssistantTool(
        "new",
        ("new",),
        "Start a scenario or a weights file, under ./scenarios or ./weights. None that is there is replaced.",
        (
            Argument("kind", "What to start.", words=get_args(FileKind), required=True),
            Argument("name", "The new file's name: small letters, digits, - and _.", required=True),
            Argument("options", "Of a scenario: ids of options, with commas between.", "--options"),
            Argument("factors", "Of a scenario: DRIVER.FACTOR with commas between.", "--factors"),
            Argument("weights", "Of a scenario: ids of weights files to write beside it.", "--weights"),
            Argument("scenario", "Of weights: the scenario that they are for.", "--scenario"),
        ),
        made=True,
    ),
)


def tools(*, write: bool) -> tuple[AssistantTool, ...]:
    """Return the tools that there are: those that write only where that was asked for."""
    return (*READING, *WRITING) if write else READING
