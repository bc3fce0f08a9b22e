"""Swings, questions and answers in words, and how answers are typed."""

from scenario_cli.answers.weights.elicit.ask import swing_words
from scenario_cli.answers.words import rating_words, stated_text
from scenario_cli.model.answers import Judgement, Swing
from scenario_cli.model.scenario import Scenario


def swing_text(scenario: Scenario, swing: Swing) -> str:
    """Return a swing in words: ``Waiting time: from 6 min to 3 min``."""
    if swing.rating is None:
        return swing_words(scenario, swing.item)
    factor = scenario.factors[swing.item]
    rating = factor.scale.levels[swing.rating] if isinstance(swing.rating, str) else swing.rating
    worst, end = rating_words(factor.scale, factor.scale.worst), rating_words(factor.scale, rating)
    return f"{factor.title or swing.item}: from {worst} to {end}"


def question_text(scenario: Scenario, one: Swing, other: Swing) -> str:
    """Return a question in one sentence."""
    first, second = (swing_text(scenario, swing).replace(": from ", " from ", 1) for swing in (one, other))
    return f"Which matters more: {first}, or {second}?"


def answer_text(scenario: Scenario, answer: Judgement) -> str:
    """Return an answer in words."""
    texts = [swing_text(scenario, swing).replace(": from ", " from ", 1) for swing in answer.swings]
    match answer.kind:
        case "more":
            times = "" if answer.times == 1 else f"at least {stated_text(answer.times)} times "
            return f"{texts[0]} matters {times}{'as much as' if times else 'more than'} {texts[1]}"
        case "equal":
            return f"{texts[0]} matters the same as {texts[1]}"
        case "dont_know":
            return f"nobody knows whether {texts[0]} or {texts[1]} matters more"
        case kind:
            most = "at least" if kind == "at_least" else "at most"
            return f"{texts[0]} has {most} {stated_text(round(answer.share * 100, 10))}% of the whole"
