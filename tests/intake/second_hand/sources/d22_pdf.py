"""d22's attachment: the mail's own action, set on paper."""

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, SimpleDocTemplate


def make(path: str, text: str) -> None:
    body = ParagraphStyle("body", fontName="Helvetica", fontSize=10, leading=13, spaceAfter=7)
    story = []
    for part in text.strip().split("\n\n"):
        short = all(len(line) < 60 for line in part.split("\n")) and not part.startswith("I ")
        story.append(Paragraph(part.replace("&", "&amp;").replace("\n", "<br/>" if short else " "), body))
    SimpleDocTemplate(path, pagesize=A4, invariant=1).build(story)
