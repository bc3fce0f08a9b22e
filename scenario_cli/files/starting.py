"""Commented files to start from: sound as they stand."""

import re

from scenario_cli.errors import UsageError
from scenario_cli.model.base import ID_PATTERN
from scenario_cli.model.scenario import Scenario

_SCENARIO = """\
# yaml-language-server: $schema=scenario.schema.json
#
# A scenario: one decision, the options, and what they are rated on.
# Save, then run:  scenario score {id}
# Everything after a # is a note for people; keep your reasons here.

format: scenario/1
id: {id}
title: Which coffee machine?
question: Which machine does the office buy?
decision_maker: The office       # whose seat the ratings are given from
as_of: 2024-05
status_quo: keep                 # the option that changes nothing
{named}

sources:
  memo: {{title: Office memo, authors: [A. Writer], publisher: The office, date: 2024-05}}

evidence:                        # what ratings rest on: a claim and where it stands
  slow: {{source: memo, at: "p. 2", says: The present machine takes four minutes a cup.}}

drivers:                         # the explanations; each groups factors
  comfort:
    title: Comfort
    factors:
      taste: {{title: Taste}}      # rated 0 (worst) to 10 (best) unless a scale is given
      # With a value curve, {{title: Taste, scale: {{values: {{3: 0.7}}}}}}: a rating of 3 is worth 0.7.
      wait: {{title: Waiting time, scale: {{worst: 6, best: 0, unit: min, step: 0.5}}}}
      noise: {{title: Noise, scale: {{worst: 0, best: 10, levels: {{loud: 2, fair: 5, quiet: 9}}}}}}
  cost:                          # a driver without factors is itself rated
    title: Price
    scale: {{worst: 900, best: 100, unit: EUR}}

options:
  keep: {{title: Keep the old one}}
  new: {{title: Buy the new one}}

ratings:                         # every option on every factor; "unknown" where you cannot say
  keep:
    taste: {{value: 4, why: Half the office brings its own., kind: judgement}}
    wait: {{value: 4, why: Timed in May., evidence: [slow], confidence: high, kind: reporting}}
    noise: {{value: loud, why: One has to stop talking., kind: reporting}}
    cost: {{value: 100, why: One more service., kind: judgement}}
  new:
    taste: {{value: 8, low: 6, high: 9, why: Tried in the shop., kind: judgement}}
    wait: {{value: 1, low: 0.5, high: 2, why: The maker's own figure., kind: assumption}}
    noise: {{value: quiet, why: Heard in the shop., kind: judgement}}
    cost: {{value: 700, why: The offer on the table., kind: reporting}}

doubts:                          # one unknown behind several ratings: they move together
  maker:
    title: Whether the maker's claims hold
    ratings: [new.taste, new.wait] # each of these states low and high

injects:                         # events to try:  scenario score {id} --inject price_cut
  price_cut:
    title: The price falls
    ratings: {{new: {{cost: {{shift: -200}}}}}}
"""

_WEIGHTS_HEAD = """\
# yaml-language-server: $schema=weights.schema.json
#
# Weights: one perspective on how much each driver counts.
# Points are raw, and any sum will do: 60 and 40 say the same as 3 and 2.
# Save, then run:  scenario score {scenario} -w {id}

format: weights/1
id: {id}
title: {title}
about: Say whose view this is, and why.
{fits}
drivers:
"""

_WEIGHTS_FACTORS = """
# Points within a driver. A driver left out here is shared equally by its factors.
factors:
"""


# What Windows takes for a device, whatever ending stands behind it.
DEVICES = {"con", "prn", "aux", "nul", *(f"{device}{n}" for device in ("com", "lpt") for n in range(10))}


def checked_name(name: str) -> str:
    """Return a name that can be an id.

    Raises
    ------
    UsageError
        It cannot.
    """
    if not re.fullmatch(ID_PATTERN, name) or name in ("true", "false", "null"):
        raise UsageError(
            f"'{name}' cannot name a file here: small letters, digits, '-' and '_', a letter first"
        )
    if name in DEVICES:
        raise UsageError(f"'{name}' cannot name a file here: Windows takes it for a device")
    return name


def scenario_start(id_: str, weights: str | None = None) -> str:
    """Return a commented scenario file, which names weights if there are any."""
    return _SCENARIO.format(id=id_, named=named_weights(weights))


def named_weights(weights: str | None) -> str:
    """Return the line of a scenario that names its weights, or that shows how to."""
    line = f"weights: {weights}" if weights else "# weights: red"
    return f"{line:<32} # the file in weights/ used when -w names none"


def weights_start(id_: str, scenario: Scenario, title: str = "My balance") -> str:
    """Return a commented weights file for a scenario, all points equal."""
    fits = f"scenario: {scenario.id}\n" if re.fullmatch(ID_PATTERN, scenario.id) else ""
    text = _WEIGHTS_HEAD.format(id=id_, title=title, scenario=scenario.id, fits=fits)
    text += "".join(f"  {driver}: 10{_comment(stated.title)}" for driver, stated in scenario.drivers.items())
    groups = {
        driver: stated.factors for driver, stated in scenario.drivers.items() if len(stated.factors) > 1
    }
    if groups:
        text += _WEIGHTS_FACTORS
    for driver, factors in groups.items():
        text += f"  {driver}:\n"
        text += "".join(f"    {factor}: 1{_comment(stated.title)}" for factor, stated in factors.items())
    return text


def _comment(title: str) -> str:
    words = " ".join(title.split())
    return f"   # {words}\n" if words.isprintable() and words else "\n"
