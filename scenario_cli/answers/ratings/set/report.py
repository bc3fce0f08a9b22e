"""What a change of ratings does: page, document, records."""

from functools import partial
from typing import TYPE_CHECKING, Literal

from scenario_cli.answers.edited import ranked_anew
from scenario_cli.answers.opening import preamble, remarks
from scenario_cli.answers.ranking import ranking_table
from scenario_cli.answers.ratings.set.ask import Command, RatingsSetAnswer
from scenario_cli.answers.words import stated_text
from scenario_cli.render.page import Field, Page
from scenario_cli.render.report import Records, Report
from scenario_cli.text import first_place

if TYPE_CHECKING:
    from scenario_cli.answers.ratings.set.document import RatingsSetDocument

FORMATS: "dict[Command, Literal['ratings-set/1', 'ratings-undo/1', 'ratings-redo/1']]" = {
    "set": "ratings-set/1",
    "undo": "ratings-undo/1",
    "redo": "ratings-redo/1",
}


def report(answer: RatingsSetAnswer) -> "Report[RatingsSetDocument]":
    """Return a change of ratings as it is shown."""
    return Report(
        finding=finding(answer),
        page=partial(page, answer),
        document=partial(document, answer),
        records=partial(records, answer),
    )


def finding(answer: RatingsSetAnswer) -> str:
    """Return the sentence that says whether first place changed."""
    titles = [answer.study.title(id_) for id_ in answer.study.problem.options]
    return first_place(answer.before.ranking.leaders, answer.ranking.leaders, titles.__getitem__) + "."


def document(answer: RatingsSetAnswer) -> "RatingsSetDocument":
    """Return the JSON document of a change."""
    return {
        "format": FORMATS[answer.command],
        **preamble(answer.study, answer.flags, finding(answer)),
        "changes": [{"id": id_, "from": old, "to": new} for id_, (old, new) in answer.changes.items()],
        "ranking": ranked_anew(answer.study, answer.before),
        "done": answer.done,
    }


def page(answer: RatingsSetAnswer, width: int) -> Page:
    """Return what changed, then old and new ranks."""
    moves = [f"{id_} {stated_text(old)} -> {stated_text(new)}" for id_, (old, new) in answer.changes.items()]
    return Page(
        heading=[f"{answer.study.scenario.id}: {', '.join(moves)}", answer.done],
        tables=[ranking_table(answer.study, width, flags=answer.flags, before=answer.before.ranking)],
        warnings=remarks(answer.flags, "warning"),
        finding=finding(answer),
    )


def records(answer: RatingsSetAnswer) -> Records:
    """Return one record an option."""
    rows: list[list[Field]] = [
        [row["option"], row["rank"], row["score"], row["was"]["rank"], row["was"]["score"]]
        for row in document(answer)["ranking"]
    ]
    return Records(["option", "rank", "score", "was_rank", "was_score"], rows)
