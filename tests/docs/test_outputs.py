"""The script that writes the outputs of a page anew leaves all else as it is."""

import runpy
from pathlib import Path

REFRESHED = runpy.run_path(str(Path(__file__).parents[2] / "docs" / "outputs.py"))["refreshed"]
PAGE = """# A page

```console
$ echo one
{one}
$ echo two > two.txt
$ cat two.txt nobody.txt 2> said.txt
{two}
[exit code 1]
$ false{code}
```

```python
print(1 + 1)
```

```text
{sum}
```

```python
print("not shown")
```
"""


def test_what_is_shown_is_written_anew_and_nothing_else(tmp_path):
    old = PAGE.format(one="once", two="twice", sum=3, code="")
    text, surprises = REFRESHED(old, tmp_path)
    assert text == PAGE.format(one="one", two="two", sum=2, code="\n[exit code 1]")
    assert surprises == ["false\n[exit code 1]"]
