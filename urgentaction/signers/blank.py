"""An empty list of signers: the columns that one case needs, as the Excel of a country opens them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from urgentaction.model.case import Privacy

_ADDRESS = frozenset({"street", "email"})
_PLACE = frozenset({"city", "privacy"})


@dataclass(frozen=True)
class BlankColumn:
    """One of our fields, under the title that the list and the printed sheet give it."""

    field: str
    title: str


@dataclass(frozen=True)
class _Flavour:
    """What separates the cells, what the columns are called, and how one chooses what a letter shows."""

    separator: str
    titles: Mapping[str, str]
    choices: Mapping[Privacy, str]


def languages() -> tuple[str, ...]:
    """The languages there is an empty list in."""
    return tuple(_FLAVOURS)


def blank_columns(language: str, privacy: Privacy) -> tuple[BlankColumn, ...]:
    """The columns to collect, in order: where a case shows less of its signers, less is asked of them.

    The postcode always is: it tells two people of one name apart.
    """
    stages = list(Privacy)
    left_out = frozenset[str]().union(*((_ADDRESS, _PLACE)[: stages.index(privacy)]))
    titles = _FLAVOURS[language].titles
    return tuple(BlankColumn(field, title) for field, title in titles.items() if field not in left_out)


def privacy_choices(language: str, privacy: Privacy) -> tuple[str, ...]:
    """What may stand in the column for privacy: how much a letter shows, never more than the case does."""
    stages = list(Privacy)
    return tuple(_FLAVOURS[language].choices[one] for one in stages[stages.index(privacy) :])


def blank(language: str, *, case: str, privacy: Privacy) -> bytes:
    """An empty list: UTF-8 with a byte order mark, for French Excel with semicolons, for English with commas.

    The column for the consent says to which case it is given, so that nobody is taken to have agreed to another.
    """
    named = [
        f"{column.title} ({case})" if column.field == "consent" else column.title
        for column in blank_columns(language, privacy)
    ]
    return b"\xef\xbb\xbf" + (_FLAVOURS[language].separator.join(named) + "\r\n").encode()


_FLAVOURS: Mapping[str, _Flavour] = {
    "fr": _Flavour(
        ";",
        {
            "given": "Prénom",
            "surname": "Nom",
            "street": "Adresse",
            "postcode": "Code postal",
            "city": "Ville",
            "email": "Courriel",
            "message": "Mes mots",
            "privacy": "Confidentialité",
            "consent": "Signé le",
        },
        {Privacy.FULL: "tout", Privacy.INITIALS_TOWN: "initiales et ville", Privacy.NAME_ONLY: "nom seul"},
    ),
    "en": _Flavour(
        ",",
        {
            "given": "First name",
            "surname": "Last name",
            "street": "Address",
            "postcode": "Postcode",
            "city": "Town",
            "email": "Email",
            "message": "My words",
            "privacy": "Privacy",
            "consent": "Signed on",
        },
        {Privacy.FULL: "full", Privacy.INITIALS_TOWN: "initials and town", Privacy.NAME_ONLY: "name only"},
    ),
}
