"""A legal basis that a letter may cite, and between which dates it may."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from urgentaction.model.case import Text


@dataclass(frozen=True, kw_only=True)
class Law:
    """One basis: `text` is a whole sentence that says what it provides, never what follows for the case.

    `valid_from` and `valid_to` (inclusive) bound the dates of letters that may cite it; `source` says where the rule
    and its dates come from.
    """

    id: str
    name: Text
    text: Text
    valid_from: date
    source: str
    valid_to: date | None = None
    note: Text = field(default_factory=dict)

    def in_force(self, on: date) -> bool:
        """Whether a letter of this date may cite it."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)
