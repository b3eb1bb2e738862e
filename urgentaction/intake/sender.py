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
FEWEST = 3
"""Lines of a mail's head below each other that are one."""


def bare(document: Document) -> Document:
    """The document from where the action begins in a mail that was passed on; without lines that are only drawn."""
    lines = [line for line in document.lines if not _RULE.fullmatch(line.text) or _MARK.fullmatch(line.text)]
    return replace(document, lines=tuple(lines[_passed_on(lines) :]))


def _passed_on(lines: Sequence[Line]) -> int:
    """How many lines come before the mail that was passed on last."""
    end, at = 0, 0
    for rows in paragraphs(lines):
        heads = [number for number, row in enumerate(rows) if _HEADER.match(row.text)]
        if len(heads) >= FEWEST:
            end = at + heads[-1] + 1
        at += len(rows)
    return end
