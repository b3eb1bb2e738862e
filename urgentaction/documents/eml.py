"""A letter as a mail: an editable draft, or the message a channel sends."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from urgentaction.documents import text
from urgentaction.documents.mime import (
    base64_lines,
    mailbox_header,
    quoted_printable,
    text_header,
    token_header,
)
from urgentaction.documents.plain import guard_text
from urgentaction.model.letter import Letter, Paragraph

_TEXT = b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n"
_CACHED = 1024


@dataclass(frozen=True, kw_only=True)
class Envelope:
    """Who sends to whom. `sender` is the address of the account; `cc` and `reply_to` are single addresses.

    `subject_prefix` stands before the subject (`[TEST]`), `first_line` before everything in the body.
    `message_id` is with or without its angle brackets.
    """

    sender_name: str
    sender: str
    to: str
    to_name: str
    message_id: str
    reply_to: str = ""
    cc: str = ""
    subject_prefix: str = ""
    first_line: str = ""


def message(letter: Letter, *, envelope: Envelope, pdf: bytes | None = None, annex: Sequence[str] = ()) -> bytes:
    """The message to send, without Date (the channel puts it first) and without Bcc, ever.

    `annex` are lines that stand below the letter. The same letter, envelope, PDF and annex give the same bytes.

    Raises:
        UserError: `documents.header-unsafe`, `documents.address-invalid`, `documents.text-unsafe`.
    """
    bare = envelope.message_id.removeprefix("<").removesuffix(">")
    subject = f"{envelope.subject_prefix.strip()} {text.subject(letter)}".strip()
    return b"".join((
        mailbox_header("From", envelope.sender_name, envelope.sender),
        mailbox_header("To", envelope.to_name, envelope.to),
        mailbox_header("Cc", "", envelope.cc) if envelope.cc else b"",
        mailbox_header("Reply-To", "", envelope.reply_to) if envelope.reply_to else b"",
        text_header("Subject", subject),
        token_header("Message-ID", f"<{bare}>"),
        _content(letter, envelope.first_line, pdf, seed=bare, annex=annex),
    ))  # fmt: skip  # one header a line


def draft(letter: Letter, *, to: str = "") -> bytes:
    """A draft that a mail program opens for editing; its account fills in From.

    To is left out where no address is given, and always for a historical example.

    Raises:
        UserError: As `message`.
    """
    return b"".join((
        b"X-Unsent: 1\r\n",
        mailbox_header("To", "", to) if to and not letter.historical else b"",
        text_header("Subject", text.subject(letter)),
        _content(letter, "", None, seed=""),
    ))  # fmt: skip  # one header a line


def _content(letter: Letter, first_line: str, pdf: bytes | None, *, seed: str, annex: Sequence[str] = ()) -> bytes:
    """The MIME headers, the empty line and the body."""
    language = token_header("Content-Language", letter.language)
    body = _body(letter, first_line)
    if annex:
        body = b"\r\n".join((body, _encoded(list(annex))))
    if pdf is None:
        return b"".join((b"MIME-Version: 1.0\r\n", _TEXT, language, b"\r\n", body))
    mark = _boundary(seed)
    return b"".join((
        b'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="', mark, b'"\r\n', language, b"\r\n",
        b"--", mark, b"\r\n", _TEXT, b"\r\n", body,
        b"\r\n--", mark, b"\r\n", _attachment(pdf, letter.case),
        b"--", mark, b"--\r\n",
    ))  # fmt: skip  # a line is a line of the message


def _boundary(seed: str) -> bytes:
    """The same for the same message; `=_` stands in no quoted-printable and no base64."""
    from hashlib import sha256

    return b"=_ua-" + sha256(seed.encode()).hexdigest()[:24].encode("ascii")


def _body(letter: Letter, first_line: str) -> bytes:
    """What `text.mail` says, encoded; the paragraphs that many letters share are encoded once."""
    parts = [_text(p.text) for p in text.opening(letter, first_line)]
    parts += [_items(p.items) if p.items else _text(p.text) for block in letter.blocks for p in block.paragraphs]
    for shown in (letter.signature, *letter.sender.lines, letter.sender.email, *letter.copies):
        guard_text(shown)
    parts += [_encoded(part) for part in text.ending(letter)]
    return b"\r\n".join(parts)


@lru_cache(maxsize=_CACHED)
def _text(content: str) -> bytes:
    guard_text(content)
    return _encoded(text.paragraph(Paragraph(content)))


@lru_cache(maxsize=_CACHED)
def _items(items: tuple[str, ...]) -> bytes:
    for item in items:
        guard_text(item)
    return _encoded(text.paragraph(Paragraph(items=items)))


def _encoded(lines: list[str]) -> bytes:
    return quoted_printable(text.lines(lines).replace("\u202f", "\u00a0"))


@lru_cache(maxsize=4)
def _attachment(pdf: bytes, case: str) -> bytes:
    """The PDF part. Its file name is the case's: nothing of the sender is in it."""
    name = re.sub(r"[^a-z0-9]+", "-", case.lower()).strip("-")[:60] or "letter"
    head = (
        "Content-Type: application/pdf\r\n"
        f'Content-Disposition: attachment; filename="{name}.pdf"\r\n'
        "Content-Transfer-Encoding: base64\r\n\r\n"
    )
    return head.encode("ascii") + base64_lines(pdf)
