"""A copy for information: the same letter to the word, for an office that it is not written to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from urgentaction import grammar
from urgentaction.compose import sender, values
from urgentaction.model.authority import Authority
from urgentaction.model.case import Case
from urgentaction.model.letter import Letter
from urgentaction.model.signer import Signer


def copied(letter: Letter, case: Case, office: Authority, signer: Signer | None) -> Letter:
    """What `office` gets: its own address in the window, and above the letter to whom it was written.

    It shows no more of the signer than the letter does, which may have been saved when they wanted to show less.

    Raises:
        UserError: An address does not fit its lines.
    """
    if signer:
        strictest = max(signer.privacy, letter.sender.privacy, key=sender.STRICTNESS.index)
        signer = replace(signer, privacy=strictest)
    home = signer.country if signer and signer.country else office.country
    wrote_to = _PHRASES.get(letter.language.partition("-")[0].lower(), _PHRASES["en"])
    return replace(
        letter,
        authority=office.id,
        office=name(office, letter.language),
        sender=sender.shown(signer, case=case, authority=office, language=letter.language, ruled=False),
        recipient=values.recipient(office, home=home, language=letter.language, on=letter.dated),
        information=grammar.typography(wrote_to.format(office=", ".join(letter.recipient)), letter.language),
    )


def name(office: Authority, language: str) -> str:
    """An office as a letter names it: to whom it is written, and who gets a copy."""
    return grammar.typography(office.name(language), language)


_PHRASES: Mapping[str, str] = {
    "en": "letter to {office}",
    "fr": "lettre adressée à {office}",
    "es": "carta dirigida a {office}",
    "de": "Brief an {office}",
}
"""These follow `Copy for information:` (documents/labels.py)."""
