"""A print run: every letter as it would be alone, on its own numbers, on a front side; and the list that goes with it."""

from __future__ import annotations

import io
import itertools
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import pdfplumber
import pytest
from pdfplumber.pdf import PDF

from urgentaction.documents import apart, cover_list, print_run
from urgentaction.documents.cover_list import CoverList
from urgentaction.documents.pdf import Typesetter
from urgentaction.documents.press import Refusal
from urgentaction.documents.print_run import Print, RunSetter
from urgentaction.errors import UserError
from urgentaction.model.envelope import Envelope, zones
from urgentaction.model.letter import Document, Letter, Sender

LAYOUTS = Path(__file__).parents[2] / "letters" / "templates" / "layout"


@pytest.fixture(scope="module")
def setter() -> RunSetter:
    return RunSetter(LAYOUTS / "letter.typ", LAYOUTS / "run.typ")


@pytest.fixture(scope="module")
def long(french: Letter) -> Letter:
    """A letter of two pages."""
    return replace(french, blocks=french.blocks[:5] * 3 + french.blocks[5:])


@contextmanager
def opened(document: Document | None) -> Iterator[PDF]:
    assert document
    with pdfplumber.open(io.BytesIO(document.data)) as pdf:
        yield pdf


def said(pdf: PDF) -> list[str]:
    return [(page.extract_text() or "").replace("\u00a0", " ") for page in pdf.pages]


def signed(letter: Letter, name: str, **changes: object) -> Letter:
    sender = replace(letter.sender, name=name)
    return replace(letter, **({"sender": sender, "signature": name} | changes))  # type: ignore[arg-type]


def test_letters_stand_in_their_order_and_each_looks_as_it_does_alone(
    setter: RunSetter, french: Letter, english: Letter
) -> None:
    letters = [signed(french, "Ana Ruiz"), english, signed(french, "Émile Zola")]
    run = setter.run(letters, title="three", duplex=False)
    assert run.pages == (1, 1, 1)
    alone = Typesetter(LAYOUTS / "letter.typ")
    with opened(run.document) as pdf:
        assert pdf.metadata["Title"] == "three"
        for page, letter in zip(pdf.pages, letters, strict=True):
            with opened(alone.pdf(letter)) as single:
                assert [(c["text"], round(c["x0"], 2), round(c["top"], 2), c["size"]) for c in page.chars] == [
                    (c["text"], round(c["x0"], 2), round(c["top"], 2), c["size"]) for c in single.pages[0].chars
                ]


@pytest.mark.parametrize("duplex", [False, True])
def test_each_letter_counts_its_own_pages_and_in_a_duplex_run_begins_on_a_front_side(
    setter: RunSetter, french: Letter, english: Letter, long: Letter, duplex: bool
) -> None:
    run = setter.run([english, long, signed(long, "Ana Ruiz"), french], title="four", duplex=duplex)
    assert run.pages == (1, 2, 2, 1)
    with opened(run.document) as pdf:
        pages = said(pdf)
        numbers = [re.findall(r"^\d+/\d+$", page, re.MULTILINE) for page in pages]
        empty = [not page for page in pages]
        assert not any(page.chars or page.lines for page, is_empty in zip(pdf.pages, empty, strict=True) if is_empty)
    blank = [[]] if duplex else []
    assert numbers == [[], *blank, ["1/2"], ["2/2"], ["1/2"], ["2/2"], [], *blank]
    assert empty == ([False, True, False, False, False, False, False, True] if duplex else [False] * 6)
    firsts = [place for place, page in enumerate(pages) if "Objet :" in page or "Subject:" in page]
    assert len(firsts) == 4
    assert not duplex or all(place % 2 == 0 for place in firsts)


def test_a_letter_that_is_longer_than_anybodys_is_counted_as_it_is(setter: RunSetter, french: Letter) -> None:
    # A place name of three lines, which no estimate expects.
    wide = replace(french, dateline="Saint-Remy-en-Bouzemont-Saint-Genest-et-Isson " * 14 + "le 1er août 2026")
    run = setter.run([french, wide], title="two", duplex=True)
    assert run.pages == (1, 2)
    with opened(run.document) as pdf:
        assert len(pdf.pages) == 4


