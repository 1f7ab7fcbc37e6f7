"""Imports of tables: read a file of any make, judge each line, save all good lines or none."""

from apps.core.imports.cells import as_bool, as_date, as_integer, as_list, as_text
from apps.core.imports.importer import Column, FormImporter, Importer, Line, Report
from apps.core.imports.reader import MAX_ROWS, Table, Unreadable, read

__all__ = [
    "MAX_ROWS",
    "Column",
    "FormImporter",
    "Importer",
    "Line",
    "Report",
    "Table",
    "Unreadable",
    "as_bool",
    "as_date",
    "as_integer",
    "as_list",
    "as_text",
    "read",
]
