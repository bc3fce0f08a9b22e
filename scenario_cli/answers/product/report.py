"""The whole product of an analysis as a page to hand on, and as a JSON document."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from scenario_cli.answers.compare import report as comparing
from scenario_cli.answers.events import doubt_table, event_table
from scenario_cli.answers.evidence import report as resting
from scenario_cli.answers.evidence.tables import leverage_table, signpost_table, wrong_table
from scenario_cli.answers.explain import report as explaining
from scenario_cli.answers.one_way import one_way_table
from scenario_cli.answers.opening import heading, preamble, remarks, shares
from scenario_cli.answers.product.ask import ProductAnswer, Signpost
from scenario_cli.answers.product.tables import (
    about_tables,
    evidence_table,
    nearest_of,
    reading_table,
    signposts_table,
    sources_table,
    weighed_tables,
)
from scenario_cli.answers.ranking import ranking_table
from scenario_cli.answers.robustness import report as surviving
from scenario_cli.answers.robustness.tables import rank_tables
from scenario_cli.answers.score import report as scoring
from scenario_cli.answers.sensitivity import report as turning
from scenario_cli.answers.sensitivity.tables import ratings_table
from scenario_cli.answers.sliders import sliders_of
from scenario_cli.answers.standing import open_clause
from scenario_cli.answers.ways import brief_page, sentence, ways_clause
from scenario_cli.engine.flags import Flag
from scenario_cli.render.page import Page, Table
from scenario_cli.render.report import Records, Report

if TYPE_CHECKING:
    from collections.abc import Callable

    from scenario_cli.answers.product.document import (
        AskedDocument,
        CarriedDocument,
        ProductDocument,
        SignpostDocument,
    )
    from scenario_cli.render.svg import Picture

RATINGS = LEVERAGE = 12  # as many as their pictures show


def report(answer: ProductAnswer) -> "Report[ProductDocument]":
    """Return the whole product as it is shown."""
    return Report(
        finding=scoring.finding(answer.score),
        page=partial(page, answer),
        brief=lambda _: brief_page(answer.study, scoring.finding(answer.score), ways=False),
        document=partial(document, answer),
        carried=partial(carried, answer),
        records=partial(records, answer),
        state=sliders_of(answer.study),
        pictures=pictures(answer),
    )


def pictures(answer: ProductAnswer) -> "Mapping[str, Callable[[float], Picture]]":
    """Return what draws each picture of the parts, the foremost first; a name stands for one alone."""
    parts = [scoring.report(answer.score).pictures, turning.report(answer.sensitivity).pictures]
    parts += [explaining.report(answer.explain).pictures] if answer.explain is not None else []
    parts += [comparing.report(answer.compare).pictures] if answer.compare is not None else []
    parts += [surviving.report(answer.robustness).pictures, resting.report(answer.evidence).pictures]
    found: dict[str, Callable[[float], Picture]] = {}
    for part in parts:
        found = {**found, **{name: draw for name, draw in part.items() if name not in found}}
    return found


def answer_in_two(answer: ProductAnswer) -> str:
    """Return the answer in two sentences: who is first, by how much; and what would change that."""
    study = answer.study
    turns = ways_clause(study, study.nearest_ways) + open_clause(study)
    return f"{sentence(scoring.lead(study))} {sentence(turns)}"


def carried(answer: ProductAnswer) -> "CarriedDocument":
    """Return what the page of a product carries: the scores, and what it takes to compute all again."""
    options = answer.study.problem.options
    return {**_asked(answer), "scores": shares(options, answer.ranking.scores)}


def _asked(answer: ProductAnswer) -> "AskedDocument":
    return {
        "format": "report/1",
        **preamble(answer.study, answer.flags, scoring.finding(answer.score), beside=answer.beside),
        "samples": answer.samples,
        "seed": answer.robustness.model.seed,
    }


def document(answer: ProductAnswer) -> "ProductDocument":
    """Return the JSON document of the whole product: each part as its own command prints it."""
    return {
        **_asked(answer),
        "ranking": scoring.document(answer.score)["ranking"],
        "sensitivity": turning.document(answer.sensitivity),
        "explain": None if answer.explain is None else explaining.document(answer.explain),
        "compare": None if answer.compare is None else comparing.document(answer.compare),
        "robustness": surviving.document(answer.robustness),
        "evidence": resting.document(answer.evidence),
        "signposts": [_signpost_document(answer, post) for post in answer.signposts],
    }


def _signpost_document(answer: ProductAnswer, post: Signpost) -> "SignpostDocument":
    then = post.ranking
    if then is None:
        return {"inject": post.inject, "first": [], "lead": None, "scores": {}}
    options = answer.study.problem.options
    return {
        "inject": post.inject,
        "first": answer.ids(then.leaders),
        "lead": post.lead,
        "scores": {id_: float(score) for id_, score in zip(options, then.scores, strict=True)},
    }


def records(answer: ProductAnswer) -> Records:
    """Return the ranking, one record an option."""
    return scoring.records(answer.score)


def page(answer: ProductAnswer, width: int) -> Page:
    """Return the whole product: the answer, what would change it, why, for whom, and what it rests on.

    Where one option stands alone, nothing is said of what would put another first.
    """
    study, rivals = answer.study, answer.explain is not None
    flags = _flags(answer)
    return Page(
        heading=heading(study),
        finding=answer_in_two(answer),
        tables=[
            ranking_table(study, width, flags=answer.flags, before=answer.score.before),
            *about_tables(answer),
            *(_turns(answer, width) if rivals else []),
            *_why(answer),
            *_perspectives(answer, width),
            *(_survives(answer, width) if rivals else []),
            *_rests(answer),
            *(_watched(answer) if rivals else []),
            *weighed_tables(answer),
            reading_table(answer),
        ],
        warnings=remarks(flags, "warning"),
        notes=remarks(flags, "note", scoring.ON_REQUEST),
    )


def _turns(answer: ProductAnswer, width: int) -> list[Table]:
    study = answer.study
    return [
        one_way_table(study, answer.score.one_way, width),
        *([event_table(study, width)] if study.events else []),
        *([doubt_table(study, width)] if study.doubt_ways else []),
        nearest_of(ratings_table(answer.sensitivity, RATINGS), RATINGS, len(answer.sensitivity.nearest)),
    ]


def _why(answer: ProductAnswer) -> Sequence[Table]:
    if answer.explain is None:
        return []
    first, reasons, *rest = explaining.page(answer.explain).tables
    more = reasons.left_out
    parts = "parts" if more.startswith("1 ") else "part"
    told = [f"Of the factors that part the two most; {more} {parts} them less."] if more else []
    return [first, reasons._replace(left_out="", legend=told), *rest]


def _perspectives(answer: ProductAnswer, width: int) -> list[Table]:
    if answer.compare is None:
        return []
    ranks = comparing.rank_table(answer.compare, width)
    named = [
        f"{one.id}: {one.title}" for one in answer.compare.columns if one.title.lower() not in ("", one.id)
    ]
    return [
        ranks._replace(
            legend=[*ranks.legend, *(["; ".join(named)] if named else [])],
            finding=comparing.finding(answer.compare),
        ),
        comparing.score_table(answer.compare, width)._replace(picture=""),
        *comparing.parting_tables(answer.compare),
    ]


def _survives(answer: ProductAnswer, width: int) -> list[Table]:
    first, *rest = rank_tables(answer.robustness, width)
    said = f"{surviving.finding(answer.robustness)} {first.finding}"
    fails = Table(
        title="Where does the leader lose?",
        columns=[],
        rows=[],
        finding=surviving.failure_words(answer.robustness),
    )
    return [first._replace(finding=said), *rest, fails]


def _rests(answer: ProductAnswer) -> list[Table]:
    evidence, scenario = answer.evidence, answer.study.scenario
    reach = sum(evidence.reaches(cell) for cell in evidence.by_leverage)
    leverage = leverage_table(evidence, LEVERAGE)._replace(picture="")  # ``steps`` shows nearly the same
    return [
        *([nearest_of(leverage, LEVERAGE, reach)] if reach else []),
        *([sources_table(answer)] if scenario.sources else []),
        *([evidence_table(answer)] if scenario.evidence else []),
        *([wrong_table(evidence)] if evidence.assumptions and answer.explain is not None else []),
    ]


def _watched(answer: ProductAnswer) -> list[Table]:
    seen = signpost_table(answer.evidence)
    return [*([signposts_table(answer)] if answer.signposts else []), *([seen] if seen.rows else [])]


def _flags(answer: ProductAnswer) -> list[Flag]:
    """Return the flags of all parts, each once, warnings first."""
    parts = [part.flags for part in (answer.score, answer.sensitivity, answer.robustness, answer.evidence)]
    flags = dict.fromkeys(flag for part in parts for flag in part)
    return sorted(flags, key=lambda flag: flag.level != "warning")
