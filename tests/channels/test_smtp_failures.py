"""A mail server that misbehaves at every step: the outcome must say truly whether the letter may have arrived."""

from __future__ import annotations

import base64
import socket
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from urgentaction.channels import smtp_dial
from urgentaction.channels.settings import Auth, Security, Settings
from urgentaction.channels.smtp import Smtp
from urgentaction.channels.smtp_replies import NotSent
from urgentaction.errors import LANGUAGES, UserError, words
from urgentaction.model.delivery import Accepted, Cancelled, Halted, Refused, Unavailable, Uncertain

Make = Callable[..., Any]
SECRET = "ya29.token-or-password"
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
ACCOUNT = {"auth": Auth.PASSWORD, "user": "ann@sender.example", "security": Security.TLS}


def channel(settings: Settings) -> Smtp:
    return Smtp(settings, lambda: SECRET, now=lambda: NOW)


def send(server: Any, job: Make, ask: Any) -> Any:
    smtp = channel(server.settings)
    outcome = smtp.send(job(), ask)
    smtp.close()
    if not isinstance(outcome, Accepted):
        shown = [f"{words(outcome.reason, language)}" for language in LANGUAGES]
        assert SECRET not in f"{outcome!r}{shown}"
        assert base64.b64encode(SECRET.encode()).decode() not in f"{outcome!r}"
    return outcome


@pytest.mark.parametrize("how", ["drop", "hush"])
@pytest.mark.parametrize("step", ["GREETING", "EHLO", "STARTTLS", "MAIL", "RCPT", "DATA"])
def test_before_the_text_a_lost_connection_means_that_nothing_was_sent(
    rude_server: Make, job: Make, begin: Make, step: str, how: str
) -> None:
    patience = {"timeout": 0.2} if how == "hush" else {}
    server, ask = rude_server({step: how}, security=Security.STARTTLS, **patience), begin()
    outcome = send(server, job, ask)
    assert isinstance(outcome, Unavailable)
    assert outcome.reason.id == ("smtp.dropped" if how == "drop" else "smtp.late")
    assert (ask.asked, server.letters) == (0, [])


@pytest.mark.parametrize(("how", "entry"), [("drop", "smtp.dropped"), ("hush", "smtp.late")])
def test_a_connection_lost_while_it_is_being_encrypted_can_be_tried_again(
    rude_server: Make, job: Make, begin: Make, how: str, entry: str
) -> None:
    port = rude_server({"GREETING": how}).settings.port
    outcome = channel(Settings("127.0.0.1", port, Security.TLS, timeout=0.3)).send(job(), begin())
    assert (type(outcome), outcome.reason.id) == (Unavailable, entry)


@pytest.mark.parametrize("how", ["drop", "hush"])
def test_a_connection_lost_while_logging_in_is_no_wrong_password(
    rude_server: Make, job: Make, begin: Make, how: str
) -> None:
    patience = {"timeout": 0.3} if how == "hush" else {}
    server = rude_server({"AUTH": how}, **patience, **ACCOUNT)
    assert isinstance(send(server, job, begin()), Unavailable)


def test_a_connection_cut_while_the_text_is_written_means_that_nothing_arrived(
    rude_server: Make, job: Make, begin: Make
) -> None:
    server, ask = rude_server({"BODY": "drop"}), begin()
    smtp = channel(server.settings)
    outcome = smtp.send(job(body=job().body + (b"x" * 900 + b"\r\n") * 10_000), ask)
    smtp.close()
    assert (type(outcome), outcome.reason.id, ask.asked) == (Unavailable, "smtp.dropped", 1)
    assert server.letters == []


