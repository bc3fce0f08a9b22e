"""What a press of Tab costs, as processor time beyond the start of Python, and against `import typer`.

    python benchmarks/completion.py [RUNS]

Run it with the Python that has the package installed, in a folder with or without scenarios of its own.
"""

import os
import statistics
import subprocess
import sys
import tempfile

RUNS = int(sys.argv[1]) if len(sys.argv) > 1 else 11
LINES = (
    "scenario sc",
    "scenario score china",
    "scenario score -",
    "scenario batch -",
    "scenario score china-arms-russia-wider --set ",
    "scenario explain ",
    "scenario help weights ",
    "scenario game say -g GAME ",
    "scenario game show -g GAME --turn ",
    "scenario game set -g GAME ratings.",
    "scenario diff GAME:",
)


def processor_time(command: list[str], folder: str, **env: str) -> float:
    """Return the processor time of one run, in milliseconds."""
    process = subprocess.Popen(
        command, cwd=folder, env=os.environ | env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, _, used = os.wait4(process.pid, 0)
    process.returncode = 0
    return 1000 * (used.ru_utime + used.ru_stime)


def median(command: list[str], folder: str, **env: str) -> float:
    """Return the median of some runs, after one that does not count."""
    times = [processor_time(command, folder, **env) for _ in range(RUNS + 1)]
    return statistics.median(times[1:])


def main() -> None:
    """Measure and print."""
    folder = tempfile.mkdtemp()
    scenario = [sys.executable, "-m", "scenario_cli"]
    for line in (["new", "g", "--team", "red"], ["turn", "One", "-g", "g"]):
        subprocess.run([*scenario, "game", *line], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    start = median([sys.executable, "-c", "pass"], folder)
    typer = median([sys.executable, "-c", "import typer"], folder) - start
    print(f"{RUNS} runs each, medians; beyond Python's start ({start:.0f} ms); import typer: {typer:.0f} ms")
    for line in LINES:
        asked = {"_SCENARIO_COMPLETE": "complete_zsh", "_TYPER_COMPLETE_ARGS": line.replace("GAME", "g")}
        took = median(scenario, folder, **asked) - start
        print(f"{line:48} {took:5.0f} ms  aim 150; {took / typer:.2f} of import typer")


if __name__ == "__main__":
    main()
