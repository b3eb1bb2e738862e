"""A PDF of empty A4 pages, to ask the price of a letter without showing it."""

from __future__ import annotations

from itertools import accumulate


def blank_pdf(pages: int) -> bytes:
    """So many empty A4 pages (PDF 1.4)."""
    kids = " ".join(f"{number} 0 R" for number in range(3, pages + 3))
    page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<>>>>"
    bodies = ["<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Kids[{kids}]/Count {pages}>>", *[page] * pages]
    parts = ["%PDF-1.4\n", *(f"{number} 0 obj\n{body}\nendobj\n" for number, body in enumerate(bodies, 1))]
    *starts, end = accumulate(map(len, parts))
    rows = "".join(f"{start:010} 00000 n \n" for start in starts)
    size = len(bodies) + 1
    tail = f"xref\n0 {size}\n0000000000 65535 f \n{rows}trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{end}\n%%EOF\n"
    return "".join((*parts, tail)).encode()
