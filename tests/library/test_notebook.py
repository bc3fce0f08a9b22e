"""In a notebook an answer shows its page, and a study its ranking."""

import nbformat
import pytest
from nbclient import NotebookClient

pytestmark = pytest.mark.thorough

CELLS = (
    "import scenario_cli as sc",
    "study = sc.study('coffee', weights='balanced')\nstudy",
    "study.tried('price_cut').score()",
    "study.robustness(samples=2000)",
    "print(repr(study.score()))",
    "study.score().to_frame()",
)


def test_answers_show_themselves(coffee, environment, monkeypatch):
    for name, value in environment().items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("PYTHONWARNINGS")  # the kernel's own
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in CELLS])
    NotebookClient(
        notebook, timeout=60, kernel_name="python3", resources={"metadata": {"path": "."}}
    ).execute()
    shown = [cell.outputs[0] if cell.outputs else None for cell in notebook.cells]
    assert shown[0] is None
    for k, heading in ((1, "# Which coffee machine?"), (2, "# What-if: inject price"), (3, "# Which coffee")):
        assert shown[k].data["text/markdown"].startswith(heading)
        assert len(shown[k].data["text/plain"].splitlines()) <= 3
    for k in (2, 3):  # as a notebook prefers it: the page, in a frame of its own that reaches nothing else
        frame = shown[k].data["text/html"]
        assert frame.startswith("<iframe")
        assert 'sandbox="allow-scripts"' in frame or 'sandbox="allow-scripts ' in frame
        assert "allow-same-origin" not in frame
        assert "&lt;h1" in frame
    assert shown[4].text.count("\n") <= 3
    assert "contribution.taste" in shown[5].data["text/html"]
