"""A scenario that has every part a report tells of, another that has none, and studies drawn at random."""

from typing import Any

from builders import stated_problems, study_of
from hypothesis import strategies as st

from scenario_cli.model.scenario import Scenario

KIOSK = """
format: scenario/1
id: kiosk
title: Which kiosk?
question: Which kiosk does the town let?
about: Three places, one lease.
decision_maker: The town
status_quo: corner
weights: council
sources:
  count: {title: A count, authors: [A. Clerk, B. Clerk], publisher: Town hall, date: 2024-05}
  talk: {title: Talk}
  unread: {title: A shelf}
evidence:
  queue: {source: count, at: p. 3, says: People wait ten minutes.}
  rumour: {source: talk, says: They say the bread is good.}
  idle: {source: talk, at: p. 9, says: Nobody uses this one.}
drivers:
  trade:
    title: Trade
    factors: {passers: {title: Passers-by, about: Who walks by.}, regulars: {title: Regulars}}
  price: {title: Price, about: The rent.}
options:
  corner: {title: The corner, about: As it is.}
  bridge: {title: The bridge}
  park: {title: The park}
ratings:
  corner:
    passers: {value: 8, why: Most pass by., evidence: [queue], kind: reporting, signpost: A road is closed.}
    regulars: {value: 4, why: Stale., evidence: [rumour], kind: judgement, confidence: low}
    price: {value: 6, why: The board., kind: assumption}
  bridge:
    passers: {value: 5, why: Some pass by., evidence: [queue], kind: reporting}
    regulars: {value: 7, why: They bake., evidence: [rumour], kind: assumption}
    price: 5
  park: {passers: 2, regulars: 6, price: 4}
injects:
  works: {title: Road works, ratings: {corner: {passers: {shift: -4}}}, evidence: [queue], otherwise: calm}
  calm: {title: No works, ratings: {corner: {passers: {shift: 1}}}}
  fair: {title: A fair, ratings: {park: {passers: {set: 10}}}}
"""
WEIGHTS = {
    "council": "{trade: 6, price: 4}\ntitle: The council\nabout: As voted.",
    "keepers": "{trade: 9, price: 1}\ntitle: The keepers",
    "thrift": "{trade: 1, price: 9}",
}
BARE = """
format: scenario/1
title: Bare
question: Which?
drivers: {a: {}, b: {}}
options: {keep: {}, go: {}, stay: {}}
ratings: {keep: {a: 4, b: unknown}, go: {a: unknown, b: 6}, stay: {a: 1, b: 2}}
"""
ALONE = """
format: scenario/1
title: Alone
question: Which?
drivers: {a: {}, b: {}}
options: {keep: {}}
ratings: {keep: {a: 4, b: {value: 5, kind: assumption, signpost: Rain.}}}
injects: {storm: {ratings: {keep: {a: {set: 1}}}}}
"""


@st.composite
def watched(draw: Any) -> Any:
    """A study with injects that set a rating, or leave drivers without weight."""
    scenario, weights = draw(stated_problems(unknown=True, most=4))
    places = st.tuples(st.sampled_from(list(scenario.options)), st.sampled_from(list(scenario.factors)))
    changes = draw(st.lists(st.tuples(places, st.integers(0, 10)), max_size=3))
    injects: dict[str, Any] = {
        f"e{k}": {"ratings": {option: {factor: {"set": float(to)}}}}
        for k, ((option, factor), to) in enumerate(changes)
    }
    idle = draw(st.lists(st.sampled_from(list(scenario.drivers)), max_size=2, unique=True))
    if idle:
        injects["idle"] = {"weights": {id_: {"times": 0.0} for id_ in idle}}
    stated = scenario.model_dump(exclude_unset=True) | {"injects": injects}
    return study_of(Scenario.model_validate(stated), weights)
