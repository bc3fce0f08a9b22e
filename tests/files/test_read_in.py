"""The source in which another was read: one that there is, and another."""

import pytest

from scenario_cli.errors import InputError
from scenario_cli.files.reading import read_scenario

TEA = """\
format: scenario/1
title: Tea
question: Which?
drivers: {taste: {}}
options: {green: {}, black: {}}
sources:
  memo: {title: Memo}
  press: {title: Press, read_in: %s}
ratings: {green: {taste: 8}, black: {taste: 4}}
"""


def test_a_source_may_be_read_in_another(tmp_path):
    (tmp_path / "tea.yaml").write_text(TEA % "memo", encoding="utf-8")
    assert read_scenario(tmp_path / "tea.yaml").sources["press"].read_in == "memo"


@pytest.mark.parametrize(
    ("stated", "told"),
    [
        ("mmeo", "unknown other source 'mmeo' [unknown-source]; did you mean 'memo'?"),
        ("press", "unknown other source 'press' [unknown-source]; known: memo"),
        ("5", "expected text, found 5 [wrong-type]"),
    ],
)
def test_one_that_there_is_not_or_the_source_itself_is_told_at_its_place(tmp_path, stated, told):
    (tmp_path / "tea.yaml").write_text(TEA % stated, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_scenario(tmp_path / "tea.yaml")
    (mistake,) = caught.value.mistakes
    assert (mistake.line, mistake.column) == (8, 34)
    assert str(mistake).endswith(f"tea.yaml:8:34: error: {told}")
