"""The sentences about what a result rests on."""

from collections.abc import Sequence

from scenario_cli.answers.evidence.ask import EvidenceAnswer
from scenario_cli.engine.evidence import FirstPlace
from scenario_cli.text import listed


def finding(answer: EvidenceAnswer) -> str:
    """Return the sentence that says what first place rests on."""
    leaders = answer.titles(answer.ranking.leaders)
    verb = "tie for first" if len(answer.ranking.leaders) > 1 else "ranks first"
    said = f"{leaders} {verb} under {answer.study.weights.id}"
    if answer.knocked_out is not None:
        out = answer.knocked_out
        said += f"; without {listed(out.ids)} {verdict(answer, out.support.without)}"
    elif answer.ranking.open:
        said += "; with the ratings that are unknown, first place is open already"
    elif answer.linchpins:
        said += f"; first place is open without {any_of(answer.linchpins)}"
    else:
        items = any(item.ratings for item in answer.items.values())
        said += (
            "; first place holds without any single item of evidence"
            if items
            else "; first place holds, and no evidence is cited"
        )
    return said + "."


def listed_few(ids: Sequence[str], most: int = 4) -> str:
    """Return ids as a sentence lists them; of many, the first and a count."""
    return listed([*ids[:most], f"{len(ids) - most} more"] if len(ids) > most else ids)


def any_of(ids: Sequence[str]) -> str:
    """Return ids of which each alone would do."""
    return ids[0] if len(ids) == 1 else f"any one of {listed_few(ids)}"


def verdict(answer: EvidenceAnswer, doubt: FirstPlace) -> str:
    """Return what becomes of first place, as a clause."""
    if not doubt.open:
        return "first place is unchanged whatever those ratings are"
    return f"first place is open: {answer.titles(doubt.could_lead)} could be first"
