"""Command lines in processes of their own: stopped, one after the other, or at once."""

import asyncio
import time
from pathlib import Path

import pytest
from looped import to_its_end

from scenario_cli.assistant.calls import AT_ONCE, LONGEST, Calls

MODULE = """\
import pathlib, sys, time
what, seconds = sys.argv[1], float(sys.argv[2])
pathlib.Path(f"{what}.begun").write_text("")
time.sleep(seconds)
pathlib.Path(f"{what}.done").write_text("")
print("{}")
print(f"said by {what}: é", file=sys.stderr)
sys.exit(int(sys.argv[3]) if len(sys.argv) > 3 else 0)
"""


@pytest.fixture
def calls(folder, monkeypatch):
    """Calls of a module that waits, in the working folder."""
    (folder / "lib").mkdir()
    (folder / "lib" / "waiting.py").write_text(MODULE, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(folder / "lib"))

    def calls(**settings):
        return Calls("waiting", **settings)

    return calls


async def begun(name):
    while not Path(f"{name}.begun").exists():
        await asyncio.sleep(0.02)


def test_a_call_ends_with_what_its_process_said(calls):
    ran = to_its_end(calls().ran(["a", "0", "3"], writes=False))
    assert (ran.code, ran.stdout.strip(), ran.stderr) == (3, "{}", "said by a: é\n")


def test_a_module_of_the_working_folder_does_not_take_the_place_of_one_of_pythons(calls):
    Path("pathlib.py").write_text("raise SystemExit(7)\n", encoding="utf-8")
    assert to_its_end(calls().ran(["a", "0"], writes=False)).code == 0


@pytest.mark.parametrize("writes", [False, True])
def test_one_that_takes_too_long_is_stopped_and_says_so(calls, writes):
    since = time.monotonic()
    ran = to_its_end(calls(longest=1.0).ran(["a", "30"], writes=writes))
    assert time.monotonic() - since < 10
    assert (ran.code, ran.stdout) == (2, "")
    assert ran.stderr.startswith("error: stopped after 1 seconds; ask for less: ")
    assert LONGEST == 60


def test_one_that_reads_is_stopped_with_whoever_waits_and_one_that_writes_is_not(calls):
    async def conversation():
        run = calls()
        reads, writes = (
            asyncio.ensure_future(run.ran([name, "1.5"], writes=name == "w")) for name in ("r", "w")
        )
        await asyncio.wait_for(asyncio.gather(begun("r"), begun("w")), 20)
        reads.cancel()
        writes.cancel()
        after = await run.ran(["next", "0"], writes=False)
        return after, Path("w.done").exists()

    after, written = to_its_end(conversation())
    assert (after.code, written) == (0, True)  # what is asked later waits for what is written
    time.sleep(2)
    assert not Path("r.done").exists()


def test_what_writes_goes_one_after_the_other_and_readers_go_at_once(calls):
    async def conversation(writes):
        run = calls()
        since = time.monotonic()
        await asyncio.gather(*(run.ran([f"{k}", "1"], writes=writes) for k in range(3)))
        return time.monotonic() - since

    assert to_its_end(conversation(writes=True)) >= 3
    assert AT_ONCE == 4


def test_at_the_end_those_that_read_are_stopped(calls):
    async def conversation():
        run = calls()
        asyncio.ensure_future(run.ran(["r", "2"], writes=False))  # noqa: RUF006 - nobody waits for it
        await asyncio.wait_for(begun("r"), 20)
        run.stop()

    to_its_end(conversation())
    time.sleep(2.5)
    assert not Path("r.done").exists()


@pytest.mark.parametrize("text", ["\ud800", "x" * 40_000_000], ids=["surrogate", "long"])
def test_what_no_command_line_can_hold_is_told(calls, text):
    ran = to_its_end(calls().ran(["a", "0", text], writes=False))
    assert (ran.code, ran.stdout) == (2, "")
    assert ran.stderr.startswith("error: the arguments cannot be passed on: ")
