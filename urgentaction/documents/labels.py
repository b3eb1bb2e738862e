"""The few words a layout adds to a letter, in the letter's own language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Labels:
    """What stands before the subject, the reference, the copies and, in a copy, the real addressee; punctuated.

    `blanks` stand under the lines of a letter to be filled in by hand: name, address, place and date, signature.
    `reading_copy` marks what is only for reading, and there `own_words` stand for what nobody has translated.
    """

    subject: str
    reference: str
    copies: str
    information: str
    blanks: tuple[str, str, str, str]
    reading_copy: str
    own_words: str


def labels(language: str) -> Labels:
    """The labels for a letter language (`fr`, `pt-BR`); English for one that has none yet."""
    return _LABELS.get(language.partition("-")[0].lower(), _LABELS["en"])


_LABELS: Mapping[str, Labels] = {
    "en": Labels(
        subject="Subject:",
        reference="Ref.:",
        copies="Copy to:",
        information="Copy for information:",
        blanks=("name", "address", "place, date", "signature"),
        reading_copy="Reading copy, not for sending",
        own_words="[In your own words: not translated.]",
    ),
    "fr": Labels(
        subject="Objet\u00a0:",
        reference="Réf.\u00a0:",
        copies="Copie à\u00a0:",
        information="Copie pour information\u00a0:",
        blanks=("nom", "adresse", "lieu et date", "signature"),
        reading_copy="Exemplaire de lecture, à ne pas envoyer",
        own_words="[Vos propres mots\u00a0: non traduits.]",
    ),
    "es": Labels(
        subject="Asunto:",
        reference="Ref.:",
        copies="Con copia a:",
        information="Copia para información:",
        blanks=("nombre", "dirección", "lugar y fecha", "firma"),
        reading_copy="Ejemplar de lectura, no enviar",
        own_words="[Sus propias palabras: sin traducir.]",
    ),
    "de": Labels(
        subject="Betreff:",
        reference="Az.:",
        copies="Kopie an:",
        information="Kopie zur Kenntnis:",
        blanks=("Name", "Anschrift", "Ort, Datum", "Unterschrift"),
        reading_copy="Leseexemplar, nicht zum Versenden",
        own_words="[Ihre eigenen Worte: nicht übersetzt.]",
    ),
}
