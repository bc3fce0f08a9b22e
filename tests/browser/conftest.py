"""A real Chromium, where there is one; without it these tests are skipped, and say so."""

import shutil

import pytest

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@pytest.fixture(scope="session")
def chromium():
    """Start a browser for all tests."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("there is no Chromium on this machine")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def opened(chromium, folder, run):
    """Write the page of a command, open it, and return it with what it asked for and said."""
    contexts = []

    def opened(*args, width=1024, height=768, **stated):
        result = run(*args, "-o", "page.html")
        assert result.exit_code == 0, result.stderr
        context = chromium.new_context(viewport={"width": width, "height": height}, **stated)
        contexts.append(context)
        page = context.new_page()
        page.heard = []
        page.on("request", lambda request: page.heard.append(request.url))
        page.on("console", lambda said: page.heard.append(said.text))
        page.on("dialog", lambda dialog: (page.heard.append("dialog"), dialog.dismiss()))
        page.on("pageerror", lambda error: page.heard.append(str(error)))
        page.goto((folder / "page.html").as_uri())
        assert page.heard.pop(0).endswith("page.html")
        return page

    yield opened
    for context in contexts:
        context.close()
