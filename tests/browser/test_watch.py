"""A page that is watched, open in a real browser: it shows each save by itself."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.thorough

PATIENCE = 20
SCENARIO = """\
format: scenario/1
title: Which coffee machine?
question: Which one does the office buy?
weights: red
drivers: {comfort: {}, cost: {}}
options: {keep: {title: Keep the old one}, buy: {title: Buy the new one}}
ratings:
  keep: {comfort: 0, cost: 10}
  buy: {comfort: 10, cost: 0}
"""
WEIGHTS = "format: weights/1\ndrivers: {comfort: 60, cost: 40}\n"


@pytest.fixture
def watched(folder, environment):
    """Watch an office with a page, and wait until that is there."""
    for path, text in (("scenarios/office.yaml", SCENARIO), ("weights/red.yaml", WEIGHTS)):
        Path(path).parent.mkdir()
        Path(path).write_text(text)
    command = [sys.executable, "-m", "scenario_cli", "watch", "office", "-f", "json", "--page", "office.html"]
    child = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment(PYTHONIOENCODING="utf-8")
    )
    try:
        deadline = time.monotonic() + PATIENCE
        while not Path("office.html").exists():
            assert time.monotonic() < deadline, "no page"
            assert child.poll() is None, child.stderr.read()
            time.sleep(0.05)
        time.sleep(0.5)  # until the folders are watched
        yield folder / "office.html"
    finally:
        child.kill()
        child.communicate()


def test_an_open_page_shows_a_save_by_itself(chromium, watched):
    context = chromium.new_context()
    try:
        page = context.new_page()
        page.goto(watched.as_uri())
        assert "Buy the new one" in page.locator("#answer").inner_text()
        Path("weights/red.yaml").write_text(WEIGHTS.replace("60", "20"))
        other = page.locator("#answer", has_text="Keep the old one leads")
        other.wait_for(timeout=PATIENCE * 1000)
    finally:
        context.close()