def test_who_cannot_be_set_is_named_and_the_others_are_in_the_file(setter: RunSetter, french: Letter) -> None:
    odd = signed(french, "Signer \U00013000")
    unsafe = signed(french, "Signer \u202e")
    run = setter.run([odd, french, unsafe], title="one", duplex=False)
    assert {place: fault.message.id for place, fault in run.spoilt.items()} == {
        0: "documents.no-glyph",
        2: "documents.text-unsafe",
    }
    assert run.pages == (1,)
    with opened(run.document) as pdf:
        assert "Élise Lefèvre-Dubois" in said(pdf)[0]
    nobody = setter.run([odd], title="none", duplex=False)
    assert (nobody.document, nobody.pages, list(nobody.spoilt)) == (None, (), [0])


def test_a_run_is_tagged_and_says_that_it_is_pdf_ua_and_the_same_letters_give_the_same_bytes(
    setter: RunSetter, english: Letter, french: Letter
) -> None:
    runs = [setter.run([english, french], title="two", duplex=True).document for _ in range(2)]
    assert runs[0]
    assert b"<pdfuaid:part>1" in runs[0].data
    assert b"/StructTreeRoot" in runs[0].data
    assert runs[0] == runs[1]


def test_what_waits_in_the_queue_is_the_letter_and_how_it_is_printed(french: Letter) -> None:
    for duplex, envelope, country in itertools.product((False, True), Envelope, ("FR", "US")):
        one = Print(french, duplex=duplex, place=zones(envelope, country=country))
        assert print_run.load(print_run.dump(one)) == one
    assert print_run.load(b"%PDF-1.7 a letter") is None
    assert print_run.load(b"") is None
    with pytest.raises(UserError):
        print_run.load(b"ua-print 1 fr-right a4\n{}")
    assert print_run.load(b"ua-print 1 no-such-window a4\n{}") is None


@pytest.mark.parametrize("envelope", Envelope)
def test_a_run_is_set_for_the_envelope_of_whoever_posts_it(french: Letter, english: Letter, envelope: Envelope) -> None:
    place = zones(envelope)
    setter = RunSetter(LAYOUTS / "letter.typ", LAYOUTS / "run.typ", place)
    letters = [replace(one, recipient=one.recipient[-3:]) for one in (signed(french, "Ana Ruiz"), english)]
    run = setter.run(letters, title="two", duplex=False)
    assert run.pages == (1 + place.covers, 1 + place.covers)
    alone = Typesetter(LAYOUTS / "letter.typ", place)
    with opened(run.document) as pdf:
        pages = iter(pdf.pages)
        for letter in letters:
            with opened(alone.pdf(letter)) as single:
                for page in single.pages:
                    assert next(pages).extract_text() == page.extract_text()


@pytest.mark.parametrize(
    ("change", "sure"),
    [
        ({}, True),
        ({"name": "\U00013000"}, False),
        ({"name": "Жанна"}, False),
        ({"name": "A" * 60}, False),
        ({"lines": ("x",) * 6}, False),
        ({"lines": ("12, rue de l’Église", "F\u00a069001 Lyon")}, True),
        ({"email": "a-rather-long-address-indeed-it-is@mail.example.org"}, False),
    ],
)
def test_only_usual_names_and_addresses_are_taken_on_trust(
    french: Letter, change: dict[str, object], sure: bool
) -> None:
    letter = replace(french, sender=replace(french.sender, **change))  # type: ignore[arg-type]
    assert print_run.is_surely_set(letter) is sure


def test_a_document_set_apart_is_the_same_and_fails_with_the_same_words(tmp_path: Path) -> None:
    layout = tmp_path / "x.typ"
    layout.write_text(
        '#let data = json(bytes(sys.inputs.data))\n#set document(title: "x")\n'
        '#if data.text == "no" { panic("ua:pages:3") }\n#set text(lang: "en")\n#data.text'
    )
    made = apart.pdf(layout, {"text": "Hello"}, on=date(2026, 11, 24))
    assert (made.data[:5], made.pages) == (b"%PDF-", 1)
    with pytest.raises(Refusal) as refused:
        apart.pdf(layout, {"text": "no"}, on=date(2026, 11, 24))
    assert (refused.value.code, refused.value.index) == ("pages", 3)
    with pytest.raises(UserError) as missing:
        apart.pdf(layout, {"text": "\U00013000"}, on=date(2026, 11, 24))
    assert missing.value.message.id == "documents.no-glyph"


