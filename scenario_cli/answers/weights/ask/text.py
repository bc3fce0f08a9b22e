"""The centre of what answers leave as a weights file, with its constraints."""

import math

from scenario_cli.answers.weights.ask.ask import AskAnswer
from scenario_cli.answers.weights.ask.words import answer_text
from scenario_cli.files.weights_text import ranges_text, weights_text

PLACES = 1e6  # of per cent: ranges are rounded outwards, so that they hold what they are of


def centre_text(answer: AskAnswer, id_: str) -> str:
    """Return a weights file: the centre, the range of each item's share, and the answers as comments."""
    weights, scenario = answer.study.weights, answer.study.scenario
    head = [f"{weights.title}; its ranges are the least and greatest shares that are left."]
    head += [f"{one.whose}: {answer_text(scenario, a)}" for one in answer.judged for a in one.stated.answers]
    text = weights_text(id_, weights.title, scenario, weights.drivers, weights.factors, head=head)
    return text + ranges_text({item: _outwards(*ends) for item, ends in answer.item_ranges().items()})


def _outwards(low: float, high: float) -> tuple[float, float]:
    """Return shares in per cent, rounded outwards."""
    least, most = math.floor(low * 100 * PLACES) / PLACES, math.ceil(high * 100 * PLACES) / PLACES
    return max(0.0, least), min(100.0, most)
