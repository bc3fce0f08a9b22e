"""The answer of ``scenario methods`` as a page, as records and as a JSON document."""

import math
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from scenario_cli.answers.methods.ask import MethodsAnswer
from scenario_cli.answers.methods.tables import assumption_table, index_table, rank_table, turn_table
from scenario_cli.answers.methods.words import WORDS, reason, turn_text
from scenario_cli.answers.opening import heading, preamble, remarks
from scenario_cli.choices import MethodName
from scenario_cli.engine.methods.ranked import MethodRanking
from scenario_cli.render.page import Field, Page
from scenario_cli.render.report import Records, Report
from scenario_cli.text import listed

if TYPE_CHECKING:
    from scenario_cli.answers.methods.document import (
        MethodDocument,
        MethodOptionDocument,
        MethodsDocument,
        ThresholdsDocument,
    )
    from scenario_cli.render.svg import Picture


def report(answer: MethodsAnswer) -> "Report[MethodsDocument]":
    """Return the methods as they are shown."""
    return Report(
        finding=finding(answer),
        page=partial(page, answer),
        document=partial(document, answer),
        records=partial(records, answer),
        whole=partial(page, answer, whole=True),
        pictures={"methods": partial(_methods, answer)},
    )


def _methods(answer: MethodsAnswer, width: float) -> "Picture":
    from scenario_cli.answers.methods.pictures.methods import methods_picture

    return methods_picture(answer, finding(answer), width)


def finding(answer: MethodsAnswer) -> str:
    """Return the sentence that says whether first place hangs on adding up, and on what it does."""
    found = answer.found
    base, n = found.additive.leaders, len(answer.study.problem.options)
    ran = [each for each in found.each[1:] if each.runs and (len(each.leaders) < n or len(base) == n)]
    who, be = answer.titles(base), "is" if len(base) == 1 else "are"
    if n == 1:
        return f"{who} is the only option, and first by every method."
    unable = [WORDS[each.method].name for each in found.each if not each.runs]
    alike = [WORDS[e.method].name for e in found.each[1:] if e.runs and e not in ran]
    cannot = f"; {listed(unable)} cannot run" if unable else ""
    tells = f"; {listed(alike)} {_do(alike)} not" if alike else ""
    kind = " that tell options apart" if alike else " that can run" if unable else ""
    agreeing = [each.method for each in ran if each.leaders == base]
    if len(agreeing) == len(ran):
        said = f"{_start(answer)}irst place does not hang on adding up: {who} {be} first by that"
        if not ran:
            alone = f"{_start(answer)}irst by adding up {be} {who}"
            return f"{alone}, and no other method tells options apart{cannot}."
        cannot = tells + cannot
        others = f"all {len(ran)} other methods{kind}" if len(ran) > 1 else _names([ran[0].method])
        return f"{said} and by {others}{cannot}."
    groups: dict[tuple[int, ...], list[MethodName]] = {}
    for each in ran:
        if each.leaders != base:
            groups.setdefault(each.leaders, []).append(each.method)
    clauses = [f"{who} {be} first by {_names(['additive', *agreeing])}"]
    for leaders, methods in groups.items():
        apart = [word for method in methods if (word := WORDS[method].apart)]
        what = f" ({listed(apart)})" if apart else ""
        clauses.append(f"{answer.titles(leaders)} by {_names(methods)}{what}")
    cannot = f"{tells} tell options apart{cannot}" if alike else cannot
    return f"{_start(answer)}irst place hangs on the method: {', '.join(clauses)}{cannot}."


def _do(names: Sequence[str]) -> str:
    return "does" if len(names) == 1 else "do"


def _start(answer: MethodsAnswer) -> str:
    return "As published, f" if answer.as_published else "F"


def _names(methods: Sequence[MethodName]) -> str:
    return listed([WORDS[method].name for method in methods])


def page(answer: MethodsAnswer, width: int, *, whole: bool = False) -> Page:
    """Return ranks by every method, where others are first and why, and what each method assumes."""
    tables = [rank_table(answer, width)]
    if answer.turns:
        tables.append(turn_table(answer))
    tables.append(assumption_table(answer))
    if whole:
        tables.append(index_table(answer, width))
    return Page(
        heading=heading(answer.study),
        tables=tables,
        warnings=remarks(answer.flags, "warning"),
        notes=remarks(answer.flags, "note"),
        finding=finding(answer),
        left_out="" if whole else "What each method ranks by, in numbers",
    )


