"""An office's own file number stands in the subject of letters to it, in every format, and in no other letter."""

from __future__ import annotations

import email
import email.policy
import json
from dataclasses import replace

import pytest

from support.pages import opened, plain
from urgentaction import compose, documents, library
from urgentaction.documents.pdf import Typesetter
from urgentaction.model.case import Case, Reference
from urgentaction.model.letter import Format, Letter
from urgentaction.model.signer import Signer

SHELF = library.open_library([library.built_in()])
OFFICE = "fr/aix/procureur-general"
NUMBER = "n° 2013/00456"
SIGNER = Signer(name="Élise Lefèvre-Dubois", street="12, rue de la République", postcode="69002", city="Lyon")


def case(office: str = OFFICE) -> Case:
    known = (Reference(authority=office, number=NUMBER, source="amnesty#1"),)
    return replace(SHELF.case("ablyazov-2013"), references=known, number="UA 1/13")


def letter(language: str, case: Case, office: str = OFFICE) -> Letter:
    templates = SHELF.templates(case.kind, language)
    made = compose.prepare(case, SHELF.authority(office), language, case.as_of, laws=SHELF.laws(), templates=templates)
    return made.letter(SIGNER)


@pytest.mark.parametrize(("language", "said"), [("fr", f"(réf. {NUMBER})"), ("en", f"(ref. {NUMBER})")])
def test_the_subject_carries_the_offices_own_number(language: str, said: str) -> None:
    made = letter(language, case())
    assert made.subject.replace("\u00a0", " ").endswith(f"Ablyazov {said}")
    assert made.reference == "UA 1/13", "the action's own number stays what it is, under Réf."


def test_the_number_of_one_office_is_in_no_letter_to_another() -> None:
    assert "00456" not in str(letter("fr", case(), "fr/premier-ministre"))


@pytest.mark.parametrize("fmt", [Format.TXT, Format.MD, Format.HTML, Format.JSON])
def test_every_format_shows_it(fmt: Format) -> None:
    shown = documents.render(letter("fr", case()), fmt, layout=SHELF.layout, to="").data.decode()
    assert "2013/00456" in (json.loads(shown)["subject"] if fmt is Format.JSON else shown)


def test_the_subject_of_a_mail_shows_it() -> None:
    made = documents.render(letter("fr", case()), Format.EML, layout=SHELF.layout, to="")
    subject = email.message_from_bytes(made.data, policy=email.policy.default)["Subject"]
    assert str(subject).replace("\u00a0", " ").endswith(f"(réf. {NUMBER})")


def test_the_page_shows_it_under_objet_and_is_still_one() -> None:
    made = Typesetter(SHELF.layout("letter.typ")).pdf(letter("fr", case()))
    assert made.pages == 1
    with opened(made) as pdf:
        assert plain(f"Ablyazov (réf. {NUMBER})") in plain(pdf.pages[0].extract_text())
