"""Every closed list of words that files, questions and parameters share, once."""

from typing import Literal

Level = Literal["error", "warning", "note"]
FlagLevel = Literal["warning", "note"]
FileKind = Literal["scenario", "weights"]
ListedKind = Literal["scenario", "weights", "example"]

# What a rating may say of itself.
Kind = Literal["reporting", "judgement", "assumption"]
Confidence = Literal["low", "moderate", "high"]
Shape = Literal["triangular", "uniform"]

# Robustness: how weights may lie, what has a weight of its own, whether ratings are drawn.
WeightsModel = Literal["anywhere", "ordered", "around", "ranges", "answers"]
Over = Literal["factors", "drivers"]
Ratings = Literal["fixed", "uncertain"]

# Methods: other ways to rank, and how PROMETHEE turns a difference of ratings into a preference.
MethodName = Literal["additive", "weighted_product", "topsis", "vikor", "promethee", "majority"]
PreferenceType = Literal["usual", "u-shape", "v-shape", "linear", "level", "gaussian"]

# Group: how many ballots become one.
BlendMethod = Literal["mean", "median", "geometric"]

RankMethod = Literal["roc", "rank_sum", "reciprocal"]

# Batch: which injects happen, which rows are written, and their form.
InjectSets = Literal["none", "each", "pairs", "all"]
RowChoice = Literal["all", "first", "changes"]
RowForm = Literal["csv", "jsonl", "parquet"]

Form = Literal["table", "json", "csv", "md", "svg", "html"]
# Check: also as commands of a workflow, as SARIF and as JSON Lines.
CheckForm = Literal["table", "json", "csv", "md", "svg", "html", "github", "sarif", "jsonl"]
Undrawn = Literal["table", "json", "csv", "md", "html"]  # of what changes a file: it has no picture

# Game: what a line of the log tells of.
EventKind = Literal[
    "new",
    "guess",
    "turn",
    "inject",
    "move",
    "against",
    "ruling",
    "set",
    "ballots",
    "say",
    "fact",
    "edited",
    "undo",
    "redo",
]

# Import: which way the options of a table stand.
Direction = Literal["down", "across"]

# What can be computed again from what it names, and so be verified.
VerifiedName = Literal[
    "score", "sensitivity", "explain", "evidence", "robustness", "compare", "methods", "report"
]

# What has a JSON Schema: the formats of files, then those of results, a row of batch last.
FileSchemaName = Literal["scenario", "weights", "pairs", "ballot", "answers", "game"]
SchemaName = Literal[
    "scenario",
    "weights",
    "pairs",
    "ballot",
    "answers",
    "game",
    "score",
    "sensitivity",
    "explain",
    "evidence",
    "robustness",
    "compare",
    "methods",
    "report",
    "diff",
    "verify",
    "check",
    "check-problem",
    "list",
    "show",
    "new",
    "import",
    "written",
    "weights-set",
    "weights-undo",
    "weights-redo",
    "weights-history",
    "weights-show",
    "weights-diff",
    "weights-blend",
    "weights-rank",
    "weights-swing",
    "weights-pairs",
    "ask",
    "ratings-set",
    "ratings-undo",
    "ratings-redo",
    "ratings-history",
    "curve",
    "game-show",
    "game-replay",
    "game-report",
    "group-show",
    "group-blend",
    "batch",
]
