"""Files and folders put in their place, also where another program looks into them for a moment."""

import os
import time
from pathlib import Path

MOVES_NO_OPEN_FILE = os.name == "nt"
PATIENCE = 3.0  # seconds


def put_in_place(made: Path, place: Path) -> None:
    """Move a file or a folder to its place; a file that is there is replaced.

    Windows moves and replaces nothing that is open, and virus scanners, indexes and backups open
    whatever is new: there it is tried again for ``PATIENCE`` seconds.

    Raises
    ------
    OSError
        It cannot be moved; both are as they were.
    """
    wait, until = 0.01, time.monotonic() + PATIENCE
    while True:
        try:
            made.replace(place)
        except PermissionError:
            if not MOVES_NO_OPEN_FILE or time.monotonic() > until:
                raise
            time.sleep(wait)
            wait = min(2 * wait, 0.25)
        else:
            return
