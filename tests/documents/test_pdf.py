"""The PDF, measured: the address in the window, nothing else there, one page, the same bytes everywhere."""

from __future__ import annotations

import hashlib
import io
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as settings_
from hypothesis import strategies as st
from PIL import Image

from support.pages import MM, drawn, inside, opened, touches
from urgentaction.documents.pdf import Typesetter
from urgentaction.documents.sheet import FRENCH, most_lines, settings
from urgentaction.errors import UserError, words
from urgentaction.model.letter import Block, Document, Letter, Paragraph, Part, Sender

LONG_ADDRESS = (
    "MONSIEUR LE PROCUREUR GÉNÉRAL",
    "PRÈS LA COUR D’APPEL DE PORT-ST-AUBIN",
    "PALAIS DE JUSTICE MONCLAR BÂTIMENT B",
    "RUE DU 4 SEPTEMBRE",
    "BP 70190",
    "13616 PORT-SAINT-AUBIN CEDEX 1",
    "RÉPUBLIQUE DE KARVANIE",
)


@pytest.fixture(scope="module")
def typesetter(pdf_layout: Path) -> Typesetter:
    return Typesetter(pdf_layout)


def plain(text: str) -> str:
    """Text without spaces and end-of-line hyphens, in which extraction and letter must agree."""
    return re.sub(r"[\s\u00a0\u202f\u00ad\u200b]|-(?=\n)", "", text)


def variants(french: Letter, historical: Letter) -> dict[str, Letter]:
    wide = replace(
        french.sender,
        name="Marie-Antoinette de la Rochefoucauld-Montbazon",
        lines=("Association pour la défense des droits humains de la vallée du Haut-Grésivaudan", *french.sender.lines),
        email="marie-antoinette.delarochefoucauld@droits-humains.example.org",
    )
    return {
        "as it is": french,
        "historical": historical,
        "seven lines": replace(french, recipient=LONG_ADDRESS),
        "one line": replace(french, recipient=("Ministère",)),
        "38 capitals": replace(french, recipient=("PROCUREUR GENERAL PRES COUR APPEL AIXE", *LONG_ADDRESS[1:6])),
        "a long sender": replace(french, sender=wide, notice=historical.notice * 3),
        "two pages": replace(french, blocks=french.blocks[:5] * 3 + french.blocks[5:]),
        "Arabic": replace(french, language="ar", recipient=("معالي وزير العدل", "10000 PORT-SAINT-AUBIN")),
    }


VARIANTS = ["as it is", "historical", "seven lines", "one line", "38 capitals", "a long sender", "two pages", "Arabic"]


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_address_and_nothing_else_is_in_the_window(
    typesetter: Typesetter, french: Letter, historical: Letter, variant: str
) -> None:
    letter = variants(french, historical)[variant]
    with opened(typesetter.pdf(letter)) as pdf:
        page = pdf.pages[0]
        shown = [char for char in page.chars if touches(char, FRENCH.clear)]
        assert all(inside(char, FRENCH.visible) for char in shown)
        assert sorted(plain("".join(char["text"] for char in shown))) == sorted(plain("".join(letter.recipient)))
        assert {round(char["size"], 1) for char in shown} <= {9.0, 9.5, 10.0}
        assert not [thing for thing in drawn(page) if touches(thing, FRENCH.clear)]


def test_a_letter_of_330_words_with_three_demands_is_one_page(typesetter: Typesetter, french: Letter) -> None:
    assert 300 <= french.words <= 340
    document = typesetter.pdf(french)
    assert document.pages == 1
    with opened(document) as pdf:
        assert [(round(page.width), round(page.height)) for page in pdf.pages] == [(595, 842)]
        sizes = {char["size"] for char in pdf.pages[0].chars if char["top"] > 120 * MM and char["text"].isalpha()}
        assert min(sizes) >= 10
        assert max(char["bottom"] for char in pdf.pages[0].chars) <= 277 * MM


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_number_of_pages_is_that_of_the_file(
    typesetter: Typesetter, french: Letter, historical: Letter, variant: str
) -> None:
    document = typesetter.pdf(variants(french, historical)[variant])
    with opened(document) as pdf:
        assert document.pages == len(pdf.pages) == (2 if variant == "two pages" else 1)


def test_a_title_cannot_feign_a_number_of_pages(typesetter: Typesetter, english: Letter) -> None:
    assert typesetter.pdf(replace(english, subject="1 0 obj\\n<</Type/Pages/Count 9")).pages == 1


