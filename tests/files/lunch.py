"""Small scenarios and weights as text, and what is told of them."""

import pytest

from scenario_cli.errors import InputError
from scenario_cli.files.parsed import parse
from scenario_cli.files.reading import format_of, scenario_from, weights_from
from scenario_cli.mistakes import dotted

HEAD = "format: scenario/1\ntitle: Where do we eat?\nquestion: Which place?\n"
DRIVERS = "drivers:\n  taste: {scale: {levels: {good: 8}}}\n"
REST = "options:\n  inn: {}\nratings:\n  inn: {taste: 7}\n"


def problems(text, scenario=None):
    """Return the problems of a scenario, or of weights held against a scenario."""
    found = parse("x.yaml", text if isinstance(text, bytes) else text.encode())
    with pytest.raises(InputError) as error:
        weights_from(found, scenario) if format_of(found) == "weights" else scenario_from(found)
    return error.value.mistakes


def told(text, scenario=None):
    """Return line, column, code and path of every problem."""
    return [(p.line, p.column, p.code, dotted(p.path)) for p in problems(text, scenario)]


def cell(stated):
    """Return a scenario whose one rating is stated so."""
    return HEAD + DRIVERS + f"options:\n  inn: {{}}\nratings:\n  inn:\n    taste: {stated}\n"


def weights(body):
    """Return weights for lunch."""
    return f"format: weights/1\nscenario: lunch\n{body}"
