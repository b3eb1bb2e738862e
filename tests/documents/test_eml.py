"""Mails that mean what the letter says; `email`'s own parser is the oracle."""

from __future__ import annotations

import email
import email.policy
import timeit
from dataclasses import replace
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from urgentaction.documents import eml, text
from urgentaction.documents.eml import Envelope
from urgentaction.errors import UserError
from urgentaction.model.letter import Block, Letter, Paragraph, Part

ENVELOPE = Envelope(
    sender_name="Élise Lefèvre-Dubois",
    sender="campagne@example.org",
    to="ministre@justice.example",
    to_name="Ministère de la Justice",
    message_id="<2f9c1a@example.org>",
    reply_to="elise.lefevre@example.org",
    cc="elise.lefevre@example.org",
)


def parsed(raw: bytes) -> EmailMessage:
    """A message that every server takes, read by a strict parser."""
    for line in raw.split(b"\r\n"):
        assert len(line) <= 998
        assert not {b"\r", b"\n", b"\0"} & {bytes([byte]) for byte in line}
    assert b"\r\nBcc:" not in raw
    message = email.message_from_bytes(raw, policy=email.policy.default.clone(raise_on_defect=True))
    assert message.defects == []
    return message


def body(message: EmailMessage) -> str:
    part = message.get_body(("plain",))
    assert part
    content: str = part.get_content()
    return content.replace("\r\n", "\n")


def test_a_message_means_what_the_letter_and_the_envelope_say(french: Letter) -> None:
    message = parsed(eml.message(french, envelope=ENVELOPE))
    assert dict(message.items()) == {
        "From": "Élise Lefèvre-Dubois <campagne@example.org>",
        "To": "Ministère de la Justice <ministre@justice.example>",
        "Cc": "elise.lefevre@example.org",
        "Reply-To": "elise.lefevre@example.org",
        "Subject": french.subject,
        "Message-ID": "<2f9c1a@example.org>",
        "MIME-Version": "1.0",
        "Content-Type": 'text/plain; charset="utf-8"',
        "Content-Transfer-Encoding": "quoted-printable",
        "Content-Language": "fr",
    }
    assert body(message) == text.mail(french)


def test_the_address_is_never_inside_an_encoded_word(french: Letter) -> None:
    head = eml.message(french, envelope=ENVELOPE).partition(b"\r\n\r\n")[0]
    assert b"<campagne@example.org>" in head
    assert b"<ministre@justice.example>" in head


def test_the_same_input_gives_the_same_bytes(french: Letter) -> None:
    again = replace(french)
    assert eml.message(french, envelope=ENVELOPE, pdf=b"%PDF") == eml.message(again, envelope=ENVELOPE, pdf=b"%PDF")


def test_headers_left_out_of_the_envelope_are_left_out(english: Letter) -> None:
    message = parsed(eml.message(english, envelope=replace(ENVELOPE, reply_to="", cc="", to_name="", sender_name="")))
    assert (message["Cc"], message["Reply-To"], message["Date"], message["Auto-Submitted"]) == (None,) * 4
    assert message["To"] == "ministre@justice.example"
    assert message["From"] == "campagne@example.org"


def test_a_test_is_marked_in_subject_and_first_line(historical: Letter) -> None:
    envelope = replace(ENVELOPE, subject_prefix="[TEST]", first_line="TEST : ne pas transmettre.")
    message = parsed(eml.message(historical, envelope=envelope))
    assert message["Subject"] == f"[TEST] {historical.subject}"
    assert body(message).startswith(f"TEST : ne pas transmettre.\n\n{historical.notice[:20]}")


def test_a_pdf_is_attached_under_the_name_of_the_case(french: Letter) -> None:
    pdf = bytes(range(256)) * 100
    message = parsed(eml.message(french, envelope=ENVELOPE, pdf=pdf))
    (attached,) = message.iter_attachments()
    assert attached.get_content() == pdf
    assert attached.get_content_type() == "application/pdf"
    assert attached.get_filename() == "karvanie-2026.pdf"
    assert body(message) == text.mail(french)


@pytest.mark.parametrize(
    ("case", "name"),
    [("Élise/../x\r\n", "lise-x.pdf"), ("", "letter.pdf"), ("漢", "letter.pdf"), ("a" * 200, "a" * 60 + ".pdf")],
)
def test_the_name_of_an_attachment_is_harmless(french: Letter, case: str, name: str) -> None:
    message = parsed(eml.message(replace(french, case=case), envelope=ENVELOPE, pdf=b"%PDF"))
    assert [part.get_filename() for part in message.iter_attachments()] == [name]


def test_two_messages_have_two_boundaries(french: Letter) -> None:
    other = replace(ENVELOPE, message_id="other@example.org")
    found = {parsed(eml.message(french, envelope=e, pdf=b"%PDF")).get_boundary() for e in (ENVELOPE, other)}
    assert len(found) == 2