def test_every_paragraph_can_be_read_out(typesetter: Typesetter, french: Letter) -> None:
    with opened(typesetter.pdf(french)) as pdf:
        extracted = plain("\n".join(page.extract_text() for page in pdf.pages))
    for paragraph in (p for block in french.blocks for p in block.paragraphs):
        for text in paragraph.items or (paragraph.text,):
            assert plain(text).replace("-", "") in extracted.replace("-", "")
    for text in (french.subject, french.signature, french.reference, *french.copies, *french.sender.lines, "Objet :"):
        assert plain(text).replace("-", "") in extracted.replace("-", "")


def test_the_file_says_its_language_its_title_and_that_it_is_accessible(typesetter: Typesetter, french: Letter) -> None:
    document = typesetter.pdf(french)
    with opened(document) as pdf:
        assert pdf.metadata["Title"] == french.subject
        assert pdf.metadata["CreationDate"] == "D:20260801000000Z"
        assert "Author" not in pdf.metadata
        catalog = pdf.doc.catalog
        assert catalog["Lang"] == b"fr"
        assert catalog["MarkInfo"]["Marked"] is True
    assert b"<pdfuaid:part>1</pdfuaid:part>" in document.data


def test_a_regional_language_is_set(typesetter: Typesetter, english: Letter) -> None:
    with opened(typesetter.pdf(replace(english, language="en-GB"))) as pdf:
        assert pdf.doc.catalog["Lang"] == b"en-GB"


def test_two_processes_make_the_same_bytes(
    typesetter: Typesetter, french: Letter, pdf_layout: Path, tmp_path: Path
) -> None:
    script = (
        "import hashlib, pathlib, sys; from urgentaction.documents import data, pdf\n"
        "letter = data.load(pathlib.Path(sys.argv[1]).read_text(encoding='utf-8'))\n"
        "made = pdf.Typesetter(pathlib.Path(sys.argv[2])).pdf(letter).data\n"
        "print(hashlib.sha256(made).hexdigest())"
    )
    from urgentaction.documents import data

    (tmp_path / "letter.json").write_text(data.dump(french), encoding="utf-8")
    command = [sys.executable, "-c", script, str(tmp_path / "letter.json"), str(pdf_layout)]
    root = Path(__file__).parents[2]
    other = subprocess.run(command, check=True, capture_output=True, text=True, cwd=root).stdout.strip()
    assert other == hashlib.sha256(typesetter.pdf(french).data).hexdigest()


def test_the_bytes_do_not_depend_on_what_was_set_before(pdf_layout: Path, french: Letter, english: Letter) -> None:
    fresh = Typesetter(pdf_layout).pdf(french).data
    used = Typesetter(pdf_layout)
    for letter in (english, replace(french, signature="Autre"), english):
        used.pdf(letter)
    assert used.pdf(french).data == fresh


def test_threads_share_a_typesetter(typesetter: Typesetter, french: Letter) -> None:
    letters = [replace(french, signature=f"Élise {n}") for n in range(24)]
    alone = [typesetter.pdf(letter).data for letter in letters]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda letter: typesetter.pdf(letter).data, letters))
    assert together == alone


@pytest.mark.parametrize("last", [" fin", "long " * 300 + "fin"])
def test_the_closing_is_never_alone_on_a_page(typesetter: Typesetter, french: Letter, last: str) -> None:
    salutation, closing = french.blocks[0], french.blocks[-1]
    turned = 0
    for filler in range(100, 620, 20):
        middle = Block(Part.FACTS, (Paragraph("avant " * filler + "."), Paragraph(last)))
        with opened(typesetter.pdf(replace(french, blocks=(salutation, middle, closing)))) as pdf:
            page = plain(pdf.pages[-1].extract_text())
            turned += len(pdf.pages) > 1
        assert plain(closing.paragraphs[0].text) in page
        assert plain(french.signature) in page
        assert "fin" in page
    assert turned


def test_what_leads_to_a_list_is_on_its_page(typesetter: Typesetter, french: Letter) -> None:
    salutation, demands, closing = french.blocks[0], french.blocks[5], french.blocks[-1]
    assert demands.part is Part.DEMANDS
    for filler in range(300, 420, 12):
        middle = Block(Part.FACTS, (Paragraph("avant " * filler + "."),))
        with opened(typesetter.pdf(replace(french, blocks=(salutation, middle, demands, closing)))) as pdf:
            pages = [plain(page.extract_text()) for page in pdf.pages]
        assert [("vousdemandedonc" in page) for page in pages] == [("desuspendre" in page) for page in pages]


