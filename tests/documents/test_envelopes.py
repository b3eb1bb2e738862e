"""Each envelope, measured on the PDF: the address always shows, nothing else ever does, and what is too long is told."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as settings_
from hypothesis import strategies as st
from PIL import Image

from support.pages import MM, drawn, inside, opened, plain, touches
from urgentaction import check
from urgentaction.documents import bundle
from urgentaction.documents.bundle import Bundle, Signature
from urgentaction.documents.pdf import Typesetter
from urgentaction.documents.sheet import SMALLEST, most_lines, settings, surely_one_page
from urgentaction.errors import UserError, words
from urgentaction.model.envelope import ENVELOPES, Box, Envelope, Paper, Zones, usual, zones
from urgentaction.model.letter import Document, Letter, Sender

LAYOUT = Path(__file__).parents[2] / "letters" / "templates" / "layout" / "letter.typ"
WINDOWS = [envelope for envelope in Envelope if envelope is not Envelope.COVER_PAGE]
OFFICE = "PROCUREUR GÉNÉRAL PRÈS LA COUR D’APPEL DE PORT-SAINT-AUBIN ET DES HAUTES VALLÉES DU SUD, SERVICE DES REQUÊTES"


@cache
def typesetter(envelope: Envelope) -> Typesetter:
    return Typesetter(LAYOUT, zones(envelope))


def refusal(envelope: Envelope, letter: Letter) -> UserError | None:
    try:
        typesetter(envelope).pdf(letter)
    except UserError as refused:
        return refused
    return None


@cache
def widest(envelope: Envelope, letter: Letter) -> str:
    """The longest beginning of a long line that this envelope takes."""
    length = 1
    while refusal(envelope, replace(letter, recipient=(OFFICE[: length + 1].rstrip(),))) is None:
        length += 1
    return OFFICE[:length].rstrip()


def longest(envelope: Envelope, letter: Letter) -> tuple[str, ...]:
    """As many lines as it takes, each as long as it takes; the last is a country where that makes one more."""
    most = most_lines(("A", "KARVANIE"), zones(envelope))
    return (*[widest(envelope, letter)] * (most - 1), "RÉPUBLIQUE DE KARVANIE")


def measured(document: Document, letter: Letter, place: Zones) -> list[float]:
    """The sizes of the type of the address, once it is sure that it shows whole and that nothing else does."""
    with opened(document) as pdf:
        assert [(round(page.width / MM), round(page.height / MM)) for page in pdf.pages] == [
            (round(place.paper.width), round(place.paper.height))
        ] * len(pdf.pages)
        page = pdf.pages[0]
        seen = [char for char in page.chars if touches(char, place.clear)]
        assert [char["text"] for char in seen if not inside(char, place.visible)] == []
        assert sorted(plain("".join(char["text"] for char in seen))) == sorted(plain("".join(letter.recipient)))
        assert [thing for thing in drawn(page) if touches(thing, place.clear)] == []
        tops = sorted({char["top"] for char in seen})
        sizes = sorted({round(char["size"], 1) for char in seen})
    rows = [tops[0], *(below for above, below in pairwise(tops) if below > above + 3)]  # Arabic has points of its own
    assert len(rows) == len(letter.recipient)
    assert all(below - above >= sizes[0] * 0.97 - 0.3 for above, below in pairwise(rows))
    return sizes


@pytest.mark.parametrize("envelope", Envelope)
def test_zones_lie_in_each_other_and_on_the_sheet(envelope: Envelope) -> None:
    place = zones(envelope)
    sheet = Box(0, 0, place.paper.width, place.paper.height)
    assert place.address.within(place.visible)
    assert place.visible.within(place.clear)
    assert place.clear.within(sheet)
    assert place.source
    beside = [place.sender, place.dateline, *([place.repeated] if place.repeated else [])]
    assert all(box.within(sheet) for box in beside)
    if not place.covers:
        assert not any(touches(in_points(box), place.clear) for box in beside)


def in_points(box: Box) -> dict[str, float]:
    return {"x0": box.x * MM, "x1": box.right * MM, "top": box.y * MM, "bottom": box.bottom * MM}


FIGURES = {
    # always visible: x from, to; y from, to (reference/posting.md §5)
    Envelope.FR_RIGHT: (100, 190, 55, 79),
    Envelope.CH_RIGHT: (122, 193, 52, 71.5),
    Envelope.CH_LEFT: (20, 101, 48, 84),
    Envelope.DIN_5008_B: (20, 91, 54, 90),
    Envelope.DIN_5008_A: (20, 91, 50, 72),
    Envelope.US_10: (22, 111.2, 63.5, 80.4),
}


@pytest.mark.parametrize("envelope", WINDOWS)
def test_the_address_lies_in_what_the_source_says_is_always_visible(envelope: Envelope) -> None:
    left, right, top, bottom = FIGURES[envelope]
    assert zones(envelope).address.within(Box(left, top, right - left, bottom - top))
    assert zones(envelope).visible.within(Box(left, top, right - left, bottom - top))


def test_the_french_address_shows_in_a_c5_envelope_too() -> None:
    # reference/posting.md §5: 109-190, 57-88.5 mm; how far the window is from below is not confirmed there.
    assert zones(Envelope.FR_RIGHT).address.within(Box(109, 57, 81, 31.5))


@pytest.mark.parametrize("envelope", Envelope)
def test_the_longest_address_shows_whole_in_at_least_9_point_and_nothing_else_shows(
    envelope: Envelope, french: Letter, historical: Letter
) -> None:
    address = longest(envelope, french)
    assert len(max(address, key=len)) >= 28
    for letter in (replace(french, recipient=address), replace(historical, recipient=address)):
        document = typesetter(envelope).pdf(letter)
        assert measured(document, letter, zones(envelope))[0] >= SMALLEST
        assert b"<pdfuaid:part>1</pdfuaid:part>" in document.data


@pytest.mark.parametrize("envelope", Envelope)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_longer_line_is_refused_by_name_with_the_way_out(envelope: Envelope, language: str, french: Letter) -> None:
    longer = OFFICE[: len(widest(envelope, french)) + 2].rstrip()
    refused = refusal(envelope, replace(french, recipient=("Ministère", longer, "10000 PORT-SAINT-AUBIN")))
    assert refused
    said = words(refused.message, language)
    assert longer in said.text
    if envelope in WINDOWS:
        assert envelope.value in said.text
        assert "--envelope cover-page" in said.hint
        assert refusal(Envelope.COVER_PAGE, replace(french, recipient=(longer,))) is None or len(longer) > 38
    else:
        assert "cover-page" not in said.hint


@pytest.mark.parametrize("envelope", Envelope)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_line_too_many_is_refused_by_name_with_the_way_out(envelope: Envelope, language: str, french: Letter) -> None:
    most = most_lines(("a",), zones(envelope))
    lines = tuple(f"{number} rue de la Paix" for number in range(1, most + 2))
    assert refusal(envelope, replace(french, recipient=lines[:most])) is None
    refused = refusal(envelope, replace(french, recipient=lines))
    assert refused
    said = words(refused.message, language)
    assert lines[most] in said.text
    assert ("--envelope cover-page" in said.hint) == (envelope in WINDOWS)


@settings_(max_examples=25, deadline=None)
@given(
    envelope=st.sampled_from(Envelope),
    recipient=st.lists(
        st.text("AÉGMWimlt 1ç’-", min_size=1, max_size=48).map(lambda text: " ".join(text.split())).filter(bool),
        min_size=1,
        max_size=9,
    ).map(tuple),
)
def test_any_address_shows_whole_or_is_refused_by_one_of_its_lines(
    envelope: Envelope, recipient: tuple[str, ...], english: Letter
) -> None:
    letter = replace(english, recipient=recipient)
    refused = refusal(envelope, letter)
    if refused is None:
        assert measured(typesetter(envelope).pdf(letter), letter, zones(envelope))[0] >= SMALLEST
    else:
        assert refused.message.values["line"] in recipient
        narrow = max(recipient, key=len)
        assert len(recipient) > 4 or len(narrow) > 24


def crowded(letter: Letter) -> Letter:
    """A letter whose sender has much to say of themselves, beside the window."""
    lines = (
        "Association pour la défense des droits humains de la vallée du Haut-Grésivaudan",
        "12 rue de la République",
    )
    email = "marie-antoinette.delarochefoucauld@droits-humains.example.org"
    name = "Marie-Antoinette de la Rochefoucauld-Montbazon"
    sender = Sender(name=name, lines=(*lines, "69002 LYON"), email=email)
    dateline = "Saint-Barthélemy-d’Anjou-sur-Loire, le 24 septembre 2026"
    return replace(letter, sender=sender, dateline=dateline)


@pytest.mark.parametrize("envelope", Envelope)
@pytest.mark.parametrize("notice", [0, 1, 2])
def test_neither_a_long_sender_nor_a_notice_nor_a_long_date_enters_the_window(
    envelope: Envelope, notice: int, french: Letter, historical: Letter
) -> None:
    letter = replace(crowded(french), recipient=french.recipient[2:], notice=historical.notice * notice)
    document = typesetter(envelope).pdf(letter)
    measured(document, letter, zones(envelope))
    with opened(document) as pdf:
        chars = pdf.pages[document.covers].chars
        said = "".join(char["text"] for char in chars if touches(char, zones(envelope).sender))
    assert plain(letter.sender.email) in plain(said)


@pytest.mark.parametrize("envelope", Envelope)
def test_a_letter_from_right_to_left_stands_in_the_same_places(envelope: Envelope, french: Letter) -> None:
    letter = replace(french, language="ar", recipient=("معالي وزير العدل", "10000 PORT-SAINT-AUBIN"), dateline="باريس")
    measured(typesetter(envelope).pdf(letter), letter, zones(envelope))


@pytest.mark.parametrize("envelope", Envelope)
def test_what_is_filled_in_by_hand_stays_out_of_the_window(
    envelope: Envelope, english: Letter, historical: Letter
) -> None:
    by_hand = replace(english, sender=Sender(name="____"), dateline="____", signature="____")
    for letter in (by_hand, replace(by_hand, notice=historical.notice)):
        short = replace(letter, recipient=english.recipient[2:])
        measured(typesetter(envelope).pdf(short), short, zones(envelope))


@pytest.mark.parametrize("envelope", Envelope)
def test_the_letter_can_be_read_out_whole_whatever_the_envelope(envelope: Envelope, french: Letter) -> None:
    letter = replace(french, recipient=french.recipient[2:])
    with opened(typesetter(envelope).pdf(letter)) as pdf:
        read = plain("\n".join(page.extract_text() for page in pdf.pages))
        assert pdf.metadata["Title"] == letter.subject
    texts = [text for block in letter.blocks for p in block.paragraphs for text in (p.items or (p.text,))]
    for text in (*texts, *letter.recipient, *letter.sender.lines, letter.dateline, letter.subject, letter.signature):
        assert plain(text) in read


@pytest.mark.parametrize("envelope", Envelope)
def test_marks_to_fold_by_are_where_the_envelope_wants_the_sheet_folded(envelope: Envelope, english: Letter) -> None:
    place = zones(envelope)
    short = replace(english, recipient=english.recipient[2:])
    with opened(typesetter(envelope).pdf(short)) as pdf:
        marks = [line["top"] / MM for line in pdf.pages[place.covers].lines if line["x1"] <= 10 * MM]
    assert sorted(marks) == pytest.approx(place.folds, abs=0.2)


# --- How much of a letter a page takes


def lengths(letter: Letter) -> Iterator[Letter]:
    """The letter with ever more of its own words."""
    for more in range(8):
        yield replace(letter, blocks=(*letter.blocks[:-1], *letter.blocks[1:2] * more, letter.blocks[-1]))


@pytest.mark.parametrize("envelope", Envelope)
def test_the_estimate_of_length_is_right_for_each_envelope(envelope: Envelope, english: Letter, french: Letter) -> None:
    place = zones(envelope)
    pages = set()
    for letter in (*lengths(english), *lengths(french)):
        short = replace(letter, recipient=english.recipient[2:])
        takes = (typesetter(envelope).pdf(short).pages or 0) - place.covers
        pages.add(takes)
        if surely_one_page(short, place):
            assert takes == 1
        if not settings(short, place):
            assert takes > 1
    assert pages == {1, 2}


def test_a_letter_is_set_once_where_its_length_is_known(english: Letter) -> None:
    for envelope in WINDOWS:
        assert settings(english, zones(envelope))[0].size == 11


# --- The address on a page of its own


def test_a_page_of_its_own_is_counted_and_the_letter_behind_it_is_one_page(french: Letter) -> None:
    document = typesetter(Envelope.COVER_PAGE).pdf(french)
    assert (document.pages, document.covers) == (2, 1)
    assert check.document(document, french) == ()
    with opened(document) as pdf:
        cover, letter = (page.extract_text() for page in pdf.pages)
        assert plain(cover) == plain("".join(french.recipient))
        assert plain(french.recipient[0]) in plain(letter)
        assert "1/1" not in letter


def test_pages_behind_the_address_are_counted_from_the_letter_on(french: Letter) -> None:
    long = replace(french, blocks=french.blocks[:5] * 3 + french.blocks[5:], notice="TEST")
    document = typesetter(Envelope.COVER_PAGE).pdf(long)
    assert (document.pages, document.covers) == (3, 1)
    (finding,) = check.document(document, long)
    assert finding.message.values["count"] == 2
    with opened(document) as pdf:
        texts = [page.extract_text().rstrip() for page in pdf.pages]
    assert [text[-3:] for text in texts[1:]] == ["1/2", "2/2"]
    assert [text.startswith("TEST") for text in texts] == [False, True, True]


def test_copies_each_have_their_page_with_the_address(english: Letter) -> None:
    document = typesetter(Envelope.COVER_PAGE).pdf(english, copies=3)
    assert (document.pages, document.covers) == (6, 3)
    with opened(document) as pdf:
        assert [len(page.extract_text()) < 200 for page in pdf.pages] == [True, False] * 3


def test_an_address_too_long_for_every_window_goes_on_a_page_of_its_own(french: Letter) -> None:
    lines = ("PROCUREUR GENERAL PRES LA COUR D APPEL",) * 8
    letter = replace(french, recipient=lines)
    assert all(refusal(envelope, letter) for envelope in WINDOWS)
    measured(typesetter(Envelope.COVER_PAGE).pdf(letter), letter, zones(Envelope.COVER_PAGE))


def test_the_longest_address_is_repeated_whole_on_the_letter(french: Letter) -> None:
    letter = replace(french, recipient=longest(Envelope.COVER_PAGE, french))
    with opened(typesetter(Envelope.COVER_PAGE).pdf(letter)) as pdf:
        page = pdf.pages[1]
        box = zones(Envelope.COVER_PAGE).repeated
        assert box
        shown = "".join(char["text"] for char in page.chars if inside(char, box))
    assert sorted(plain(shown)) == sorted(plain("".join(letter.recipient)))


def test_many_signatures_stand_behind_the_letter_on_the_same_paper(english: Letter) -> None:
    whole = Bundle(english, (Signature("Ana", "Nice"), Signature("Ben")))
    for envelope, pages in ((Envelope.COVER_PAGE, 3), (Envelope.DIN_5008_B, 2)):
        place = zones(envelope)
        made = bundle.pdf(whole, letter_layout=LAYOUT, bundle_layout=LAYOUT.with_name("bundle.typ"), place=place)
        assert (made.pages, made.covers) == (pages, place.covers)
        measured(made, english, place)


# --- Which envelope


@pytest.mark.parametrize(
    ("country", "envelope"),
    [
        ("", Envelope.FR_RIGHT),
        ("FR", Envelope.FR_RIGHT),
        ("RE", Envelope.FR_RIGHT),
        ("CH", Envelope.CH_RIGHT),
        ("DE", Envelope.DIN_5008_B),
        ("US", Envelope.US_10),
        ("GB", Envelope.COVER_PAGE),
        ("KZ", Envelope.COVER_PAGE),
    ],
)
def test_the_usual_envelope_is_that_of_the_senders_country_or_needs_no_window(country: str, envelope: Envelope) -> None:
    assert usual(country) is envelope


def test_paper_is_what_the_printer_holds() -> None:
    assert zones(Envelope.US_10).paper is Paper.LETTER
    assert zones(Envelope.COVER_PAGE, country="MX").paper is Paper.LETTER
    assert zones(Envelope.COVER_PAGE, country="GB").paper is Paper.A4
    assert zones(Envelope.FR_RIGHT, country="US").paper is Paper.A4


def test_a_page_of_its_own_is_set_on_letter_paper_too(english: Letter) -> None:
    place = zones(Envelope.COVER_PAGE, country="US")
    measured(Typesetter(LAYOUT, place).pdf(english), english, place)


# --- To try an envelope


@pytest.mark.parametrize("envelope", Envelope)
def test_the_zones_are_drawn_where_they_are(envelope: Envelope, english: Letter) -> None:
    place = zones(envelope)
    short = replace(english, recipient=english.recipient[2:])
    with opened(typesetter(envelope).pdf(short, debug=True)) as pdf:
        page = pdf.pages[0]
        found = [[thing[side] / MM for side in ("x0", "top", "x1", "bottom")] for thing in drawn(page)]
        said = page.extract_text()
    for box in (place.clear, place.visible, place.address):
        assert any(at == pytest.approx([box.x, box.y, box.right, box.bottom], abs=0.1) for at in found)
    assert f"{envelope.value}: keep clear" in said


@pytest.mark.parametrize("envelope", Envelope)
def test_a_picture_has_the_shape_of_the_paper(envelope: Envelope, english: Letter) -> None:
    short = replace(english, recipient=english.recipient[2:])
    with Image.open(io.BytesIO(typesetter(envelope).png(short, 25.4))) as picture:
        assert picture.size == pytest.approx((zones(envelope).paper.width, zones(envelope).paper.height), abs=1)


def test_every_envelope_has_zones() -> None:
    assert list(ENVELOPES) == sorted(Envelope, key=list(ENVELOPES).index)
    assert set(ENVELOPES) == set(Envelope)
