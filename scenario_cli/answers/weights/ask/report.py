"""What answers leave and what to ask next: page, document, records."""

from functools import partial
from typing import TYPE_CHECKING

from scenario_cli.answers.opening import preamble, remarks
from scenario_cli.answers.robustness.words import share_word
from scenario_cli.answers.weights.ask.ask import AskAnswer
from scenario_cli.answers.weights.ask.words import question_text, swing_text
from scenario_cli.render.page import Column, Page, Table
from scenario_cli.render.report import Records, Report
from scenario_cli.text import listed

if TYPE_CHECKING:
    from scenario_cli.answers.weights.ask.document import NextQuestionDocument, WeightsAskDocument

NO_CHANCE = "not the chance that an option is chosen"
STILL = (
    "An answer of another kind would leave less: how many 'times' as much, or a share 'at_least' or "
    "'at_most'{}."
)


def report(answer: AskAnswer) -> "Report[WeightsAskDocument]":
    """Return what answers leave as it is shown."""
    return Report(
        finding=finding(answer),
        page=partial(page, answer),
        document=partial(document, answer),
        records=partial(records, answer),
    )


def finding(answer: AskAnswer) -> str:
    """Return the sentence that says who is first in what is left, and whether anything can still be asked."""
    found, m = answer.outlook, len(answer.study.problem.options)
    if answer.stop == "decided":
        first = [i for i in range(m) if found.everywhere[i]]
        together = " together" if len(first) > 1 else ""
        verb = "are" if len(first) > 1 else "is"
        return f"{answer.titles(first)} {verb} first{together} under all weights that {_answers(answer)}."
    most = max(found.shares)
    best = [i for i in range(m) if found.shares[i] == most]
    share = f"{_share(answer, best[0])}% of {'sampled weightings' if found.samples else 'the weights'}"
    can = int(found.leads.alone.sum()) or int(found.leads.somewhere.sum())
    level = int(found.leads.somewhere.sum()) - can
    tied = f", {level} more only in a tie" if level else ""
    said = f"{answer.titles(best)} {'are each' if len(best) > 1 else 'is'} first in {share}"
    if answer.told:
        said += f" that {_answers(answer)}"
    if answer.stop == "no_question":
        said += ", and no question about two swings can settle it"
        return f"{said}: {can} of {m} options can be first{tied}."
    return f"{said}; {can} of {m} options can still be first{tied}."


def _share(answer: AskAnswer, i: int) -> str:
    """Return in how much an option is first: no 100.0 where another one can be, no 0.0 where it can be."""
    found, share = answer.outlook, float(answer.outlook.shares[i])
    if found.samples and share == 1 and not found.everywhere[i]:
        return ">99.9"
    if found.samples and share == 0 and found.leads.alone[i]:
        return "<0.1"
    return share_word(share, exact=found.samples == 0)


def _answers(answer: AskAnswer) -> str:
    n = answer.told
    return "there are" if not n else f"{n} answer{'' if n == 1 else 's'} leave{'s' if n == 1 else ''}"


def caption(answer: AskAnswer) -> str:
    """Return how the shares came about, and that they are no chances."""
    found = answer.outlook
    within = f", within which factors count as by '{answer.within}'" if answer.over == "drivers" else ""
    if not found.samples:
        return f"Exact: one weighting alone is left{within}; {NO_CHANCE}."
    error = float(found.standard_errors.max()) * 100
    drawn = "" if found.independent else ", from how chains of draws differ"
    return (
        f"N = {found.samples:,} over what is left (of {answer.over}{within}); seed {answer.seed}; "
        f"standard error at most {error:.2f} percentage points{drawn}; {NO_CHANCE}. "
        "Who can be first is exact."
    )


def document(answer: AskAnswer) -> "WeightsAskDocument":
    """Return the JSON document."""
    found, options = answer.outlook, answer.study.problem.options
    return {
        "format": "ask/1",
        **preamble(answer.study, answer.flags, finding(answer), beside=answer.beside),
        "over": answer.over,
        "within": answer.within if answer.over == "drivers" else None,
        "can_lead": [id_ for id_, can in zip(options, found.leads.somewhere, strict=True) if can],
        "shares": [
            {
                "option": id_,
                "share": float(found.shares[i]),
                "standard_error": float(found.standard_errors[i]),
                "can_lead_alone": bool(found.leads.alone[i]),
            }
            for i, id_ in enumerate(options)
        ],
        "next": _next(answer),
        "stop": answer.stop,
        "asked": answer.asked,
        "people": [
            {
                "id": one.judged.origin.id,
                "by": one.judged.stated.by,
                "asked": len(one.judged.stated.answers),
                "can_lead": answer.ids(one.can_lead),
            }
            for one in answer.people
        ],
        "samples": found.samples,
        "seed": answer.seed,
        "independent": found.independent,
    }


