"""What surrounds an action in a mail or on a page: who passed it on, drawn lines, menus of other actions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from urgentaction.intake.lines import Document, Line, paragraphs

_RULE = re.compile(r"[\W_]+")
_MARK = re.compile(r"[•●▪■□·*o-]")
_HEADER = re.compile(
    r"^>*\s*(?:from|de|von|date|fecha|sent|envoyé|enviado(?: el)?|subject|objet|sujet|asunto|to|à|pour|para|cc|reply-to|répondre à)\s?:\s",
    re.IGNORECASE,
)
_END = frozenset(".;:!?…»”)")
_PAGE = re.compile(
    r"[-–—]\s*\d{1,3}\s*[-–—]|(?:page|página|pág\.|p\.)\s*\d{1,3}(?:\s*(?:/|of|de|sur)\s*\d{1,3})?"
    r"|(?=.*\d{1,3}[/.]\d{2}\b).{4,90}\s[-–—]?\s*(?:page|página|pág\.|p\.)\s*(?!1\b)\d{1,3}(?:\s*(?:/|of|de|sur)\s*\d{1,3})?",
    re.IGNORECASE,
)
"""The number of a page, alone or behind the number of the action."""

_FOOT = re.compile(
    r"\b(?:aviso legal|mapa del sitio|política de privacidad|mentions légales|plan du site|politique de confidentialité|privacy policy|site ?map"
    r"|terms of use|all rights reserved|tous droits réservés|todos los derechos reservados|registered charity|impressum|newsletter|webmaster)\b",
    re.IGNORECASE,
)
_BESIDE = re.compile(r"\s[·|•]\s|^©")
"""What stands between the entries of a site's foot."""

FEWEST = 3
"""Lines of a mail's head below each other that are one."""


def bare(document: Document) -> Document:
    """The document from where the action begins in a mail that was passed on; without drawn lines and numbers of pages."""
    lines = [line for line in document.lines if not _is_aside(line.text)]
    return replace(document, lines=tuple(lines[_passed_on(lines) :]))


def _is_aside(said: str) -> bool:
    is_foot = bool(_BESIDE.search(said)) and bool(_FOOT.search(said))
    return is_foot or _is_drawn(said) or bool(_PAGE.fullmatch(said))


def _is_drawn(said: str) -> bool:
    return bool(_RULE.fullmatch(said)) and not _MARK.fullmatch(said) and said not in _END


def _passed_on(lines: Sequence[Line]) -> int:
    """How many lines come before the mail that was passed on last."""
    end, at = 0, 0
    for rows in paragraphs(lines):
        heads = [number for number, row in enumerate(rows) if _HEADER.match(row.text)]
        if len(heads) >= FEWEST:
            end = at + heads[-1] + 1
        at += len(rows)
    return end
