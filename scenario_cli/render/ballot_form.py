"""A ballot to be filled in, on a page for a browser or on paper: one file, no network, no result in it."""

from collections.abc import Sequence
from importlib.resources import files
from typing import Any, NamedTuple

from scenario_cli.render.html import hash_of, inert, lean
from scenario_cli.render.json import compact_json


class Asked(NamedTuple):
    """What is to be weighed or put in order: a driver, a factor, an option.

    ``swing`` says from what to what it goes where it is rated; ``parts`` are a driver's factors, where
    points can be shared between several.
    """

    id: str
    title: str
    about: str = ""
    swing: str = ""
    parts: Sequence["Asked"] = ()


class BallotForm(NamedTuple):
    """What a form asks, and what it says of itself in the file that it saves.

    ``whom`` says for whom a person is to weigh.
    ``origin`` are the lines of that file which tell what the form was made from; ``scenario`` is the id
    that the file names, where it can.
    """

    title: str
    under: Sequence[str]
    whom: str
    options: Sequence[Asked]
    drivers: Sequence[Asked]
    teams: Sequence[str]
    round: str
    scenario: str
    origin: Sequence[str]
    generator: str


def form_html(form: BallotForm) -> str:
    """Return a ballot to be filled in as HTML; its script has ids and titles, and nothing to compute with."""
    from jinja2 import Environment, StrictUndefined

    style = lean(_joined("page.css", "ballot.css"))
    script = lean(_joined("written.js", "ballot.js"))
    environment = Environment(autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True)
    shown: str = environment.from_string(_joined("ballot.html")).render(
        form=form,
        style=style,
        style_hash=hash_of(style),
        script=script,
        script_hash=hash_of(script),
        data=inert(compact_json(_stated(form))),
    )
    return shown


def _joined(*names: str) -> str:
    assets = files("scenario_cli.render") / "assets"
    return "\n".join((assets / name).read_text(encoding="utf-8") for name in names)


def _stated(form: BallotForm) -> dict[str, Any]:
    return {
        "origin": [*form.origin],
        "scenario": form.scenario,
        "options": [one.id for one in form.options],
        "drivers": [
            {"id": one.id, "title": one.title, "factors": [part.id for part in one.parts]}
            for one in form.drivers
        ],
    }
