"""Makes the documents of this folder, and what is expected of them, from `sources/`; see README.md.

A source is what a careful reader takes from the document (TOML), a line `=====`, then one block a line: a kind (t title,
h heading, p paragraph, b bullet, a lines of an address, r row of a table, n next page), marks of what the block is
(S summary, M paragraph of the model letter, D demand), `| ` and the text. `{{…}}` in a text marks a sentence that asks,
` // ` breaks a line, ` :: ` parts a label from its value.
"""

from __future__ import annotations

import html
import json
import re
import sys
import textwrap
import tomllib
import zipfile
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from io import BytesIO
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
SPACED = re.compile(r"(?<=\w)(?=\w)")


@dataclass(frozen=True)
class Block:
    kind: str
    marks: str
    text: str

    @property
    def lines(self) -> list[str]:
        return self.text.split(" // ")

    @property
    def row(self) -> tuple[str, str]:
        label, _, value = self.text.partition(" :: ")
        return label, value


def read(path: Path) -> tuple[dict[str, Any], dict[str, Any], list[Block]]:  # noqa: C901
    """What is expected, how it is made, and the blocks."""
    head, _, body = path.read_text(encoding="utf-8").partition("\n=====\n")
    expected = tomllib.loads(head)
    how = expected.pop("make")
    blocks: list[Block] = []
    summary: list[str] = []
    letter: list[str] = []
    demands: list[str] = []
    for line in body.splitlines():
        if not line.strip():
            continue
        mark, _, text = line.partition("| ")
        plain = re.sub(r"\{\{|\}\}", "", text)
        blocks.append(Block(mark[0], mark[1:], plain))
        said = plain.partition(" :: ")[2] if mark[0] == "r" else plain
        if "S" in mark:
            summary.append(said)
        if "M" in mark:
            letter.append(said)
        if "D" in mark:
            demands.append(said)
        demands += re.findall(r"\{\{(.*?)\}\}", text)
    if summary:
        expected["summary"] = " ".join(summary)
    for key, found in (("model_letter", letter), ("demands", demands)):
        if found:
            expected[key] = found
    return expected, how, blocks


def noisy(text: str, how: dict[str, Any]) -> str:
    for old, new in how.get("noise", []):
        if old not in text:
            raise SystemExit(f"{how['name']}: nothing to spoil: {old}")
        text = text.replace(old, new)
    return text


def txt(blocks: list[Block], how: dict[str, Any]) -> str:
    width = how.get("width", 78)
    out: list[str] = []
    for number, block in enumerate(blocks):
        close = number and block.kind == blocks[number - 1].kind and block.kind in "rb"
        if number and not (close and not how.get("airy")):
            out.append("")
        out += _txt_block(block, width, how.get("bullet", "- "))
    return noisy("\n".join(out) + "\n", how)


def _txt_block(block: Block, width: int, bullet: str) -> list[str]:
    if block.kind == "n":
        return block.lines
    if block.kind == "r":
        label, value = block.row
        first, *rest = value.split(" // ")
        return [*textwrap.wrap(f"{label} {first}", width, break_on_hyphens=False), *rest]
    lines: list[str] = []
    for line in block.lines:
        initial, rest = (bullet, " " * len(bullet)) if block.kind == "b" else ("", "")
        lines += textwrap.wrap(
            line, width, initial_indent=initial, subsequent_indent=rest, break_on_hyphens=False, break_long_words=False
        )
    return lines


def body_html(blocks: list[Block]) -> str:
    out: list[str] = []
    for number, block in enumerate(blocks):
        before = blocks[number - 1].kind if number else ""
        after = blocks[number + 1].kind if number + 1 < len(blocks) else ""
        text = "<br>\n".join(
            re.sub(r"(\S+@\S+\w)", r'<a href="mailto:\1">\1</a>', html.escape(line)) for line in block.lines
        )
        if block.kind == "b":
            out.append(("<ul>\n" if before != "b" else "") + f"<li>{text}</li>" + ("\n</ul>" if after != "b" else ""))
        elif block.kind == "r":
            label, _, value = text.partition(" :: ")
            row = f"<tr><th>{label}</th><td>{value}</td></tr>"
            out.append(("<table>\n" if before != "r" else "") + row + ("\n</table>" if after != "r" else ""))
        elif block.kind != "n":
            tag = {"t": "h1", "h": "h3"}.get(block.kind, "p")
            out.append(f"<{tag}>{text}</{tag}>")
    return "\n".join(out)


