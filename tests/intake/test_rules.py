"""Rules of the recognition that no corpus has by itself: each on a few lines of text."""

from __future__ import annotations

import time

import pytest

from urgentaction.intake import labels, layouts
from urgentaction.intake.lines import Document, Line
from urgentaction.intake.reading import plain
from urgentaction.intake.reading.cells import Row
from urgentaction.intake.reading.columns import in_order

HEAD = """UA: 20/20 Index: ASA 17/1817/2020 China    Date: 18 February 2020

URGENT ACTION
A TEACHER IS HELD FOR A SONG

"""


def document(text: str) -> Document:
    return Document(tuple(plain.lines_of(text)), "txt")


def row(text: str, left: float, bottom: float, right: float = 0.0) -> Row:
    return Row(text, left, right or left + 4.5 * len(text), bottom, bottom + 9, 9, ends=9)


def test_a_label_that_wraps_in_a_narrow_cell_is_read_whole_before_its_value() -> None:
    rows = [
        row("TÍTULO DE LA", 50, 700),
        row("Perú: Una maestra detenida", 150, 700),
        row("ACCIÓN URGEN-", 50, 690),
        row("por una canción", 150, 690),
        row("TE", 50, 680),
    ]
    assert [one.text for one in in_order(rows, 600, 800.0)] == [
        "TÍTULO DE LA ACCIÓN URGENTE",
        "Perú: Una maestra detenida",
        "por una canción",
    ]


def test_two_addresses_side_by_side_are_read_one_after_the_other() -> None:
    text = HEAD + (
        "APPEALS TO:\n\n"
        "Governor of Oma          Director of Prisons\n"
        "Mr Ivo Tal               Ms Ada Ruh\n"
        "1 Long Street            2 Short Street\n"
        "Fax: +1 202 555 0131     Tel.: +1 202 555 0144\n"
    )
    found = layouts.found(document(text))
    assert [(one.office.value, one.holder and one.holder.value) for one in found.targets] == [
        ("Governor of Oma", "Mr Ivo Tal"),
        ("Director of Prisons", "Ms Ada Ruh"),
    ]
    assert [[way.value for way in (*one.fax, *one.phones)] for one in found.targets] == [
        ["+1 202 555 0131"],
        ["+1 202 555 0144"],
    ]


def test_several_ways_on_one_line_are_each_what_they_are() -> None:
    text = (
        HEAD
        + "APPEALS TO:\n\nMinister of Justice\n1 Long Street\nTel: +1 202 555 0101 | Fax: +1 202 555 0102 | Email: a@b.example\n"
    )
    target = layouts.found(document(text)).targets[0]
    ways = [[one.value for one in values] for values in (target.phones, target.fax, target.emails)]
    assert ways == [["+1 202 555 0101"], ["+1 202 555 0102"], ["a@b.example"]]


def test_gender_is_said_where_two_words_agree_and_left_open_where_one_stands_alone() -> None:
    told = HEAD + "Elle parle.\n\n"
    sure = (
        told
        + "Ana Ruiz a été arrêtée le 3 mai devant la mairie de la ville. Elle est détenue depuis ce jour sans avocat.\n\nNom : Ana Ruiz\n"
    )
    open_ = (
        told
        + "Ana Ruiz a été arrêtée le 3 mai devant la mairie de la ville. On ne sait rien de plus depuis ce jour.\n\nNom : Ana Ruiz\n"
    )
    assert [one.gender for one in layouts.found(document(sure), "fr").people] == ["f"]
    assert [one.gender for one in layouts.found(document(open_), "fr").people] == ["x"]


def test_those_who_do_something_to_others_are_no_group_that_an_action_is_for() -> None:
    text = HEAD + (
        "Four armed men entered the village of Oma on 3 May and took away 26 families of fishermen, who are held since.\n\n"
        "APPEALS TO:\n\nMinister of Justice\nEmail: a@b.example\n"
    )
    assert [one.name.value for one in layouts.found(document(text)).people] == ["26 families of fishermen"]


def test_a_place_that_comes_again_is_no_person() -> None:
    text = HEAD + (
        "Ivo Tal was arrested in Baybay Lunti on 3 May, and the police of Baybay Lunti deny that they hold Ivo Tal there.\n\n"
        "APPEALS TO:\n\nMinister of Justice\nEmail: a@b.example\n"
    )
    assert [one.name.value for one in layouts.found(document(text)).people] == ["Ivo Tal"]


def test_a_mail_that_was_passed_on_is_read_from_where_the_action_begins() -> None:
    text = (
        "Hello all,\nplease write by Thursday.\n\n---------- Forwarded message ----------\nFrom: Desk <desk@network.example>\n"
        "Date: Wed, Mar 4, 2020 at 9:12 AM\nSubject: UA 20/20\nTo: groups@network.example\n\n" + HEAD
    )
    found = layouts.found(document(text))
    assert found.issued
    assert found.issued.value.isoformat() == "2020-02-18"


