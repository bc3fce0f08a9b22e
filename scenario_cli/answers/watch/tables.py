"""The tables of ``scenario watch``: the ranking, and what would change first place."""

from collections.abc import Sequence

from scenario_cli.answers.one_way import listed_swings, nearest
from scenario_cli.answers.ranking import DRIVER_STYLES, OPTION_FLAGS, by_driver, rank_word
from scenario_cli.answers.score.ask import ScoreAnswer
from scenario_cli.answers.standing import move_of
from scenario_cli.answers.watch.ask import View
from scenario_cli.engine.sensitivity.nearest import item_id
from scenario_cli.engine.sensitivity.one_way import OneWay
from scenario_cli.render.lines import ALL, Grid, Head
from scenario_cli.render.page import BLOCKS, FLIP, NOW, Cell, Span, bar, bar_width, strip
from scenario_cli.study import Study
from scenario_cli.text import fixed, listed, per_cent, points

ROOM_OPTIONS = 6
_STRIP = 21


def ranking(view: View, width: int) -> Grid:
    """Return the ranking with all that is known of an option, and a bar that shows what each driver gives."""
    answer, study = view.answer, view.answer.study
    drivers = study.scenario.drivers
    signs = [
        Span(BLOCKS[k % len(BLOCKS)], DRIVER_STYLES[k % len(DRIVER_STYLES)]) for k in range(len(drivers))
    ]
    room = bar_width(width)
    low, high = answer.ranking.least, answer.ranking.most
    columns: list[tuple[Head, list[Cell]]] = _standing(view, answer.ranking.order)
    if bool((low != high).any()):
        could = [f"{fixed(float(low[i]))}-{fixed(float(high[i]))}" for i in answer.ranking.order]
        columns.insert(-1, (Head("Could be", "right", leaves=3), [*could]))
    flags = [_flags(answer, id_) for id_ in answer.ids(answer.ranking.order)]
    if any(flags):
        columns.append((Head("Flags", leaves=4), [*flags]))
    if room:
        bars: list[Cell] = [bar(by_driver(study, i), signs, room) for i in answer.ranking.order]
        columns.append((Head("By driver", leaves=5, drawn=True), bars))
    legend = [
        span
        for sign, (id_, driver) in zip(signs, drivers.items(), strict=True)
        for span in (sign, Span(f" {driver.title or id_}  "))
    ]
    return _grid(
        columns, answer.ids(answer.ranking.order), legend=(*legend, Span("(points of 100)")) if room else ()
    )


def room_ranking(view: View) -> Grid:
    """Return the ranking of the first six options in five columns."""
    order = view.answer.ranking.order
    columns = _standing(view, order[:ROOM_OPTIONS])
    ids = view.answer.ids(order[:ROOM_OPTIONS])
    return _grid(columns, ids, more=len(order) - len(ids), spaced=True)


def _grid(
    columns: Sequence[tuple[Head, Sequence[Cell]]],
    ids: Sequence[str],
    *,
    legend: tuple[Span, ...] = (),
    more: int = 0,
    spaced: bool = False,
) -> Grid:
    """Return columns as a table that has its head and two rows before sentences are whole."""
    compact = 1 + len(ids) + bool(more)
    return Grid(
        heads=[head for head, _ in columns],
        rows=[*zip(*(column for _, column in columns), strict=True)],
        short=ids,
        legend=legend,
        more=more,
        spaced=spaced,
        grows=(0, 4, compact, compact, ALL),
    )


def _standing(view: View, order: Sequence[int]) -> list[tuple[Head, list[Cell]]]:
    """Return the columns that every ranking has, for options in some order."""
    answer = view.answer
    leaders = answer.ranking.leaders
    columns: list[tuple[Head, list[Cell]]] = [
        (Head("#"), [rank_word(answer.ranking, i) for i in order]),
        (
            Head("Option", least=20),
            [(Span(answer.title(i), "bold" if i in leaders else ""),) for i in order],
        ),
        (Head("Score", "right"), [points(answer.ranking.scores[i]) for i in order]),
        (
            Head("Behind", "right", leaves=2),
            ["" if i in leaders else points(answer.ranking.behind[i]) for i in order],
        ),
    ]
    if view.before is not None:
        moves: list[Cell] = [move_of(view.before.study, answer.study, i) for i in order]
        columns.append((Head("Move", leaves=1), moves))
    return columns


def _flags(answer: ScoreAnswer, option: str) -> str:
    codes = [f.code for f in answer.flags if f.option == option and f.code in OPTION_FLAGS]
    return ", ".join(dict.fromkeys(codes))


def flips(answer: ScoreAnswer) -> Grid:
    """Return each weight that can change first place alone: where, and who is first then; nearest first."""
    study = answer.study
    swings = [swing for swing in listed_swings(study, answer.one_way) if swing.flips]
    swings.sort(key=lambda swing: abs(nearest(swing).change))
    heads = [
        Head("Weight of", least=14),
        Head("Now", "right", leaves=2),
        Head("Turns at", "right"),
        Head("Then first", leaves=1, least=14),
        Head("0" + "100".rjust(_STRIP - 1), leaves=3, drawn=True),
    ]
    rows: list[Sequence[Cell]] = [_flip(study, swing) for swing in swings]
    legend = (Span(f"{NOW} now  {FLIP} turn; % of the whole, the others keep proportions", "dim"),)
    return Grid(heads=heads, rows=rows, legend=legend, grows=(0, 0, 0, 0, ALL))


def _flip(study: Study, swing: OneWay) -> Sequence[Cell]:
    flip, id_ = nearest(swing), item_id(study.problem, swing)
    return [
        study.titles.items[id_],
        per_cent(swing.weight),
        f"{per_cent(flip.at)} ({flip.change * 100:+.1f})",
        listed([study.title(study.problem.options[i]) for i in flip.to]),
        strip(swing.weight, [f.at for f in swing.flips], _STRIP),
    ]
