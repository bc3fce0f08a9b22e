"""``scenario sensitivity`` in processes of its own: the same bytes, streams, what is loaded."""

import subprocess
import sys

import pytest
from answers.sensitivity.tea import EVERYTHING, strictly

pytestmark = pytest.mark.thorough


def test_the_same_question_gets_the_same_bytes(process, run, tea):
    args = ("sensitivity", "tea.yaml", "-w", "plain.yaml", *EVERYTHING, "-f", "json")
    one, two = run(*args), process(*args, PYTHONHASHSEED="7")
    assert (two.returncode, two.stderr) == (0, b"")
    assert one.stdout_bytes == two.stdout
    assert strictly(two.stdout)["leaders"] == ["green"]


def test_nothing_but_the_document_is_on_stdout(process, folder, written):
    """Two ratings must change for the second option: a mixed programme."""
    written([[3, 2, 10], [9, 0, 2], [6, 6, 0], [10, 2, 8]], [5, 3, 4])
    args = ("sensitivity", "written.yaml", "-w", "points.yaml", "--for", "o1", "-f", "json")
    done = process(*args)
    assert done.returncode == 0
    assert done.stdout.startswith(b"{\n")
    assert len(strictly(done.stdout)["for"]["ratings"]) == 2


@pytest.mark.parametrize(("command", "loads"), [("score", False), ("sensitivity", True)])
def test_scipy_is_loaded_where_programmes_are_solved_and_not_to_score(environment, tea, command, loads):
    code = (
        "import sys\n"
        "from scenario_cli.cli.app import app\n"
        "try:\n    app(sys.argv[1:], prog_name='scenario')\n"
        "finally:\n    print('scipy' in sys.modules, file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, command, "tea.yaml", "-w", "plain.yaml", "-f", "json"],
        capture_output=True,
        text=True,
        env=environment(),
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stderr.split()) == (0, [str(loads)])
    assert strictly(done.stdout)["format"] == f"{command}/1"