def test_pages_are_numbered_only_where_there_are_several(
    typesetter: Typesetter, french: Letter, historical: Letter
) -> None:
    long = replace(variants(french, historical)["two pages"], notice="TEST")
    with opened(typesetter.pdf(long)) as pdf:
        assert [page.extract_text().rstrip().endswith(f"{n}/2") for n, page in enumerate(pdf.pages, 1)] == [True, True]
        assert all(page.extract_text().startswith("TEST") for page in pdf.pages)
    with opened(typesetter.pdf(french)) as pdf:
        assert "1/1" not in pdf.pages[0].extract_text()


def test_a_letter_longer_than_two_pages_is_set_whole(typesetter: Typesetter, french: Letter) -> None:
    huge = Paragraph("Je vous écris. " * 900 + "Fin.")
    letter = replace(french, blocks=(french.blocks[0], Block(Part.OWN_WORDS, (huge,)), french.blocks[-1]))
    document = typesetter.pdf(letter)
    with opened(document) as pdf:
        pages = [plain(page.extract_text()) for page in pdf.pages]
        assert document.pages == len(pdf.pages) >= 3
    extracted = "".join(re.sub(r"\d/\d$", "", page) for page in pages)
    assert extracted.count("Jevousécris.") == 900


def test_marks_show_where_to_fold(typesetter: Typesetter, french: Letter) -> None:
    with opened(typesetter.pdf(french)) as pdf:
        marks = [line for line in pdf.pages[0].lines if line["x1"] <= 10 * MM]
    assert [round(mark["top"] / MM) for mark in marks] == [99, 198]


def test_the_line_to_sign_on_is_above_the_name_or_left_out(typesetter: Typesetter, english: Letter) -> None:
    def long_lines(document: Document) -> list[float]:
        with opened(document) as pdf:
            return [line["top"] for line in pdf.pages[0].lines if line["x1"] - line["x0"] > 50 * MM]

    with opened(typesetter.pdf(english)) as pdf:
        name = [word for word in pdf.pages[0].extract_words() if word["text"] == "Abernathy"][-1]
    (line,) = long_lines(typesetter.pdf(english))
    assert line < name["top"]
    assert long_lines(typesetter.pdf(english, sign_line=False)) == []


def test_a_name_is_bold_once_and_the_subject_too(typesetter: Typesetter, french: Letter) -> None:
    with opened(typesetter.pdf(french)) as pdf:
        bold = "".join(c["text"] for c in pdf.pages[0].chars if "Bold" in c["fontname"] and "Semi" not in c["fontname"])
    assert plain(bold) == plain(f"Objet : {french.subject}Mme Leïla Haddad")


def test_debug_draws_the_zones(typesetter: Typesetter, french: Letter) -> None:
    with opened(typesetter.pdf(french, debug=True)) as pdf:
        boxes = {(round(r["x0"] / MM), round(r["top"] / MM)) for r in (*pdf.pages[0].rects, *pdf.pages[0].curves)}
    assert {(100, 55), (110, 57)} <= boxes


def test_a_picture_is_of_the_page_that_is_printed(typesetter: Typesetter, french: Letter) -> None:
    for letter in (french, replace(french, blocks=french.blocks * 2)):
        with Image.open(io.BytesIO(typesetter.png(letter, 72))) as picture:
            assert picture.size == (595, 842)


@pytest.mark.parametrize(
    ("text", "shown"), [("Courage 😀 !", "😀"), ("中文 et 日", "中, 文, 日"), ("a\u0600", "U+0600")]
)
def test_a_character_that_no_font_has_is_named(typesetter: Typesetter, english: Letter, text: str, shown: str) -> None:
    letter = replace(english, blocks=(*english.blocks, Block(Part.OWN_WORDS, (Paragraph(text),))))
    with pytest.raises(UserError) as caught:
        typesetter.pdf(letter)
    assert caught.value.message.id == "documents.no-glyph"
    assert words(caught.value.message).text == f"No font can show this: {shown}"
    assert words(caught.value.message, "fr").text.endswith(shown)


