"""The bytes of a mail as they leave."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from urgentaction.channels import smtp_session, wire
from urgentaction.errors import LANGUAGES, words

Make = Callable[..., Any]
HEAD = b"From: a@b.example\r\nSubject: x\r\n\r\n"


@given(st.datetimes(min_value=datetime(1970, 1, 1), max_value=datetime(2100, 1, 1)), st.integers(-14 * 60, 14 * 60))  # noqa: DTZ001  # hypothesis wants its bounds naive; the zone is added below
def test_the_date_is_that_of_the_standard_library_in_utc(at: datetime, offset: int) -> None:
    from urgentaction.model.authority import ChannelName
    from urgentaction.model.delivery import Job

    moment = at.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=offset)))
    job = Job(
        key="k",
        channel=ChannelName.EMAIL,
        authority="a",
        sender="a@b.example",
        recipient="c@d.example",
        message_id="<m@ua.invalid>",
        body=HEAD,
        date=moment,
    )
    assert wire.dated(job) == f"Date: {format_datetime(moment.astimezone(UTC))}\r\n".encode() + HEAD


def test_a_clean_mail_is_clean(job: Make) -> None:
    assert wire.unclean(job().body) is None


@pytest.mark.parametrize(
    ("body", "entry"),
    [
        (HEAD + b"nul \0\r\n", "nul"),
        (HEAD + b"bare\nline feed\r\n", "bare-line-end"),
        (HEAD + b"bare\rreturn\r\n", "bare-line-end"),
        (HEAD + b"end\r", "bare-line-end"),
        (HEAD + b"smuggled\n.\r\nMAIL FROM:<x@y.example>\r\n", "bare-line-end"),
        (HEAD + b"x" * 999 + b"\r\n", "long-line"),
        (b"Subject: " + b"x" * 990 + b"\r\n\r\n", "long-line"),
        (b"no header at all", "no-header"),
        (b"", "no-header"),
        (b" folded: onto our date\r\n\r\n", "bad-header"),
        (b"\r\n\r\nbody", "bad-header"),
        (b"From: a\r\nnot a header\r\n\r\n", "bad-header"),
        (b"From: a\r\nBcc: spy@b.example\r\n\r\n", "forbidden-header"),
        (b"From: a\r\nBCC : spy@b.example\r\n\r\n", "bad-header"),
        (b"From: a\r\nresent-bcc: spy@b.example\r\n\r\n", "forbidden-header"),
        (b"Date: today\r\nFrom: a\r\n\r\n", "forbidden-header"),
    ],
)
def test_what_must_not_go_on_the_wire_is_named(body: bytes, entry: str) -> None:
    fault = wire.unclean(body)
    assert fault is not None
    assert fault.id == f"smtp.{entry}"
    assert all(words(fault, language).hint for language in LANGUAGES)


def test_the_line_of_the_fault_is_told() -> None:
    fault = wire.unclean(HEAD + b"one\r\ntwo\nthree\r\n")
    assert fault is not None
    assert fault.values["line"] == 5


@given(st.lists(st.sampled_from([b"\r", b"\n", b"\r\n", b".", b"a", b"\0", b": ", b"x" * 500]), max_size=12))
def test_what_passes_has_neither_half_line_ends_nor_long_lines(parts: list[bytes]) -> None:
    body = HEAD + b"".join(parts)
    if wire.unclean(body) is None:
        lines = body.split(b"\r\n")
        assert not any(b"\r" in line or b"\n" in line or b"\0" in line or len(line) > 998 for line in lines)


@given(st.lists(st.sampled_from([b".", b"..", b"a", b"\r\n", b"\r\n.", b"\r\n.\r\n"]), max_size=12))
def test_no_letter_can_end_itself(parts: list[bytes]) -> None:
    text = HEAD + b"".join(parts) + b"\r\n"
    stuffed = smtp_session._stuffed(text)
    assert b"\r\n.\r\n" not in stuffed
    assert b"\r\n".join(line.removeprefix(b".") for line in stuffed.split(b"\r\n")) == text


@pytest.mark.parametrize(
    ("address", "carried"),
    [
        ("office@gov.example", "office@gov.example"),
        ("o'neil+ua/2@gov.example", "o'neil+ua/2@gov.example"),
        ("büro@gov.example", "büro@gov.example"),
        ("office@büro.example", "office@xn--bro-hoa.example"),
        ("fr/aix/procureur-general@rehearsal.invalid", "fr/aix/procureur-general@rehearsal.invalid"),
        ("", None),
        ("nobody", None),
        ("a@b@c", None),
        ("a b@c.example", None),
        ("a@c.example>", None),
        ("Ann <a@c.example>", None),
        ("a@c.example,b@c.example", None),
        ("a@c.example\r\nDATA", None),
        ("a@c.example\n", None),
        ("a\u202e@c.example", None),
        ("a\u00a0@c.example", None),
        ("a@[127.0.0.1]", None),
        ("a@ßß..example", None),
        ("a" * 250 + "@c.example", None),
        ("a\ud800@c.example", None),
    ],
)
def test_an_address_is_carried_as_it_is_or_not_at_all(address: str, carried: str | None) -> None:
    assert wire.envelope(address) == carried


@given(st.text())
def test_no_address_brings_a_line_or_a_second_address(text: str) -> None:
    carried = wire.envelope(text)
    assert carried is None or not set(carried) & set("\r\n\0 <>,;")
