"""Signers: a CSV as real people make it → people who agreed to sign; nobody without consent gets through."""

from urgentaction.signers.blank import BlankColumn, blank, blank_columns, languages, privacy_choices
from urgentaction.signers.fields import Note, Notes, shown, spreadsheet_safe
from urgentaction.signers.rows import Row, Rows, read

__all__ = [
    "BlankColumn",
    "Note",
    "Notes",
    "Row",
    "Rows",
    "blank",
    "blank_columns",
    "languages",
    "privacy_choices",
    "read",
    "shown",
    "spreadsheet_safe",
]
