"""The tables of a robustness analysis."""

import math
from collections.abc import Sequence
from string import ascii_uppercase

from scenario_cli.answers.cells import cell_where, rating_word, reason
from scenario_cli.answers.robustness.ask import RobustnessAnswer
from scenario_cli.answers.robustness.words import caption, item_title, share_word
from scenario_cli.engine.additive import TIE
from scenario_cli.engine.robustness.assess import LEAST_FIRSTS
from scenario_cli.engine.robustness.sampling import CONFIDENCE_SAMPLES
from scenario_cli.render.page import Cell, Column, Table
from scenario_cli.text import listed, points

TOP_GAINS = 10
FEW_GAINS = 3
MOST_PAIRED = 8
MOST_CENTRAL = 6
NO_GAIN = 1e-9
LEAST_GAIN = 0.0005

LEAST_RANKS = 4
_OTHER_COLUMNS = 33  # of the table of ranks, beside title and ranks
_A_RANK = 6
_ORDINALS = {1: "st", 2: "nd", 3: "rd"}


def rank_tables(answer: RobustnessAnswer, width: int) -> list[Table]:
    """Return all ranks of all options: what does not fit beside the first ranks stands in tables below."""
    found, m = answer.found, len(answer.study.problem.options)
    is_around = answer.model.weights == "around"
    room = width - max(len(answer.title(i)) for i in range(m))
    shown = min(m, max(LEAST_RANKS, (room - _OTHER_COLUMNS) // _A_RANK))
    first = Table(
        title="In what share of the weightings has each option which rank (in %)?",
        columns=[
            Column("Option"),
            *(Column(_ordinal(rank), "right") for rank in range(1, shown + 1)),
            Column("Mean", "right"),
            Column("Regret", "right"),
            Column("Worst", "right"),
            Column("Can lead"),
        ],
        rows=[
            [
                answer.title(i),
                *_shares(answer, i, range(shown)),
                f"{found.expected_rank[i]:.2f}",
                points(found.mean_regret[i]),
                points(found.max_regret[i]),
                _can_lead(answer, i),
            ]
            for i in found.order
        ],
        legend=[
            "Mean: of the ranks. Regret, and worst regret: points of score behind the best."
            + (" Worst: at any weights, however far from the present ones." if is_around else "")
        ],
        finding=caption(answer),
        picture="ranks",
    )
    more, at_once = [], max(1, (room - 2) // (_A_RANK + 1))
    for begin in range(shown, m, at_once):
        ranks = range(begin, min(begin + at_once, m))
        more.append(
            Table(
                title="And in what share which lower rank (in %)?",
                columns=[Column("Option"), *(Column(_ordinal(rank + 1), "right") for rank in ranks)],
                rows=[[answer.title(i), *_shares(answer, i, ranks)] for i in found.order],
                finding=f"Ranks {ranks[0] + 1} to {ranks[-1] + 1} of {m}."
                if len(ranks) > 1
                else f"Rank {m} of {m}.",
            )
        )
    return [first, *more]


def regret_table(answer: RobustnessAnswer) -> Table:
    """Return how far behind the best each option is, the one whose worst is least first."""
    found = answer.found
    ordered = sorted(found.order, key=lambda i: (float(found.max_regret[i]), float(found.mean_regret[i])))
    least = [i for i in ordered if found.max_regret[i] <= found.max_regret[ordered[0]] + TIE]
    who = listed([answer.title(i) for i in least])
    return Table(
        title="How many points is each behind the best?",
        columns=[Column("Option"), Column("On average", "right"), Column("At worst", "right")],
        rows=[[answer.title(i), points(found.mean_regret[i]), points(found.max_regret[i])] for i in ordered],
        picture="regret",
        finding=f"{who} {'is' if len(least) == 1 else 'are'} never more than "
        f"{points(found.max_regret[ordered[0]])} points behind.",
    )


def _ordinal(rank: int) -> str:
    return f"{rank}{'th' if rank // 10 % 10 == 1 else _ORDINALS.get(rank % 10, 'th')}"


def _shares(answer: RobustnessAnswer, i: int, ranks: range) -> list[str]:
    exact = answer.found.samples == 0
    return [share_word(float(answer.found.acceptability[i, rank]), exact=exact) for rank in ranks]


def _can_lead(answer: RobustnessAnswer, i: int) -> str:
    leads = answer.found.leads
    return "yes" if leads.alone[i] else "only in a tie" if leads.somewhere[i] else "never"


def pairwise_table(answer: RobustnessAnswer) -> Table:
    """Return in what share each option is above each other one; columns go by the rows' letters."""
    found, m = answer.found, len(answer.study.problem.options)
    shown = found.order[:MOST_PAIRED]
    rows: list[Sequence[Cell]] = [
        [
            f"{letter} {answer.title(a)}",
            *(
                "-" if a == b else share_word(float(found.pairwise[a, b]), exact="pairwise" in found.exact)
                for b in shown
            ),
        ]
        for letter, a in zip(ascii_uppercase, shown, strict=False)
    ]
    best = [i for i in found.order if (found.pairwise[i] > 0.5).sum() == m - 1]
    who = answer.title(best[0]) if best else "No option"
    said = f"{who} beats every other in more than half." if m > 1 else "There is only one option."
    if m > MOST_PAIRED:
        said += f" The first {MOST_PAIRED} are shown, JSON has all."
    return Table(
        title="In what share does the row score above the column (in %)?",
        columns=[Column("Option"), *(Column(letter, "right") for letter in ascii_uppercase[: len(shown)])],
        rows=rows,
        picture="pairs" if m > 1 else "",
        finding=said,
    )


def central_tables(answer: RobustnessAnswer) -> list[Table]:
    """Return which weights put each option first on average, where that can be told."""
    found, items = answer.found, answer.items
    few = [] if answer.central_exactly else [i for i in found.order if 0 < found.firsts[i] < LEAST_FIRSTS]
    leading = [i for i in found.order if not math.isnan(found.central[i, 0]) or i in few]
    firsts = leading[:MOST_CENTRAL]
    if not firsts:
        return []

    def cell(share: float) -> str:
        return "-" if math.isnan(share) else f"{share * 100:.1f}"

    rows: list[Sequence[Cell]] = [
        [item_title(answer, id_), cell(items.weights[k]), *(cell(found.central[i, k]) for i in firsts)]
        for k, id_ in enumerate(items.ids)
    ]
    rows.append(["confidence", "", *(cell(found.confidence[i]) for i in firsts)])
    letters = dict(zip(firsts, ascii_uppercase, strict=False))
    drawn = f", over {CONFIDENCE_SAMPLES:,} draws of the ratings" if answer.drawn else ""
    said = f"Confidence: how often the option is first at these very weights{drawn}."
    if few:
        counts = listed([f"{answer.title(i)} in {found.firsts[i]}" for i in few])
        said += (
            f" -: first in too few of {found.samples:,} draws for a mean, below {LEAST_FIRSTS} ({counts})."
        )
    if len(leading) > MOST_CENTRAL:
        said += f" The first {MOST_CENTRAL} are shown, JSON and CSV have all."
    return [
        Table(
            title="Which weights, on average, put each option first (in %)?",
            columns=[
                Column("Weight of"),
                Column("Now", "right"),
                *(Column(letters[i], "right") for i in firsts),
            ],
            rows=rows,
            legend=["; ".join(f"{letters[i]}: {answer.title(i)}" for i in firsts) + "."],
            finding=said,
        )
    ]


def doubts_tables(answer: RobustnessAnswer) -> list[Table]:
    """Return how often each is first with the doubts, and without them; none where no doubt is drawn."""
    found, present = answer.found, answer.found.present
    if found.apart is None or present is None:
        return []
    errors = [found.standard_error[:, 0], found.apart.standard_error[:, 0]]
    errors += [present.together_error, present.apart_error]
    columns = (found.acceptability[:, 0], found.apart.acceptability[:, 0], present.together, present.apart)
    return [
        Table(
            title="How often is each first, doubts drawn together or rating by rating (in %)?",
            columns=[
                Column("Option"),
                Column("Together", "right"),
                Column("One by one", "right"),
                Column("At these weights", "right"),
                Column("One by one", "right"),
            ],
            rows=[
                [answer.title(i), *(share_word(float(column[i]), exact=False) for column in columns)]
                for i in found.order
            ],
            legend=[
                f"At these weights N = {present.samples:,}; "
                f"standard error at most {max(float(part.max()) for part in errors) * 100:.2f} points"
            ],
        )
    ]


def research_table(answer: RobustnessAnswer, most: int) -> Table:
    """Return the ratings most worth knowing, and what knowing one or all of them would be worth."""
    problem, scenario, known = answer.study.problem, answer.study.scenario, answer.found.known
    worth: list[tuple[float, Sequence[Cell]]] = [
        (
            g.points,
            [
                f"{answer.title(g.option)} on {item_title(answer, problem.factors[g.factor])}",
                rating_word(problem, g.option, g.factor),
                gain_word(g.points),
                reason(scenario, problem, g.option, g.factor),
            ],
        )
        for g in known.gains
        if g.points > NO_GAIN
    ]
    worth += [
        (gain.points, _doubt_row(answer, answer.doubts[gain.doubt], gain.points))
        for gain in known.doubts
        if gain.points > NO_GAIN
    ]
    worth.sort(key=lambda found: -found[0])
    rows = [row for _, row in worth[:most]]
    said = _research_words(answer)
    if len(worth) > most:
        said += f" The first {most} are shown, JSON has all."
    return Table(
        title="What should be found out next?",
        columns=[
            Column("Rating or doubt" if known.doubts else "Rating"),
            Column("Now", "right"),
            Column("Gain", "right"),
            Column("Reason now"),
        ],
        rows=rows,
        finding=said,
    )


def _doubt_row(answer: RobustnessAnswer, id_: str, points: float) -> list[Cell]:
    scenario = answer.study.scenario
    doubt = scenario.doubts[id_]
    where = ", ".join(dict.fromkeys(cell_where(scenario, doubt)))
    count = f"{len(doubt.ratings)} ratings together" if len(doubt.ratings) > 1 else "one rating"
    title = answer.study.titles.doubts[id_]
    return [title, "", gain_word(points), f"A doubt: {count}{f' [{where}]' if where else ''}"]


def _research_words(answer: RobustnessAnswer) -> str:
    known, unknown = answer.found.known, answer.study.problem.unknown
    n, blank = len(known.gains), sum(bool(unknown[g.option, g.factor]) for g in known.gains)
    if not n and not known.doubts:
        return "No rating is uncertain, so there is nothing to find out."
    if not math.isfinite(known.lead):
        return "There is only one option, so there is nothing to choose."
    most = max([gain.points for gain in known.gains[:1]] + [gain.points for gain in known.doubts[:1]])
    if n == 0 and len(known.doubts) == 1:
        title = answer.study.titles.doubts[answer.doubts[known.doubts[0].doubt]]
        worth = (
            f"be worth {gain_word(most)} points on average" if most > NO_GAIN else "not change that choice"
        )
        return f"{_choice_words(answer)} Knowing the one doubt ({title}) would {worth}."
    if n == 1 and not known.doubts:
        worth = (
            f"be worth {gain_word(most)} points on average" if most > NO_GAIN else "not change that choice"
        )
        which = "the one uncertain rating" + (" (an unknown one)" if blank else "")
        return f"{_choice_words(answer)} Knowing {which} would {worth}."
    which = _unknowns(n, blank, len(known.doubts))
    if most > NO_GAIN:
        said = f"Knowing one of {which} would be worth at most {gain_word(most)} points on average"
    else:
        said = f"Knowing any one of {which} would not change that choice"
    return f"{_choice_words(answer)} {said}, the others at their means; {_together_words(answer)}."


def _unknowns(ratings: int, blank: int, doubts: int) -> str:
    """Return what there is to know: ratings that no doubt moves, and doubts."""
    parts = []
    if ratings:
        counted = "the uncertain rating" if ratings == 1 else f"the {ratings} uncertain ratings"
        parts.append(counted + (f" ({blank} of them unknown)" if blank else ""))
    if doubts:
        parts.append("the doubt" if doubts == 1 else f"the {doubts} doubts")
    return " or ".join(parts)


def _choice_words(answer: RobustnessAnswer) -> str:
    """Say what is chosen at the means of the ratings, where gains are told from, and as they stand."""
    known, ranking = answer.found.known, answer.ranking
    means = f"At the means of the uncertain ratings {answer.title(known.choice)} is "
    means += f"ahead by {known.lead:.2f} points" if known.lead > TIE else "level with the next"
    stated = "at the ratings as they stand, which sensitivity looks at,"
    if len(ranking.leaders) > 1:
        return f"{means}; {stated} {answer.titles(ranking.leaders)} tie."
    lead = f"{ranking.behind[ranking.order[1]]:.2f}"
    if ranking.leaders == (known.choice,):
        return f"{means}; {stated} by {lead}."
    return f"{means}; {stated} {answer.titles(ranking.leaders)} is, by {lead}."


def _together_words(answer: RobustnessAnswer) -> str:
    known = answer.found.known
    drawn = f"N = {known.samples:,}, seed {answer.model.seed}"
    if known.together > 0:
        error = f" (standard error {gain_word(known.together_error)}; {drawn})" if known.samples else ""
        return f"knowing all of them together would be worth {gain_word(known.together)}{error}"
    if known.samples:
        return f"knowing all of them together would have changed it in no draw ({drawn})"
    return "nor would knowing all of them together, whatever they are"


def gain_word(number: float) -> str:
    """Return points gained on average, with three decimals, or more where these would show 0.000."""
    return f"{number:.3f}" if number == 0 or number >= LEAST_GAIN else f"{number:.1g}"
