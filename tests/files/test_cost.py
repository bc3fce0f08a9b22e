"""A file full of keys, or of mistakes, is told in little time and memory, and in few lines."""

import subprocess
import sys

import pytest

from scenario_cli.files.catalog import MAX_BYTES

pytestmark = pytest.mark.thorough

HEAD = "format: scenario/1\ntitle: t\nquestion: q\n"
REST = "drivers: {taste: {}}\noptions: {inn: {}}\nratings:\n  inn:\n    taste: 7\n"
FULL = {
    "unknown keys": (HEAD + REST, "x{}: 1\n"),
    "unknown ratings": (HEAD + REST, "    x{}: 1\n"),
    "one key again and again": (HEAD + REST, "a: 1\n"),
    "drivers": (HEAD + "drivers:\n", "  d{}: {{}}\n"),
    "options that are no ids": (HEAD + "options:\n", "  X{}: {{}}\n"),
    "points that are no numbers": ("format: weights/1\ndrivers:\n", "  d{}: x\n"),
    "points that are not finite": ("format: weights/1\ndrivers:\n", "  d{}: .nan\n"),
    "keys that are no words": ("", "? [a]\n: 1\n"),
    "keys in braces": ("{", "x{}: 1, "),
}
MOST_SECONDS, MOST_MB, MOST_LINES = 10, 500, 201  # of processor time, on a machine with others on it


def checked(environment, *args):
    code = (
        "import resource, sys\nfrom scenario_cli.answers.check.ask import check\n"
        "mistakes = check(sys.argv[1:]).mistakes\n"
        "used = resource.getrusage(resource.RUSAGE_SELF)\n"
        "import pathlib; most = used.ru_maxrss\n"
        "status = pathlib.Path('/proc/self/status')  # ru_maxrss counts what started the process, too\n"
        "if status.exists():\n"
        "    most = int(status.read_text().partition('VmHWM:')[2].split()[0])\n"
        "print(used.ru_utime + used.ru_stime, most / 1024, len(mistakes), mistakes[-1].code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *args], capture_output=True, text=True, env=environment(), check=True
    )
    seconds, megabytes, lines, code = done.stdout.split()
    if sys.platform == "darwin":
        megabytes = float(megabytes) / 1024
    return float(seconds), float(megabytes), int(lines), code


@pytest.mark.skipif(sys.platform == "win32", reason="what a process used is told on POSIX alone")
@pytest.mark.parametrize(
    ("kind", "size"),
    [
        *((kind, 128 * 1024) for kind in FULL),
        *((kind, MAX_BYTES - 1) for kind in ("drivers", "keys that are no words")),
    ],
)
def test_a_file_full_of_keys_costs_little(folder, environment, kind, size):
    head, line = FULL[kind]
    parts, total, i = [head], len(head), 0
    while total < size - 30:
        parts.append(line.format(i))
        total += len(parts[-1])
        i += 1
    (folder / "x.yaml").write_text("".join(parts) + ("}" if head == "{" else ""))
    seconds, megabytes, lines, code = checked(environment, "x.yaml")
    assert seconds < MOST_SECONDS
    assert megabytes < MOST_MB
    assert lines <= MOST_LINES
    if size > 1024 * 1024:
        assert (lines, code) == (1, "too-large")
    elif kind != "drivers":  # of which nothing is wrong
        assert (lines, code) == (MOST_LINES, "more-problems")


def test_the_closing_sentence_says_that_there_are_more(folder, run):
    (folder / "x.yaml").write_text(HEAD + REST + "".join(f"    x{i}: 1\n" for i in range(1000)))
    result = run("check", "x.yaml")
    assert result.stdout == "more than 200 errors in 1 of 1 file.\n"
    assert result.stderr.splitlines()[-1] == (
        "x.yaml:209:5: error: and 800 more problems from here on [more-problems]"
    )
