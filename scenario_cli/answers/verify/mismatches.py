"""Two results compared part by part."""

import json
from itertools import takewhile
from typing import Any, NamedTuple

WITHIN = 1e-9
MOST_SHOWN = 60
ALIKE_SHOWN = 20  # signs before the first that differs


class Mismatch(NamedTuple):
    """A place in a result where what is stated and what comes out differ."""

    where: str
    stated: str
    computed: str


def mismatches(stated: Any, computed: Any, where: str, *, strict: bool) -> list[Mismatch]:
    """Return the places where two parts of a result differ; numbers may differ by 1e-9.

    Parts that only the computed one has pass unless ``strict``: a version before did not
    have them.
    """
    if isinstance(stated, dict) and isinstance(computed, dict):
        missing = [key for key in computed if key not in stated] if strict else []
        found = [Mismatch(f"{where}.{key}", "missing", "there") for key in missing]
        for key, part in stated.items():
            if key not in computed:
                found.append(Mismatch(f"{where}.{key}", "there", "not computed"))
            else:
                found += mismatches(part, computed[key], f"{where}.{key}", strict=strict)
        return found
    if isinstance(stated, list) and isinstance(computed, list):
        if len(stated) != len(computed):
            return [Mismatch(where, f"{len(stated)} parts", f"{len(computed)} parts")]
        return [
            found
            for i, (a, b) in enumerate(zip(stated, computed, strict=True))
            for found in mismatches(a, b, f"{where}[{i}]", strict=strict)
        ]
    if all(isinstance(x, int | float) and not isinstance(x, bool) for x in (stated, computed)):
        same = abs(stated - computed) <= WITHIN * max(1.0, abs(stated))
    else:
        same = stated == computed and isinstance(stated, bool) == isinstance(computed, bool)
    return [] if same else [Mismatch(where, *_shown(stated, computed))]


def _shown(stated: Any, computed: Any) -> list[str]:
    """Return parts as JSON has them, a whole list or mapping by what it is; long ones where they part."""
    said = [
        f"{len(part)} parts" if isinstance(part, dict | list) else json.dumps(part, ensure_ascii=False)
        for part in (stated, computed)
    ]
    alike = sum(1 for _ in takewhile(lambda signs: signs[0] == signs[1], zip(*said, strict=False)))
    start = max(0, alike - ALIKE_SHOWN)
    if start and max(map(len, said)) > MOST_SHOWN:
        said = [f"...{text[start:]}" for text in said]
    return [text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}..." for text in said]
