"""Makes the binary and coded documents of the third hand from `sources/`; the made files are committed and frozen.

Needs, outside the project: chromium, and in a virtual environment `typst`, `python-docx`, `reportlab` and `pyphen`. A document
printed by the browser carries the hour of its making in its head, as those do that people hand on.
"""

# mypy: ignore-errors
from __future__ import annotations

import functools
import html
import re
import subprocess
import tempfile
import threading
from email import policy
from email.message import EmailMessage
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import docx
import typst
from docx.enum.text import WD_BREAK
from docx.shared import Pt
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph

HERE = Path(__file__).parent
SOURCES = HERE / "sources"
ORIGIN = "www.urgent.example"


def printed_by_browser(name: str) -> None:
    """A page printed by Chromium, with its own head (date, title) and foot (address, page of pages)."""
    serve = functools.partial(SimpleHTTPRequestHandler, directory=str(SOURCES))
    with ThreadingHTTPServer(("127.0.0.1", 0), serve) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        port = server.server_address[1]
        with tempfile.TemporaryDirectory() as profile:
            subprocess.run(
                [
                    "/usr/bin/chromium",
                    "--headless",
                    "--no-sandbox",
                    "--disable-gpu",
                    f"--user-data-dir={profile}",
                    f"--host-resolver-rules=MAP {ORIGIN} 127.0.0.1",
                    f"--print-to-pdf={HERE / name}.pdf",
                    f"http://{ORIGIN}:{port}/{name}.html",
                ],
                check=True,
                capture_output=True,
                timeout=120,
            )
        server.shutdown()


def typeset(name: str) -> bytes:
    return typst.compile(str(SOURCES / f"{name}.typ"))


# --- two columns by a report generator -------------------------------------------------------------------------------


def columns() -> None:
    """b10: words cut at the ends of narrow lines, and a head and a foot on the page."""
    folder = "/usr/share/fonts/truetype/liberation/LiberationSans"
    pdfmetrics.registerFont(TTFont("L", f"{folder}-Regular.ttf"))
    pdfmetrics.registerFont(TTFont("LB", f"{folder}-Bold.ttf"))
    pdfmetrics.registerFontFamily("L", normal="L", bold="LB", italic="L", boldItalic="LB")
    body = ParagraphStyle("body", fontName="L", fontSize=9.5, leading=12, spaceAfter=6, alignment=TA_JUSTIFY)
    body.hyphenationLang, body.embeddedHyphenation, body.uriWasteReduce = "fr_FR", 1, 0
    ragged = ParagraphStyle("ragged", parent=body, alignment=0, hyphenationLang="")
    head = ParagraphStyle("head", parent=ragged, fontName="LB", fontSize=10.5, leading=13)
    point = ParagraphStyle("point", parent=body, leftIndent=9, bulletIndent=0)
    big = ParagraphStyle("big", parent=head, fontSize=14, leading=17)

    def running(canvas: object, document: object) -> None:
        canvas.setFont("L", 7.5)
        canvas.drawString(1.8 * cm, 28.6 * cm, "AU : 302/12    Index : AFR 35/005/2012    Madagascar")
        canvas.drawRightString(19.2 * cm, 28.6 * cm, "Date : 23 octobre 2012")
        canvas.drawCentredString(10.5 * cm, 1 * cm, f"– {document.page} –")

    frames = [Frame(x * cm, 1.6 * cm, 8.4 * cm, 26.4 * cm, showBoundary=0) for x in (1.6, 10.8)]
    out = BaseDocTemplate(str(HERE / "b10-fr-colonnes.pdf"), pagesize=A4, title="AU 302-12", invariant=1)
    out.addPageTemplates([PageTemplate(frames=frames, onPage=running)])
    story = []
    styles = {"big": big, "head": head, "ragged": ragged, "body": body}
    for block in (SOURCES / "b10-fr-colonnes.txt").read_text(encoding="utf-8").strip().split("\n\n"):
        kind, text = block.split(": ", 1)
        lines = text.replace("\n", "<br/>")
        story.append(Paragraph(lines, point, bulletText="•") if kind == "point" else Paragraph(lines, styles[kind]))
    out.build(story)


# --- mails -----------------------------------------------------------------------------------------------------------


def mail(
    name: str, heads: dict[str, str], plain: str, page: str = "", attached: tuple[str, bytes] | None = None
) -> None:
    message = EmailMessage(policy=policy.SMTP.clone(max_line_length=76))
    for key, value in heads.items():
        message[key] = value
    charset = "iso-8859-1" if name.startswith("a") else "utf-8"
    message.set_content(plain, charset=charset, cte="quoted-printable")
    if page:
        message.add_alternative(page, subtype="html", cte="quoted-printable")
        message.set_boundary("----=_Part_48213_77120")
    if attached:
        message.add_attachment(attached[1], maintype="application", subtype="pdf", filename=attached[0])
        message.set_boundary("------------020704090101")
    (HERE / f"{name}.eml").write_bytes(bytes(message))