def _next(answer: AskAnswer) -> "NextQuestionDocument | None":
    if answer.next is None:
        return None
    question = question_text(answer.study.scenario, *answer.next)
    return {"items": [swing.stated for swing in answer.next], "question": question}


def records(answer: AskAnswer) -> Records:
    """Return one record an option."""
    columns = ["option", "share", "standard_error", "can_lead", "can_lead_alone"]
    can = answer.outlook.leads.somewhere
    return Records(
        columns,
        [
            [each["option"], each["share"], each["standard_error"], bool(can[i]), each["can_lead_alone"]]
            for i, each in enumerate(document(answer)["shares"])
        ],
    )


def page(answer: AskAnswer, width: int) -> Page:
    """Return who can be first in what is left, then the next question."""
    tables = [outlook_table(answer)]
    if answer.people:
        tables.append(people_table(answer))
    if answer.next is not None:
        tables.append(question_table(answer))
    return Page(
        heading=[answer.study.scenario.title, answer.study.scenario.question],
        tables=tables,
        warnings=remarks(answer.flags, "warning"),
        notes=[*([_still(answer)] if answer.stop == "no_question" else []), *remarks(answer.flags, "note")],
        finding=finding(answer),
    )


def _still(answer: AskAnswer) -> str:
    factors = (
        "" if answer.over == "factors" else "; and with 'over: factors' in the file factors are asked about"
    )
    return STILL.format(factors)


def outlook_table(answer: AskAnswer) -> Table:
    """Return who can be first in what is left, the largest share first."""
    found = answer.outlook
    order = sorted(range(len(found.shares)), key=lambda i: -float(found.shares[i]))
    return Table(
        title="Who can be first in what is left?",
        columns=[Column("Option"), Column("First in %", "right"), Column("Can be first")],
        rows=[[answer.title(i), _share(answer, i), _can(answer, i)] for i in order],
        finding=caption(answer),
    )


def _can(answer: AskAnswer, i: int) -> str:
    found = answer.outlook
    if found.everywhere[i]:
        return "always"
    return "yes" if found.leads.alone[i] else "only in a tie" if found.leads.somewhere[i] else "never"


def people_table(answer: AskAnswer) -> Table:
    """Return what each one's answers leave by themselves."""
    several = [one for one in answer.people if len(one.can_lead) > 1]
    items, titles = answer.left.items.ids, answer.study.titles.items
    none = [titles[id_] for id_, empty in zip(items, answer.left.hull.empty, strict=True) if empty]
    only = f" only where {listed(none)} {'have' if len(none) > 1 else 'has'} no weight at all" if none else ""
    decided = len(answer.people) - len(several)
    return Table(
        title="Who can be first by each one's own answers?",
        columns=[Column("Whose"), Column("Answers", "right"), Column("Can be first")],
        rows=[
            [one.judged.whose, str(len(one.judged.stated.answers)), answer.titles(one.can_lead)]
            for one in answer.people
        ],
        finding=f"Their regions meet{only}: some weights agree with all answers. {decided} of "
        f"{len(answer.people)} leave one option alone.",
    )


def question_table(answer: AskAnswer) -> Table:
    """Return the next question, in the factors' own words, and how an answer is written."""
    assert answer.next is not None
    one, other = answer.next
    first, second = (_typed(swing.stated) for swing in answer.next)
    return Table(
        title="Which matters more?",
        columns=[Column("Answer"), Column("Swing")],
        rows=[
            [letter, swing_text(answer.study.scenario, swing)] for letter, swing in (("a", one), ("b", other))
        ],
        finding=f"As a line of answers: {{more: {first}, than: {second}}}, the other way round, "
        f"{{equal: [{first}, {second}]}} or {{dont_know: [{first}, {second}]}}.",
    )


def _typed(stated: object) -> str:
    if isinstance(stated, dict):
        return "{" + ", ".join(f"{id_}: {rating:.12g}" for id_, rating in stated.items()) + "}"
    return str(stated)