def page(blocks: list[Block], how: dict[str, Any]) -> str:
    shell = (HERE / "sources" / how["shell"]).read_text(encoding="utf-8")
    return noisy(shell.replace("@@BODY@@", body_html(blocks)), how)


def eml(blocks: list[Block], how: dict[str, Any]) -> bytes:
    mail = EmailMessage(policy=SMTP)
    for key, value in how["headers"].items():
        mail[key] = value
    foot = how.get("foot", "")
    mail.set_content(how.get("lead", "") + txt(blocks, how) + foot, cte=how.get("cte", "quoted-printable"))
    if how.get("both"):
        style = "<html><head><style>p{margin:0}</style></head><body>"
        mail.add_alternative(
            f"{style}{body_html(blocks)}<p>{html.escape(foot)}</p></body></html>", subtype="html", cte="base64"
        )
        mail.set_boundary("=-other-hand-=")
    return mail.as_bytes()


_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
    '<Override PartName="/word/numbering.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"/>'
    '<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>'
    '<Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_R}/officeDocument" Target="word/document.xml"/></Relationships>',
    "word/_rels/document.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_R}/numbering" Target="numbering.xml"/>'
    f'<Relationship Id="rId2" Type="{_R}/styles" Target="styles.xml"/>'
    f'<Relationship Id="rId3" Type="{_R}/footer" Target="footer1.xml"/></Relationships>',
    "word/numbering.xml": f'<w:numbering {_W}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/>'
    '<w:lvlText w:val="•"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>',
    "word/styles.xml": f"<w:styles {_W}>"
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/></w:style></w:styles>',
}


def _runs(text: str) -> str:
    """Runs cut in the middle of words, as a word processor's corrections leave them."""
    out: list[str] = []
    for number, line in enumerate(text.split(" // ")):
        cut = len(line) // 3
        pieces = [line[:cut], line[cut:]] if len(line) > 30 else [line]
        runs = "".join(f'<w:r><w:t xml:space="preserve">{html.escape(p, quote=False)}</w:t></w:r>' for p in pieces)
        out.append(("<w:r><w:br/></w:r>" if number else "") + runs)
    return "".join(out)


def _docx_body(blocks: list[Block]) -> str:
    out: list[str] = []
    for number, block in enumerate(blocks):
        before = blocks[number - 1].kind if number else ""
        after = blocks[number + 1].kind if number + 1 < len(blocks) else ""
        if block.kind == "n":
            out.append('<w:p><w:r><w:br w:type="page"/></w:r></w:p>')
        elif block.kind == "r":
            cells = "".join(f"<w:tc><w:p>{_runs(cell)}</w:p></w:tc>" for cell in block.row)
            out.append(
                ("<w:tbl>" if before != "r" else "") + f"<w:tr>{cells}</w:tr>" + ("</w:tbl>" if after != "r" else "")
            )
        else:
            style = {"t": '<w:pStyle w:val="Heading1"/>', "h": '<w:pStyle w:val="Heading2"/>'}.get(block.kind, "")
            if block.kind == "b":
                style = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
            out.append(f"<w:p><w:pPr>{style}</w:pPr>{_runs(block.text)}</w:p>")
    return "".join(out)


def docx(blocks: list[Block], how: dict[str, Any]) -> bytes:
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    section = f'<w:sectPr><w:footerReference xmlns:r="{_R}" w:type="default" r:id="rId3"/></w:sectPr>'
    document = f"<w:document {_W}><w:body>{_docx_body(blocks)}{section}</w:body></w:document>"
    footer = f"<w:ftr {_W}><w:p>{_runs(how.get('footer', ''))}</w:p></w:ftr>"
    parts = {**_PARTS, "word/document.xml": document, "word/footer1.xml": footer}
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, head + text)
    return out.getvalue()


