"""A bundle: privacy in the table, a header on every page, the same in the PDF and in the mail."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pdfplumber
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from urgentaction.documents import bundle, eml
from urgentaction.documents.bundle import Bundle, Signature
from urgentaction.errors import UserError
from urgentaction.model.case import Privacy
from urgentaction.model.letter import Document, Letter
from urgentaction.model.signer import Signer

ANA = Signer(
    name="Ana Ruiz-Peña",
    email="ana@example.org",
    street="12 rue Haute",
    postcode="06000",
    city="Nice",
    message="Personne ne doit être torturé.",
)


@pytest.fixture(scope="module")
def made(pdf_layout: Path) -> dict[str, Path]:
    return {"letter_layout": pdf_layout, "bundle_layout": pdf_layout.with_name("bundle.typ")}


def pages(document: Document) -> list[str]:
    with pdfplumber.open(io.BytesIO(document.data)) as pdf:
        return [page.extract_text() or "" for page in pdf.pages]


def many(count: int) -> tuple[Signature, ...]:
    return tuple(
        Signature(f"Signer Number{n}", f"Town{n % 7}", "Because." if n % 40 == 0 else "") for n in range(count)
    )


@pytest.mark.parametrize("case", list(Privacy))
@pytest.mark.parametrize("own", list(Privacy))
def test_the_table_shows_what_the_stricter_of_case_and_signer_allows(case: Privacy, own: Privacy) -> None:
    shown = bundle.signature(replace(ANA, privacy=own), privacy=case)
    stricter = max(case, own, key=list(Privacy).index)
    assert (shown.name, shown.town) == {
        Privacy.FULL: ("Ana Ruiz-Peña", "Nice"),
        Privacy.INITIALS_TOWN: ("A. R.-P.", "Nice"),
        Privacy.NAME_ONLY: ("Ana Ruiz-Peña", ""),
    }[stricter]
    assert shown.words == ANA.message


@pytest.mark.parametrize("privacy", list(Privacy))
def test_nothing_else_of_a_signer_is_anywhere(french: Letter, made: dict[str, Path], privacy: Privacy) -> None:
    whole = Bundle(french, (bundle.signature(ANA, privacy=privacy), Signature("Ben", "Lyon")))
    document = bundle.pdf(whole, **made)
    told = "\n".join(pages(document)) + "\n".join(bundle.text(whole))
    for secret in ("ana@example.org", "rue Haute", "06000"):
        assert secret not in told
        assert secret.encode() not in document.data
    assert ("Ruiz" in told) is (privacy is not Privacy.INITIALS_TOWN)
    assert ("Nice" in told) is (privacy is not Privacy.NAME_ONLY)
    assert told.count("Personne ne doit être torturé.") == 2


def test_every_page_of_the_table_has_its_header(french: Letter, made: dict[str, Path]) -> None:
    document = bundle.pdf(Bundle(french, many(400)), **made)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in document.data
    letter, *annex = pages(document)
    assert "Objet" in letter
    assert "Signer" not in letter, "the letter has a page of its own"
    tables = [page for page in annex if re.search(r"Number\d+ Town", page)]
    assert len(tables) >= 4
    assert all(page.count("Nom Commune") == 2 for page in tables[:-1]), "one over each column"
    assert "Signataires de cette lettre (400)" in annex[0]
    found = [int(n) for page in annex for n in re.findall(r"Signer Number(\d+) Town", page)]
    assert sorted(found) == sorted(range(400)), "everybody, once"
    assert document.pages == len(annex) + 1


def test_own_words_stand_below_with_the_number_of_whose_they_are(french: Letter, made: dict[str, Path]) -> None:
    last = pages(bundle.pdf(Bundle(french, many(50)), **made))[-1]
    below = last.partition("chacun avec ses mots")[2]
    assert re.findall(r"(\d+)\. Signer Number(\d+)", below) == [("1", "0"), ("41", "40")]


def test_without_own_words_there_is_no_heading_for_them(french: Letter, made: dict[str, Path]) -> None:
    signatures = (Signature("Ana", "Nice"), Signature("Ben"))
    whole = Bundle(french, signatures)
    assert "mots" not in pages(bundle.pdf(whole, **made))[-1]
    assert not any("mots" in line for line in bundle.text(whole))


def test_the_same_bundle_gives_the_same_bytes(french: Letter, made: dict[str, Path]) -> None:
    whole = Bundle(french, many(20))
    assert bundle.pdf(whole, **made).data == bundle.pdf(whole, **made).data


def test_a_letter_of_several_pages_is_covered_too(french: Letter, made: dict[str, Path]) -> None:
    long = replace(french, blocks=french.blocks[:5] * 3 + french.blocks[5:])
    first, second, *_ = pages(bundle.pdf(Bundle(long, many(2)), **made))
    assert "Signer" not in first + second


def test_the_mail_has_the_table_as_text_and_the_pdf_beside(french: Letter, made: dict[str, Path]) -> None:
    whole = Bundle(french, (bundle.signature(ANA, privacy=Privacy.FULL), Signature("Ольга Петрова", "Łódź")))
    pdf = bundle.pdf(whole, **made).data
    envelope = eml.Envelope(
        sender_name="Groupe 27", sender="g@example.org", to="m@example.org", to_name="", message_id="ua.1@example.org"
    )
    raw = eml.message(french, envelope=envelope, pdf=pdf, annex=bundle.text(whole))
    mail = message_from_bytes(raw, policy=default)
    body, attached = mail.iter_parts()  # type: ignore[attr-defined]  # the policy's message has it
    text = body.get_content()
    assert "1. Ana Ruiz-Peña, Nice\n2. Ольга Петрова, Łódź\n" in text.replace("\r\n", "\n")
    assert text.index("Je vous prie") < text.index("Signataires") < text.index("chacun avec ses mots")
    assert attached.get_content() == pdf
    assert max(map(len, raw.splitlines())) <= 78


@pytest.mark.parametrize(
    ("language", "heading"), [("fr", "Commune"), ("en", "Town"), ("es", "Localidad"), ("de", "Ort")]
)
def test_the_table_speaks_the_language_of_the_letter(language: str, heading: str) -> None:
    assert bundle.headings(language).columns[2] == heading


def test_a_sign_that_no_font_has_is_named(french: Letter, made: dict[str, Path]) -> None:
    with pytest.raises(UserError) as missing:
        bundle.pdf(Bundle(french, (Signature("Ana", "Nice", "Free her 😀"), Signature("Ben"))), **made)
    assert missing.value.message.id == "documents.no-glyph"


def test_nothing_in_a_name_can_act(french: Letter, made: dict[str, Path]) -> None:
    hostile = '#read("/etc/passwd") $x$ *b* <l> @r \\u{41} #panic("ua:sender:0")'
    told = pages(bundle.pdf(Bundle(french, (Signature(hostile[:30], hostile), Signature("Ben"))), **made))[-1]
    assert '#read("/etc/passwd")' in told.replace("\n", "")


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_name_and_words_keep_to_their_lines(
    data: st.DataObject, french: Letter, texts: st.SearchStrategy[str]
) -> None:
    names = texts.filter(lambda text: bool(text.split()))
    signatures = data.draw(st.lists(st.builds(Signature, names, texts, texts), min_size=1, max_size=12))
    lines = bundle.text(Bundle(french, tuple(signatures)))
    assert all("\n" not in line and "\r" not in line for line in lines)
    assert len([line for line in lines if re.match(r" ?\d+\. ", line)]) >= len(signatures)
