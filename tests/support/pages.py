"""Pages of PDFs, measured: millimetres, what lies in a box, text in which extraction and letter must agree."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pdfplumber
from pdfplumber.page import Page
from pdfplumber.pdf import PDF

from urgentaction.model.envelope import Box
from urgentaction.model.letter import Document

MM = 72 / 25.4


@contextmanager
def opened(document: Document) -> Iterator[PDF]:
    """The document as pdfplumber reads it."""
    with pdfplumber.open(io.BytesIO(document.data)) as pdf:
        yield pdf


def plain(text: str) -> str:
    """Text without spaces and hyphens, in which extraction and letter must agree."""
    return re.sub(r"[\s\u00a0\u202f\u00ad\u200b-]", "", text)


def inside(thing: dict[str, Any], box: Box) -> bool:
    """Whether all of a thing lies in a box."""
    return bool(
        thing["x0"] >= box.x * MM
        and thing["x1"] <= box.right * MM
        and thing["top"] >= box.y * MM
        and thing["bottom"] <= box.bottom * MM
    )


def touches(thing: dict[str, Any], box: Box) -> bool:
    """Whether any of a thing lies in a box."""
    return bool(
        thing["x0"] < box.right * MM
        and thing["x1"] > box.x * MM
        and thing["top"] < box.bottom * MM
        and thing["bottom"] > box.y * MM
    )


def drawn(page: Page) -> list[dict[str, Any]]:
    """All that is on a page besides letters."""
    return [*page.lines, *page.rects, *page.curves, *page.images]
