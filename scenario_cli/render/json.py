"""Results as JSON documents: sorted keys, full precision, plain ASCII, no NaN."""

import json
from typing import Any


def json_text(document: Any) -> str:
    """Return one JSON document; the same document gives the same bytes on any machine."""
    return json.dumps(document, sort_keys=True, indent=2, allow_nan=False) + "\n"


def compact_json(document: Any) -> str:
    """Return the same in one line, without spaces."""
    return json.dumps(document, sort_keys=True, separators=(",", ":"), allow_nan=False)
