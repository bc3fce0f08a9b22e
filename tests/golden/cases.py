"""The command lines whose bytes are held still, by name; each runs in a fresh copy of ``files``."""

from collections.abc import Iterator
from typing import NamedTuple

FORMS = {
    "80.txt": ("--width", "80"),
    "120.txt": ("--width", "120"),
    "json": ("-f", "json"),
    "csv": ("-f", "csv"),
    "md": ("-f", "md"),
}
DATA = {ending: FORMS[ending] for ending in ("json", "csv", "md")}
# Of a check: what stands on stderr anyway is left to its own case, and there are forms for other programs.
CHECKED = DATA | {ending: ("-f", ending) for ending in ("github", "sarif", "jsonl")}
FEW = ("--samples", "20000", "--seed", "3")


class Case(NamedTuple):
    """What is kept under ``expected/name``: command lines run one after another, and a file written.

    ``env`` are variables that are set.
    """

    name: str
    lines: tuple[tuple[str, ...], ...]
    file: str = ""
    env: tuple[tuple[str, str], ...] = ()


def _line(text: str) -> tuple[str, ...]:
    return tuple(part.replace("~", " ") for part in text.split())


# In every form: table at 80 and 120 columns, JSON, CSV, Markdown. A ~ stands for a blank within a word.
SHOWN = {
    "coffee/group": "group show ballots.csv --scenario coffee",
    "coffee/group-before": "group show ballots.csv --before before.csv --scenario coffee -w thrift "
    "--agree iqr<=20",
    "coffee/group-names": "group show ballots.csv --scenario coffee --names --all",
    "coffee/group-blend": "group blend ballots.csv --scenario coffee --by median",
    "built-in/score": "score china-arms-russia",
    "built-in/score-critics": "score china-arms-russia -w critics --inject shipment_exposed",
    "built-in/score-2022": "score china-arms-russia-2022",
    "built-in/sensitivity": "sensitivity china-arms-russia",
    "built-in/sensitivity-map": "sensitivity china-arms-russia --map --blend personality --for drones",
    "built-in/sensitivity-2022": "sensitivity china-arms-russia-2022 --lock power",
    "built-in/explain": "explain straddle china-arms-russia",
    "built-in/explain-2022": "explain drones china-arms-russia-2022 --against open_arming -w interests",
    "built-in/evidence": "evidence china-arms-russia",
    "built-in/evidence-without": "evidence china-arms-russia -w stove_piped --without untraceable_shells",
    "built-in/robustness": "robustness china-arms-russia",
    "built-in/robustness-ranges": "robustness china-arms-russia --model ranges --over drivers",
    "built-in/robustness-uncertain": "robustness china-arms-russia --model around --ratings uncertain",
    "built-in/robustness-2022": "robustness china-arms-russia-2022 --model ordered",
    "built-in/compare": "compare china-arms-russia -w authors -w critics -w personality",
    "built-in/compare-years": "compare china-arms-russia-2022 china-arms-russia -w authors",
    "built-in/methods": "methods china-arms-russia",
    "built-in/methods-published": "methods china-arms-russia --as-published --all",
    "built-in/diff-years": "diff china-arms-russia-2022 china-arms-russia",
    "built-in/weights-show": "weights show authors --scenario china-arms-russia",
    "built-in/weights-diff": "weights diff authors critics --scenario china-arms-russia",
    "coffee/score": "score coffee",
    "coffee/tried": "score coffee -w thrift --inject price_cut --inject strike --set ratings.new.wait=5",
    "coffee/score-unknown": "score coffee --set ratings.new.cost=unknown --set weights.comfort.noise=5",
    "coffee/sensitivity": "sensitivity coffee",
    "coffee/sensitivity-all": "sensitivity coffee --two-way taste,cost --for keep --blend thrift",
    "coffee/sensitivity-lock": "sensitivity coffee --lock cost --set ratings.rent.noise=quiet",
    "coffee/sensitivity-over": "sensitivity coffee --over cost",
    "coffee/explain": "explain new coffee",
    "coffee/explain-tried": "explain keep coffee --against rent --set ratings.rent.noise=5 --inject strike",
    "coffee/evidence": "evidence coffee",
    "coffee/evidence-without": "evidence coffee --without slow --without trial --kind judgement",
    "coffee/robustness": "robustness coffee",
    "coffee/robustness-drivers": "robustness coffee --over drivers --ratings uncertain",
    "coffee/robustness-ordered": "robustness coffee --model ordered",
    "coffee/robustness-ranges": "robustness coffee --model ranges --ratings uncertain",
    "coffee/robustness-around": "robustness coffee --model around --spread 0.5",
    "coffee/compare": "compare coffee -w balanced -w thrift --inject price_cut",
    "coffee/compare-one": "compare coffee -w thrift",
    "coffee/methods": "methods coffee --inject strike --set ratings.rent.noise=unknown",
    "coffee/methods-published": "methods coffee -w thrift --as-published",
    "vans/methods": "methods van",
    "vans/methods-all": "methods van --all",
    "vans/methods-published": "methods van --as-published",
    "doubted/methods": "methods lunch -w friday",
    "degenerate/methods": "methods ties -w even",
    "degenerate/methods-published": "methods ties -w partly --as-published --all",
    "degenerate/methods-alone": "methods alone --as-published",
    "coffee/report": "report coffee",
    "coffee/report-tried": "report coffee -w thrift -w balanced --inject strike --set ratings.keep.taste=9",
    "coffee/diff-weights": "diff weights/balanced.yaml weights/thrift.yaml",
    "coffee/weights-show": "weights show balanced",
    "coffee/weights-diff": "weights diff balanced thrift",
    "coffee/weights-set": "weights set weights/balanced.yaml cost=90 comfort.wait=3 --why why~not",
    "coffee/weights-set-by": "weights set weights/thrift.yaml cost --by -2.9 --dry-run",
    "coffee/ratings-set": "ratings set coffee keep.taste=9 keep.noise=quiet --why why~not",
    "coffee/curve": "curve coffee taste 3=0.6 7=0.9 --why why~not",
    "coffee/weights-blend": "weights blend balanced thrift --share 0.4",
    "coffee/weights-rank": "weights rank cost comfort --scenario coffee",
    "coffee/weights-rank-sum": "weights rank taste noise wait --scenario coffee --method rank_sum",
    "coffee/weights-swing": "weights swing taste=100 wait=80 noise=0 --scenario coffee",
    "coffee/weights-ask": "weights ask coffee",
    "coffee/weights-ask-answers": "weights ask coffee --answers ana.yaml --answers ben.yaml",
    "coffee/robustness-answers": "robustness coffee --model answers --answers ana.yaml",
    "coffee/weights-pairs": "weights pairs pairs.yaml --scenario coffee",
    "coffee/show": "show coffee",
    "coffee/show-weights": "show balanced",
    "doubted/score": "score lunch -w friday",
    "doubted/score-chance": "score lunch -w friday --chance cook_leaves=0.7 --set weights.price=30",
    "doubted/sensitivity": "sensitivity lunch -w friday",
    "doubted/sensitivity-event": "sensitivity lunch -w friday --event cook_leaves,market_closes",
    "doubted/explain": "explain inn lunch -w friday",
    "doubted/evidence": "evidence lunch -w friday",
    "doubted/robustness": "robustness lunch -w friday --ratings uncertain",
    "doubted/robustness-fixed": "robustness lunch -w friday --model ranges --over drivers",
    "doubted/report": "report lunch -w friday",
    "doubted/show": "show lunch",
    "degenerate/score": "score ties",
    "degenerate/score-partly": "score ties -w partly",
    "degenerate/score-end": "score ties -w even --inject end",
    "degenerate/score-alone": "score alone",
    "degenerate/sensitivity": "sensitivity ties -w even",
    "degenerate/sensitivity-partly": "sensitivity ties -w partly --two-way a,b --for five",
    "degenerate/sensitivity-alone": "sensitivity alone -w single",
    "degenerate/explain": "explain one ties -w partly",
    "degenerate/explain-alone": "explain only alone",
    "degenerate/evidence": "evidence ties",
    "degenerate/evidence-alone": "evidence alone",
    "degenerate/robustness": "robustness ties -w even --over drivers",
    "degenerate/robustness-partly": "robustness ties -w partly --model ordered --ratings uncertain",
    "degenerate/robustness-alone": "robustness alone",
    "degenerate/compare": "compare ties -w even -w partly",
    "degenerate/report": "report ties -w even -w partly",
    "degenerate/report-alone": "report alone -w single",
    "degenerate/diff": "diff ties ties -w even",
    "degenerate/diff-weights": "diff weights/even.yaml weights/partly.yaml --scenario ties",
    "degenerate/weights-show": "weights show partly --scenario ties",
    "degenerate/weights-diff": "weights diff even partly --scenario ties",
    "degenerate/weights-set": "weights set weights/partly.yaml b=0 c=2 --scenario ties",
    "degenerate/weights-rank": "weights rank c b a --scenario ties",
    "degenerate/weights-pairs": "weights pairs four.yaml --scenario ties",
    "degenerate/show": "show ties",
    "files/check": "check coffee balanced thrift wrong.yaml",
    "files/list": "list",
    "files/new": "new weights red --scenario coffee",
    "files/new-from": "new --from office-site",
    "files/import": "import ratings.csv -o scenarios/tea.yaml --weights-out weights",
}
# As they come, without a form of their own.
PLAIN = {
    "built-in/batch.csv": "batch china-arms-russia -w critics -w authors --injects each --jobs 1",
    "built-in/report.md": "report china-arms-russia --samples 2000 -f md",
    "coffee/batch.csv": "batch coffee ties --injects all --jobs 1",
    "coffee/batch-table.csv": "batch coffee --table table.csv --injects each --jobs 1",
    "coffee/batch-table.jsonl": "batch coffee --table table.csv -w balanced -f json --jobs 1",
    "coffee/page.html": "score coffee -f html",
    "coffee/picture-ranking.svg": "score coffee -f svg",
    "coffee/picture-flips.svg": "sensitivity coffee --picture flips",
    "coffee/picture-events.svg": "score coffee --picture events",
    "coffee/picture-steps.svg": "sensitivity coffee --picture steps",
    "coffee/picture-map.svg": "sensitivity coffee --two-way taste,cost --picture map",
    "coffee/picture-lines.svg": "sensitivity coffee --over cost --picture lines",
    "coffee/picture-waterfall.svg": "explain new coffee -f svg",
    "coffee/picture-leverage.svg": "evidence coffee -f svg",
    "coffee/picture-ranks.svg": "robustness coffee --picture ranks --samples 20000",
    "coffee/picture-pairs.svg": "robustness coffee --picture pairs --samples 20000",
    "coffee/picture-perspectives.svg": "compare coffee -w balanced -w thrift -f svg",
    "vans/picture-methods.svg": "methods van -f svg",
    "coffee/picture-regret.svg": "compare coffee -w balanced -w thrift --picture regret",
    "coffee/export.csv": "export coffee -w balanced -w thrift",
    "doubted/export.csv": "export lunch -w friday",
    "degenerate/export.csv": "export ties -w even -w partly",
    "coffee/batch-columns.jsonl": "batch coffee --table table.csv -w balanced --rows first --jobs 1 -f json "
    "--columns scenario,weights,injects,option,rank,tied,score,behind,first,flags,input_sha256,version,"
    "file,row,low,high,could_lead",
    "coffee/batch-summary.csv": "batch coffee --table table.csv --summary --injects each --jobs 1",
    "coffee/batch-summary.txt": "batch coffee --table table.csv --summary -f table --jobs 1",
    "coffee/blend.yaml": "weights blend balanced thrift --share 0.4",
    "coffee/ranked.yaml": "weights rank cost comfort --scenario coffee -o -",
    "coffee/asked.yaml": "weights ask coffee --answers ana.yaml -o -",
    "coffee/show.yaml": "show coffee",
    "files/check.txt": "check coffee balanced thrift",
    "files/import.yaml": "import ratings.csv",
    "files/new-scenario.yaml": "new scenario tea -o -",
    "files/new-weights.yaml": "new weights red --scenario coffee -o -",
    "files/schema-scenario.json": "schema scenario",
    "files/schema-weights.json": "schema weights",
    "mistakes/weights.txt": "score coffee -w wrong.yaml",
    "mistakes/name.txt": "score cofee",
    "mistakes/inject.txt": "score coffee --inject price",
    "mistakes/setting.txt": "score coffee --set ratings.new.tast=3",
    "mistakes/expect.txt": "score coffee --expect keep",
    "mistakes/option.txt": "explain kep coffee",
    "mistakes/lock.txt": "sensitivity coffee --lock comfort --lock cost",
    "mistakes/map.txt": "sensitivity coffee --map",
    "mistakes/ranges.txt": "robustness coffee -w thrift --model ranges",
    "mistakes/spread.txt": "robustness coffee --model around --spread 9",
    "mistakes/without.txt": "evidence coffee --without slw",
    "mistakes/set.txt": "weights set balanced cost=-1",
    "mistakes/rating.txt": "ratings set coffee new.tast=4,5",
    "mistakes/curve.txt": "curve coffee taste 3=0.7 5=0.6",
    "mistakes/worth.txt": "curve coffee taste 3=70%",
    "mistakes/comma.txt": "ratings set coffee new.taste=4,5",
    "mistakes/built-in.txt": "weights set authors power=1 --scenario china-arms-russia",
    "mistakes/export-ending.txt": "export coffee -o coffee.ods",
    "mistakes/export-twice.txt": "export coffee -w thrift -w thrift",
    "mistakes/report-twice.txt": "report coffee -w thrift -w thrift",
    "mistakes/import.txt": "import wrong.csv -o tea.yaml",
    "mistakes/answers.txt": "weights ask coffee --answers apart.yaml",
    "mistakes/answer.txt": "weights ask coffee --answer taste~wait",
    "mistakes/from.txt": "new --from ofice-site",
    "mistakes/twice.txt": "compare coffee -w thrift -w thrift",
}
COMMANDS = (
    "",
    "score",
    "sensitivity",
    "robustness",
    "explain",
    "evidence",
    "compare",
    "methods",
    "report",
    "batch",
    "merge",
    "diff",
    "verify",
)
COMMANDS += ("watch", "check", "list", "show", "new", "import", "export", "schema", "mcp", "help")
COMMANDS += ("weights", "ratings", "curve")
COMMANDS += tuple(
    f"weights {name}"
    for name in ("set", "undo", "redo", "history", "show", "diff", "blend", "rank", "swing", "pairs", "ask")
)
COMMANDS += tuple(f"ratings {name}" for name in ("set", "undo", "redo", "history"))
COMMANDS += (
    "game",
    *(f"game {name}" for name in ("new", "guess", "turn", "inject", "set", "ballots", "move", "against")),
)
COMMANDS += tuple(
    f"game {name}" for name in ("ruling", "say", "fact", "undo", "redo", "show", "replay", "report")
)
COMMANDS += ("group", *(f"group {name}" for name in ("ask", "form", "show", "blend", "seal")))
# A game of two turns; what comes after it stands in PLAYED. Each line is of the same minute.
GAME = (
    "game new g --scenario coffee -w balanced --team red --team blue --title An~evening --question Which?",
    "game guess red new keep --who Ana",
    "game turn Turn~1:~spring",
    "game inject price_cut --until 1 --by control --why in~May",
    "game move blue Haggles --because it~is~late --because nobody~else~asks",
    "game against red 5 The~price~is~printed",
    "game ruling 5 --succeeds --chance 60 --votes 50,60,70 --roll 4 --set ratings.new.cost=650 --by control",
    "game ruling 5 --fails --votes 20,60 --by control --why The~shop~is~shut",
    "game say red We~would~have~waited",
    "game set weights.cost=55 ratings.rent.noise=fair --by red --why the~room~insisted",
    "game turn Turn~2",
    "game set -w thrift --by blue",
    "game fact It~rains",
    "game undo --to 11 --why too~soon",
)
PLAYED = {
    "game/show": "game show -g g",
    "game/show-all": "game show -g g --all",
    "game/show-turn": "game show -g g --turn 1 --room",
    "game/ballots": "game ballots ballots.csv -g g --by control --at 2026-03-02T09:02",
    "game/replay": "game replay -g g",
    "game/report": "game report -g g",
    "game/turn": "game turn Turn~3 -g g --at 2026-03-02T09:02",
    "game/set": "game set weights.cost=10 -g g --at 2026-03-02T08:00",
    "game/undo": "game undo -g g --at 2026-03-02T09:02",
}
STEPS = {
    "files/published": ("new --from bismarck-sea", "score bismarck-sea"),
    # What comes out when a result is compared, or held to, and a change taken back.
    "coffee/undo": (
        "weights set weights/balanced.yaml comfort=30 --why tried",
        "weights undo weights/balanced.yaml",
    ),
    "coffee/redo": (
        "weights set weights/balanced.yaml comfort=30",
        "weights undo weights/balanced.yaml",
        "weights redo weights/balanced.yaml",
    ),
    "coffee/history": (
        "weights set weights/balanced.yaml comfort=30 cost=7.5 --why tried --who Ana",
        "weights set weights/balanced.yaml comfort.wait=3",
        "weights undo weights/balanced.yaml --who Bo --why too~soon",
        "weights history weights/balanced.yaml",
    ),
    "coffee/ratings-undo": (
        "ratings set coffee new.taste=6 --low 5 --high 8 --why tried",
        "ratings undo coffee",
    ),
    "coffee/ratings-redo": (
        "ratings set coffee new.taste=6",
        "ratings undo coffee",
        "ratings redo coffee",
    ),
    "coffee/ratings-history": (
        "ratings set coffee new.taste=6 --why tried~it --who Ana",
        "ratings set coffee keep.noise=quiet new.wait=unknown",
        "ratings history coffee",
    ),
    "coffee/curve-history": (
        "curve coffee taste 3=0.6 --why tried~it --who Ana",
        "curve coffee taste 3=none 4=0.7",
        "ratings undo coffee",
        "ratings history coffee",
    ),
    "coffee/diff-results": (
        "score coffee -f json -o a.json",
        "score coffee -w thrift --set ratings.keep.taste=9 -f json -o b.json",
        "diff a.json b.json",
    ),
    "coffee/diff-sweeps": (
        "batch coffee -w balanced --injects each --columns injects,option,rank,score -o a.csv --jobs 1",
        "batch coffee -w thrift --injects each --columns injects,option,rank,score -o b.jsonl --jobs 1",
        "diff a.csv b.jsonl",
    ),
    "coffee/diff-summaries": (
        "batch coffee --table table.csv --summary -o a.csv --jobs 1",
        "batch coffee --table table.csv --summary --injects each -o b.csv --jobs 1",
        "diff a.csv b.csv",
    ),
    "coffee/verify": ("robustness coffee --samples 20000 -f json -o r.json", "verify r.json"),
    "coffee/verify-sweep": (
        "batch coffee --table table.csv -w balanced --injects each --plain -o r.jsonl --jobs 1",
        "verify r.jsonl",
    ),
    "coffee/report-verify": ("report coffee --samples 20000 -o r.html", "verify r.html"),
    "vans/verify": ("methods van --as-published -f json -o r.json", "verify r.json"),
    "degenerate/verify": ("sensitivity ties -w even --for five -f json -o r.json", "verify r.json"),
}


