"""Signers: a CSV as real people make it → people who agreed to sign; nobody without consent gets through."""

from urgentaction.signers.fields import Note, Notes, shown, spreadsheet_safe
from urgentaction.signers.rows import Row, Rows, read

__all__ = ["Note", "Notes", "Row", "Rows", "read", "shown", "spreadsheet_safe"]
