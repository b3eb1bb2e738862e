"""The fields of one person → a Signer, with every fault and every correction; the same for a row and for a profile."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from urgentaction.model.case import Privacy
from urgentaction.model.signer import Consent, Signer
from urgentaction.signers import places, values
from urgentaction.signers.fields import Notes, clean, shown, starts_formula

_PARTS = ("given", "surname", "surname2")
_HEADER_TRICKS = re.compile(r"[<>@]|=\?|://")
"""In a name: an address in the place of a name, an encoded word, a link. A name stands in From and Reply-To."""


def signer(
    cells: Mapping[str, str],
    notes: Notes,
    *,
    others: Mapping[str, str] = MappingProxyType({}),
    country: str = "",
    consent: Consent | None = None,
    row: int = 0,
) -> Signer:
    """The person that the fields `cells` (by our names) tell; consent is taken as given.

    Args:
        cells: Text as written: name (or given, surname), email, street, …; what is missing is empty.
        notes: Takes the faults (with any, the signer must not be used) and the remarks.
        others: A group's own columns, kept as `values`.
        country: For whoever has none of their own; two letters or empty.
        consent: To which case, and when.
        row: The line it stands on, 0 outside a sheet.
    """
    text = {field: clean(raw, field, notes) for field, raw in cells.items() if raw}
    postcode, city = places.parted(text["place"]) if text.get("place") else ("", "")
    name, address = name_of(text, notes), _email(text.get("email", ""), notes)
    where = _country(text.get("country", ""), notes) or country
    return Signer(
        name=name,
        email=address,
        street="\n".join(part for part in (text.get("street"), text.get("street2")) if part),
        postcode=_postcode(text.get("postcode") or postcode, where, notes),
        city=text.get("city") or city,
        country=where,
        language=_language(text.get("language", ""), notes),
        pronouns=text.get("pronouns", ""),
        about=text.get("about", ""),
        message=text.get("message", ""),
        consent=consent,
        privacy=_privacy(text.get("privacy", ""), notes),
        id=text.get("id", ""),
        values={name: clean(raw, name, notes) for name, raw in others.items() if raw},
        row=row,
    )


def name_of(text: Mapping[str, str], notes: Notes) -> str:
    """The name of cleaned fields (whole, or its parts); what cannot be one is a fault in `notes`."""
    name = text.get("name") or " ".join(text[part] for part in _PARTS if text.get(part))
    if not name:
        notes.fault("name", "name-empty")
    elif starts_formula(name):
        notes.fault("name", "name-formula", value=shown(name))
    elif found := _HEADER_TRICKS.search(name):
        notes.fault("name", "name-odd", value=shown(name), found=found[0])
    elif not any(char.isalpha() for char in name):
        notes.fault("name", "name-letters", value=shown(name))
    return name


def _email(text: str, notes: Notes) -> str:
    if not text:
        return ""
    if text.count("@") > 1:
        notes.fault("email", "email-several", value=shown(text))
        return ""
    address = values.email(text)
    if address is None:
        notes.fault("email", "email-bad", value=shown(text))
    return address or ""


def _postcode(text: str, country: str, notes: Notes) -> str:
    code, lost = places.postcode(text, country)
    if lost:
        notes.remark("postcode", "postcode-zero", found=shown(text), corrected=code)
    elif places.odd_postcode(code, country):
        notes.remark("postcode", "postcode-odd", value=shown(code), country=country)
    return code


def _country(text: str, notes: Notes) -> str:
    code = places.country(text) if text else ""
    if text and not code:
        near = places.near_country(text)
        notes.fault("country", "country-near" if near else "country-unknown", value=shown(text), near=near)
    return code


def _language(text: str, notes: Notes) -> str:
    code = places.language(text) if text else ""
    if text and not code:
        notes.remark("language", "language-unknown", value=shown(text))
    return code


def _privacy(text: str, notes: Notes) -> Privacy:
    """Anything but our words is a fault: who asked for less must never be shown in full by a misspelling."""
    if not text:
        return Privacy.FULL
    privacy = values.privacy(text)
    if privacy is None:
        notes.fault("privacy", "privacy-unknown", value=shown(text))
    return privacy or Privacy.FULL
