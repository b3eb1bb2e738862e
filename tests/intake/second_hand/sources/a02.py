"""a02: two pages as a word processor of 2008 printed them, with a running head and page numbers."""

from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import PageBreak, Paragraph, Preformatted, SimpleDocTemplate, Spacer

BODY = ParagraphStyle("body", fontName="Times-Roman", fontSize=11, leading=14, spaceAfter=8)
HEAD = ParagraphStyle("head", parent=BODY, fontName="Times-Bold", spaceBefore=6)
ITEM = ParagraphStyle("item", parent=BODY, leftIndent=18, bulletIndent=4, spaceAfter=4)
BLOCK = ParagraphStyle("block", fontName="Times-Roman", fontSize=11, leading=13.5, spaceAfter=9)


def running(canvas: Any, document: Any) -> None:
    canvas.setFont("Times-Roman", 9)
    if document.page > 1:
        canvas.drawString(56, 810, "Further Information on UA 58/08 - Zambia")
    canvas.drawCentredString(297, 30, f"{document.page}")


def make(path: str) -> None:
    def lines(*text: str) -> Paragraph:
        return Paragraph("<br/>".join(text), BLOCK)

    story = [
        Preformatted(
            "PUBLIC                                             AI Index: AFR 63/002/2008\n\n14 April 2008",
            ParagraphStyle("mono", fontName="Courier", fontSize=10, leading=12, spaceAfter=10),
        ),
        Paragraph(
            "Further Information on UA 58/08 (AFR 63/001/2008, 3 March 2008) &ndash; "
            "Incommunicado detention / Fear of torture",
            HEAD,
        ),
        Paragraph("<b>ZAMBIA</b>", BODY),
        lines("Mutinta Hachoonda (f), radio presenter", "Kelvin Sishuwamba (m), sound engineer"),
        Paragraph("<b>Released:</b> Bertha Nkandulwe (f), volunteer", BODY),
        Spacer(1, 4),
        Paragraph(
            "Radio presenter Mutinta Hachoonda was moved from Luswepo police post to an unknown place on 8 April. "
            "Sound engineer Kelvin Sishuwamba is still held at Luswepo and has not seen a lawyer since his arrest on "
            "29 February. Both are at risk of torture.",
            BODY,
        ),
        Paragraph(
            "Bertha Nkandulwe, who was arrested with them, was released without charge on 2 April. She told her "
            "family that she had heard a man crying in the next cell on two nights, and that the guards had turned a "
            "radio up to cover the noise.",
            BODY,
        ),
        Paragraph(
            "On 8 April an officer at the post told Mutinta Hachoonda&rsquo;s brother that she had been &ldquo;taken "
            "up the road&rdquo;. He was not given a reason, or the name of the place.",
            BODY,
        ),
        Paragraph("BACKGROUND INFORMATION", HEAD),
        Paragraph(
            "Radio Kafubeni has broadcast from Luswepo since 2003. In February it read out the accounts of the "
            "district&rsquo;s borehole fund, in which a large sum was reported missing. Its transmitter was removed "
            "on the day of the arrests.",
            BODY,
        ),
        PageBreak(),
        Paragraph(
            "RECOMMENDED ACTION: Please send appeals to arrive as quickly as possible, in English or your own language:",
            HEAD,
        ),
        *(
            Paragraph(text, ITEM, bulletText="-")
            for text in (
                "welcoming the release of Bertha Nkandulwe on 2 April;",
                "calling on the authorities to disclose the whereabouts of Mutinta Hachoonda immediately;",
                (
                    "asking that both detainees be allowed to see their families, a lawyer of their choice and a doctor "
                    "without delay;"
                ),
                "urging that they be charged with a recognizable offence or released.",
            )
        ),
        Paragraph("APPEALS TO:", HEAD),
        lines(
            "<u>Commissioner of Detention Posts</u>",
            "Mr. Gibson Malamoya",
            "Detention Posts Board",
            "P.O. Box 50071",
            "Luswepo",
            "Zambia",
            "Fax: +44 1632 960071",
            "E-mail: commissioner@posts-board.example",
            "<b>Salutation: Dear Commissioner</b>",
        ),
        lines(
            "<u>Resident Magistrate of Luswepo District</u>",
            "Ms. Inonge Wamulwa",
            "Subordinate Court, Room 4",
            "Freedom Crescent",
            "Luswepo",
            "Zambia",
            "Telephone: +44 1632 960074 (say &ldquo;fax tone please&rdquo; if a voice answers)",
            "<b>Salutation: Dear Magistrate</b>",
        ),
        Paragraph("<b>COPIES TO:</b> diplomatic representatives of Zambia accredited to your country.", BODY),
        Paragraph(
            "<b>PLEASE SEND APPEALS IMMEDIATELY.</b> Check with the International Secretariat, or your section "
            "office, if sending appeals after 26 May 2008.",
            BODY,
        ),
    ]
    SimpleDocTemplate(path, pagesize=A4, margins=56, invariant=1, title="").build(
        story, onFirstPage=running, onLaterPages=running
    )
