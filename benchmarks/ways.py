"""The way of a command through the rooms: how often the command line has the value in hand on the way.

Usage: python benchmarks/ways.py

For a run of each command: functions of the command line that are called; calls from it into other rooms,
each a way down and back; the calls between rooms in all; and those that lead back up, from a room to one
above it. A call from one function to another counts once, however often it is made: a loop is not a way.
Rooms are the folders of the package; files beside them (text, errors ...) count as the ground.
"""

import contextlib
import io
import os
import shutil
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
FLOORS = ("model", "files", "engine", "render", "study.py", "answers", "batch", "cli")
WAYS = {
    "score": ["score", "coffee"],
    "sensitivity": ["sensitivity", "coffee", "--blend", "thrift"],
    "weights set": ["weights", "set", "weights/thrift.yaml", "cost=7"],
    "batch": ["batch", "coffee", "-w", "weights/balanced.yaml", "-w", "weights/thrift.yaml", "--jobs", "1"],
}

Step = tuple[str, str]


def steps_of(args: list[str], package: str) -> list[Step]:
    """Run a command line, and return the calls within the package, as files and functions, each once."""
    from scenario_cli.cli.app import app

    seen: dict[Step, None] = {}

    def look(frame, event, _):
        if event != "call" or not frame.f_code.co_filename.startswith(package):
            return
        caller = frame.f_back
        while caller is not None and not caller.f_code.co_filename.startswith(package):
            caller = caller.f_back
        if caller is not None and not frame.f_code.co_name.startswith("<"):
            seen.setdefault((_place(caller.f_code), _place(frame.f_code)))

    def _place(code):
        return f"{os.path.relpath(code.co_filename, package)}:{code.co_qualname.partition('.<locals>')[0]}"

    stdout = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")  # the program writes bytes
    with contextlib.redirect_stdout(stdout), contextlib.suppress(SystemExit):
        sys.setprofile(look)
        try:
            app(args, prog_name="scenario")
        finally:
            sys.setprofile(None)
    return list(seen)


def room(place: str) -> str:
    """Return the room of a place; files beside the folders are the ground."""
    first = place.partition(":")[0].partition(os.sep)[0]
    return first if first in FLOORS else "ground"


def floor(place: str) -> int:
    """Return how high a room stands."""
    return FLOORS.index(room(place)) if room(place) in FLOORS else -1


def main() -> None:
    """Print a row for each command."""
    import scenario_cli

    package = os.path.dirname(scenario_cli.__file__)  # noqa: PTH120 - as code objects name their files
    for name, args in WAYS.items():
        folder = tempfile.mkdtemp()
        shutil.copytree(HERE / "tests" / "golden" / "files", folder, dirs_exist_ok=True)
        os.chdir(folder)
        steps_of([*args[:1], "--help"], package)  # what is only imported is imported now
        steps = steps_of(args, package)
        shutil.rmtree(folder)
        between = [(a, b) for a, b in steps if room(a) != room(b) and room(b) != "ground"]
        counts = {
            "functions of the command line": len({p for step in steps for p in step if room(p) == "cli"}),
            "calls from it": sum(room(a) == "cli" for a, _ in between),
            "calls between rooms": len(between),
            "of these back up": sum(floor(a) < floor(b) for a, b in between),
        }
        print(f"{name:12}", *(f"{count:3} {what}" for what, count in counts.items()), sep="  ")


if __name__ == "__main__":
    main()
