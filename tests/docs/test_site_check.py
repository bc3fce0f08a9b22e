"""What holds the built site to its links says what is wrong with a site."""

import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROBLEMS = runpy.run_path(str(ROOT / "docs" / "site_check.py"))["problems"]
SOUND = '<a href="a/b.html#there">b</a> <a href="https://elsewhere.org/x">x</a> <img src="pic.svg">'


@pytest.fixture
def site(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "index.html").write_text(SOUND)
    (tmp_path / "a" / "b.html").write_text(
        '<h2 id="there">b</h2><a href="../index.html">i</a><a href="#there">t</a>'
    )
    (tmp_path / "pic.svg").write_text("<svg/>")
    return tmp_path


def test_a_sound_site_has_no_problems(site):
    assert PROBLEMS(site) == []


def test_a_site_without_its_first_page_is_none(tmp_path):
    assert PROBLEMS(tmp_path) == [f"{tmp_path.as_posix()}/index.html is not there"]


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ('<a href="a/c.html">c</a>', "a/c.html leads nowhere"),
        ('<a href="a/b.html#here">c</a>', "a/b.html#here names a place that is not there"),
        ('<a href="#here">c</a>', "#here names a place that is not there"),
        ('<a href="../index.html">up</a>', "../index.html leads nowhere"),
        ('<img src="no.png">', "no.png leads nowhere"),
        ('<script src="https://cdn.org/x.js"></script>', "loads https://cdn.org/x.js from elsewhere"),
        ('<img src="//cdn.org/x.png">', "loads //cdn.org/x.png from elsewhere"),
        ('<img srcset="pic.svg 1x, https://cdn.org/x.png 2x">', "loads https://cdn.org/x.png from elsewhere"),
        (
            '<link rel="stylesheet" href="https://cdn.org/x.css">',
            "loads https://cdn.org/x.css from elsewhere",
        ),
        ('<link rel="preconnect" href="https://fonts.org">', "loads https://fonts.org from elsewhere"),
        ("<style>@import 'https://fonts.org/x.css';</style>", "loads https://fonts.org/x.css from elsewhere"),
        ('<p style="background: url(https://cdn.org/x.png)">', "loads https://cdn.org/x.png from elsewhere"),
    ],
)
def test_what_is_wrong_is_told_with_its_page(html, said, site):
    (site / "index.html").write_text(SOUND + html)
    assert PROBLEMS(site) == [f"index.html: {said}"]


def test_what_a_style_sheet_loads_is_told(site):
    (site / "x.css").write_text(
        "@font-face { src: url('https://fonts.org/x.woff2') } p { background: url(pic.svg) }"
    )
    assert PROBLEMS(site) == ["x.css: loads https://fonts.org/x.woff2 from elsewhere"]


def test_ci_builds_the_site_and_holds_it_to_its_links():
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "zensical build --clean --strict" in script
    assert "docs/site_check.py site" in script
