"""What readers of other programs' YAML share: places in the file, and how what is stated begins."""

from scenario_cli.files.parsed import ParsedFile
from scenario_cli.mistakes import Mistake
from scenario_cli.sheets.stated import Stated


def place(source: ParsedFile, *path: str | int) -> Mistake:
    """Return a mistake without words that stands at a path, or at the nearest part there is."""
    return source.mistake(path, "", "")


def base_name(source: ParsedFile) -> str:
    """Return a file's name without folders and ending."""
    return source.stem


def begun(source: ParsedFile) -> Stated:
    """Return what a file states before any of it is read: its name, and what is wrong with its YAML."""
    stated = Stated(place(source), source.name.replace("\\", "/").rpartition("/")[2], "")
    stated.mistakes += source.mistakes
    return stated
