"""Pictures in pixels, for what shows no SVG. The fonts come with the package: alike everywhere."""

from contextlib import ExitStack
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

from scenario_cli.errors import UsageError
from scenario_cli.extras import needs

if TYPE_CHECKING:
    from scenario_cli.render.svg import Picture

FONT = "DejaVu Sans"
FONT_FILES = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")
SCALE, LEAST, MOST = 2.0, 0.1, 10.0


def ready() -> None:
    """Say so where what draws pixels is not installed, before there is anything to draw.

    Raises
    ------
    MissingPackageError
        resvg_py is not installed.
    """
    needs("resvg_py", "PNG", extra="png")


def png_bytes(picture: "Picture", scale: float = SCALE) -> bytes:
    """Return a picture as PNG, on white.

    Text is set in DejaVu Sans, whatever is installed; a sign that it lacks is drawn as an empty box.

    Parameters
    ----------
    picture : Picture
    scale : float
        Pixels of the PNG to a pixel of the picture, from 0.1 to 10; 2 is sharp on slides and in print.
        The width in pixels is that of the SVG times this, rounded.

    Raises
    ------
    UsageError
        The scale is no number from 0.1 to 10.
    MissingPackageError
        resvg_py is not installed.
    """
    if isinstance(scale, bool) or not isinstance(scale, int | float) or not LEAST <= scale <= MOST:
        message = f"the scale of a picture is a number from {LEAST:g} to {MOST:g}, not {scale!r}"
        raise UsageError(message, parameter="scale")
    ready()
    from resvg_py import svg_to_bytes

    fonts = files("scenario_cli.render") / "assets" / "fonts"
    with ExitStack() as unpacked:
        return bytes(
            svg_to_bytes(
                svg_string=picture.svg,
                width=round(float(picture.element.attrib["width"]) * scale),
                background="white",
                font_files=[str(unpacked.enter_context(as_file(fonts / name))) for name in FONT_FILES],
                skip_system_fonts=True,  # or another machine would set other letters
                font_family=FONT,
                sans_serif_family=FONT,
            )
        )
