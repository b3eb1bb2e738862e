"""Makes what is not written by hand: the PDFs, Word files and mails, from `sources/`. The project never runs this.

Needs reportlab, python-docx, typst and Chromium, in an environment of their own: `python make.py`.
"""

from __future__ import annotations

import importlib
import subprocess
import sys
import tempfile
import zipfile
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

HERE = Path(__file__).parent
SOURCES = HERE / "sources"
sys.path.insert(0, str(SOURCES))


def typeset(source: str, target: str) -> None:
    import typst

    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.typ"
        whole.write_text(
            "#set document(date: none)\n" + (SOURCES / source).read_text(encoding="utf-8"), encoding="utf-8"
        )
        typst.compile(str(whole), output=str(HERE / target))


def printed(source: str, target: str) -> None:
    """As a browser prints a page: its own heads and feet, with title, address, date and page number."""
    chromium = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--print-to-pdf={HERE / target}"]
    page = Path(tempfile.gettempdir()) / "downloads" / "urgent-action.html"
    page.parent.mkdir(exist_ok=True)
    page.write_bytes((SOURCES / source).read_bytes())
    subprocess.run([*chromium, str(page)], check=True, capture_output=True)


def word(source: str, target: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "made.docx"
        importlib.import_module(source).make(str(made))
        with zipfile.ZipFile(made) as old, zipfile.ZipFile(HERE / target, "w", zipfile.ZIP_DEFLATED) as new:
            for name in old.namelist():
                new.writestr(zipfile.ZipInfo(name, (2017, 1, 1, 0, 0, 0)), old.read(name), zipfile.ZIP_DEFLATED)


def text(name: str) -> str:
    return (SOURCES / name).read_text(encoding="utf-8")


def mail(body: str, **heads: str) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    for name, value in heads.items():
        message[name.replace("_", "-")] = value
    message.set_content(body, cte="quoted-printable")
    return message


def keep(message: EmailMessage, target: str) -> None:
    for number, part in enumerate(one for one in message.walk() if one.is_multipart()):
        part.set_boundary(f"=_{target[:3]}_{number}_5f1c8a")
    (HERE / target).write_bytes(message.as_bytes())


def b11() -> EmailMessage:
    plain = text("b11.txt")
    message = mail(
        plain,
        From="Letter Network <network@network.example>",
        To="Members <members@network.example>",
        Subject="URGENT ACTION: Family of five faces imminent deportation",
        Date="Thu, 23 Jun 2016 08:05:00 +0000",
        Message_ID="<ua14816@network.example>",
        List_Unsubscribe="<https://network.example/u/7f3a>",
    )
    message.add_alternative(as_html(plain), subtype="html", cte="quoted-printable")
    return message


def as_html(plain: str) -> str:
    """The same text as a newsletter's HTML part, in the tables such parts are made of."""
    made = []
    for part in plain.split("\n\n"):
        if part.startswith("  * "):
            items = part.replace("\n    ", " ").split("  * ")[1:]
            made.append("<ul>" + "".join(f"<li>{item.strip()}</li>" for item in items) + "</ul>")
        elif part.isupper():
            made.append(f'<h2 style="font-family:Arial">{part}</h2>')
        elif part.startswith(("Director", "Name:")):
            made.append("<p>" + part.replace("\n", "<br>\n") + "</p>")
        else:
            made.append("<p>" + part.replace("\n", " ") + "</p>")
    return (
        '<html><body bgcolor="#ffffff"><img src="https://network.example/open/7f3a.gif" width="1" height="1" alt="">'
        '<table width="600" align="center"><tr><td style="font-family:Georgia">\n'
        + "\n".join(made)
        + "\n</td></tr></table></body></html>\n"
    )


def main() -> None:
    importlib.import_module("a02").make(str(HERE / "a02-en-further.pdf"))
    for source, target in (
        ("a06.typ", "a06-fr-fin.pdf"),
        ("b07.typ", "b07-fr-colonnes.pdf"),
        ("c15.typ", "c15-fr-rubriques.pdf"),
        ("d20.typ", "d20-es-carta.pdf"),
        ("n24.typ", "n24-fr-journal.pdf"),
    ):
        typeset(source, target)
    printed("c16.html", "c16-en-printed.pdf")
    for source, target in (
        ("a05", "a05-es-segunda.docx"),
        ("b08", "b08-es-segunda.docx"),
        ("c13", "c13-en-form.docx"),
        ("c14", "c14-es-sin-plazo.docx"),
        ("d21", "d21-fr-instituteurs.docx"),
    ):
        word(source, target)
    keep(
        mail(
            text("a04.txt"),
            From="Moira Tansley <moira@letters.example>",
            To="group12@letters.example",
            Subject="Fwd: UA 19/05 Nepal",
            Date="Wed, 26 Jan 2005 18:40:12 +0000",
            Message_ID="<200501261840@letters.example>",
        ),
        "a04-en-forwarded.eml",
    )
    keep(b11(), "b11-en-web-form.eml")
    keep(
        mail(
            text("b12.txt"),
            From="Ghislaine Tamponnet <ghislaine@lettres.example>",
            To="groupe7@lettres.example",
            Subject="Tr : AU 93/16 TOGO - Fin d'action",
            Date="Mon, 21 Nov 2016 07:30:00 +0100",
            Message_ID="<20161121@lettres.example>",
        ),
        "b12-fr-liberation.eml",
    )
    message = mail(
        text("d22.txt"),
        From="Nuala Brannock <nuala@letters.example>",
        To="evening-group@letters.example",
        Subject="June action, and tea",
        Date="Thu, 6 Jun 2024 12:00:00 +0100",
        Message_ID="<20240606@letters.example>",
    )
    with tempfile.TemporaryDirectory() as folder:
        attached = Path(folder) / "made.pdf"
        importlib.import_module("d22_pdf").make(str(attached), text("d22.txt").split("-" * 68, 1)[1])
        message.add_attachment(attached.read_bytes(), maintype="application", subtype="pdf", filename="UA 70-22.pdf")
    keep(message, "d22-en-attached.eml")


if __name__ == "__main__":
    main()
