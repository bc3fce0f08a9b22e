"""What every answer can do: say itself, and be a document, rows or a page, in a notebook as in a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from scenario_cli.extras import needs
from scenario_cli.frozen import Frozen

if TYPE_CHECKING:
    import pandas
    import pyarrow

    from scenario_cli.engine.flags import Flag
    from scenario_cli.render.page import Field
    from scenario_cli.render.report import Report
    from scenario_cli.render.svg import Picture

DocumentT = TypeVar("DocumentT")

NOTEBOOK_WIDTH = 100
PICTURE_WIDTH = 720.0


def _of_one_type(column: Sequence["Field"]) -> list["Field"]:
    """Return a column as it is, or as text where numbers and words stand in it together."""
    if len({isinstance(field, str) for field in column if field is not None}) < 2:
        return list(column)
    return [field if field is None else str(field) for field in column]


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class Answer(Frozen, Generic[DocumentT]):
    """What one question finds: numbers, flags, one sentence. Frozen, with read-only arrays; it pickles.

    ``flags`` are what a reader should know, warnings first.
    """

    question: ClassVar[str] = ""  # the folder in ``answers`` whose report speaks for it

    flags: "Sequence[Flag]" = ()

    def report(self) -> "Report[DocumentT]":
        """Return the answer as it is shown: page, JSON document, records."""
        module = import_module(f"scenario_cli.answers.{self.question}.report")
        report: Report[DocumentT] = module.report(self)
        return report

    @property
    def finding(self) -> str:
        """The sentence that answers what was asked."""
        return self.report().finding

    def picture(self, name: str = "", width: float = PICTURE_WIDTH) -> "Picture":
        """Return a picture of the answer: the foremost, or one by its name. In a notebook it shows itself.

        Raises
        ------
        StudyError
            There is no such picture of this answer.
        """
        from scenario_cli.answers.picture import picture_of

        return picture_of(self.report(), name, width)

    def to_dict(self) -> DocumentT:
        """Return the JSON document that the command prints: plain dicts, lists, text and numbers."""
        return self.report().document()

    def to_json(self) -> str:
        """Return the bytes that the command prints with ``-f json``, as text."""
        from scenario_cli.render.json import json_text

        return json_text(self.to_dict())

    def to_frame(self) -> "pandas.DataFrame":
        """Return tidy rows as a pandas data frame, the rows of ``-f csv``.

        Raises
        ------
        MissingPackageError
            pandas is not installed.
        """
        needs("pandas", "a data frame")
        import pandas

        columns, rows = self.report().records()
        return pandas.DataFrame([list(row) for row in rows], columns=list(columns))

    def to_arrow(self) -> "pyarrow.Table":
        """Return the same rows as an Arrow table, which polars and DuckDB read too.

        Raises
        ------
        MissingPackageError
            pyarrow is not installed.
        """
        needs("pyarrow", "an Arrow table", extra="table")
        import pyarrow

        columns, rows = self.report().records()
        fields = list(zip(*rows, strict=True)) or [()] * len(columns)
        return pyarrow.table([pyarrow.array(_of_one_type(field)) for field in fields], names=list(columns))

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """Return the rows by Arrow's own protocol: ``polars.DataFrame(answer)`` just works."""
        return self.to_arrow().__arrow_c_stream__(requested_schema)

    def __repr__(self) -> str:
        return f"{type(self).__name__}: {self.finding}"

    def _repr_html_(self) -> str | None:
        """Return the page of the answer in a frame, as a notebook shows it; none where it has no page."""
        from scenario_cli.answers.webpage import PAGED, kind_of, webpage
        from scenario_cli.render.html import framed

        report: Report[Any] = self.report()
        return framed(webpage(report)) if kind_of(report.document()) in PAGED else None

    def _repr_markdown_(self) -> str:
        from scenario_cli.render.delimited import markdown_text

        return markdown_text(self.report().page(NOTEBOOK_WIDTH))