def test_advice_between_addresses_is_no_office() -> None:
    text = HEAD + (
        "PLEASE SEND APPEALS BEFORE 3 APRIL 2020 TO:\n\nMinister of Justice\n1 Long Street\nEmail: a@b.example\n\n"
        "Please check with your section office if sending appeals\nafter the above date.\n(post only)\n"
    )
    targets = layouts.found(document(text)).targets
    assert [(one.office.value, [line.value for line in one.postal]) for one in targets] == [
        ("Minister of Justice", ["1 Long Street"])
    ]


@pytest.mark.parametrize(
    "words", ["Maria ", "the authorities and ", "about 12 members of the ", "« ", "+1 2 3 4 5 6 - ", "A."]
)
@pytest.mark.parametrize(
    "head", ["", HEAD, HEAD + "APPEALS TO:\n\n", HEAD + "URGENT ACTION LETTER\n\nDear Minister,\n\n"]
)
def test_ten_times_the_text_takes_no_more_than_some_twenty_times_as_long(words: str, head: str) -> None:
    def seconds(size: int) -> float:
        text = words * (size // len(words))
        lines = "\n".join(text[at : at + 90] for at in range(0, len(text), 90))
        one = document(head + lines)
        start = time.process_time()
        layouts.found(one)
        return time.process_time() - start

    seconds(1_000)
    assert seconds(40_000) < 25 * max(seconds(4_000), 0.03)


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("letter", "TAKE ACTION: WRITE AN APPEAL IN YOUR OWN WORDS OR USE THIS MODEL LETTER"),
        ("letter", "PASSEZ À L'ACTION : ENVOYEZ UN APPEL EN UTILISANT VOS PROPRES MOTS"),
        ("letter", "ACTÚEN: REDACTEN SU PROPIO LLAMAMIENTO O UTILICEN LA SIGUIENTE CARTA MODELO"),
        ("targets", "ENVlEN LLAMAMIENTOS, ANTES DEL 3 DE MAYO DE 2014, A:"),
        ("targets", "TARGETS’ CONTACT DETAILS & “COPIES TO”"),
        ("copies", "Please also send copies to:"),
        ("diplomatic", "Veuillez adresser des copies aux représentants diplomatiques du Togo dans votre pays"),
        ("deadline", "MERCI D'AGIR DANS LES PLUS BREFS DÉLAIS, ET AVANT LE : 3 mai 2021"),
        ("languages", "LANGUE(S) À PRIVILÉGIER POUR CONTACTER LES DESTINATAIRES : arabe"),
        ("name", "PRÉNOM, NOM ET PRONOM À UTILISER : X (elle)"),
        ("previous", "LIEN VERS L’AU PRÉCÉDENTE https://www.example.org/fr/"),
        ("ask", "Escriban inrnediatamente en español o en su propio idioma:"),
    ],
)
def test_a_label_is_known_however_it_is_worded_or_scanned(part: str, said: str) -> None:
    found = labels.match(Line(said, 1))
    assert found
    assert found[0].part == part


def test_the_last_word_of_a_sentence_is_no_label() -> None:
    assert labels.match(Line("language:", 1)) is None


def test_a_date_inside_a_sentence_is_not_the_day_of_the_document() -> None:
    head = "URGENT ACTION\nUA 58/08\nSTOP ACTION\nRadio presenter released\n\n"
    told = "Radio presenter Mutinta Hachoonda was released on 20 May 2008.\nNo further action is requested.\n"
    made = layouts.found(document(head + told))
    assert made.is_stop
    assert made.issued is None


def test_a_ligature_of_a_font_is_read_as_its_letters() -> None:
    assert [one.text for one in plain.lines_of("The Oﬃce of the chief, ﬂooded suﬃciently")] == [
        "The Office of the chief, flooded sufficiently"
    ]


def test_an_office_and_its_address_on_one_line_are_told_apart_where_the_country_stands_below() -> None:
    text = """\
UA 1/26 FEAR FOR SAFETY

COPIES TO:

Parliamentary Committee for Judicial Affairs, Harbour Hall, Port Fjalla,
ICELAND
Email: committee@assembly.example.org
"""
    (copy,) = layouts.found(document(text)).targets
    assert copy.office.value == "Parliamentary Committee for Judicial Affairs"
    assert [one.value for one in copy.postal] == ["Harbour Hall", "Port Fjalla", "ICELAND"]


@pytest.mark.parametrize(
    ("point", "asked"),
    [
        ("demandez la libération des douze manifestants de Talli ;", "la libération des douze manifestants de Talli"),
        ("demandez aux autorités de libérer les douze manifestants ;", "libérer les douze manifestants"),
        ("exhortez les autorités des îles à libérer les douze manifestants ;", "libérer les douze manifestants"),
    ],
)
def test_what_is_asked_begins_with_a_whole_word(point: str, asked: str) -> None:
    text = f"AU 1/26\n\nACTION RECOMMANDÉE\n\nDans vos appels :\n• {point}\n• priez-les de les protéger.\n"
    assert layouts.found(document(text)).demands[0].value == asked
