"""Signs that JSON writes as two escapes, which libyaml refuses: stand-ins of one length take their place.

A pair of escapes stands for one sign past U+FFFF. Each half is put in place by a sign of a block of
the private use area that the text itself does not use, so that every place stays what it is.
"""

import re

_PAIR = r"\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})"
_ESCAPE = _PAIR + r"|\\."
_BLOCK = 0x800  # as many signs as there are halves
_BLOCKS = (0xF000, 0xE800, 0xE000)


class StandIns:
    """A text as libyaml can read it, and the way back for what was read.

    ``text`` is the text itself where nothing had to be put in place: it holds no such pair, is
    no JSON, or uses all of the private use area.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        has_pair = "\\u" in text and re.search(_PAIR, text)
        self._start = _free_block(text) if has_pair and _is_json(text) else None
        if self._start is not None:
            self.text = re.sub(_ESCAPE, self._put, text)
            halves = f"[{chr(self._start)}-{chr(self._start + 0x3FF)}]"
            self._pairs = re.compile(halves + f"[{chr(self._start + 0x400)}-{chr(self._start + 0x7FF)}]")

    def restored(self, read: str) -> str:
        """Return what was read with the signs that were meant."""
        return read if self._start is None else self._pairs.sub(self._meant, read)

    def _put(self, escape: re.Match[str]) -> str:
        if escape[1] is None or self._start is None:
            return escape[0]
        return "".join(f"\\u{int(half, 16) - 0xD800 + self._start:04x}" for half in (escape[1], escape[2]))

    def _meant(self, pair: re.Match[str]) -> str:
        high, low = (ord(half) - (self._start or 0) for half in pair[0])
        return chr(0x10000 + (high << 10) + low - 0x400)


def _is_json(text: str) -> bool:
    from json import loads

    try:
        loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _free_block(text: str) -> int | None:
    """Return where a block starts of which the text holds no sign, written out or as an escape."""
    for start in _BLOCKS:
        first, last = f"{start >> 8:x}", f"{(start + _BLOCK - 1) >> 8:x}"
        escapes = rf"\\u{first[0]}[{first[1]}-{last[1]}]" if last[1].isdigit() else rf"\\u{first[0]}[89a-f]"
        if not re.search(f"[{chr(start)}-{chr(start + _BLOCK - 1)}]|{escapes}", text, re.IGNORECASE):
            return start
    return None
