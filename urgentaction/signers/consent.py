"""On which day a person agreed, and to which case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from urgentaction.model.signer import Consent
from urgentaction.signers import values
from urgentaction.signers.days import day
from urgentaction.signers.fields import Notes, clean, shown


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """The consent that letters need.

    To `case` (None: only look), not later than `today`; `named` is the case of rows that name none themselves.
    """

    case: str | None
    today: date
    named: str | None = None


def consent(cells: Mapping[str, str], wanted: Wanted, notes: Notes) -> Consent | None:
    """The consent of one row; None where there is none that counts (a fault) or no case is named (a fault or a remark).

    A consent needs its day: in the column `consent` itself, or, where that says yes, in a column `date`.
    """
    on = _day(cells, wanted.today, notes)
    named = clean(cells.get("case", ""), "case", notes) or wanted.named or ""
    if not named:
        if wanted.case:
            notes.fault("case", "consent-no-case", case=wanted.case)
        elif "case" in notes.labels:
            notes.remark("case", "consent-unnamed")
        return None
    if wanted.case and named.casefold() != wanted.case.casefold():
        notes.fault("case", "consent-other-case", named=shown(named), case=wanted.case)
    return Consent(case=wanted.case or named, on=on) if on else None


def _day(cells: Mapping[str, str], today: date, notes: Notes) -> date | None:
    text = clean(cells.get("consent", ""), "consent", notes)
    field = "consent"
    said = values.yes(text)
    if said:
        field = "day"
        text = clean(cells.get("day", ""), "day", notes)
    if said is False:
        notes.fault("consent", "consent-no", value=shown(text))
    elif said and not text:
        notes.fault("consent", "consent-undated", value=shown(cells["consent"]))
    elif not text:
        notes.fault("consent", "consent-empty")
    else:
        return _past(text, field, today, notes)
    return None


def _past(text: str, field: str, today: date, notes: Notes) -> date | None:
    on = day(text)
    if on is None:
        notes.fault(field, "day-unknown", value=shown(text))
    elif on > today:
        notes.fault(field, "day-to-come", on=on)
        return None
    return on
