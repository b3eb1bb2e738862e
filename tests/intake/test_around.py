"""What stands around an action on a page, beside it in columns, and above it in a document of Word."""

from __future__ import annotations

import io
import zipfile

import pytest

from urgentaction.intake import sender
from urgentaction.intake.lines import Document, Line
from urgentaction.intake.reading import docx, html
from urgentaction.intake.reading.cells import Row
from urgentaction.intake.reading.columns import in_order

WIDTH, HEIGHT = 600.0, 800.0
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def row(text: str, left: float, bottom: float, width: float) -> Row:
    return Row(text, left, left + width, bottom, bottom + 10, 10)


def test_a_column_is_read_whole_between_a_title_and_a_line_that_run_across() -> None:
    left = [row(f"left {at}", 50, 680 - 12 * at, 300) for at in range(9)]
    right = [row(f"right {at}", 400, 675 - 12 * at, 60 + at) for at in range(9)]
    above, below = row("the title", 50, 700, 450), row("the end", 50, 500, 480)
    read = in_order([above, below, *left, *right], WIDTH, HEIGHT)
    assert read == [above, *left, *right, below]


def test_both_columns_end_above_a_heading_that_stands_alone() -> None:
    first = [row(f"{side} {at}", edge, 680 - 12 * at, 240) for side, edge in (("a", 50), ("b", 310)) for at in range(6)]
    heading = row("ADDITIONAL INFORMATION", 50, 590, 130)
    second = [
        row(f"{side} {at}", edge, 570 - 12 * at, 240) for side, edge in (("c", 50), ("d", 310)) for at in range(6)
    ]
    assert in_order([*first, heading, *second], WIDTH, HEIGHT) == [*first, heading, *second]


def two_columns() -> tuple[list[Row], list[Row]]:
    left = [row(f"left {at}", 50, 690 - 12 * at, 240) for at in range(9)]
    right = [row(f"right {at}", 310, 685 - 12 * at, 60 + at) for at in range(9)]
    return left, right


def test_a_table_below_two_columns_leaves_them_columns() -> None:
    left, right = two_columns()
    table = [row(said, edge, 560, 60) for said, edge in (("Name", 50), ("Fax", 120), ("Number", 247), ("Mail", 330))]
    across = row("a line that runs across both", 50, 575, 500)
    read = in_order([*left, *right, across, *table], WIDTH, HEIGHT)
    assert read[: len(left) + len(right) + 1] == [*left, *right, across]


def test_a_small_number_of_a_page_between_two_columns_leaves_them_columns() -> None:
    left, right = two_columns()
    number = Row("1", 296, 301, 20, 28, 8)
    assert in_order([*left, *right, number], WIDTH, HEIGHT) == [*left, *right, number]


def test_a_label_below_both_columns_is_read_after_them() -> None:
    left, right = two_columns()
    label = row("PUEDEN ESCRIBIR LLAMAMIENTOS EN: Español", 50, 540, 220)
    assert in_order([*left, *right, label], WIDTH, HEIGHT) == [*left, *right, label]


def test_a_form_is_read_value_by_value() -> None:
    labels = [row(said, 50, 700 - 40 * at, 90) for at, said in enumerate(("Index", "Date", "Title", "Number", "Name"))]
    values = [row(f"value {at}", 200, 700 - 40 * at, 300) for at in range(5)]
    read = in_order([*labels, *values], WIDTH, HEIGHT)
    assert [one.text for one in read][:4] == ["Index", "value 0", "Date", "value 1"]


def test_menus_dialogues_and_breadcrumbs_are_no_lines_of_a_page() -> None:
    menu = "".join(f"<a href='/x'>{said}</a><br>" for said in ("Home", "UA 300/06, Fiji", "Donate"))
    page = (
        f"<body><div class='cookie'>We use cookies</div><table><tr><td><b>Recent</b><br>{menu}</td><td>"
        f"<ol class='breadcrumb'><li>Home</ol><p>UA 12/26 {'The miller is held. ' * 9}</p></td></tr></table></body>"
    )
    assert [line.text for line in html.lines(page.encode())] == [f"UA 12/26 {'The miller is held. ' * 9}".strip()]


def test_a_page_that_is_all_links_is_read_all_the_same() -> None:
    page = "".join(f"<p class='menu'><a href='/x'>Paragraph {at} of the action</a></p>" for at in range(5))
    assert len(html.lines(page.encode())) == 5


def test_a_link_among_others_words_stays() -> None:
    page = "<p>Write to <a href='mailto:a@b.example'>a@b.example</a></p><p><a href='/x'>Read it</a></p>"
    assert [line.text for line in html.lines(page.encode())] == ["Write to a@b.example", "Read it"]


@pytest.mark.parametrize(
    "said", ["- 2 -", "Page 2 of 3", "UA 112/08  Fear of torture  page 2", "© Us | Privacy policy", "____"]
)
def test_numbers_of_pages_and_the_foot_of_a_site_are_no_lines(said: str) -> None:
    lines = (Line("One", 1), Line(said, 2), Line(";", 3))
    assert [line.text for line in sender.bare(Document(lines, "text")).lines] == ["One", ";"]


def test_the_number_on_the_first_page_stays() -> None:
    lines = (Line("UA 112/08 Fear of torture page 1", 1),)
    assert sender.bare(Document(lines, "text")).lines == lines


def test_word_the_number_in_the_head_of_a_page_is_read_and_its_address_is_not() -> None:
    body = "<w:p><w:pPr><w:pStyle w:val='Title'/></w:pPr><w:r><w:t>A title</w:t></w:r></w:p>" + "".join(
        f"<w:p><w:pPr><w:pStyle w:val='ListBullet'/></w:pPr><w:r><w:t>point {at}</w:t></w:r></w:p>" for at in range(3)
    )
    head = "<w:p><w:r><w:t>Index: EUR 44/1/2026</w:t></w:r></w:p><w:p><w:r><w:t>1 Lantern Road</w:t></w:r></w:p>"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("word/document.xml", f"<w:document xmlns:w='{WORD}'>{body}</w:document>")
        archive.writestr("word/header1.xml", f"<w:hdr xmlns:w='{WORD}'>{head}</w:hdr>")
    lines = docx.lines(packed.getvalue())
    assert [line.text for line in lines] == ["Index: EUR 44/1/2026", "A title", "• point 0", "• point 1", "• point 2"]
    assert [line.big > 1 for line in lines] == [False, True, False, False, False]
