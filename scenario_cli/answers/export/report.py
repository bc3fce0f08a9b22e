"""Tables as the bytes of a file: CSV, or a workbook."""

from scenario_cli.answers.export.ask import ExportTables
from scenario_cli.render.delimited import csv_text


def csv_bytes(tables: ExportTables) -> bytes:
    """Return the table of ratings as CSV; text that a spreadsheet would run has an apostrophe before it."""
    first, *rows = tables.ratings.plain
    return csv_text([str(head or "") for head in first], rows, breaks=True).encode()
