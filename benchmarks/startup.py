"""How long commands take to start, as ratios against references measured in the same run.

    python benchmarks/startup.py [RUNS]

Run it with the Python that has the package installed. Each pair is run in turn, so that a
machine that speeds up or slows down does so for both; the median of the pairwise ratios counts.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = int(sys.argv[1]) if len(sys.argv) > 1 else 15
PYTHON = sys.executable
SCENARIO = str(Path(PYTHON).with_name("scenario"))
# What the tool sets for itself, references have as well.
SETTINGS = {"PYDANTIC_DISABLE_PLUGINS": "__all__", "OPENBLAS_NUM_THREADS": "1"}
ENVIRONMENT = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"} | SETTINGS

EMPTY_COMMANDS = """
import typer
app = typer.Typer(context_settings={"help_option_names": ["-h", "--help"]})
@app.callback()
def root(): "Empty commands."
for name in NAMES:
    @app.command(name)
    def command(): "Do nothing."
app()
"""
IMPORTS = "import typer, pydantic, yaml, numpy"
# A command with the same options that does nothing: Typer builds a type adapter for each.
SAME_OPTIONS = """
import typer, pydantic, yaml, numpy
from typing import Annotated, Literal
pydantic.create_model("Model", number=(int, 0))
Text, Texts = Annotated[str | None, typer.Option()], Annotated[list[str], typer.Option()]
app = typer.Typer()
@app.command()
def score(
    scenario: Annotated[str | None, typer.Argument()] = None, weights: Texts = [], inject: Texts = [],
    setting: Texts = [], expect: Text = None, width: Annotated[int | None, typer.Option(min=20)] = None,
    format_: Annotated[Literal["table", "json", "csv", "md"], typer.Option("-f")] = "table",
    output: Text = None, no_colour: Annotated[bool, typer.Option()] = False,
): "Do nothing."
@app.command()
def other(): "Do nothing."
app()
"""
FORCED = f"{IMPORTS}; import typer._adapters; pydantic.create_model('Model', number=(int, 0))"


def python(code: str) -> list[str]:
    """Return a command that runs code."""
    return [PYTHON, "-c", code]


def seconds(command: list[str], folder: str) -> float:
    """Return the wall time of one run of a command."""
    start = time.perf_counter()
    subprocess.run(command, cwd=folder, env=ENVIRONMENT, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


def ratio(ours: list[str], reference: list[str], folder: str) -> tuple[float, float]:
    """Return the median of pairwise ratios, and the ratio of the fastest runs."""
    seconds(ours, folder), seconds(reference, folder)
    pairs = [(seconds(ours, folder), seconds(reference, folder)) for _ in range(RUNS)]
    fastest = min(a for a, _ in pairs) / min(b for _, b in pairs)
    return statistics.median(a / b for a, b in pairs), fastest


def main() -> None:
    """Measure and print."""
    from scenario_cli.cli.app import COMMANDS

    empty_commands = python(f"NAMES = {list(COMMANDS)!r}\n{EMPTY_COMMANDS}")
    same = [*python(SAME_OPTIONS), "score", "-f", "json"]
    cases = [
        ("--version", [SCENARIO, "--version"], "import typer", python("import typer"), 1.3),
        ("--help", [SCENARIO, "--help"], "empty commands' help", [*empty_commands, "--help"], 1.2),
        (
            "score -f json",
            [SCENARIO, "score", "-f", "json"],
            "imports, a model, an empty command",
            same,
            None,
        ),
        (
            "score -f json",
            [SCENARIO, "score", "-f", "json"],
            "what Typer and models load",
            python(FORCED),
            1.2,
        ),
        (
            "score -f json",
            [SCENARIO, "score", "-f", "json"],
            "what they load, ended as ours",
            python(f"{FORCED}; import gc; gc.freeze()"),
            1.2,
        ),
        ("score -f json", [SCENARIO, "score", "-f", "json"], IMPORTS, python(IMPORTS), None),
        ("(what they load)", python(FORCED), IMPORTS, python(IMPORTS), None),
        ("import scenario_cli", python("import scenario_cli"), "import typing", python("import typing"), 1.1),
        (
            "score",
            [SCENARIO, "score"],
            "the same, and rich.table",
            python(f"{FORCED}; import rich.table"),
            1.3,
        ),
    ]
    needs = f"{FORCED}; import scipy.optimize"
    turning = [SCENARIO, "sensitivity", "-f", "json"]
    cases.append(("sensitivity", turning, "the imports it needs, scipy's with them", python(needs), 1.2))
    folder = tempfile.mkdtemp()
    try:
        print(f"{RUNS} pairs each; ratio: median of pairs, (fastest by fastest)")
        for name, ours, against, reference, aim in cases:
            median, fastest = ratio(ours, reference, folder)
            wanted = f"aim {aim}" if aim else "for scale"
            print(f"{name:16} / {against:50} {median:5.2f} ({fastest:.2f})  {wanted}")
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