def cases() -> Iterator[Case]:
    """Yield every case."""
    for name, text in SHOWN.items():
        more = FEW if text.startswith(("robustness", "report")) else ()
        for ending, form in (CHECKED if name == "files/check" else FORMS).items():
            yield Case(f"{name}.{ending}", ((*_line(text), *more, *form),))
    for name, texts in STEPS.items():
        for ending, form in FORMS.items():
            *before, last = map(_line, texts)
            yield Case(f"{name}.{ending}", (*before, (*last, *form)))
    first, *others = map(_line, GAME)
    at = ("--at", "2026-03-02T09:01")
    played = ((*first, *at), *((*line, "-g", "g", *at) for line in others))
    for name, text in PLAYED.items():
        for ending, form in FORMS.items():
            yield Case(f"{name}.{ending}", (*played, (*_line(text), *form)))
    cast = (*played, _line(PLAYED["game/ballots"]))
    for ending, form in FORMS.items():
        yield Case(f"game/names.{ending}", (*cast, (*_line("game show -g g --names"), *form)))
    by_hand = _line("weights set weights/balanced.yaml cost=45 comfort.wait=3")  # the next line tells of it
    after = (_line(f"game {one} -g g {' '.join(at)}") for one in ("fact The~sun~shines", "undo", "redo"))
    edited = (*cast, by_hand, *after)
    for ending, form in FORMS.items():
        yield Case(f"game/edited.{ending}", (*edited, (*_line("game show -g g --all"), *form)))
    yield Case("game/new.txt", played[:1])
    yield Case("game/log.jsonl", played, "g/log.jsonl")
    yield Case("game/game.yaml", played, "g/game.yaml")
    yield Case("game/checkpoint.json", played, "g/checkpoint.json")
    for name, text in PLAIN.items():
        yield Case(name, (_line(text),))
    for how in ("mean", "median", "geometric"):
        blended = _line(f"group blend ballots.csv --scenario coffee --by {how} -o b.yaml")
        yield Case(f"coffee/group-{how}.yaml", (blended,), "b.yaml")
    sealed = _line("group seal ballots.csv --scenario coffee -o s.csv")
    yield Case("coffee/group-sealed.csv", (sealed,), "s.csv")
    form = _line("group form coffee --team red --team blue --round 1 -o b.html")
    yield Case("coffee/ballot.html", (form,), "b.html")
    yield from _stated_beforehand()
    for command in COMMANDS:
        yield Case(f"help/{command.replace(' ', '-') or 'scenario'}.txt", ((*command.split(), "--help"),))
    changed = _line("weights set weights/partly.yaml b=7.5 --scenario ties --why less~of~it")
    yield Case("degenerate/partly-set.yaml", (changed,), "weights/partly.yaml")
    yield Case("degenerate/partly-set.jsonl", (changed,), "weights/partly.yaml.history.jsonl")


def _stated_beforehand() -> Iterator[Case]:
    """Yield what was written to a file, and what rests on defaults."""
    for ending, form in {**DATA, "txt": ("-f", "table")}.items():
        yield Case(f"files/written.{ending}", ((*_line("export coffee -o x.csv -q"), *form),))
    stated = (("SCENARIO_SCENARIO", "coffee"), ("SCENARIO_WEIGHTS", "thrift"))
    for ending, form in {**FORMS, "brief": ("--brief",)}.items():
        yield Case(f"coffee/defaults.{ending}", (("score", *form),), env=stated)
