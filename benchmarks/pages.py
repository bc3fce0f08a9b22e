"""Pages and pictures: how much processor time, how large, and how fast sliders repaint in a browser.

    python benchmarks/pages.py [RUNS]

Run it with the Python that has the package installed, and its extra `test` for the browser.
Each pair is run in turn; the median of the pairwise ratios counts.
"""

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

RUNS = int(sys.argv[1]) if len(sys.argv) > 1 else 11
SCENARIO = str(Path(sys.executable).with_name("scenario"))
# Modules are compiled once, as installing does.
ENVIRONMENT = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
OPTIONS, DRIVERS, EACH = 12, 5, 6
MOVES = 200

# Moves a slider by one step, and measures how long the page's own work for it takes.
REPAINT = """moves => {
  const slider = document.querySelector('#try-drivers input[type=range]');
  const took = [];
  for (let k = 0; k < moves; k += 1) {
    slider.value = String((k * 37) % 100 + 1);
    const start = performance.now();
    slider.dispatchEvent(new Event('input'));
    document.body.getBoundingClientRect();
    took.push(performance.now() - start);
  }
  return took;
}"""


def cpu(command: list[str], folder: str) -> float:
    """Return the processor time of one run of a command, in seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=folder, env=ENVIRONMENT, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def report_against_score(folder: str) -> float:
    """Return the processor time of a report by that of a score and of importing Jinja2."""
    python = [sys.executable, "-c"]
    ratios = []
    cpu([SCENARIO, "report", "-o", "report.html"], folder)
    for _ in range(RUNS):
        ours = cpu([SCENARIO, "report", "-o", "report.html"], folder)
        score = cpu([SCENARIO, "score", "-f", "json"], folder)
        jinja = cpu([*python, "import jinja2"], folder) - cpu([*python, "pass"], folder)
        ratios.append(ours / (score + jinja))
    return statistics.median(ratios)


def large() -> str:
    """Return a scenario of many options and factors, as text of a file."""
    lines = ["format: scenario/1", "id: large", "title: Large", "question: Which?", "drivers:"]
    factors = [f"f{k}_{j}" for k in range(DRIVERS) for j in range(EACH)]
    for k in range(DRIVERS):
        inside = ", ".join(f"f{k}_{j}: {{title: Factor {k} {j}}}" for j in range(EACH))
        lines.append(f"  d{k}: {{title: Driver {k}, factors: {{{inside}}}}}")
    lines.append("options:")
    lines += [f"  o{i}: {{title: Option number {i}}}" for i in range(OPTIONS)]
    lines.append("ratings:")
    for i in range(OPTIONS):
        cells = ", ".join(f"{factor}: {(i * 7 + n * 13) % 101 / 10}" for n, factor in enumerate(factors))
        lines.append(f"  o{i}: {{{cells}}}")
    return "\n".join(lines) + "\n"


def pictures() -> dict[str, float]:
    """Return how many milliseconds each picture takes once its answer is there, the median."""
    import scenario_cli as sc

    study = sc.study("china-arms-russia")
    several = [study.under(weights) for weights in ("authors", "critics", "personality")]
    answers: list[Any] = [study.score(), study.sensitivity(map_=True), study.explain("straddle")]
    answers += [study.robustness(samples=10_000), study.evidence(), sc.compare(several)]
    found = {}
    for answer in answers:
        for name, draw in answer.report().pictures.items():
            took = []
            for _ in range(RUNS):
                start = time.perf_counter()
                assert draw(720.0).svg
                took.append((time.perf_counter() - start) * 1000)
            found[f"{answer.question} {name}"] = statistics.median(took)
    return found


def repaint(folder: str) -> list[float] | None:
    """Return how many milliseconds moves of a slider take in a browser; ``None`` without one."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        return None
    from playwright.sync_api import sync_playwright

    Path(folder, "large.yaml").write_text(large(), encoding="utf-8")
    subprocess.run([SCENARIO, "score", "large.yaml", "-o", "large.html"], cwd=folder, check=True)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 720})
        page.goto(Path(folder, "large.html").as_uri())
        page.evaluate(REPAINT, 20)
        took: list[float] = page.evaluate(REPAINT, MOVES)
        browser.close()
    return sorted(took)


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        print(
            f"report -o report.html / (score -f json + importing Jinja2): {report_against_score(folder):.2f}"
        )
        for name in ("report", "score", "sensitivity", "evidence"):
            subprocess.run([SCENARIO, name, "-o", f"{name}.html"], cwd=folder, check=True)
            print(f"{name}.html: {Path(folder, f'{name}.html').stat().st_size / 1000:.0f} kB")
        for name, took in pictures().items():
            print(f"picture of {name}: {took:.1f} ms")
        found = repaint(folder)
        if found is None:
            print("sliders: there is no Chromium here")
        else:
            middle, most = statistics.median(found), found[int(0.99 * len(found))]
            size = f"{OPTIONS} options, {DRIVERS * EACH} factors"
            print(f"a slider's move, {size}: median {middle:.1f} ms, 99 of 100 below {most:.1f}")


main()
