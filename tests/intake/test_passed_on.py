"""An action in a mail that somebody passed on: the note above it, what is set in bold, the foot of the mail."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from urgentaction.intake import layouts, sender
from urgentaction.intake.lines import Document, Line
from urgentaction.intake.reading import formats, plain

RULE = "-" * 60
ACTION = """UA: 12/26 Index: AFR 54/009/2026 Sudan
Date: 16 May 2026

URGENT ACTION

CARTOONIST HELD WITHOUT CHARGE

Cartoonist Idris Abdelmawla Khojali has been held in Umm Tarfaya prison without charge since the end of April.

Please write immediately:

- Urging them to release him at once.
"""
NOTE = """Dear friends,

Please see the action below, and write as soon as you can.
Thank you all for the letters that you have sent since the spring.

Best wishes,
Prudence

"""


def mailed(text: str) -> Document:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@a.example", "b@b.example", "action"
    mail.set_content(text)
    form, lines = formats.lines(mail.as_bytes())
    return Document(tuple(lines), form)


def test_a_note_above_the_action_is_no_letter() -> None:
    found = layouts.found(mailed(f"{NOTE}{RULE}\n\n{ACTION}"))
    assert found.letter == ()
    assert found.demands[0].value == "release him at once"


def test_what_stands_above_a_line_stays_where_it_has_the_number() -> None:
    assert len(sender.bare(mailed(f"UA 12/26, of which more below\n{RULE}\n\n{ACTION}")).lines) > len(
        sender.bare(mailed(ACTION)).lines
    )


def test_a_banner_above_a_line_and_all_of_a_text_that_is_no_mail_stay() -> None:
    lines = tuple(plain.lines_of(f"A TEACHER IS HELD\n{RULE}\n{ACTION}"))
    assert sender.bare(Document(lines, "txt")).lines[0].text == "A TEACHER IS HELD"
    banner = sender.bare(mailed(f"URGENT ACTION\nA TEACHER IS HELD\n{RULE}\n{ACTION}")).lines
    assert banner[1].text == "A TEACHER IS HELD"


@pytest.mark.parametrize(
    "foot",
    [
        "_______________\nour-letters mailing list\nhttp://list.harbour.example/leave",
        "-- \nHarbour Rights Network, P.O. Box 12, Ramsend",
        "----\nPour se désabonner : http://liste.veille.example/d",
    ],
)
def test_the_foot_of_a_mail_is_left_out(foot: str) -> None:
    assert [line.text for line in sender.bare(mailed(f"{ACTION}\n{foot}\n")).lines][-1].endswith("him at once.")


def test_a_line_drawn_in_the_midst_ends_nothing() -> None:
    assert sender.bare(mailed(f"{ACTION}\n----\nCOPIES TO:\nMinister of Tides\n")).lines[-1].text == "Minister of Tides"


def test_what_a_mail_sets_in_bold_is_read_as_its_words() -> None:
    said = [line.text for line in mailed("*URGENT ACTION TITLE*\nIt is *not* so\n\n*TAKE ACTION: WRITE\nNOW*\n").lines]
    assert said == ["URGENT ACTION TITLE", "It is not so", "TAKE ACTION: WRITE", "NOW"]


def test_stars_that_mark_items_stay() -> None:
    said = [line.text for line in mailed("* release him\n* charge him*\n*let him go\n*try him\n2*3*4 ****\n").lines]
    assert said == ["* release him", "* charge him*", "*let him go", "*try him", "2*3*4 ****"]


def test_a_banner_with_the_country_and_a_day_is_no_title() -> None:
    text = f"URGENT ACTION - Sudan - 16 May 2026\n\nCartoonist held without charge for a month\n\n{ACTION[ACTION.index('Cartoonist') :]}"
    title = layouts.found(mailed(text)).title
    assert title is not None
    assert title.value == "Cartoonist held without charge for a month"


def test_the_number_of_a_page_behind_that_of_the_action_is_no_line() -> None:
    lines = (Line("One", 1), Line("UA 88/08 2", 2), Line("Two", 3), Line("UA 88/08 1", 4))
    assert [line.text for line in sender.bare(Document(lines, "pdf")).lines] == ["One", "Two", "UA 88/08 1"]
