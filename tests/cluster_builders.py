"""A Dask cluster on this machine for tests: a scheduler, and workers, some of them strange."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

# What makes a worker strange, as its environment says; each hangs for good where it says that it does.
PRELOADED = """
import os, sys, time
from pathlib import Path

strange, said = os.environ["STRANGE"], Path(os.environ["SAID"])
if strange not in ("nothing", "broken"):
    from scenario_cli.batch import remote


def hang(*args, **kwargs):
    said.touch()
    while True:
        time.sleep(60)


if strange == "another version":
    remote.__version__ = "0.0.1"
elif strange in ("nothing", "broken"):
    import distributed.versions

    class Nowhere:
        def find_spec(self, name, path=None, target=None):
            if name.split(".")[0] == "scenario_cli":
                raise ModuleNotFoundError(f"No module named {name!r}")

    sys.meta_path.insert(0, Nowhere())
    if strange == "nothing":
        from importlib.metadata import version as known

        distributed.versions.version = lambda name: None if name == "scenario_cli" else known(name)
elif strange == "blind":
    def look(event, args):
        if event == "open" and str(args[0]).startswith(os.environ["HIDDEN"]):
            raise FileNotFoundError(2, "not seen from here", args[0])

    sys.addaudithook(look)
elif strange == "another pyarrow":
    remote.arrow_version = lambda: "1.0"
elif strange == "scores" and not hasattr(remote, "strange"):  # Dask loads this twice
    remote.strange = strange
    score, scored = remote.run_chunk, []

    def once(chunk):
        scored.append(chunk)
        return score(chunk) if len(scored) == 1 else hang()

    remote.run_chunk = once
elif strange == "writes elsewhere" and not hasattr(remote, "strange"):
    remote.strange = strange
    write = remote._written

    def elsewhere(bundle, dones):
        found = write(bundle, dones)
        for done in found:
            if done.file is not None:
                Path(bundle.entrusted.folder, done.file.name).unlink()
                said.touch()
        return found

    remote._written = elsewhere
elif strange == "writes":
    from scenario_cli.batch.parquet import ParquetCopy

    def half(copy):
        copy._wait()
        hang()

    ParquetCopy.finish = half
"""


def wait_until(holds, seconds=30):
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it does not come to it"
        time.sleep(0.02)


def end(process):
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


class TestedCluster:
    """A scheduler on a free port of loopback; workers of one thread are started beside it."""

    __test__ = False

    def __init__(self, place, environment):
        self.place = place
        self.address = ""
        self._stack = ExitStack()
        quiet = environment(DASK_DISTRIBUTED__ADMIN__TICK__LIMIT="60s")
        quiet.pop("PYTHONWARNINGS", None)
        self._environment = quiet | {"DASK_DISTRIBUTED__WORKER__DAEMON": "False"}
        self._told = place / "scheduler.json"
        self._workers = 0
        (place / "preloaded.py").write_text(PRELOADED)
        self.scheduler = self._start("dask_scheduler", "--port", "0")

    def _start(self, what, *options, **more):
        command = [sys.executable, "-m", f"distributed.cli.{what}", "--scheduler-file", str(self._told)]
        process = subprocess.Popen(
            [*command, "--host", "127.0.0.1", "--no-dashboard", *options],
            env=self._environment | more,
            cwd=self.place,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._stack.callback(end, process)
        return process

    def worker(self, strange="", hidden=""):
        """Start a worker, and return it with the file that is there once it hangs."""
        options = ["--no-nanny", "--nthreads", "1"]
        options += ["--preload", str(self.place / "preloaded.py")] if strange else []
        self._workers += 1
        said = self.place / f"said{self._workers}"
        return self._start("dask_worker", *options, STRANGE=strange, SAID=str(said), HIDDEN=str(hidden)), said

    def ready(self, workers):
        """Wait until so many workers are there, and return this."""
        from distributed import Client

        wait_until(self._told.exists)
        self.address = json.loads(self._told.read_text(encoding="utf-8"))["address"]
        with Client(self.address, timeout="20s") as client:
            wait_until(lambda: len(client.nthreads()) == workers)
        return self

    def __enter__(self):
        return self

    def __exit__(self, *about):
        self._stack.close()


def everything_in(path):
    """Return the bytes of a file, or of all files in a folder."""
    if path.is_file():
        return path.read_bytes()
    return {one.relative_to(path).as_posix(): one.read_bytes() for one in path.rglob("*") if one.is_file()}


def hidden_in(folder):
    """Return the names of working files that are left, but for journals of runs that have finished."""
    return [path.name for path in Path(folder).glob(".*") if not path.name.endswith("-journal")]
