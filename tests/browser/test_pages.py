"""Pages in a real browser: no request, no sideways scrolling; for readers of every kind, and on paper."""

import io
import re

import pytest
from tricky import TRICKY

pytestmark = pytest.mark.thorough

PAGES = {
    "score": ["score", "china-arms-russia"],
    "sensitivity": ["sensitivity", "china-arms-russia", "--map"],
    "explain": ["explain", "straddle", "china-arms-russia"],
    "evidence": ["evidence", "china-arms-russia"],
    "robustness": ["robustness", "china-arms-russia", "--samples", "2000"],
    "methods": ["methods", "china-arms-russia", "--as-published"],
    "compare": ["compare", "china-arms-russia"],
    "report": ["report", "china-arms-russia", "--samples", "1000"],
    "diff": ["diff", "china-arms-russia-2022", "china-arms-russia"],
}
UNFOLD = "open => document.querySelectorAll('details').forEach(d => { d.open = open })"
WIDTHS = (320, 768, 1024)  # 320 is 1280 at 400%


@pytest.mark.parametrize("name", PAGES)
def test_nothing_leaves_the_page_and_nothing_scrolls_sideways_but_tables_in_their_box(name, opened):
    page = opened(*PAGES[name])
    assert page.title() == page.locator("h1").inner_text()
    for unfolded in (False, True):
        page.evaluate(UNFOLD, unfolded)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.heard == []


@pytest.mark.parametrize("name", PAGES)
def test_a_checker_for_access_finds_nothing_by_day_and_by_night(name, opened):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    page = opened(*PAGES[name], bypass_csp=True)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found = axe.Axe().run(page).response["violations"]
        assert [(scheme, rule["id"], rule["nodes"][0]["html"][:120]) for rule in found] == []


def test_the_skip_link_is_the_first_stop_and_leads_to_the_answer(opened):
    page = opened(*PAGES["score"])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the answer"
    page.keyboard.press("Enter")
    assert page.url.endswith("#answer")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("name", ["score", "report"])
def test_on_paper_and_without_a_script_every_number_is_there(name, paper, opened, folder):
    pypdf = pytest.importorskip("pypdf", reason="pypdf is not installed")
    page = opened(*PAGES[name], java_script_enabled=False)
    read = (folder / "page.html").read_text(encoding="utf-8")
    static = re.sub(r"(?s)<(script|style|title|desc)\b.*?</\1>|<section id=\"try\".*?</section>", "", read)
    wanted = re.findall(r"\d+\.\d+", re.sub(r"<[^>]+>", " ", static))
    assert not page.locator("#try").is_visible()
    pages = pypdf.PdfReader(io.BytesIO(page.pdf(format=paper))).pages
    printed = re.sub(r"\s", "", "".join(sheet.extract_text() for sheet in pages))
    assert [number for number in wanted if number not in printed] == []


def test_titles_that_would_run_run_nothing(opened, folder):
    (folder / "hostile.yaml").write_text(TRICKY, encoding="utf-8")
    page = opened("score", "hostile.yaml")
    page.wait_for_timeout(100)
    assert page.heard == []
    assert page.locator("main script, main img, main iframe").count() == 0