def test_many_scripts_can_be_set(typesetter: Typesetter, english: Letter) -> None:
    text = "Кириллица, Ελληνικά, العربية, עברית, Nguyễn, ქართული, Հայերեն, Łódź, İstanbul, €"
    letter = replace(english, blocks=(Block(Part.FACTS, (Paragraph(text),)),))
    assert typesetter.pdf(letter).pages == 1


ERRORS: list[tuple[dict[str, tuple[str, ...]], str, str]] = [
    ({"recipient": ("Ministère", "X" * 50)}, "address-too-long", "X" * 50),
    ({"recipient": (*LONG_ADDRESS[:6], "13616 PORT-SAINT-AUBIN")}, "address-too-many-lines", "13616 PORT-SAINT-AUBIN"),
    ({"recipient": ("A", *LONG_ADDRESS)}, "address-too-many-lines", "RÉPUBLIQUE DE KARVANIE"),
]


@pytest.mark.parametrize(("change", "id_", "told"), ERRORS)
def test_an_address_that_does_not_fit_the_window_is_told_by_its_line(
    typesetter: Typesetter, french: Letter, change: dict[str, tuple[str, ...]], id_: str, told: str
) -> None:
    with pytest.raises(UserError) as caught:
        typesetter.pdf(replace(french, recipient=change["recipient"]))
    assert caught.value.message.id == f"documents.{id_}"
    assert f'"{told}"' in words(caught.value.message).text


def test_only_a_country_makes_a_seventh_line() -> None:
    assert most_lines(LONG_ADDRESS) == 7
    assert most_lines(LONG_ADDRESS[:6]) == 6
    assert most_lines(("Karvanie",)) == 6
    assert most_lines(()) == 6


def test_a_sender_or_a_notice_that_does_not_fit_is_told(typesetter: Typesetter, french: Letter) -> None:
    for letter, id_ in (
        (replace(french, sender=Sender(name="W" * 60)), "sender-too-long"),
        (replace(french, sender=Sender(name="A", lines=("ligne",) * 40)), "sender-too-long"),
        (replace(french, notice="Exemple historique. " * 60), "notice-too-long"),
    ):
        with pytest.raises(UserError) as caught:
            typesetter.pdf(letter)
        assert caught.value.message.id == f"documents.{id_}"


def test_typst_in_the_words_of_a_signer_is_printed_as_it_is(typesetter: Typesetter, english: Letter) -> None:
    hostile = '#read("/etc/passwd") #while true {} $x$ *b* <l> @r {{7*7}} "]] \\u{41} #panic("ua:sender:0")'
    letter = replace(
        english,
        signature=hostile,
        blocks=(Block(Part.OWN_WORDS, (Paragraph(hostile),)), english.blocks[-1]),
        subject=hostile,
    )
    with opened(typesetter.pdf(letter)) as pdf:
        assert plain(pdf.pages[0].extract_text()).count(plain('#read("/etc/passwd")#whiletrue{}')) == 3


def test_a_layout_that_is_missing_or_broken_is_an_error_in_words(tmp_path: Path, english: Letter) -> None:
    broken = tmp_path / "broken.typ"
    broken.write_text("#let x = \n#nothing", encoding="utf-8")
    for layout in (tmp_path / "nothing.typ", broken):
        with pytest.raises(UserError) as caught:
            Typesetter(layout).pdf(english)
        assert caught.value.message.id == "documents.pdf-failed"
        assert words(caught.value.message, "fr").text


def test_letters_of_any_century_have_a_date(typesetter: Typesetter, english: Letter) -> None:
    for year in (1, 1899, 1970, 9999):
        assert typesetter.pdf(replace(english, dated=date(year, 1, 1))).pages == 1


def test_an_empty_letter_is_a_page(typesetter: Typesetter, english: Letter) -> None:
    empty = replace(
        english, recipient=(), sender=Sender(name=""), subject="", dateline="", signature="", blocks=(), people=()
    )
    assert typesetter.pdf(empty).pages == 1


@settings_(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_letter_is_set_or_refused_for_a_reason(
    typesetter: Typesetter, letters: st.SearchStrategy[Letter], data: st.DataObject
) -> None:
    letter = data.draw(letters)
    try:
        assert typesetter.pdf(letter).pages
    except UserError as refused:
        if refused.message.id == "documents.pdf-failed":
            raise


def test_sizes_that_cannot_fit_are_not_tried(french: Letter, english: Letter) -> None:
    assert settings(english)[0].size == 11
    assert settings(french)[0].size < 11
    assert settings(replace(french, blocks=french.blocks * 4)) == ()