@pytest.mark.parametrize(("how", "why"), [("drop", "smtp.dropped"), ("hush", "smtp.late")])
def test_a_connection_lost_after_the_end_of_the_text_leaves_it_uncertain(
    rude_server: Make, job: Make, begin: Make, how: str, why: str
) -> None:
    patience = {"reply_timeout": 0.3} if how == "hush" else {}
    server, ask = rude_server({"DOT": how}, **patience), begin()
    outcome = send(server, job, ask)
    assert isinstance(outcome, Uncertain)
    assert outcome.reason.id == "smtp.uncertain"
    assert outcome.reason.values["why"].id == why
    assert (ask.asked, len(server.letters)) == (1, 1)


@pytest.mark.parametrize("said", ["354 more?", "nonsense", "999 what", "x" * 9000])
def test_an_answer_to_the_text_that_is_neither_yes_nor_no_leaves_it_uncertain(
    rude_server: Make, job: Make, begin: Make, said: str
) -> None:
    assert isinstance(send(rude_server({"DOT": said}), job, begin()), Uncertain)


def test_a_late_yes_within_the_patience_is_a_yes(rude_server: Make, job: Make, begin: Make) -> None:
    server = rude_server({"DOT": "250-2.0.0 still\r\n250 2.0.0 Ok: queued as LATE01"})
    assert send(server, job, begin()).receipt.reference == "LATE01"


@pytest.mark.parametrize(
    ("script", "outcome", "words_id"),
    [
        ({"GREETING": "421 4.3.2 later"}, Unavailable, "smtp.busy"),
        ({"GREETING": "450 later"}, Unavailable, "smtp.busy"),
        ({"GREETING": "554 5.7.1 not you"}, Halted, "smtp.not-served"),
        ({"GREETING": "HTTP/1.1 400 Bad Request"}, Unavailable, "smtp.not-understood"),
        ({"EHLO": "550 5.7.1 bad name"}, Halted, "smtp.not-served"),
        ({"STARTTLS": "454 4.7.0 TLS not available"}, Unavailable, "smtp.busy"),
        ({"STARTTLS": "501 5.5.4 no"}, Halted, "smtp.not-served"),
        ({"MAIL": "451 4.3.0 try later"}, Unavailable, "smtp.busy"),
        ({"MAIL": "later 421 4.7.0 closing"}, Unavailable, "smtp.busy"),
        ({"MAIL": "550 5.7.60 not as this sender"}, Halted, "smtp.sender-refused"),
        ({"MAIL": "552 too big"}, Refused, "smtp.too-large"),
        ({"RCPT": "450 4.1.1 later"}, Unavailable, "smtp.try-later"),
        ({"RCPT": "later 421 4.4.2 timeout"}, Unavailable, "smtp.busy"),
        ({"RCPT": "550 5.1.1 unknown"}, Refused, "smtp.recipient-refused"),
        ({"DATA": "451 later"}, Unavailable, "smtp.try-later"),
        ({"DATA": "554 5.5.1 no valid recipients"}, Refused, "smtp.letter-refused"),
        ({"DOT": "451 4.3.0 queue full"}, Unavailable, "smtp.busy"),
        ({"DOT": "later 421 4.3.2 shutting down"}, Unavailable, "smtp.busy"),
        ({"DOT": "554 5.7.1 spam"}, Refused, "smtp.letter-refused"),
        ({"DOT": "550 5.4.5 daily limit"}, Halted, "smtp.quota"),
    ],
)
def test_a_no_at_any_step_is_a_no(
    rude_server: Make, job: Make, begin: Make, script: dict[str, str], outcome: type, words_id: str
) -> None:
    server = rude_server(script, security=Security.STARTTLS)
    result = send(server, job, begin())
    assert (type(result), result.reason.id) == (outcome, words_id)


def test_a_refused_letter_does_not_stop_the_next_one_on_the_same_connection(
    rude_server: Make, job: Make, begin: Make
) -> None:
    server = rude_server({"RCPT": ["550 5.1.1 unknown", "250 fine"], "DOT": ["554 5.6.0 odd", "250 fine"]})
    smtp = channel(server.settings)
    outcomes = [smtp.send(job(), begin()) for _ in range(3)]
    smtp.close()
    assert [type(outcome) for outcome in outcomes] == [Refused, Refused, Accepted]
    assert (server.connections, server.heard.count("rset")) == (1, 1)