def test_a_draft_opens_for_editing(french: Letter) -> None:
    message = parsed(eml.draft(french, to="ministre@justice.example"))
    assert message["X-Unsent"] == "1"
    assert message["To"] == "ministre@justice.example"
    assert message["Subject"] == french.subject
    assert (message["From"], message["Message-ID"], message["Date"], message["Cc"]) == (None,) * 4
    assert body(message) == text.mail(french)


def test_a_draft_of_a_historical_letter_has_no_addressee(french: Letter, historical: Letter) -> None:
    assert parsed(eml.draft(historical, to="ministre@justice.example"))["To"] is None
    assert body(parsed(eml.draft(historical))).startswith(historical.notice[:20])
    assert parsed(eml.draft(french))["To"] is None


def test_a_domain_outside_ascii_is_written_in_ascii(french: Letter) -> None:
    head = eml.message(french, envelope=replace(ENVELOPE, to="a@éclair.example")).partition(b"\r\n\r\n")[0]
    assert b"<a@xn--clair-9ra.example>\r\n" in head


def test_a_local_part_outside_ascii_is_left_as_it_is(french: Letter) -> None:
    envelope = replace(ENVELOPE, to="élise@example.org", to_name="Élise, M.")
    head = eml.message(french, envelope=envelope).partition(b"\r\n\r\n")[0].decode()
    assert "<élise@example.org>\r\n" in head


@pytest.mark.parametrize(
    ("broken", "field"),
    [
        (replace(ENVELOPE, sender_name="a\nBcc: x@y.z"), "From"),
        (replace(ENVELOPE, to_name="=?utf-8?q?=0A?="), "To"),
        (replace(ENVELOPE, subject_prefix="a\rb"), "Subject"),
        (replace(ENVELOPE, message_id="<a b@c>"), "Message-ID"),
        (replace(ENVELOPE, cc="a@b.c, d@e.f"), "Cc"),
        (replace(ENVELOPE, reply_to="a@b.c\r\nBcc: d@e.f"), "Reply-To"),
        (replace(ENVELOPE, sender=""), "From"),
        (replace(ENVELOPE, to="<a@b.c>"), "To"),
    ],
)
def test_a_trick_is_refused_with_its_field(english: Letter, broken: Envelope, field: str) -> None:
    with pytest.raises(UserError) as caught:
        eml.message(english, envelope=broken)
    assert caught.value.message.values == {"field": field}


@pytest.mark.parametrize("trick", ["a\r\n.\r\nMAIL FROM:<x@y.z>", "a\nb", "a\rb", "a\0b", "\u202eb"])
def test_a_control_character_in_the_body_is_refused(english: Letter, trick: str) -> None:
    for letter in (
        replace(english, signature=trick),
        replace(english, copies=(trick,)),
        replace(english, sender=replace(english.sender, lines=(trick,))),
        replace(english, blocks=(Block(Part.OWN_WORDS, (Paragraph(trick),)),)),
        replace(english, blocks=(Block(Part.OWN_WORDS, (Paragraph(items=(trick,)),)),)),
    ):
        with pytest.raises(UserError) as caught:
            eml.draft(letter)
        assert caught.value.message.id == "documents.text-unsafe"


@given(data=st.data())
def test_any_letter_reads_back_as_its_text(data: st.DataObject, letters: st.SearchStrategy[Letter]) -> None:
    letter = replace(data.draw(letters), subject="Objet")
    for raw in (
        eml.draft(letter),
        eml.message(letter, envelope=ENVELOPE),
        eml.message(letter, envelope=ENVELOPE, pdf=b"x"),
    ):
        assert body(parsed(raw)) == text.mail(letter)


def test_a_message_for_one_of_many_signers_is_fifteen_times_faster_than_the_email_package(french: Letter) -> None:
    letters = [replace(french, signature=f"Élise Lefèvre {n}", sender=replace(french.sender, email=f"e{n}@example.org"))
               for n in range(50)]  # fmt: skip
    envelopes = [replace(ENVELOPE, message_id=f"<{n}@example.org>", reply_to=f"e{n}@example.org") for n in range(50)]

    def ours() -> None:
        for letter, envelope in zip(letters, envelopes, strict=True):
            eml.message(letter, envelope=envelope)

    def theirs() -> None:
        for letter, envelope in zip(letters, envelopes, strict=True):
            message = EmailMessage(policy=email.policy.SMTP)
            message["From"] = f"{envelope.sender_name} <{envelope.sender}>"
            message["To"] = f"{envelope.to_name} <{envelope.to}>"
            message["Reply-To"] = envelope.reply_to
            message["Subject"] = letter.subject
            message["Message-ID"] = envelope.message_id
            message.set_content(text.mail(letter), cte="quoted-printable")
            message.as_bytes()

    assert min(timeit.repeat(theirs, number=1, repeat=3)) > 15 * min(timeit.repeat(ours, number=1, repeat=5))
