"""The few words a layout adds to a letter, in the letter's own language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Labels:
    """What stands before the subject, the reference and the copies, with the punctuation of the language."""

    subject: str
    reference: str
    copies: str


def labels(language: str) -> Labels:
    """The labels for a letter language (`fr`, `pt-BR`); English for one that has none yet."""
    return _LABELS.get(language.partition("-")[0].lower(), _LABELS["en"])


_LABELS: Mapping[str, Labels] = {
    "en": Labels("Subject:", "Ref.:", "Copy to:"),
    "fr": Labels("Objet\u00a0:", "Réf.\u00a0:", "Copie à\u00a0:"),
    "es": Labels("Asunto:", "Ref.:", "Con copia a:"),
    "de": Labels("Betreff:", "Az.:", "Kopie an:"),
}
