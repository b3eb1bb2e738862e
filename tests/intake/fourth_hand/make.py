"""Makes the documents of this folder, and what is expected of them, from `sources/`; see README.md.

A source is what a careful reader takes from the document (TOML, with a table `make` that says how it is printed), a line
`=====`, then the document as its format writes it: text, HTML, typst, or for a word processor one block a line
(`h1| `, `h2| `, `p| `, `b| `, `tab| `, `row| ` with ` :: ` between cells, ` // ` for a line's end). Marks in it are taken
off and gathered: `[[S|…]]` summary, `[[M|…]]` a paragraph of the model letter, `[[D|…]]` a demand; they may nest.
Needs typst, python-docx, reportlab with pyphen, and the Liberation fonts; what it made is kept, so that nobody else does.
"""

from __future__ import annotations

import html
import json
import re
import sys
import tomllib
import zipfile
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from io import BytesIO
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
NAMES = {"S": "summary", "M": "model_letter", "D": "demands"}


def gathered(text: str) -> tuple[str, dict[str, list[str]]]:
    """The text without marks, and what they marked, in the order in which they open."""
    out: list[str] = []
    begun: list[tuple[str, int, int]] = []
    marked: list[tuple[str, str]] = []
    for piece in re.split(r"(\[\[[SMD]\||\]\])", text):
        if re.fullmatch(r"\[\[[SMD]\|", piece):
            marked.append((piece[2], ""))
            begun.append((piece[2], len(out), len(marked) - 1))
        elif piece == "]]" and begun:
            kind, start, place = begun.pop()
            marked[place] = (kind, "".join(out[start:]))
        else:
            out.append(piece)
    if begun:
        raise SystemExit(f"not closed: {begun}")
    found: dict[str, list[str]] = {}
    for kind, said in marked:
        found.setdefault(kind, []).append(said)
    return "".join(out), found


def plain(text: str, kind: str) -> str:
    if kind == "html":
        text = html.unescape(re.sub(r"<[^>]+>", " ", text)).replace("\u00ad", "")
    if kind == "pdf":
        text = re.sub(r"\\([@#*_$<])", r"\1", text.replace("\\\n", " ")).replace("~", "\u00a0")
        text = text.replace("**", "")
    if kind == "eml":
        text = re.sub(r"(?m)^> ?", "", text)
    return re.sub(r"\s+", " ", text.replace(" // ", " ")).strip()


def read(path: Path) -> tuple[dict[str, Any], dict[str, Any], str]:
    head, _, body = path.read_text(encoding="utf-8").partition("\n=====\n")
    expected = tomllib.loads(head)
    how = expected.pop("make")
    body, marked = gathered(body)
    for mark, texts in marked.items():
        said = [plain(text, how["format"]) for text in texts]
        expected[NAMES[mark]] = " ".join(said) if mark == "S" else said
    return expected, how, body


def pdf(body: str) -> bytes:
    import typst

    return bytes(typst.compile(("#set document(date: none)\n#set smartquote(enabled: false)\n" + body).encode()))


def printed(body: str, how: dict[str, Any], language: str) -> bytes:
    """A page with frames (full, left, right, full), as a desktop publisher's: hyphens are hyphens, words are kerned apart."""
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import BaseDocTemplate, Frame, FrameBreak, PageTemplate, Paragraph, Spacer

    for name, file in (("Sans", "LiberationSans-Regular"), ("SansBold", "LiberationSans-Bold")):
        pdfmetrics.registerFont(TTFont(name, f"/usr/share/fonts/truetype/liberation/{file}.ttf"))
    pdfmetrics.registerFontFamily("Sans", normal="Sans", bold="SansBold", italic="Sans", boldItalic="SansBold")
    size = how.get("size", 9.5)
    base = ParagraphStyle(
        "p",
        fontName="Sans",
        fontSize=size,
        leading=size * 1.25,
        spaceAfter=size * 0.6,
        hyphenationLang={"es": "es", "fr": "fr"}[language],
        embeddedHyphenation=1,
        alignment=4,
    )
    styles = {
        "p": base,
        "b": ParagraphStyle("b", base, leftIndent=10, bulletIndent=0),
        "a": ParagraphStyle("a", base, alignment=0, hyphenationLang=""),
        "h": ParagraphStyle("h", base, fontName="SansBold", alignment=0, hyphenationLang=""),
        "t": ParagraphStyle("t", base, fontName="SansBold", fontSize=15, leading=19, alignment=0, hyphenationLang=""),
        "u": ParagraphStyle("u", base, fontName="SansBold", fontSize=26, leading=32, alignment=0, hyphenationLang=""),
    }
    story: list[Any] = []
    for line in body.splitlines():
        if not line.strip():
            continue
        kind, _, text = line.partition("| ")
        if kind.startswith("frame"):
            story.append(FrameBreak())
        elif kind == "gap":
            story.append(Spacer(1, 12))
        else:
            text = re.sub(r"\*\*(.*?)\*\*", r"<b>\1</b>", text.replace(" // ", "<br/>"))
            story.append(Paragraph(text, styles[kind], bulletText="•" if kind == "b" else None))
    width, height, margin = 595, 842, 50
    top, middle = how["top"], how["middle"]
    half = (width - 2 * margin - 16) / 2
    bottom = height - 45 - top - middle
    frames = [
        Frame(margin, height - 45 - top, width - 2 * margin, top, 0, 0, 0, 0),
        Frame(margin, bottom, half, middle, 0, 0, 0, 0),
        Frame(margin + half + 16, bottom, half, middle, 0, 0, 0, 0),
        Frame(margin, 40, width - 2 * margin, bottom - 40, 0, 0, 0, 0),
    ]

    def running(canvas: Any, document: Any) -> None:
        canvas.setFont("Sans", 8)
        canvas.drawString(margin, height - 35, how["header"][0])
        canvas.drawRightString(width - margin, height - 35, how["header"][1])
        canvas.drawCentredString(width / 2, 22, str(document.page))

    out = BytesIO()
    document = BaseDocTemplate(out, pagesize=(width, height), invariant=1)
    document.addPageTemplates([PageTemplate("one", frames, onPage=running)])
    document.build(story)
    return out.getvalue()


