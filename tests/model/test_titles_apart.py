"""Titles are told apart even where a title already looks as if it were."""

from builders import many, scenario_of
from hypothesis import given
from hypothesis import strategies as st

from scenario_cli.model.scenario import Option
from scenario_cli.model.titles import titles_of

BARE = scenario_of([[1]])


def titled(**options):
    return titles_of(BARE.model_copy(update={"options": {k: Option(title=t) for k, t in options.items()}}))


def test_a_title_that_already_looks_told_apart_is_told_apart_itself():
    assert titled(a="Wait (b)", b="Wait", c="Wait").options == {
        "a": "Wait (b) (a)",
        "b": "Wait (b) (b)",
        "c": "Wait (c)",
    }


NAMES = st.sampled_from(("", "a", "b", "Wait", "Wait (a)", "Wait (b)", "a (a)", "a (b)", "a (a) (b)"))


@given(st.lists(NAMES, min_size=1, max_size=5))
@many
def test_no_two_options_read_alike_and_titles_that_differ_stay_as_they_are(names):
    stated = dict(zip("abcde", names, strict=False))
    found = titled(**stated).options
    assert len(set(found.values())) == len(found)
    plain = {id_: name or id_ for id_, name in stated.items()}
    if len(set(plain.values())) == len(plain):
        assert found == plain
    assert all(found[id_].startswith(name) for id_, name in plain.items())