def test_a_server_that_left_between_two_letters_is_connected_to_again(
    rude_server: Make, job: Make, begin: Make
) -> None:
    server = rude_server({"MAIL": ["250 fine", "drop", "250 fine", "421 4.7.0 enough on this connection", "250 fine"]})
    smtp = channel(server.settings)
    assert all(isinstance(smtp.send(job(), begin()), Accepted) for _ in range(3))
    smtp.close()
    assert (server.connections, len(server.letters)) == (3, 3)


def test_a_server_that_never_answers_quit_does_not_hold_us(rude_server: Make, job: Make, begin: Make) -> None:
    server = rude_server({"QUIT": "drop"})
    smtp = channel(server.settings)
    assert isinstance(smtp.send(job(), begin()), Accepted)
    smtp.close()
    smtp.close()


def test_a_withdrawn_letter_ends_without_its_final_dot(
    rude_server: Make, job: Make, begin: Make, no_for_good: Exception
) -> None:
    server = rude_server({})
    smtp = channel(server.settings)
    assert isinstance(smtp.send(job(), begin(no_for_good)), Cancelled)
    assert_cut_off(server)


def test_an_interrupted_letter_ends_without_its_final_dot(rude_server: Make, job: Make, begin: Make) -> None:
    server = rude_server({})
    smtp = channel(server.settings)
    with pytest.raises(KeyboardInterrupt):
        smtp.send(job(), begin(KeyboardInterrupt()))
    assert_cut_off(server)


def assert_cut_off(server: Any) -> None:
    deadline = time.monotonic() + 10
    while server.heard[-1] == "DATA" and time.monotonic() < deadline:
        time.sleep(0.01)  # the server's own thread notices in its own time
    assert (server.heard[-1], server.letters) == ("cut off after 0 lines", [])


def test_nobody_at_the_port_says_which(job: Make, begin: Make) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    outcome = channel(Settings("127.0.0.1", port, Security.PLAIN)).send(job(), begin())
    assert (type(outcome), outcome.reason.id) == (Unavailable, "smtp.connection-refused")
    assert str(port) in words(outcome.reason).text


@pytest.mark.parametrize("host", ["a..example", "a" * 70 + ".example"])
def test_a_server_whose_name_is_none_is_named(job: Make, begin: Make, host: str) -> None:
    outcome = channel(Settings(host, 25, Security.PLAIN)).send(job(), begin())
    assert (type(outcome), outcome.reason.id) == (Unavailable, "smtp.no-such-server")
    assert host in words(outcome.reason).text


def test_each_way_of_not_reaching_a_server_has_its_words() -> None:
    settings = Settings("smtp.example", 465)
    faults = [socket.gaierror(-2, "Name or service not known"), TimeoutError(), OSError(101, "Network is unreachable")]
    found = [smtp_dial._no_connection(fault, settings) for fault in faults]
    assert [message.id for message in found] == ["smtp.no-such-server", "smtp.late", "smtp.unreachable"]
    assert "Network is unreachable" in words(found[-1]).text


def test_a_name_for_ourselves_that_could_break_the_line_halts(rude_server: Make, job: Make, begin: Make) -> None:
    server = rude_server({}, local_hostname="me\r\nMAIL FROM:<x@y.example>")
    assert send(server, job, begin()).reason.id == "smtp.local-hostname"
    assert server.heard == []


def test_a_failure_in_connecting_leaves_no_socket_open(rude_server: Make) -> None:
    for script in ({"GREETING": "554 no"}, {"EHLO": "drop"}, {"AUTH": "535 no"}):
        with pytest.raises(UserError) as caught:
            channel(rude_server(script, **ACCOUNT).settings).login()
        assert isinstance(caught.value.__cause__, NotSent)
