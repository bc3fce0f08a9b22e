"""Where two results differ, what is shown of it."""

from scenario_cli.answers.verify.mismatches import mismatches


def test_long_texts_are_shown_from_shortly_before_they_part():
    one, other = f"{'a long beginning, ' * 9}51.9 and more", f"{'a long beginning, ' * 9}61.9 and more"
    (found,) = mismatches(one, other, "finding", strict=True)
    assert found.stated == '..., a long beginning, 51.9 and more"'
    assert found.computed == '..., a long beginning, 61.9 and more"'


def test_short_ones_are_shown_as_they_are():
    assert mismatches("ab", "ac", "x", strict=True) == [("x", '"ab"', '"ac"')]
    (found,) = mismatches("x" * 100, 1, "x", strict=True)
    assert found.stated == f'"{"x" * 59}...'
