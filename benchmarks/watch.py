"""How long after a save `scenario watch` shows the ranking again.

    python benchmarks/watch.py [SAVES]

Runs `watch` with its output in a pipe, saves a weights file again and again, and times from
the save to the first line that comes.
"""

import os
import select
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SAVES = int(sys.argv[1]) if len(sys.argv) > 1 else 10
SCENARIO = str(Path(sys.executable).with_name("scenario"))
ENVIRONMENT = {**os.environ, "PYTHONUNBUFFERED": "1"}


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "weights").mkdir()
        file = folder / "weights" / "mine.yaml"
        text = "format: weights/1\nid: mine\ndrivers: {power: 20, interests: 50, personality: 30}\n"
        file.write_text(text)
        command = [SCENARIO, "watch", "-w", "mine"]
        with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, env=ENVIRONMENT) as watching:
            assert watching.stdout is not None
            out = watching.stdout.fileno()
            os.read(out, 1 << 20)
            time.sleep(1)
            taken = []
            for k in range(SAVES):
                while select.select([out], [], [], 0.3)[0]:
                    os.read(out, 1 << 20)
                start = time.perf_counter()
                file.write_text(text.replace("power: 20", f"power: {21 + k}"))
                os.read(out, 1 << 20)
                taken.append((time.perf_counter() - start) * 1000)
            watching.terminate()
    median = statistics.median(taken)
    print(f"from save to the page: median {median:.0f} ms, worst {max(taken):.0f} ms (aim 200)")


if __name__ == "__main__":
    main()
