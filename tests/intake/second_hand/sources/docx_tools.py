"""What Word leaves in a file: several runs in a word's neighbourhood, tabs, list numbering, tables."""

import re
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt


def new(font: str = "Calibri") -> Any:
    document = Document()
    document.styles["Normal"].font.name = font
    document.styles["Normal"].font.size = Pt(10.5)
    return document


def runs(paragraph: Any, text: str) -> Any:
    """`**bold**`; elsewhere a run breaks off at every third word, and once within a word, as revised text does."""
    for number, piece in enumerate(re.split(r"\*\*", text)):
        words = re.split(r"(?<= )", piece)
        for start in range(0, len(words), 3):
            bit = "".join(words[start : start + 3])
            cut = len(bit) // 2 if start % 2 else len(bit)
            for part in (bit[:cut], bit[cut:]):
                if part:
                    run = paragraph.add_run(part)
                    run.bold = bool(number % 2) or None
                    mark = OxmlElement("w:lang")
                    mark.set(qn("w:val"), "en-GB" if start % 2 else "es-ES")
                    run._r.get_or_add_rPr().append(mark)
    return paragraph


def say(document: Any, text: str, style: str | None = None) -> Any:
    return runs(document.add_paragraph(style=style), text)


def block(document: Any, *lines: str, breaks: bool = True) -> None:
    """An address: lines broken within a paragraph, or a paragraph a line."""
    if not breaks:
        for line in lines:
            say(document, line).paragraph_format.space_after = Pt(0)
        document.add_paragraph()
        return
    paragraph = document.add_paragraph()
    for number, line in enumerate(lines):
        if number:
            paragraph.add_run().add_break()
        runs(paragraph, line)


def link(paragraph: Any, address: str, shown: str) -> None:
    relation = paragraph.part.relate_to(
        address, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink", is_external=True
    )
    made = OxmlElement("w:hyperlink")
    made.set(qn("r:id"), relation)
    run = paragraph.add_run(shown)
    made.append(run._r)
    paragraph._p.append(made)


def form(document: Any, rows: list[Any]) -> None:
    """The form of 2017: labels left, what was filled in on the right, paragraphs within a cell."""
    table = document.add_table(rows=0, cols=2)
    table.style = "Table Grid"
    for name, filled in rows:
        left, right = table.add_row().cells
        runs(left.paragraphs[0], f"**{name}**")
        for number, value in enumerate([filled] if isinstance(filled, str) else filled):
            paragraph = right.paragraphs[0] if not number else right.add_paragraph()
            if isinstance(value, tuple):
                for at, line in enumerate(value):
                    if at:
                        paragraph.add_run().add_break()
                    runs(paragraph, line)
            elif value.startswith("link:"):
                link(paragraph, value[5:], value[5:])
            else:
                runs(paragraph, value)
