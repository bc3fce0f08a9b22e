"""Words are reckoned no narrower than they are in the font that comes with the package, read here."""

import struct
import unicodedata
from importlib.resources import files

import pytest

from scenario_cli.render.svg import text_width, wrapped

BLOCKS = {
    "ASCII": range(0x20, 0x7F),
    "Latin-1": range(0xA0, 0x100),
    "Latin Extended-A": range(0x100, 0x180),
    "Greek": range(0x386, 0x3CF),
    "Cyrillic": range(0x400, 0x460),
    "Kazakh, Tatar, Bashkir": [ord(sign) for sign in "ҚқҒғҰұҢңҮүӘәӨөҺһҗҡҘҙҪҫ"],
    "signs": [ord(sign) for sign in "–—‘’“”„†•…‰€₴₽№™←↑→↓−≈≠≤≥●│"],
}
TITLES = (
    "Keep the straddle on",
    "DO NOT GO NOW",
    "Q&A: +13.1 <b>",
    "Wundbehandlung für München, œuvre ½",
    "Международный имидж жужжащих южных щук",
    "ШУМ И ЖЮРИ",
    "Διατήρηση ισορροπίας, φως και ώμος",
)


def widths(name):
    """Return the width of every sign that a font has, in parts of its size."""
    data = (files("scenario_cli.render") / "assets" / "fonts" / name).read_bytes()
    count = struct.unpack_from(">H", data, 4)[0]
    tables = {
        data[at : at + 4]: struct.unpack_from(">I", data, at + 8)[0] for at in range(12, 12 + 16 * count, 16)
    }
    units = struct.unpack_from(">H", data, tables[b"head"] + 18)[0]
    advances = struct.unpack_from(">H", data, tables[b"hhea"] + 34)[0]
    maps = tables[b"cmap"]
    subtables = [
        maps + struct.unpack_from(">I", data, maps + 8 + 8 * k)[0]
        for k in range(struct.unpack_from(">H", data, maps + 2)[0])
    ]
    full = next(at for at in subtables if struct.unpack_from(">H", data, at)[0] == 12)
    found = {}
    for k in range(struct.unpack_from(">I", data, full + 12)[0]):
        first, last, glyph = struct.unpack_from(">III", data, full + 16 + 12 * k)
        for sign in range(first, last + 1):
            at = min(glyph + sign - first, advances - 1)
            found[chr(sign)] = struct.unpack_from(">H", data, tables[b"hmtx"] + 4 * at)[0] / units
    return found


FONT = {False: widths("DejaVuSans.ttf"), True: widths("DejaVuSans-Bold.ttf")}


@pytest.mark.parametrize("bold", FONT, ids=["plain", "bold"])
@pytest.mark.parametrize("block", BLOCKS)
def test_no_sign_is_wider_than_reckoned(block, bold):
    signs = [
        sign
        for sign in map(chr, BLOCKS[block])
        if sign in FONT[bold] and not unicodedata.combining(sign) and unicodedata.category(sign) != "Cf"
    ]
    assert len(signs) > 15
    assert [sign for sign in signs if FONT[bold][sign] > text_width(sign, 1.0, bold=bold) + 1e-9] == []


@pytest.mark.parametrize("bold", FONT, ids=["plain", "bold"])
@pytest.mark.parametrize("title", TITLES)
def test_words_are_reckoned_closely(title, bold):
    real = sum(FONT[bold][sign] for sign in title)
    assert real <= text_width(title, 1.0, bold=bold) <= 1.3 * real


def test_bold_words_take_more_room():
    assert text_width("wide", bold=True) > text_width("wide")
    room = text_width("two words")
    assert wrapped("two words", room) == ["two words"]
    assert wrapped("two words", room, bold=True) == ["two", "words"]
