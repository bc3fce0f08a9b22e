"""Writes reference/mistakes.md, the page about the codes of mistakes, from what each stands for.

Beside each stands a message as it is printed, from the files that the tests keep as wrong.

Run it where the package can be imported: python docs/mistakes_page.py
"""

import re
from pathlib import Path

from scenario_cli.answers.check.codes import MEANINGS

PAGE = Path(__file__).parent / "reference" / "mistakes.md"
KEPT = Path(__file__).parents[1] / "tests" / "examples" / "invalid"
TOLD = re.compile(r"^\S+?:\d+:\d+: \w+: (?P<message>.*) \[(?P<code>[a-z-]+)\](?P<hint>.*)$")
LONGEST = 130  # signs of a message: the shortest one shows a code as well
INTRO = """\
# Mistakes in files

<!-- Written by docs/mistakes_page.py: change answers/check/codes.py, then run it. -->

A mistake is told in one line: where it stands, what is wrong, a code in brackets, and what to write instead.

```text
FILE:LINE:COLUMN: error: MESSAGE [CODE]; WHAT TO WRITE
```

An *error* has to be mended before anything is computed: the exit code is 3, and there is no result. A
*warning* and a *note* are told beside a result that is right all the same. All mistakes of a file are told
at once.

Programs go by the code, not by the words: it stands in `scenario check -f json` (`problems[].code`), in
`-f jsonl`, and in SARIF as the rule ([checks](../guides/checks.md)). Codes are only ever added. (These are
the codes of files that `check` looks at. Commands have a few more, of what they cannot do: each says it in
its message.) What the reader of a *result* should know is said by [flags](flags.md), which are something
else.

"""


def mistakes_page() -> str:
    """Return the page."""
    shown = _shown()
    rows = [f"| `{code}` | {meaning} | {_cell(shown.get(code, ''))} |" for code, meaning in MEANINGS.items()]
    return INTRO + "\n".join(["| Code | Stands for | As in |", "| --- | --- | --- |", *rows]) + "\n"


def _shown() -> dict[str, str]:
    """Return a message for each code: one that says what was meant, or what to write, before others."""
    found: dict[str, list[tuple[bool, bool, int, str]]] = {}
    for path in sorted(KEPT.glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            told = TOLD.match(line)
            if told is None or len(line) > LONGEST:
                continue
            if told["code"].startswith("unknown-") == bool(re.search("unknown| is no ", told["message"])):
                said = told["message"] + told["hint"]
                rank = ("did you mean" not in said, not told["hint"], len(said))
                found.setdefault(told["code"], []).append((*rank, said))
    return {code: min(messages)[-1] for code, messages in found.items()}


def _cell(text: str) -> str:
    return re.sub(r"([\\`*_{}\[\]<>|])", r"\\\1", text)


if __name__ == "__main__":
    PAGE.write_text(mistakes_page(), encoding="utf-8", newline="\n")
