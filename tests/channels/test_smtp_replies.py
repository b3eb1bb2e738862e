"""Answers of mail servers, judged by what they are about."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from urgentaction.channels.settings import Auth, Settings
from urgentaction.channels.smtp_replies import SHOWN, Reply, Step, judge, read, shown
from urgentaction.errors import LANGUAGES, words
from urgentaction.model.delivery import Halted, Refused, Scope, Unavailable

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
ANYWHERE = Settings("mail.example", 465)
MINUTES_15, HOUR, DAY = timedelta(minutes=15), timedelta(hours=1), timedelta(hours=24)

TABLE = [
    # reference/sending.md §3, row by row: answer, step, outcome, words, pause
    ("421 4.7.0 closing", Step.MAIL, Unavailable, "busy", None),
    ("421 closing", Step.DOT, Unavailable, "busy", None),
    ("451 4.4.1 timeout", Step.RCPT, Unavailable, "busy", None),
    ("451 4.3.0 disk", Step.DOT, Unavailable, "busy", None),
    ("432 4.3.2 concurrent connections", Step.DOT, Halted, "slow-down", MINUTES_15),
    ("432 slow", Step.MAIL, Halted, "slow-down", MINUTES_15),
    ("450 4.2.1 rate", Step.RCPT, Halted, "slow-down", MINUTES_15),
    ("451 4.7.1 greylisted", Step.RCPT, Halted, "slow-down", MINUTES_15),
    ("452 4.5.3 too many", Step.RCPT, Halted, "slow-down", MINUTES_15),
    ("454 4.7.0 too many login attempts", Step.AUTH, Halted, "slow-down", MINUTES_15),
    ("454 temporary", Step.AUTH, Halted, "slow-down", MINUTES_15),
    ("550 5.4.5 daily quota", Step.DOT, Halted, "quota", DAY),
    ("552 5.4.5 daily quota", Step.RCPT, Halted, "quota", DAY),
    ("550 5.1.90 daily limit for recipients", Step.RCPT, Halted, "quota", DAY),
    ("554 5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceeded", Step.DOT, Halted, "quota", DAY),
    ("530 5.7.57 not authenticated", Step.MAIL, Halted, "login-refused", None),
    ("534 5.7.9 app password", Step.AUTH, Halted, "login-refused", None),
    ("535 authentication failed", Step.AUTH, Halted, "login-refused", None),
    ("550 5.7.30 basic authentication is not supported", Step.DOT, Halted, "login-refused", None),
    ("550 5.2.251 throttled", Step.DOT, Halted, "mailbox-throttled", None),
    ("554 5.2.255 throttled", Step.DOT, Halted, "mailbox-throttled", None),
    ("550 5.1.8 bad outbound sender", Step.DOT, Halted, "sender-refused", None),
    ("553 5.7.1 Sender address rejected: not owned by user", Step.RCPT, Halted, "sender-refused", None),
    ("550 not you", Step.MAIL, Halted, "sender-refused", None),
    ("550 5.2.121 per hour receive limit", Step.RCPT, Unavailable, "office-full", HOUR),
    ("450 mailbox busy", Step.RCPT, Unavailable, "try-later", None),
    ("452 4.2.2 mailbox full", Step.RCPT, Unavailable, "try-later", None),
    ("450 later", Step.DATA, Unavailable, "try-later", None),
    ("550 5.1.1 no such user", Step.RCPT, Refused, "recipient-refused", None),
    ("550 5.1.10 no such user", Step.DOT, Refused, "recipient-refused", None),
    ("550 5.2.1 disabled", Step.RCPT, Refused, "recipient-refused", None),
    ("552 5.2.2 mailbox full", Step.RCPT, Refused, "recipient-refused", None),
    ("550 unknown", Step.RCPT, Refused, "recipient-refused", None),
    ("552 5.3.4 too big", Step.DOT, Refused, "too-large", None),
    ("552 too big", Step.DOT, Refused, "too-large", None),
    ("554 5.6.0 malformed", Step.DOT, Refused, "letter-refused", None),
    ("554 5.7.1 policy", Step.RCPT, Refused, "letter-refused", None),
    ("554 no", Step.DOT, Refused, "letter-refused", None),
    ("250 yes?", Step.DATA, Unavailable, "not-understood", None),
    ("-1", Step.MAIL, Unavailable, "not-understood", None),
]


def reply(line: str) -> Reply:
    code, _, text = line.partition(" ")
    return read(int(code), text.encode())


@pytest.mark.parametrize(("line", "step", "kind", "entry", "pause"), TABLE)
def test_an_answer_is_judged_by_its_scope_before_its_class(
    line: str, step: Step, kind: type, entry: str, pause: timedelta | None
) -> None:
    outcome = judge(reply(line), step, ANYWHERE, now=NOW)
    assert (type(outcome), outcome.reason.id) == (kind, f"smtp.{entry}")
    assert getattr(outcome, "until", None) == (NOW + pause if pause else None)
    if isinstance(outcome, Halted):
        assert outcome.scope is Scope.ACCOUNT


@given(code=st.integers(-1, 999), text=st.text(), step=st.sampled_from(Step))
def test_every_answer_at_every_step_has_an_outcome_and_words(code: int, text: str, step: Step) -> None:
    outcome = judge(read(code, text.encode("utf-8", "replace")), step, ANYWHERE, now=NOW)
    assert all(words(outcome.reason, language).text for language in LANGUAGES)


@given(code=st.integers(400, 499), step=st.sampled_from(Step))
def test_an_answer_that_is_transient_never_refuses_a_letter(code: int, step: Step) -> None:
    assert not isinstance(judge(Reply(code, "", ""), step, ANYWHERE, now=NOW), Refused)


@pytest.mark.parametrize(
    ("server", "auth", "entry", "says"),
    [
        ("smtp.gmail.com", Auth.PASSWORD, "login-refused-known", "16 letters, with or without spaces"),
        ("smtp.office365.com", Auth.PASSWORD, "login-refused-known", "ends after December 2026"),
        ("smtp-mail.outlook.com", Auth.PASSWORD, "login-refused-known", "token_command"),
        ("smtp.mail.me.com", Auth.PASSWORD, "login-refused-known", "app password"),
        ("smtp.gmail.com", Auth.XOAUTH2, "token-refused", "did not accept the token"),
        ("mail.example", Auth.PASSWORD, "login-refused", "did not accept the user name and password"),
        ("mail.example", Auth.NONE, "login-needed", "wants a login"),
    ],
)
def test_a_refused_login_is_explained_for_the_host(server: str, auth: Auth, entry: str, says: str) -> None:
    settings = Settings(server, 465, auth=auth)
    outcome = judge(reply("535 5.7.8 Username and Password not accepted"), Step.AUTH, settings, now=NOW)
    assert outcome.reason.id == f"smtp.{entry}"
    assert says in words(outcome.reason).text
    assert "535 5.7.8" in words(outcome.reason, "fr").text


@pytest.mark.parametrize(
    ("raw", "reference"),
    [
        (b"2.0.0 Ok: queued as 4TfYx31Bz6z9t", "4TfYx31Bz6z9t"),
        (b"OK id=1rABcD-0000Yz-1k", "1rABcD-0000Yz-1k"),
        (b"Requested mail action okay, completed: id=1MabcD-1qWxyz00aB-00cDeF", "1MabcD-1qWxyz00aB-00cDeF"),
        (b"2.0.0 OK <x@y.example> [InternalId=12345, Hostname=AM0.example] Queued", "12345"),
        (b"2.0.0 OK  1732438800 ffacd0b85a97d-38254 - gsmtp", "ffacd0b85a97d-38254"),
        (b"2.0.0 4AO8159m012345 Message accepted for delivery", "4AO8159m012345"),
        (b"2.0.0: a1b2c3d4 Message accepted for delivery", "a1b2c3d4"),
        (b"ok 1732438800 qp 31337", "31337"),
        (b"thank you", ""),
    ],
)
def test_the_servers_own_name_for_the_letter_is_kept(raw: bytes, reference: str) -> None:
    assert read(250, raw).reference == reference


def test_the_enhanced_code_of_several_lines_is_taken_once() -> None:
    found = read(550, b"5.7.1 This is\n5.7.1 not wanted 10.0.0.1")
    assert (found.enhanced, found.text) == ("5.7.1", "This is not wanted 10.0.0.1")
    assert str(found) == "550 5.7.1 This is not wanted 10.0.0.1"


def test_an_enhanced_code_of_another_class_is_only_text() -> None:
    assert read(550, b"4.2.1 what").enhanced == ""


@pytest.mark.parametrize(
    ("said", "seen"),
    [
        ("<office@gov.example>: unknown", "<address>: unknown"),
        ('"a b"@gov.example unknown', "<address> unknown"),
        ("user=ann@sender.example no", "user=<address> no"),
        ("\x1b[31mred\x07 \u202eback", "[31mred back"),
        ("two\r\nlines\tand tabs", "two lines and tabs"),
    ],
)
def test_words_from_outside_are_made_safe(said: str, seen: str) -> None:
    assert shown(said) == seen


@given(st.text())
def test_nothing_unsafe_survives(text: str) -> None:
    seen = shown(text)
    assert len(seen) <= SHOWN
    assert "".join(seen.split()).isprintable()


@given(st.from_regex(r"[a-z.]{1,20}@[a-z.]{1,20}", fullmatch=True), st.text())
def test_no_address_survives(address: str, around: str) -> None:
    assert address not in shown(f"{around} {address} {around}")


def test_a_hidden_word_does_not_survive() -> None:
    assert shown("it is hunter2, hunter2!", hidden=["hunter2", ""]) == "it is …, …!"
