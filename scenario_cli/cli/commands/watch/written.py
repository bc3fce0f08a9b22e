"""What watching writes one after the other: documents, pages of text, and a page for a browser."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from scenario_cli.answers.watch.ask import View
    from scenario_cli.choices import Form
    from scenario_cli.render.lines import Frame, Line

    Draw = Callable[[View, Frame], Sequence[Line]]


def paged(views: "Iterable[View]", path: str | None) -> "Iterable[View]":
    """Yield views, each after its page is written: that of the score, or of a game, when it was good last."""
    from scenario_cli.answers.webpage import AGAIN, webpage
    from scenario_cli.cli.output import Destination, told_of_defaults

    written = None
    for view in views:
        if path is not None and view.answer is not written:
            page = view.answer.study.score() if view.game is None else view.game
            report = told_of_defaults(page.report(), "html")
            Destination(path=path).write_text(webpage(report, AGAIN))
            written = view.answer
        yield view


def documents(views: "Iterable[View]", form: "Form") -> None:
    """Write a document a good save; what is wrong with another is told on stderr."""
    from scenario_cli.cli.output import Destination, say
    from scenario_cli.cli.words import worded

    written = None
    for view in views:
        if view.error is not None:
            say(worded(view.error))
        elif view.answer is not written:
            Destination(form=form).write(view.shown.report())
            written = view.answer


def pages(views: "Iterable[View]", draw: "Draw", width: int | None) -> None:
    """Write one page after the other, each as long as it is."""
    import shutil
    import sys

    from scenario_cli.cli.manners import MANNERS
    from scenario_cli.cli.output import DATA_ENCODING, Destination, say
    from scenario_cli.cli.words import worded
    from scenario_cli.render.lines import Frame
    from scenario_cli.render.page import plain

    encoding = (sys.stdout.encoding if sys.stdout is not None else "") or DATA_ENCODING
    wide = width or shutil.get_terminal_size((0, 0)).columns or None
    for i, view in enumerate(views):
        page = "".join(f"{plain(line)}\n" for line in draw(view, Frame(wide, None, encoding)))
        Destination().write_text(f"\n{page}" if i else page, encoding)
        MANNERS.shown = True  # the page says which defaults there were
        if view.error is not None:
            say(worded(view.error))
