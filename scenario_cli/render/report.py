"""A report: an answer to be shown, in whatever form a destination asks for."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, Literal, NamedTuple, TypeVar

from scenario_cli.render.page import Field, Page

if TYPE_CHECKING:
    from scenario_cli.render.remarks import Remarks
    from scenario_cli.render.svg import Picture

DocumentT = TypeVar("DocumentT")
Length = Literal["page", "whole", "brief"]


class Records(NamedTuple):
    """Tidy rows: one thing a row, full precision."""

    columns: Sequence[str]
    rows: Sequence[Sequence[Field]]


@dataclass(frozen=True, eq=False, kw_only=True)
class Report(Generic[DocumentT]):
    """One answer in every form; a form is made when it is asked for.

    Attributes
    ----------
    finding : str
        The sentence that answers what was asked.
    page : callable
        Takes the width in columns, returns a page: what most readers need.
    whole, brief : callable or None
        The same for a page with all there is, and for one of a few lines; ``None`` where the
        page is the only one.
    document : callable
        Returns the JSON document.
    records : callable
        Returns tidy rows, for CSV and data frames.
    carried : callable or None
        Returns the part of the document that a page carries, where all of it is too long.
    state : callable or None
        Returns what sliders on a page start from; ``None`` where a page has none.
    pictures : mapping of str to callable
        By name what draws a picture in a width in pixels, the foremost first.
    unasked : mapping of str to str
        By name what the other pictures need to be asked for.
    remarks : callable or None
        Returns what is said of places in files, for programs that show it there; ``None`` where
        nothing is.
    """

    finding: str
    page: Callable[[int], Page]
    document: Callable[[], DocumentT]
    records: Callable[[], Records]
    pictures: "Mapping[str, Callable[[float], Picture]]" = field(default_factory=dict)
    unasked: Mapping[str, str] = field(default_factory=dict)
    carried: "Callable[[], Mapping[str, Any]] | None" = None
    state: "Callable[[], Mapping[str, Any]] | None" = None
    whole: Callable[[int], Page] | None = None
    brief: Callable[[int], Page] | None = None
    remarks: "Callable[[], Remarks] | None" = None

    def page_of(self, length: Length) -> Callable[[int], Page]:
        """Return what makes the page of a length; where there is none of it, the page."""
        return {"whole": self.whole, "brief": self.brief, "page": self.page}[length] or self.page
