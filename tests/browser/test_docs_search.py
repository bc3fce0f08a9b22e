"""The search of the built documentation works where pages are opened from a disk: no worker starts there."""

import shutil
from pathlib import Path

import pytest

pytestmark = pytest.mark.thorough

SHIM = Path(__file__).parents[2] / "docs" / "assets" / "iframe-worker.js"
PAGE = """<!doctype html><title>p</title><body><script src="iframe-worker.js"></script><script>
const worker = new Worker("NAME");
worker.onmessage = (event) => { document.title = event.data.said; worker.terminate(); };
worker.onerror = (event) => { event.preventDefault(); document.title = "none"; };
worker.postMessage({ asked: "tipping" });
</script>"""
WORKER = "self.onmessage = (event) => self.postMessage({ said: event.data.asked + ' chance' });"


@pytest.mark.parametrize(("name", "said"), [("worker.js", "tipping chance"), ("nobody.js", "none")])
def test_a_question_goes_to_a_frame_and_its_answer_comes_back(name, said, chromium, tmp_path):
    shutil.copy(SHIM, tmp_path)
    (tmp_path / "worker.js").write_text(WORKER)
    (tmp_path / "page.html").write_text(PAGE.replace("NAME", name))
    page = chromium.new_page()
    try:
        page.goto((tmp_path / "page.html").as_uri())
        page.wait_for_function("document.title !== 'p'", timeout=5000)
        assert page.title() == said
    finally:
        page.close()
