"""The few words a layout adds to a letter, in the letter's own language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Labels:
    """What stands before the subject, the reference, the copies and, in a copy, the real addressee; punctuated.

    `blanks` stand under the lines of a letter to be filled in by hand: name, address, place and date, signature.
    """

    subject: str
    reference: str
    copies: str
    information: str
    blanks: tuple[str, str, str, str]


def labels(language: str) -> Labels:
    """The labels for a letter language (`fr`, `pt-BR`); English for one that has none yet."""
    return _LABELS.get(language.partition("-")[0].lower(), _LABELS["en"])


_LABELS: Mapping[str, Labels] = {
    "en": Labels(
        "Subject:", "Ref.:", "Copy to:", "Copy for information:", ("name", "address", "place, date", "signature")
    ),
    "fr": Labels(
        "Objet\u00a0:",
        "Réf.\u00a0:",
        "Copie à\u00a0:",
        "Copie pour information\u00a0:",
        ("nom", "adresse", "lieu et date", "signature"),
    ),
    "es": Labels(
        "Asunto:", "Ref.:", "Con copia a:", "Copia para información:", ("nombre", "dirección", "lugar y fecha", "firma")
    ),
    "de": Labels(
        "Betreff:", "Az.:", "Kopie an:", "Kopie zur Kenntnis:", ("Name", "Anschrift", "Ort, Datum", "Unterschrift")
    ),
}
