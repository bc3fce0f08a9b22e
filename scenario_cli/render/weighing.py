"""What a change of weights does, and weights that were made: pages and JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from scenario_cli.engine.additive import Ranking
from scenario_cli.engine.flags import Flag
from scenario_cli.engine.problem import Array, DecisionProblem
from scenario_cli.render.basis import Basis, preamble, remarks, shares
from scenario_cli.render.score import ScoreAnswer, ranking_table
from scenario_cli.render.shares import NEGLIGIBLE, change, count_most, heaviest
from scenario_cli.render.table import Cell, Column, Field, Page, Table
from scenario_cli.text import first_place, listed, per_cent, points


class Crossing(NamedTuple):
    """A flip on the straight way from the old weights to the new: where, and who takes over."""

    way: float
    shares: Array
    to: tuple[int, ...]


@dataclass(frozen=True, eq=False, kw_only=True)
class EffectAnswer:
    """Old and new weights, and the rankings under them; ``done`` says what happened to the file."""

    basis: Basis
    before: DecisionProblem
    was: Ranking
    ranking: Ranking
    changes: Mapping[str, tuple[str, str]]
    crossings: tuple[Crossing, ...]
    flags: Sequence[Flag]
    done: str


def effect_finding(answer: EffectAnswer) -> str:
    """Return the sentence that says whether first place changed, and which flip was crossed."""
    basis = answer.basis
    titles = [basis.title(id_) for id_ in basis.problem.options]
    said = first_place(answer.was.leaders, answer.ranking.leaders, titles.__getitem__)
    for crossing in answer.crossings:
        moved = _moved(answer, crossing)
        said += f"; the flip to {listed([titles[i] for i in crossing.to])} was crossed at {moved}"
    return said + "."


def _moved(answer: EffectAnswer, crossing: Crossing) -> str:
    drivers = answer.basis.problem.drivers
    old, new = answer.before.driver_weights, answer.basis.problem.driver_weights
    most = max(range(len(drivers)), key=lambda k: abs(new[k] - old[k]))
    if new[most] == old[most]:
        return f"{crossing.way:.0%} of the way"
    return f"{drivers[most]} {per_cent(crossing.shares[most])}"


def effect_document(answer: EffectAnswer, command: str) -> dict[str, Any]:
    """Return the JSON document of a change."""
    problem = answer.basis.problem
    return preamble(answer.basis, command, answer.flags, effect_finding(answer)) | {
        "changes": [{"id": id_, "from": old, "to": new} for id_, (old, new) in answer.changes.items()],
        "was": {
            "drivers": shares(problem.drivers, answer.before.driver_weights),
            "factors": shares(problem.factors, answer.before.weights),
        },
        "ranking": [
            {
                "option": problem.options[i],
                "rank": int(answer.ranking.ranks[i]),
                "score": float(answer.ranking.scores[i]),
                "was": {"rank": int(answer.was.ranks[i]), "score": float(answer.was.scores[i])},
            }
            for i in answer.ranking.order
        ],
        "crossed": [
            {"drivers": shares(problem.drivers, c.shares), "to": [problem.options[i] for i in c.to]}
            for c in answer.crossings
        ],
        "done": answer.done,
    }


def effect_page(answer: EffectAnswer, width: int) -> Page:
    """Return old and new shares, then old and new ranks."""
    rows = _share_rows(
        answer.basis.problem.drivers, answer.before.driver_weights, answer.basis.problem.driver_weights
    )
    factors = _share_rows(answer.basis.problem.factors, answer.before.weights, answer.basis.problem.weights)
    rows += [row for row in factors if row[0] not in answer.basis.problem.drivers]
    typed = ", ".join(f"{id_} {old} -> {new}" for id_, (old, new) in answer.changes.items())
    shown = ScoreAnswer(
        basis=answer.basis, ranking=answer.ranking, one_way=(), flags=answer.flags, before=answer.was
    )
    return Page(
        heading=[f"{answer.basis.weights.id}: {typed}" if typed else answer.basis.weights.id, answer.done],
        tables=[
            Table(
                title="Which shares moved?",
                columns=[
                    Column("Weight of"),
                    Column("Was", "right"),
                    Column("Now", "right"),
                    Column("Change", "right"),
                ],
                rows=rows,
                finding="Points are raw: where one changes, the others are rescaled to keep the sum."
                if rows
                else "No share moved.",
            ),
            ranking_table(shown, width),
        ],
        warnings=remarks(answer.flags, "warning"),
        finding=effect_finding(answer),
    )


def _share_rows(ids: Sequence[str], old: Array, new: Array) -> list[Sequence[Cell]]:
    return [
        [id_, per_cent(a), per_cent(b), change(b - a)]
        for id_, a, b in zip(ids, old, new, strict=True)
        if abs(b - a) > NEGLIGIBLE
    ]


def effect_records(answer: EffectAnswer) -> tuple[list[str], list[list[Field]]]:
    """Return one record an option."""
    document = effect_document(answer, "")
    columns = ["option", "rank", "score", "was_rank", "was_score"]
    rows: list[list[Field]] = [
        [row["option"], row["rank"], row["score"], row["was"]["rank"], row["was"]["score"]]
        for row in document["ranking"]
    ]
    return columns, rows


@dataclass(frozen=True, eq=False, kw_only=True)
class MadeAnswer:
    """Weights that were made for some items, with the ranking under them."""

    command: str
    basis: Basis
    ranking: Ranking
    items: Mapping[str, float]
    how: str
    rows: Sequence[Sequence[Cell]]
    columns: Sequence[Column]
    extra: Mapping[str, Any]
    flags: Sequence[Flag]
    remark: str = ""


def made_finding(answer: MadeAnswer) -> str:
    """Return the sentence that says what counts most and who leads under it."""
    most = heaviest(answer.items)
    share = per_cent(answer.items[most[0]]) + (" each" if len(most) > 1 else "")
    leaders = listed([answer.basis.title(answer.basis.problem.options[i]) for i in answer.ranking.leaders])
    lead = f"{count_most(most)} ({share}); under these weights {leaders}"
    if len(answer.ranking.leaders) > 1:
        return f"{lead} tie for first."
    if len(answer.ranking.order) == 1:
        return f"{lead} is the only option."
    behind = answer.ranking.behind[answer.ranking.order[1]]
    return f"{lead} ranks first by {points(float(behind))} points of 100."


def made_document(answer: MadeAnswer) -> dict[str, Any]:
    """Return the JSON document: the shares under ``weights``, as the contract has it for these commands."""
    problem = answer.basis.problem
    found = preamble(answer.basis, answer.command, answer.flags, made_finding(answer))
    found["resulting"] = found["weights"]
    return found | {
        "weights": dict(answer.items),
        "ranking": [
            {
                "option": problem.options[i],
                "rank": int(answer.ranking.ranks[i]),
                "score": float(answer.ranking.scores[i]),
            }
            for i in answer.ranking.order
        ],
        **answer.extra,
    }


def made_records(answer: MadeAnswer) -> tuple[list[str], list[list[Field]]]:
    """Return one record an item."""
    return ["id", "weight"], [[id_, weight] for id_, weight in answer.items.items()]


def made_page(answer: MadeAnswer, width: int) -> Page:
    """Return the shares that were made, then the ranking under them."""
    shown = ScoreAnswer(basis=answer.basis, ranking=answer.ranking, one_way=(), flags=answer.flags)
    return Page(
        heading=[answer.basis.scenario.title, answer.how],
        tables=[
            Table(
                title="Which weights come out?",
                columns=answer.columns,
                rows=answer.rows,
                finding=answer.remark or "The shares sum to 100%.",
            ),
            ranking_table(shown, width),
        ],
        warnings=remarks(answer.flags, "warning"),
        finding=made_finding(answer),
    )
