"""Blocks as a word processor's document, or as a PDF."""

from __future__ import annotations

import html
import json
import zipfile
from collections.abc import Sequence
from io import BytesIO

from intake.ours.action import Action
from intake.ours.pages import Block
from intake.ours.parts import colon

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def docx(blocks: Sequence[Block], action: Action) -> bytes:
    """A document with a header on every page; not compressed, so that its bytes are the same everywhere."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for name, part in _parts(blocks, action).items():
            archive.writestr(zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0)), HEAD + part)
    return made.getvalue()


def _parts(blocks: Sequence[Block], action: Action) -> dict[str, str]:
    kinds = ("document.main", "numbering", "header")
    names = ("document", "numbering", "header1")
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{TYPE}.{kind}+xml"/>'
        for name, kind in zip(names, kinds, strict=True)
    )
    relations = "".join(
        f'<Relationship Id="rId{at}" Type="{R}/{name.rstrip("1")}" Target="{name}.xml"/>'
        for at, name in enumerate(names[1:])
    )
    section = f'<w:sectPr><w:headerReference xmlns:r="{R}" w:type="default" r:id="rId1"/></w:sectPr>'
    return {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{overrides}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId0" Type="{R}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{relations}</Relationships>',
        "word/numbering.xml": f'<w:numbering {W}><w:abstractNum w:abstractNumId="3"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/>'
        '<w:lvlText w:val="•"/></w:lvl></w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="3"/></w:num></w:numbering>',
        "word/header1.xml": f"<w:hdr {W}><w:p>{_runs('Lantern Rights Network')}</w:p></w:hdr>",
        "word/document.xml": f"<w:document {W}><w:body>{_body(blocks, action)}{section}</w:body></w:document>",
    }


def _body(blocks: Sequence[Block], action: Action) -> str:
    """Labels of a form in a table, those of a letter as bold words before their value."""
    out: list[str] = []
    for number, block in enumerate(blocks):
        before = blocks[number - 1].kind if number else ""
        after = blocks[number + 1].kind if number + 1 < len(blocks) else ""
        if block.kind == "n":
            out.append('<w:p><w:r><w:br w:type="page"/></w:r></w:p>')
        elif block.kind == "r" and action.layout == "form":
            cells = "".join(f"<w:tc><w:p>{_runs(cell)}</w:p></w:tc>" for cell in (block.label, block.text))
            row = f"<w:tr>{cells}</w:tr>"
            out.append(("<w:tbl>" if before != "r" else "") + row + ("</w:tbl>" if after != "r" else ""))
        elif block.kind == "r":
            out.append(f"<w:p>{_runs(block.label + colon(action), bold=True)}{_runs(' ' + block.text)}</w:p>")
        else:
            points = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="7"/></w:numPr></w:pPr>'
            out.append(f"<w:p>{points if block.kind == 'b' else ''}{_runs(block.text, bold=block.kind in 'ht')}</w:p>")
    return "".join(out)


def _runs(said: str, *, bold: bool = False) -> str:
    """Runs cut where a person corrected: in the middle of a word."""
    out: list[str] = []
    look = "<w:rPr><w:b/></w:rPr>" if bold else ""
    for number, line in enumerate(said.split("\n")):
        cut = len(line) * 2 // 5 if len(line) > 24 else len(line)
        out.append("<w:r><w:br/></w:r>" if number else "")
        pieces = (html.escape(piece, quote=False) for piece in (line[:cut], line[cut:]) if piece)
        out += [f'<w:r>{look}<w:t xml:space="preserve">{piece}</w:t></w:r>' for piece in pieces]
    return "".join(out)


def pdf(blocks: Sequence[Block], action: Action) -> bytes:
    """A PDF: `columns`, `hyphens` in justified lines, a running head and the page's number where `heads` says so."""
    import typst

    return bytes(typst.compile(typ(blocks, action).encode(), ignore_system_fonts=True))


def typ(blocks: Sequence[Block], action: Action) -> str:
    """What the PDF is made from."""
    how = action.how
    head, hyphens = str(how.get("heads", "")), str(bool(how.get("hyphens"))).lower()
    foot = "context text(8pt, counter(page).display())" if head else "none"
    out = [
        "#set document(date: none)",
        f'#set text(lang: "{action.language}", size: {how.get("size", 10)}pt, hyphenate: {hyphens})',
        f"#set par(justify: {hyphens})",
        (
            f'#set page("a4", margin: {how.get("margin", 20)}mm, columns: {how.get("columns", 1)}, '
            f"header: text(8pt, {_said(head)}), footer: {foot})"
        ),
    ]
    return "\n".join([*out, *(_typ(block, action) for block in blocks)]) + "\n"


def _typ(block: Block, action: Action) -> str:
    lines = " + linebreak() + ".join(map(_said, block.lines))
    if block.kind == "n":
        return "#pagebreak()"
    if block.kind == "r" and action.layout == "form":
        if action.turn % 2:
            return f"#grid(columns: (34%, 1fr), gutter: 5mm, strong({_said(block.label)}), ({lines}))"
        return f"#par(strong({_said(block.label)}))\n#par({lines})"
    if block.kind == "r":
        return f"#par(strong({_said(block.label + colon(action))}) + {_said(' ')} + {lines})"
    shapes = {
        "t": f'#par(text(15pt, weight: "bold", {lines}))',
        "h": f"#par(strong({lines}))",
        "b": f"#list[#({lines})]",
    }
    return shapes.get(block.kind, f"#par({lines})")


def _said(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
