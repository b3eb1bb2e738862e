"""Letters as documents: plain text, Markdown, HTML, mail, PDF and JSON, each from the same `Letter`.

A format is loaded when it is wanted: a letter in the terminal needs neither mail nor HTML.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal

from urgentaction.documents.sheet import FRENCH
from urgentaction.model.envelope import Zones
from urgentaction.model.letter import Document, Format, Letter

__all__ = ["render"]


def render(
    letter: Letter,
    format_: Format,
    *,
    layout: Callable[[str], Path],
    to: str = "",
    copies: int = 1,
    place: Zones = FRENCH,
) -> Document:
    """A letter in one format, as bytes (UTF-8).

    `layout` finds a layout by name, `to` addresses a draft mail, `copies` are of a PDF of one page, `place` is for the
    sender's envelope.

    For many PDFs keep a `pdf.Typesetter`: this makes one for each call.

    Raises:
        UserError: As the format's own `render` says.
    """
    match format_:
        case Format.EML:
            from urgentaction.documents import eml

            return Document(format=format_, data=eml.draft(letter, to=to))
        case Format.PDF:
            from urgentaction.documents import pdf

            return pdf.Typesetter(layout("letter.typ"), place).pdf(letter, copies=copies)
        case _:
            return Document(format=format_, data=_text(letter, format_, layout).encode())


def _text(
    letter: Letter,
    format_: Literal[Format.TXT, Format.MD, Format.HTML, Format.JSON],
    layout: Callable[[str], Path],
) -> str:
    """A letter in a format that is text."""
    match format_:
        case Format.TXT:
            from urgentaction.documents import text

            return text.render(letter)
        case Format.MD:
            from urgentaction.documents import markdown

            return markdown.render(letter)
        case Format.HTML:
            from urgentaction.documents import html

            return html.render(letter, layout=layout("letter.html.j2"))
        case Format.JSON:
            from urgentaction.documents import data

            return data.dump(letter)
