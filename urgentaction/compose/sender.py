"""What a letter shows of its signer, privacy applied: the sender block, the dateline, who speaks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from urgentaction import address, grammar
from urgentaction.model.authority import Authority
from urgentaction.model.case import Case, Privacy
from urgentaction.model.letter import Sender
from urgentaction.model.signer import Signer

STRICTNESS = (Privacy.FULL, Privacy.INITIALS_TOWN, Privacy.NAME_ONLY)
"""From the least strict: name-only shows no place at all."""

BLANKS = {
    "en": {"name": "[your name]", "address": "[your address]"},
    "fr": {"name": "[votre nom]", "address": "[votre adresse]"},
    "es": {"name": "[su nombre]", "address": "[su dirección]"},
    "de": {"name": "[Ihr Name]", "address": "[Ihre Anschrift]"},
}

DATELINES = {"fr": "{town}, le {on}", "de": "{town}, den {on}"}
"""Other languages write `town, date`."""

_BARE = frozenset({"de"})
"""Where a date that stands alone drops the word that leads it in."""

RULE = "_" * 30
"""A line to write on; about 55 mm in the letter's type."""


@dataclass(frozen=True)
class Voice:
    """The signer as a template sees one: who they are in their own words, and what they add."""

    about: str = ""
    own_words: str = ""


def voice(signer: Signer | None, *, language: str, own_words: str) -> Voice:
    """Who speaks. `about` is used only where the signer's language is the letter's, or is not known."""
    if signer is None:
        return Voice(own_words=_one_line(own_words))
    about = signer.about if signer.language in {"", language} else ""
    return Voice(_one_line(about), _one_line(own_words or signer.message))


def shown(signer: Signer | None, *, case: Case, authority: Authority, language: str, ruled: bool) -> Sender:
    """The sender block.

    full: name, postal lines, e-mail · initials-town: `É. L.` and the town · name-only: the name.
    """
    if signer is None:
        blanks = {"name": RULE, "address": RULE} if ruled else BLANKS.get(language, BLANKS["en"])
        return Sender(name=blanks["name"], lines=(blanks["address"],) * (3 if ruled else 1), privacy=case.privacy)
    privacy = max(case.privacy, signer.privacy, key=STRICTNESS.index)
    if privacy is Privacy.INITIALS_TOWN:
        return Sender(name=signer.initials, lines=tuple(filter(None, (signer.city,))), privacy=privacy)
    if privacy is Privacy.NAME_ONLY:
        return Sender(name=signer.name, privacy=privacy)
    lines = address.sender_lines(signer, recipient_country=authority.country, language=language)
    return Sender(name=signer.name, lines=lines, email=signer.email, privacy=privacy)


def dateline(signer: Signer | None, on: date, *, language: str, privacy: Privacy, ruled: bool) -> str:
    """Place and date, as in `Lyon, le 2 août 2013`; the date alone where no place is shown."""
    if ruled:
        return RULE
    town = signer.city if signer and privacy is not Privacy.NAME_ONLY else ""
    day = grammar.dates(on, language)
    written = DATELINES.get(language, "{town}, {on}").format(town=town, on=day)
    alone = day if language in _BARE else written.partition(", ")[2]
    return grammar.typography(written if town else alone, language)


def gaps(signer: Signer | None, *, privacy: Privacy) -> tuple[str, ...]:
    """What is left blank and must be filled before the letter may go: a name, and with full privacy an address."""
    if signer is None:
        return ("name", "address")
    if privacy is Privacy.FULL and not (signer.street and signer.city):
        return ("address",)
    return ()


def _one_line(text: str) -> str:
    """A person's words on one line; a dash at their beginning would make them a list."""
    return " ".join(text.split()).lstrip("- ")