def paged(plain: str) -> str:
    """A mail program's HTML of a plain mail: one <div> for a paragraph, <br> for a line."""
    blocks = re.split(r"\n{2,}", plain.strip())
    rows = "".join(f"<div>{html.escape(block).replace(chr(10), '<br>')}</div><div><br></div>" for block in blocks)
    return f"<html><head><meta charset=utf-8></head><body dir=ltr>{rows}</body></html>"


def mails() -> None:
    heads = {"From": "Pilar <pilar@correo.example>", "To": "mesa@grupo-rio.example"}
    heads |= {"Subject": "Fwd: RV: AU 201/07 Paraguay", "Date": "Sat, 04 Aug 2007 19:02:31 +0200"}
    heads |= {"Message-ID": "<46B4B2C7.7@correo.example>"}
    mail("a03-es-reenviado", heads, (SOURCES / "a03-es-reenviado.txt").read_text(encoding="utf-8"))

    heads = {"From": '"Urgent Action Network" <alerts@network.example>', "To": "subscriber@mail.example"}
    heads |= {"Subject": "Stop action: UA 121/16 (Zambia) – good news"}
    heads |= {"Date": "Mon, 08 Aug 2016 09:00:00 +0000", "List-Unsubscribe": "<https://network.example/u/1>"}
    heads |= {"Message-ID": "<20160808.77@network.example>"}
    plain = (SOURCES / "b09-en-forwarded.txt").read_text(encoding="utf-8")
    mail("b09-en-forwarded", heads, plain, (SOURCES / "b09-en-forwarded.html").read_text(encoding="utf-8"))

    heads = {"From": "Jo <jo@group-north.example>", "To": "stall@group-north.example"}
    heads |= {"Subject": "for Saturday's stall", "Date": "Thu, 09 Nov 2017 21:14:03 +0000"}
    heads |= {"Message-ID": "<5A04C6BB.2@group-north.example>"}
    note = "Hi all,\n\nhere is the one I would like us to do on Saturday. I shall bring pens.\n\nJo\n"
    mail("c15-en-attached", heads, note, attached=("UA25117.pdf", typeset("c15-en-attached")))

    heads = {"From": "Maryse <maryse@courrier.example>", "To": "cafe@groupe.example"}
    heads |= {"Subject": "Fwd: TR: [au-fr] Tchad - troisième AU 8/22", "Date": "Sun, 10 Jul 2022 08:40:00 +0200"}
    heads |= {"Message-ID": "<62CA73F0.9@courrier.example>"}
    plain = (SOURCES / "d20-fr-transfere.txt").read_text(encoding="utf-8")
    mail("d20-fr-transfere", heads, plain, paged(plain))


# --- Word ------------------------------------------------------------------------------------------------------------


def runs(paragraph: object, text: str) -> object:
    """Text with **bold**, `\\n` as Word's line break, and each stretch cut into runs as spelling checks leave them."""
    for number, stretch in enumerate(text.split("**")):
        for cut in re.findall(r"\n|[^\n]{1,9}", stretch):
            if cut == "\n":
                paragraph.add_run().add_break(WD_BREAK.LINE)
            else:
                paragraph.add_run(cut).bold = bool(number % 2) or None
    return paragraph


def word(name: str) -> None:
    """One source line `style|text` a paragraph; `row|label|text` a row of the form, `¶` between a cell's paragraphs."""
    made = docx.Document()
    made.styles["Normal"].font.name = "Arial"
    made.styles["Normal"].font.size = Pt(10)
    table = None
    for line in (SOURCES / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        style, _, text = line.partition("|")
        text = text.replace("\\n", "\n").replace("\\t", "\t")
        if style == "row":
            table = table or made.add_table(rows=0, cols=2, style="Table Grid")
            label, value = text.split("|", 1)
            cells = table.add_row().cells
            runs(cells[0].paragraphs[0], f"**{label}**")
            for position, piece in enumerate(value.split("¶")):
                runs(cells[1].paragraphs[0] if not position else cells[1].add_paragraph(), piece)
        elif style in {"header", "footer"}:
            runs(getattr(made.sections[0], style).paragraphs[0], text)
        elif style:
            runs(made.add_paragraph(style=style), text)
    made.core_properties.author = "UA desk"
    made.save(str(HERE / f"{name}.docx"))


def main() -> None:
    for name in ("a02-fr-navigateur", "d18-fr-onglet", "d22-en-print"):
        printed_by_browser(name)
    for name in ("b06-en-sidebar", "c13-fr-formulaire", "d19-es-carta"):
        (HERE / f"{name}.pdf").write_bytes(typeset(name))
    columns()
    mails()
    for name in ("a04-en-word", "b08-es-mexico", "c12-en-form", "c16-fr-gras"):
        word(name)


if __name__ == "__main__":
    main()
