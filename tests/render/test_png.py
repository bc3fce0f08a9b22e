"""Pictures in pixels: as large as asked for, with their words, and the same bytes each time."""

import copy
import math
import subprocess
import sys
import tomllib
import zlib
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import pytest

import scenario_cli as sc
from scenario_cli.render.png import FONT_FILES, png_bytes
from scenario_cli.render.svg import Canvas, Picture

pytestmark = pytest.mark.thorough

SIGNATURE = b"\x89PNG\r\n\x1a\n"
FONTS = files("scenario_cli.render") / "assets" / "fonts"


@pytest.fixture(autouse=True)
def _installed(request):
    if "missing" not in request.node.name:
        pytest.importorskip("resvg_py")


def chunks(content):
    """Return the parts of a PNG: each with its name and what it holds."""
    assert content.startswith(SIGNATURE)
    at = len(SIGNATURE)
    while at < len(content):
        length = int.from_bytes(content[at : at + 4])
        yield content[at + 4 : at + 8], content[at + 8 : at + 8 + length]
        at += length + 12


def pixels(content):
    """Return the rows of a PNG as bytes, filters undone, and how many bytes a pixel takes."""
    parts = list(chunks(content))
    header = dict(parts)[b"IHDR"]
    width, height = int.from_bytes(header[:4]), int.from_bytes(header[4:8])
    assert (header[8], header[12]) == (8, 0)  # bits a channel; not interlaced
    each = {0: 1, 2: 3, 3: 1, 6: 4}[header[9]]
    stream = zlib.decompress(b"".join(part for name, part in parts if name == b"IDAT"))
    rows, above, step = [], bytearray(width * each), width * each + 1
    for start in range(0, height * step, step):
        kind, row = stream[start], bytearray(stream[start + 1 : start + step])
        for k in range(len(row) if kind else 0):
            left, corner = (row[k - each], above[k - each]) if k >= each else (0, 0)
            near = min((left, above[k], corner), key=lambda c, m=left + above[k] - corner: abs(m - c))
            row[k] = (row[k] + (0, left, above[k], (left + above[k]) // 2, near)[kind]) % 256
        rows.append(bytes(row))
        above = row
    return rows, each


def size(content):
    header = dict(chunks(content))[b"IHDR"]
    return int.from_bytes(header[:4]), int.from_bytes(header[4:8])


def said(*words, bold=False):
    canvas = Canvas("words", 300)
    canvas.text(0, 20, words, bold=bold)
    return canvas.finished("Words", "These words are drawn.")


def inked(picture):
    """Return in how many bytes a picture differs from the same without its words."""
    bare = copy.deepcopy(picture.element)
    texts = [part for part in bare if part.tag == "text"]
    assert texts
    for part in texts:
        bare.remove(part)
    rows, _ = pixels(png_bytes(picture, 1))
    without, _ = pixels(png_bytes(picture._replace(element=bare), 1))
    return sum(
        a != b for row, other in zip(rows, without, strict=True) for a, b in zip(row, other, strict=True)
    )


@pytest.fixture(scope="module")
def flips() -> Picture:
    return sc.study("china-arms-russia").score().picture("flips")


@pytest.mark.parametrize("scale", [0.1, 0.5, 1, 1.37, 2.0, 3])
@pytest.mark.parametrize("width", [360, 701.3, 720])
def test_its_size_is_that_of_the_svg_times_the_scale(width, scale):
    picture = sc.study("china-arms-russia").score().picture("ranking", width)
    wide, high = size(picture.png(scale))
    assert wide == round(float(picture.element.get("width")) * scale)
    assert high == pytest.approx(float(picture.element.get("height")) * scale, abs=2 + scale)


def test_without_a_scale_it_is_sharp_enough_for_slides(flips):
    assert size(flips.png()) == size(flips.png(2.0)) == (1472, round(2 * math.floor(flips.height)))
    assert flips.png() == png_bytes(flips)


def test_the_last_pixel_of_a_width_with_a_fraction_is_white_paper():
    rows, each = pixels(sc.study("china-arms-russia").score().picture("ranking", 701.3).png())
    assert {row[-each:] for row in rows} == {b"\xff" * each}
    assert set(rows[-1]) == {255}


@pytest.mark.parametrize("scale", [0, -1, 0.09, 10.1, math.nan, math.inf, True, "2", None])
def test_a_scale_that_cannot_be_is_refused(flips, scale):
    with pytest.raises(sc.UsageError, match=r"scale of a picture is a number from 0\.1 to 10, not "):
        flips.png(scale)


def test_every_word_of_a_picture_is_drawn(flips):
    assert inked(flips) > 10_000
    for words in ("Straddle", "Держать равновесие", "Ισορροπία", "Zürich, où naît Þór", "שלום", "ქართული"):
        assert inked(said(words)) > 300, words
        assert inked(said(words, bold=True)) > 300, words


def test_what_is_bold_is_drawn_bold():
    plain, bold = (png_bytes(said("Первое место", "First", bold=bold)) for bold in (False, True))
    assert inked(said("Первое место", bold=True)) > inked(said("Первое место"))
    assert plain != bold


def test_signs_that_the_font_lacks_are_boxes_and_not_lost():
    rows = [png_bytes(said(sign)) for sign in ("", "中", "文")]
    assert rows[0] != rows[1] == rows[2]


def test_other_words_are_other_pixels():
    drawn = [png_bytes(said(word)) for word in ("Да", "Нет", "Ναι", "Όχι", "Yes", "No")]
    assert all(a != b for a, b in pairwise(drawn))


def test_the_same_bytes_twice_and_in_another_process(flips, environment):
    ask = (
        "import sys, scenario_cli as sc;"
        "sys.stdout.buffer.write(sc.study('china-arms-russia').score().picture('flips').png())"
    )
    assert flips.png() == flips.png()
    done = subprocess.run(
        [sys.executable, "-c", ask], capture_output=True, env=environment(LANG="tr_TR.UTF-8"), check=True
    )
    assert done.stdout == flips.png()


def test_a_missing_package_is_named_with_what_brings_it(flips, monkeypatch):
    monkeypatch.setattr("scenario_cli.extras.find_spec", lambda _: None)
    with pytest.raises(sc.MissingPackageError, match=r"PNG needs resvg_py; .*extra 'png'"):
        flips.png()


def test_the_fonts_are_in_the_package_with_their_licence_beside_them():
    assert sorted(part.name for part in FONTS.iterdir()) == sorted(("LICENSE", *FONT_FILES))
    assert all((FONTS / name).read_bytes().startswith(b"\0\1\0\0") for name in FONT_FILES)
    licence = (FONTS / "LICENSE").read_text(encoding="utf-8")
    assert "Bitstream Vera Fonts Copyright" in licence
    assert "Arev Fonts Copyright" in licence


def test_the_extra_that_is_named_brings_what_draws():
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))
    assert [line.partition(">")[0] for line in project["project"]["optional-dependencies"]["png"]] == [
        "resvg-py"
    ]
