"""What surrounds an action in a mail or on a page: who passed it on, drawn lines, menus of other actions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from urgentaction.intake.heads import INDEX, NUMBER
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
    r"|(?:UA|AU)\s*:?\s*\d{1,3}[/.]\d{2}\s+(?:[-–—]\s*)?(?!1\b)\d{1,2}"
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

_LIST = re.compile(
    r"\bmailing list\b|\bunsubscribe\b|\bdarse de baja\b|\bse désabonner\b|\bdésinscri|\bliste de diffusion\b|\blista de (?:correo|distribución)\b",
    re.IGNORECASE,
)
_BANNER = re.compile(r"urgent action|action urgente|acci[oó]n urgente", re.IGNORECASE)
LONG_RULE = 20
"""Characters of a line that is drawn across a mail."""

NEAR = 8
"""Lines within which an action begins below a note, or a mail ends below its foot's line."""

FEWEST = 3
"""Lines of a mail's head below each other that are one."""


def bare(document: Document) -> Document:
    """The document from where the action begins in a mail that was passed on; without drawn lines and numbers of pages."""
    kept = _between_notes(document)
    lines = [line for line in kept if not _is_aside(line.text)]
    return replace(document, lines=tuple(lines[_passed_on(lines) :]))


def _between_notes(document: Document) -> Sequence[Line]:
    """The lines below a note of who passes an action on, and above the foot of a mail or of a mailing list."""
    lines = document.lines
    drawn = [at for at, line in enumerate(lines) if _is_drawn(line.text)]
    end = next((at for at in drawn if len(lines) - at <= NEAR and _is_foot(document, lines[at:])), len(lines))
    start = next((at for at in drawn if len(lines[at].text) >= LONG_RULE and at < end), 0)
    above, below = (
        [bool(NUMBER.search(line.text) or INDEX.search(line.text)) for line in rows]
        for rows in (lines[:start], lines[start + 1 :][:NEAR])
    )
    is_note = document.form == "eml" and not any(_BANNER.fullmatch(line.text) for line in lines[:start])
    return lines[start if is_note and any(below) and not any(above) else 0 : end]


def _is_foot(document: Document, lines: Sequence[Line]) -> bool:
    """Whether a drawn line and what stands below it is how a mail ends: a signature, how to leave the list."""
    is_signed = document.form == "eml" and lines[0].text == "--"
    return is_signed or any(_LIST.search(line.text) for line in lines)


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
