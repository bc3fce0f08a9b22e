"""What an assistant may ask: each tool is a command, and its arguments are what the command takes."""

from typing import get_args

from scenario_cli.assistant.arguments import Argument, AssistantTool
from scenario_cli.assistant.changing import FOR, SCENARIO_FILE, WEIGHTS_FILE, WRITING
from scenario_cli.choices import Kind, Over, Ratings, SchemaName, WeightsModel

MOST_SAMPLES = 1_000_000  # some seconds; a person who wants more asks on the command line

_SCENARIO = Argument(
    "scenario",
    "A scenario, by path or by name (the tool list has the names). Without it: the default of the folder "
    "(scenario.toml or SCENARIO_SCENARIO), else the only file in ./scenarios, else the built-in "
    "china-arms-russia.",
    leads="scenarios",
)
_WEIGHTS = Argument(
    "weights",
    "A weights file, by path or by name. Without it: the default of the folder (scenario.toml or "
    "SCENARIO_WEIGHTS), else the one that the scenario names, else equal weights.",
    "--weights",
    "texts",
    leads="weights",
)
_INJECTS = Argument("injects", "Ids of events of the scenario that are to happen.", "--inject", "texts")
_SET = Argument(
    "set",
    "Changes to try, none of which touches a file: weights.DRIVER=60, weights.DRIVER.FACTOR=2, "
    "ratings.OPTION.FACTOR=4. A rating may be a number, the name of one of the factor's levels or unknown. "
    "Also as an object: {'weights.DRIVER': 60}.",
    "--set",
    "settings",
)
_STUDY = (_SCENARIO, _WEIGHTS, _INJECTS, _SET)
READING = (
    AssistantTool(
        "score",
        ("score",),
        "Which option ranks first under the weights, by how much, why, and what would change that. A score "
        "is value (0 to 100) under the weights that are stated, not a likelihood.",
        (
            *_STUDY,
            Argument(
                "chance",
                "What if events had these chances, 0 to 1: ID=0.1, or {'ID': 0.1}. Scores are then "
                "expected ones, and the result says from which chance on another option is first.",
                "--chance",
                "settings",
            ),
        ),
    ),
    AssistantTool(
        "sensitivity",
        ("sensitivity",),
        "Every exact point at which first place changes hands: weights alone and together, ratings, events. "
        "Without more arguments: all of these. With one of them: that map as well.",
        (
            *_STUDY,
            Argument(
                "two_way",
                "Map first place over the weights of two drivers or factors: A,B.",
                "--two-way",
                "ids",
            ),
            Argument(
                "map",
                "Map first place over all drivers; three of them must be free to move.",
                "--map",
                "flag",
            ),
            Argument(
                "blend",
                "Other weights: tell where first place changes on the straight way from 'weights' to these.",
                "--blend",
                leads="weights",
            ),
            Argument("for", "Id of an option: tell the least changes that would put it first.", "--for"),
            Argument(
                "lock",
                "Ids of drivers whose weight stays; the others share out what these leave.",
                "--lock",
                "texts",
            ),
            Argument(
                "event",
                "Map first place by expected score over the chances of two injects: A,B.",
                "--event",
                "ids",
            ),
            Argument(
                "over",
                "Id of a driver or factor: tell every option's score over its weight, 0 to 1.",
                "--over",
            ),
        ),
    ),
    AssistantTool(
        "explain",
        ("explain",),
        "Why one option stands above another, factor by factor, with the reasons, the evidence and the "
        "places to cite; the differences add up to the gap. Smaller than evidence, and enough for a rating.",
        (
            Argument("option", "Id of the option to explain.", required=True),
            *_STUDY,
            Argument(
                "against",
                "Id of the option to hold it against; else the runner-up, or the leader where it does "
                "not lead.",
                "--against",
            ),
        ),
    ),
    AssistantTool(
        "evidence",
        ("evidence",),
        "What the result rests on: every rating with its reason, its evidence and the place in the source "
        "to cite, and what happens without an item of evidence. A long document.",
        (
            *_STUDY,
            Argument(
                "without",
                "Ids of evidence, or of sources with all of theirs, to leave out: what rests on these alone "
                "could then be anything on its scale.",
                "--without",
                "texts",
            ),
            Argument(
                "kind",
                "Which ratings to doubt all at once, by what they rest on: reporting (somebody reported it), "
                "judgement (somebody's estimate) or assumption (nobody knows); assumption without it.",
                "--kind",
                words=get_args(Kind),
            ),
        ),
    ),
    AssistantTool(
        "robustness",
        ("robustness",),
        "What survives not knowing the weights or the ratings, and with ratings 'uncertain' which of them is "
        "worth finding out. Shares are of weightings, and are no probabilities of anything.",
        (
            *_STUDY,
            Argument(
                "model",
                "How weights may lie: anywhere (all weightings alike), ordered (the present order of "
                "importance is kept), around (spread round the present weights), ranges (within those that "
                "the weights file states), answers (all that people's answers leave); anywhere without it.",
                "--model",
                words=get_args(WeightsModel),
            ),
            Argument(
                "over",
                "Which weights move: factors (each its own) or drivers (shares within a driver stay). "
                "Without it: factors, or as the answers say.",
                "--over",
                words=get_args(Over),
            ),
            Argument(
                "answers",
                "For the model 'answers': files (format answers/1) of what people said of their weights.",
                "--answers",
                "texts",
                leads="any",
            ),
            Argument(
                "spread",
                "For the model 'around': a weight of average size 1/n gets the standard deviation spread/n; "
                "0.2 without it.",
                "--spread",
                "number",
            ),
            Argument(
                "ratings",
                "fixed, or uncertain: ratings are drawn, too, between their low and high, and an unknown one "
                "from its whole scale; fixed without it.",
                "--ratings",
                words=get_args(Ratings),
            ),
            Argument(
                "samples",
                f"How many weightings are drawn, at most {MOST_SAMPLES:,}; 100,000 without it.",
                "--samples",
                "whole",
                least=1,
                most=MOST_SAMPLES,
            ),
            Argument(
                "seed",
                "The same seed gives the same numbers; 0 without it.",
                "--seed",
                "whole",
                least=0,
                most=2**63 - 1,
            ),
        ),
    ),
    AssistantTool(
        "compare",
        ("compare",),
        "How several weights agree and differ on one scenario, or several scenarios under one weights file.",
        (
            _SCENARIO._replace(
                kind="texts",
                leads="pattern",
                about="A scenario, or several (also folders and patterns) with one file of weights.",
            ),
            _WEIGHTS._replace(
                leads="pattern",
                about="Weights, also folders and patterns; without them all that fit the scenario.",
            ),
            _INJECTS,
            _SET,
        ),
    ),
    AssistantTool(
        "diff",
        ("diff",),
        "What changed between two results, scenarios, weights files or games, and which change did it.",
        (
            Argument(
                "files",
                "Two of one kind: the older, then the newer. A game is its folder, games/NAME, or as it was "
                "when turn N opened, games/NAME:N.",
                kind="texts",
                required=True,
                leads="any",
                exactly=2,
            ),
            Argument(
                "scenario", "The scenario that two weights files are for.", "--scenario", leads="scenarios"
            ),
            Argument("weights", "The weights for two scenarios.", "--weights", leads="weights"),
        ),
    ),
    AssistantTool(
        "methods",
        ("methods",),
        "Whether the answer hangs on adding up: the ranks by other methods, side by side.",
        (
            *_STUDY,
            Argument(
                "as_published",
                "Each method's own normalisation over the options at hand; false without it: the declared "
                "scales.",
                "--as-published",
                "flag",
            ),
        ),
    ),
    AssistantTool(
        "check",
        ("check",),
        "Whether files are sound; each mistake with its line and column.",
        (
            Argument(
                "files",
                "Paths, names, folders or patterns within the folder; without them all that has a name here.",
                kind="texts",
                leads="pattern",
            ),
        ),
    ),
    AssistantTool(
        "verify",
        ("verify",),
        "Whether the numbers of a result that was saved still come out of the files that it names.",
        (
            Argument("result", "A JSON result or a page of it, by path.", required=True, leads="any"),
            Argument("under", "A folder in which to look for the inputs.", "--under", leads="any"),
        ),
    ),
    AssistantTool("list", ("list",), "The scenarios, weights and examples that can be named.", ()),
    AssistantTool(
        "show",
        ("show",),
        "One scenario or weights file as it is read: options, factors, ratings, evidence, injects, with ids.",
        (Argument("name", "A scenario or weights file, by path or name.", required=True, leads="any"),),
    ),
    AssistantTool(
        "schema",
        ("schema",),
        "The JSON Schema of a format of files, or of the document that a tool returns.",
        (Argument("format", "Which format.", words=get_args(SchemaName), required=True),),
    ),
    AssistantTool(
        "weights_history",
        ("weights", "history"),
        "Every change of a weights file: when, who, what, why, and what was taken back.",
        (WEIGHTS_FILE, FOR),
    ),
    AssistantTool(
        "ratings_history",
        ("ratings", "history"),
        "Every change of a scenario's ratings: when, who, what, why, and what was taken back.",
        (SCENARIO_FILE,),
    ),
)


def tools(*, write: bool) -> tuple[AssistantTool, ...]:
    """Return the tools that there are: those that write only where that was asked for."""
    return (*READING, *WRITING) if write else READING