def eml(body: str, how: dict[str, Any]) -> bytes:
    """The mail: its text, beside it a page of HTML where a line `=====html` begins one, and a PDF that is attached."""
    text, _, page = body.partition("\n=====html\n")
    mail = EmailMessage(policy=SMTP)
    for key, value in how["headers"].items():
        mail[key] = value
    mail.set_content(text, cte=how.get("cte", "quoted-printable"), charset=how.get("charset", "utf-8"))
    if page:
        mail.add_alternative(page, subtype="html", cte="quoted-printable")
    if "attach" in how:
        made = pdf((HERE / "sources" / how["attach"]["source"]).read_text(encoding="utf-8"))
        mail.add_attachment(made, maintype="application", subtype="pdf", filename=how["attach"]["name"])
    for number, part in enumerate(mail.walk()):
        if part.is_multipart():
            part.set_boundary(f"------------fourth0{number}hand")
    data = mail.as_bytes()
    message_from_bytes(data)
    return data


def runs(paragraph: Any, text: str) -> None:
    """Several runs a line, as corrections and a spelling checker leave them; `**…**` is bold."""
    for number, line in enumerate(text.split(" // ")):
        if number:
            paragraph.add_run().add_break()
        for part in re.split(r"(\*\*.*?\*\*)", line):
            bold = part.startswith("**")
            said = part.strip("*") if bold else part
            cut = len(said) * 2 // 5 if len(said) > 20 else 0
            for piece in (said[:cut], said[cut:]):
                if piece:
                    paragraph.add_run(piece).bold = bold


def docx(body: str, how: dict[str, Any]) -> bytes:  # noqa: C901, PLR0912
    import docx as word

    document = word.Document()
    section = document.sections[0]
    if how.get("header"):
        section.header.paragraphs[0].text = how["header"]
    if how.get("footer"):
        section.footer.paragraphs[0].text = how["footer"]
    table = None
    for line in body.splitlines():
        if not line.strip():
            continue
        kind, _, text = line.partition("| ")
        if kind != "row":
            table = None
        if kind == "row":
            if table is None:
                table = document.add_table(rows=0, cols=2, style="Table Grid")
            cells = table.add_row().cells
            for cell, said in zip(cells, text.split(" :: "), strict=True):
                first, *rest = said.split(" ¶ ")
                runs(cell.paragraphs[0], first)
                for more in rest:
                    runs(cell.add_paragraph(), more)
        elif kind == "break":
            document.add_page_break()
        else:
            style = {"h1": "Heading 1", "h2": "Heading 2", "b": "List Bullet", "n": "List Number"}.get(kind, "Normal")
            runs(document.add_paragraph(style=style), text.replace(" → ", "\t"))
    made = BytesIO()
    document.core_properties.author = "fourth hand"
    document.save(made)
    out = BytesIO()
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            data = old.read(entry)
            if entry.filename == "docProps/core.xml":
                data = re.sub(rb"\d{4}-\d\d-\d\dT[\d:]+Z", b"2013-12-23T23:15:00Z", data)
            fixed = zipfile.ZipInfo(entry.filename, (2000, 1, 1, 0, 0, 0))
            fixed.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(fixed, data)
    return out.getvalue()


def toml(expected: dict[str, Any]) -> str:
    def tables(value: object) -> bool:
        return isinstance(value, list) and bool(value) and isinstance(value[0], dict)

    scalars = [f"{key} = {value_of(value)}" for key, value in expected.items() if not tables(value)]
    parts = [
        "\n".join([f"\n[[{key}]]", *(f"{k} = {value_of(v)}" for k, v in table.items())])
        for key, value in expected.items()
        if tables(value)
        for table in value
    ]
    return "\n".join([*scalars, *parts]) + "\n"


def value_of(value: Any) -> str:
    if isinstance(value, list):
        return "[\n" + "".join(f"  {value_of(one)},\n" for one in value) + "]" if value else "[]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {value_of(one)}" for key, one in value.items()) + " }"
    if isinstance(value, bool | int | str):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def make(path: Path) -> None:
    expected, how, body = read(path)
    kind = how["format"]
    if kind == "pdf":
        made = printed(body, how, expected["language"]) if "top" in how else pdf(body)
    elif kind == "eml":
        made = eml(body, how)
    elif kind == "docx":
        made = docx(body, how)
    else:
        made = body.encode(how.get("charset", "utf-8"))
    (HERE / f"{path.stem}.{kind}").write_bytes(made)
    text = toml(expected)
    tomllib.loads(text)
    (HERE / f"{path.stem}.expected.toml").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    for source in sorted((HERE / "sources").glob("*.source")):
        if len(sys.argv) == 1 or source.stem in sys.argv[1:]:
            make(source)