def typ(blocks: list[Block], how: dict[str, Any], lang: str) -> str:  # noqa: C901
    def said(text: str) -> str:
        return json.dumps(noisy_part(text, how), ensure_ascii=False)

    spaced = how.get("tracking", "0pt")
    out = [
        "#set document(date: none)",
        f'#set text(lang: "{lang}", size: {how.get("size", "10pt")}, hyphenate: {str(how.get("hyphenate", False)).lower()})',
        f"#set par(justify: {str(how.get('justify', False)).lower()})",
        (
            f'#set page("{how.get("paper", "a4")}", margin: {how.get("margin", "22mm")}, columns: {how.get("columns", 1)}, '
            f"header: text(8pt, {json.dumps(how.get('header', ''), ensure_ascii=False)}), "
            f"footer: context text(8pt, {json.dumps(how.get('footer', ''), ensure_ascii=False)} + counter(page).display()))"
        ),
    ]
    for block in blocks:
        lines = " + linebreak() + ".join(said(line) for line in block.lines)
        if block.kind == "n":
            out.append("#pagebreak()")
        elif block.kind == "t":
            out.append(f'#par(text(16pt, weight: "bold", {lines}))')
        elif block.kind == "h":
            if how.get("letterspaced"):
                lines = json.dumps("   ".join(SPACED.sub(" ", word) for word in block.text.split()), ensure_ascii=False)
            out.append(f'#par(text(weight: "bold", tracking: {spaced}, {lines}))')
        elif block.kind == "b":
            out.append(f"#list[#({lines})]")
        elif block.kind == "r":
            label, value = block.row
            cell = " + linebreak() + ".join(said(line) for line in value.split(" // "))
            out.append(f"#grid(columns: (32%, 1fr), gutter: 4mm, text(tracking: {spaced}, {said(label)}), ({cell}))")
        else:
            out.append(f"#par({lines})")
    return "\n".join(out) + "\n"


def noisy_part(text: str, how: dict[str, Any]) -> str:
    for old, new in how.get("noise", []):
        text = text.replace(old, new)
    return text


def pdf(blocks: list[Block], how: dict[str, Any], lang: str) -> bytes:
    import typst

    return bytes(typst.compile(typ(blocks, how, lang).encode(), ignore_system_fonts=True))


def toml(expected: dict[str, Any]) -> str:
    scalars = [f"{key} = {_value(value)}" for key, value in expected.items() if not _is_tables(value)]
    tables = [
        "\n".join([f"\n[[{key}]]", *(f"{k} = {_value(v)}" for k, v in table.items())])
        for key, value in expected.items()
        if _is_tables(value)
        for table in value
    ]
    return "\n".join([*scalars, *tables]) + "\n"


def _is_tables(value: object) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _value(value: Any) -> str:
    if isinstance(value, list):
        return "[\n" + "".join(f"  {_value(v)},\n" for v in value) + "]" if value else "[]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{k} = {_value(v)}" for k, v in value.items()) + " }"
    if isinstance(value, bool | int | str):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def make(path: Path) -> None:
    expected, how, blocks = read(path)
    how["name"] = path.stem
    kind = how["format"]
    made = {
        "txt": lambda: txt(blocks, how).encode(),
        "html": lambda: page(blocks, how).encode(),
        "eml": lambda: eml(blocks, how),
        "docx": lambda: docx(blocks, how),
        "pdf": lambda: pdf(blocks, how, expected["language"]),
    }[kind]()
    (HERE / f"{path.stem}.{kind}").write_bytes(made)
    text = toml(expected)
    tomllib.loads(text)
    (HERE / f"{path.stem}.expected.toml").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    for source in sorted((HERE / "sources").glob("*.source")):
        if len(sys.argv) == 1 or source.stem in sys.argv[1:]:
            make(source)
