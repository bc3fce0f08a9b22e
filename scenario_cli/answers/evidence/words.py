"""The sentences about what a result rests on."""

from collections.abc import Sequence

from scenario_cli.answers.evidence.ask import EvidenceAnswer, KnockOut
from scenario_cli.engine.evidence import FirstPlace
from scenario_cli.text import listed


def finding(answer: EvidenceAnswer) -> str:
    """Return the sentence that says what first place rests on."""
    leaders = answer.titles(answer.ranking.leaders)
    several = len(answer.ranking.leaders) > 1
    under = answer.study.weights_title
    if answer.knocked_out is not None:
        out = answer.knocked_out
        told = f"without {listed(out.ids)} {verdict(answer, out)}"
        lead = f"{leaders} {'tie for first' if several else 'is first'} under {under}"
        return f"{told[0].upper()}{told[1:]}; {lead}."
    said = f"{leaders} {'tie for first' if several else 'ranks first'} under {under}"
    if answer.ranking.open:
        return f"{said}; with the ratings that are unknown, first place is open already."
    items = [f"the item {any_of(answer.linchpins)}"] if answer.linchpins else []
    sources = [answer.study.titles.sources[id_] for id_ in answer.load_bearing]
    parts = [*items, *([f"the source {any_of(sources)}"] if sources else [])]
    if parts:
        return f"{said}; first place is open without {' or without '.join(parts)}."
    if any(item.ratings for item in answer.items.values()):
        return (
            f"{said}; first place holds without any single item of evidence, and without any single source."
        )
    return f"{said}; first place holds, and no evidence is cited."


def listed_few(ids: Sequence[str], most: int = 4) -> str:
    """Return ids as a sentence lists them; of many, the first and a count."""
    return listed([*ids[:most], f"{len(ids) - most} more"] if len(ids) > most else ids)


def any_of(ids: Sequence[str]) -> str:
    """Return ids of which each alone would do."""
    return ids[0] if len(ids) == 1 else f"any one of {listed_few(ids)}"


def verdict(answer: EvidenceAnswer, out: KnockOut) -> str:
    """Return what becomes of first place without some evidence, as a clause."""
    if not out.support.alone_cells:
        them = "it" if len(out.ids) == 1 else "them"
        return f"nothing is left unrated, since no rating rests on {them} alone"
    return outcome(answer, out.support.without)


def outcome(answer: EvidenceAnswer, then: FirstPlace) -> str:
    """Return what becomes of first place where some ratings could be anything, as a clause."""
    if not then.open:
        return "first place is unchanged whatever those ratings are"
    return f"first place is open: {answer.titles(then.could_lead)} could be first"