def test_what_lies_in_the_working_folder_is_not_taken_for_a_module(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit('not this one')")
    monkeypatch.chdir(tmp_path)
    layout = tmp_path / "x.typ"
    layout.write_text('#set document(title: "x")\n#set text(lang: "en")\nHello')
    assert apart.pdf(layout, {}, on=date(2026, 11, 24)).pages == 1


# --- The list -----------------------------------------------------------------------------------------------------------


def cover(letters: list[tuple[Letter, int]], language: str = "en", *, duplex: bool = False) -> CoverList:
    return CoverList(
        id="ab12-1",
        file="letters-1.pdf",
        on=date(2026, 11, 24),
        language=language,
        letters=letters,
        duplex=duplex,
        posted="ua outbox posted --batch ab12-1",
    )


def listed(letters: list[tuple[Letter, int]], language: str = "en", *, duplex: bool = False) -> Document:
    return cover_list.pdf(cover(letters, language, duplex=duplex), layout=LAYOUTS / "cover.typ")


def test_the_list_says_who_where_how_many_pages_and_from_which_page_in_the_order_of_the_stack(
    english: Letter, french: Letter
) -> None:
    other = replace(french, authority="kv/police", office="Police", sender=Sender(name="J. M.", lines=("Lyon",)))
    letters = [(english, 1), (french, 2), (other, 1)]
    for duplex, pages in ((False, ("1", "2", "4")), (True, ("1", "3", "5"))):
        with opened(listed(letters, duplex=duplex)) as pdf:
            (text,) = said(pdf)
        rows = re.findall(r"^(\d) (.+) (\d) (\d)$", text, re.MULTILINE)
        assert [(row[0], row[2], row[3]) for row in rows] == [
            ("1", "1", pages[0]),
            ("2", "2", pages[1]),
            ("3", "1", pages[2]),
        ]
        assert [row[1] for row in rows] == ["Ruth Abernathy BS1 4QA", "Élise Lefèvre-Dubois 69002 LYON", "J. M. Lyon"]
        assert "Ministre de la Justice: 2 letters" in text
        assert "Police: 1 letter\n" in text
        assert "ua outbox posted --batch ab12-1" in text
        assert "Do not post it" in text


def test_the_list_speaks_french_and_never_shows_a_street(french: Letter) -> None:
    with opened(listed([(french, 1)] * 70, "fr")) as pdf:
        texts = said(pdf)
    assert "Pile ab12-1 : 70 lettres" in texts[0]
    assert "Ne la postez pas" in texts[0]
    assert not any("rue de la République" in text or "example.org" in text for text in texts)
    assert all("Qui signe" in text for text in texts)
    assert texts[-1].endswith(f"{len(texts)}/{len(texts)}")


@pytest.mark.parametrize("odd", ["Ana \U0001f9ff Ruiz", "Ana\u202eRuiz"], ids=["no font", "turned round"])
def test_a_name_that_cannot_be_set_keeps_back_no_list_and_goes_by_its_line(french: Letter, odd: str) -> None:
    whole = cover([(french, 1), (replace(french, sender=Sender(name=odd, lines=("Lyon",))), 2), (french, 1)])
    made = cover_list.as_can_be(whole, layout=LAYOUTS / "cover.typ")
    assert made.unnamed == [2]
    assert made.document
    with opened(made.document) as pdf:
        (text,) = said(pdf)
    assert re.findall(r"^\d .+ (\d \d)$", text, re.MULTILINE) == ["1 1", "2 2", "1 4"]
    assert "Ana" not in text


def test_a_list_that_cannot_be_set_at_all_says_why(french: Letter, tmp_path: Path) -> None:
    made = cover_list.as_can_be(cover([(french, 1)]), layout=tmp_path / "no-such.typ")
    assert made.document is None
    assert made.why
    assert made.why.id == "documents.pdf-failed"


@pytest.mark.parametrize(
    ("lines", "place"),
    [
        (("12 rue X", "69002 LYON", "FRANCE"), "69002 LYON"),
        (("Lyon",), "Lyon"),
        ((), ""),
        (("4 Row", "BRISTOL", "BS1 4QA"), "BS1 4QA"),
    ],
)
def test_where_somebody_lives_is_the_line_with_the_postcode(french: Letter, lines: tuple[str, ...], place: str) -> None:
    assert cover_list.place_of(replace(french, sender=Sender(name="A", lines=lines))) == place


def test_pdfinfo_agrees(setter: RunSetter, french: Letter, tmp_path: Path) -> None:
    run = setter.run([french, french], title="two letters", duplex=True)
    assert run.document
    (tmp_path / "run.pdf").write_bytes(run.document.data)
    try:
        told = subprocess.run(["pdfinfo", str(tmp_path / "run.pdf")], capture_output=True, text=True, check=True).stdout
    except FileNotFoundError:
        pytest.skip("pdfinfo (poppler-utils) is not here")
    assert re.search(r"Tagged: +yes", told)
    assert re.search(r"Pages: +4", told)
    assert "Élise" not in told