def document(answer: MethodsAnswer) -> "MethodsDocument":
    """Return the JSON document of the methods."""
    options = answer.study.problem.options
    return {
        "format": "methods/1",
        **preamble(answer.study, answer.flags, finding(answer)),
        "as_published": answer.as_published,
        "methods": [_method(answer, ranking) for ranking in answer.found.each],
        "turns": [
            {
                "method": turn.method,
                "first": options[turn.first],
                "before": options[turn.before],
                "rank": int(ranking.ranks[turn.before]),
                "assumption": WORDS[turn.method].apart or "compensation",
                "text": turn_text(answer, turn),
            }
            for turn in answer.turns
            for ranking in answer.found.each
            if ranking.method == turn.method
        ],
    }


def _method(answer: MethodsAnswer, ranking: MethodRanking) -> "MethodDocument":
    found = answer.found
    stated: MethodDocument = {
        "method": ranking.method,
        "reason": reason(answer, ranking),
        "ranking": [_option(answer, ranking, i) for i in ranking.order],
    }
    if ranking is found.vikor:
        stated["compromise"] = answer.ids(found.vikor.compromise)
        stated["advantage"], stated["stability"] = found.vikor.advantage, found.vikor.stability
    elif ranking is found.promethee:
        stated["thresholds"] = _thresholds(answer)
    elif ranking is found.majority:
        options, better = answer.study.problem.options, found.majority.better
        stated["pairwise"] = {
            a: {b: float(better[i, k]) for k, b in enumerate(options) if k != i}
            for i, a in enumerate(options)
        }
        stated["winner"] = None if found.majority.winner is None else options[found.majority.winner]
        stated["cycles"] = [answer.ids(cycle) for cycle in found.majority.cycles]
    return stated


def _option(answer: MethodsAnswer, ranking: MethodRanking, i: int) -> "MethodOptionDocument":
    found, index = answer.found, float(ranking.index[i])
    stated: MethodOptionDocument = {
        "option": answer.study.problem.options[i],
        "title": answer.title(i),
        "rank": int(ranking.ranks[i]),
        "tied": bool(ranking.tied[i]),
        "index": None if math.isnan(index) else index,
    }
    if ranking is found.weighted_product and found.of_sums is not None:
        stated["of_sums"] = float(found.of_sums[i])
    elif ranking is found.vikor:
        stated["s"], stated["r"] = float(found.vikor.s[i]), float(found.vikor.r[i])
    elif ranking is found.promethee:
        stated["plus"], stated["minus"] = float(found.promethee.plus[i]), float(found.promethee.minus[i])
    return stated


def _thresholds(answer: MethodsAnswer) -> "dict[str, ThresholdsDocument]":
    told: dict[str, ThresholdsDocument] = {}
    for factor, how in zip(answer.study.problem.factors, answer.thresholds, strict=True):
        part: ThresholdsDocument = {"type": how.type}
        if "q" in how.takes:
            part["q"] = how.q
        if "p" in how.takes:
            part["p"] = how.p
        if "s" in how.takes:
            part["s"] = how.s
        told[factor] = part
    return told


def records(answer: MethodsAnswer) -> Records:
    """Return one record a method and option; of a method that cannot run without rank and index."""
    found, study = answer.found, answer.study
    columns = ["scenario", "weights", "method", "option", "title", "rank", "tied", "index", "s", "r"]
    columns += ["plus", "minus", "compromise", "reason"]
    rows: list[list[Field]] = []
    for ranking in found.each:
        why = reason(answer, ranking)
        for i in ranking.order or range(len(study.problem.options)):
            told = _option(answer, ranking, i)
            row: list[Field] = [
                study.scenario.id,
                study.weights.id,
                ranking.method,
                told["option"],
                told["title"],
            ]
            row += [told["rank"], told["tied"]] if ranking.runs else [None, None]
            row += [told["index"], told.get("s"), told.get("r"), told.get("plus"), told.get("minus")]
            row += [i in found.vikor.compromise if ranking is found.vikor else None, why]
            rows.append(row)
    return Records(columns, rows)
