"""The way of a command through the rooms: which modules it passes, how often it turns from one to another.

Usage: python benchmarks/ways.py            (in the folder of the package that is to be looked at)

Counts, for a run of each command, the functions of the package that are called (each once), the modules and
the rooms (folders) that they stand in, the calls that lead from one module into another, and those that come
back into a module that was left before: returns. Calls that are the same, from one function to another, count
once: a loop is not a way.
"""

import contextlib
import io
import os
import shutil
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
WAYS = {
    "score": ["score", "coffee"],
    "sensitivity": ["sensitivity", "coffee", "--blend", "thrift"],
    "weights set": ["weights", "set", "weights/balanced.yaml", "cost=90"],
    "batch": ["batch", "coffee", "-w", "weights/balanced.yaml", "-w", "weights/thrift.yaml", "--jobs", "1"],
}


def followed(args: list[str], package: str) -> dict[str, int]:
    """Run a command line, and count what it passes."""
    from scenario_cli.cli.app import app

    steps: list[tuple[str, str]] = []
    seen: set[tuple[str, str]] = set()

    def look(frame, event, _):
        if event != "call" or not frame.f_code.co_filename.startswith(package):
            return
        caller = frame.f_back
        while caller is not None and not caller.f_code.co_filename.startswith(package):
            caller = caller.f_back
        here, there = frame.f_code, caller.f_code if caller is not None else None
        if here.co_name.startswith("<") or there is None:
            return
        step = (f"{there.co_filename}:{there.co_qualname}", f"{here.co_filename}:{here.co_qualname}")
        if step not in seen:
            seen.add(step)
            steps.append((there.co_filename, here.co_filename))

    # Python's stdout must be a stream of bytes, too.
    stdout = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    with contextlib.redirect_stdout(stdout), contextlib.suppress(SystemExit):
        sys.setprofile(look)
        try:
            app(args, prog_name="scenario")
        finally:
            sys.setprofile(None)
    turns = [(a, b) for a, b in steps if a != b]
    entered: set[str] = set()
    returns = 0
    for _, module in turns:
        returns += module in entered
        entered.add(module)
    modules = {name for step in steps for name in step}
    rooms = {os.path.relpath(name, package).partition(os.sep)[0] for name in modules}
    return {
        "functions": len({step[1] for step in seen}),
        "modules": len(modules),
        "rooms": len(rooms),
        "turns": len(turns),
        "returns": returns,
    }


def main() -> None:
    """Print a row for each command."""
    import scenario_cli

    package = os.path.dirname(scenario_cli.__file__)  # noqa: PTH120 - as code objects name their files
    folder = tempfile.mkdtemp()
    shutil.copytree(HERE / "tests" / "golden" / "files", folder, dirs_exist_ok=True)
    os.chdir(folder)
    try:
        for name, args in WAYS.items():
            followed(args, package)  # what is only done once is done now
            print(f"{name:12}", *(f"{count:4} {what}" for what, count in followed(args, package).items()))
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
