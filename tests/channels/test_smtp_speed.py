"""What makes a connection quick, and the copy for the signer: neither may cost a letter, or send one twice."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from urgentaction.channels.smtp import Smtp
from urgentaction.model.delivery import Accepted, Halted, Refused, Unavailable, Uncertain

Make = Callable[..., Any]
QUICK = {"EHLO": "250-mail.example\r\n250-PIPELINING\r\n250 8BITMIME"}
COPY = "signer@home.example"


def channel(server: Any) -> Smtp:
    return Smtp(server.settings, lambda: "")


def commands(server: Any) -> list[str]:
    return [line.split(":")[0].upper() for line in server.heard]


# --- Several commands at once (RFC 2920) -------------------------------------------------------------------------------


def test_a_server_that_takes_commands_at_once_gets_the_letter_whole(rude_server: Make, job: Make, begin: Make) -> None:
    server = rude_server(QUICK)
    smtp = channel(server)
    assert all(isinstance(smtp.send(job(), begin()), Accepted) for _ in range(3))
    smtp.close()
    assert len(server.letters) == 3
    assert commands(server)[1:] == ["MAIL FROM", "RCPT TO", "DATA"] * 3 + ["QUIT"]


@pytest.mark.parametrize(
    ("script", "kind"),
    [
        ({"RCPT": ["550 5.1.1 unknown"], "DATA": ["554 5.5.1 no valid recipients"]}, Refused),
        ({"MAIL": ["550 5.7.60 not yours"], "RCPT": ["503 5.5.1 no"], "DATA": ["503 5.5.1 no"]}, Halted),
        ({"DATA": ["451 4.3.0 later"]}, Unavailable),
        ({"RCPT": ["450 4.2.0 later"], "DATA": ["554 5.5.1 no valid recipients"]}, Unavailable),
    ],
)
def test_the_first_no_of_several_answers_is_what_counts(
    rude_server: Make, job: Make, begin: Make, script: dict[str, list[str]], kind: type
) -> None:
    server, ask = rude_server(QUICK | script), begin()
    smtp = channel(server)
    assert isinstance(smtp.send(job(), ask), kind)
    assert isinstance(smtp.send(job(), begin()), Accepted)
    smtp.close()
    assert (ask.asked, len(server.letters), server.connections) == (0, 1, 1)


def test_a_server_that_waits_for_a_text_without_a_recipient_gets_none(
    rude_server: Make, job: Make, begin: Make
) -> None:
    server = rude_server(QUICK | {"RCPT": ["550 5.1.1 unknown"]})
    smtp = channel(server)
    assert isinstance(smtp.send(job(), begin()), Refused)
    assert isinstance(smtp.send(job(), begin()), Accepted)
    smtp.close()
    assert (len(server.letters), server.connections) == (1, 2)


@pytest.mark.parametrize("answer", ["drop", "421 4.7.0 enough on this connection"])
@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA"])
def test_a_kept_connection_that_is_gone_is_made_anew_once(
    rude_server: Make, job: Make, begin: Make, step: str, answer: str
) -> None:
    server, ask = rude_server(QUICK | {step: ["250 fine" if step != "DATA" else "354 write", answer]}), begin()
    smtp = channel(server)
    assert isinstance(smtp.send(job(), begin()), Accepted)
    assert isinstance(smtp.send(job(), ask), Accepted)
    smtp.close()
    assert (ask.asked, len(server.letters), server.connections) == (1, 2, 2)


def test_a_new_connection_that_is_gone_is_not_made_again(rude_server: Make, job: Make, begin: Make) -> None:
    server = rude_server({"MAIL": "421 4.7.0 no"})
    smtp = channel(server)
    assert isinstance(smtp.send(job(), begin()), Unavailable)
    smtp.close()
    assert server.connections == 1


# --- The copy ----------------------------------------------------------------------------------------------------------


def test_the_signer_gets_the_same_bytes_once_the_letter_is_accepted(mail_server: Make, job: Make, begin: Make) -> None:
    server, ask = mail_server(), begin()
    smtp = channel(server)
    outcome = smtp.send(job(copy=COPY), ask)
    smtp.close()
    assert isinstance(outcome, Accepted)
    assert outcome.receipt.reference == "TEST0001"
    assert "a copy went to the signer" in outcome.receipt.detail
    assert [mail.rcpt_tos for mail in server.mails] == [["office@gov.example"], [COPY]]
    assert server.mails[0].content == server.mails[1].content
    assert (ask.asked, server.connections) == (1, 1)


@pytest.mark.parametrize(
    "script",
    [
        {"RCPT": ["250 fine", "550 5.1.1 <signer@home.example> unknown"]},
        {"MAIL": ["250 fine", "drop", "drop"]},
        {"DOT": ["250 fine", "554 5.6.0 odd"]},
        {"DOT": ["250 fine", "554 5.7.1 <Signer@home.example> refused"]},
        {"DOT": ["250 fine", "drop"]},
    ],
)
def test_a_copy_that_fails_is_noted_and_the_letter_stays_sent(
    rude_server: Make, job: Make, begin: Make, script: dict[str, list[str]]
) -> None:
    server = rude_server(script)
    smtp = channel(server)
    outcome = smtp.send(job(copy=COPY), begin())
    assert isinstance(smtp.send(job(), begin()), Accepted)
    smtp.close()
    assert isinstance(outcome, Accepted)
    assert "the copy to the signer did not go" in outcome.receipt.detail
    assert COPY not in outcome.receipt.detail.casefold()


@pytest.mark.parametrize(
    ("script", "kind"),
    [({"DOT": "554 5.6.0 odd"}, Refused), ({"RCPT": "550 5.1.1 no"}, Refused), ({"DOT": "drop"}, Uncertain)],
)
def test_there_is_no_copy_of_a_letter_that_was_not_accepted(
    rude_server: Make, job: Make, begin: Make, script: dict[str, str], kind: type
) -> None:
    server = rude_server(script)
    smtp = channel(server)
    assert isinstance(smtp.send(job(copy=COPY), begin()), kind)
    smtp.close()
    assert not any(COPY in line for line in server.heard)


# --- Broken off --------------------------------------------------------------------------------------------------------


def test_a_connection_that_is_cut_leaves_the_letter_under_way_uncertain(
    rude_server: Make, job: Make, begin: Make
) -> None:
    server = rude_server({"DOT": "hush"})
    smtp = Smtp(replace(server.settings, reply_timeout=30.0), lambda: "")
    cutter = threading.Timer(0.2, smtp.cut)
    cutter.start()
    assert isinstance(smtp.send(job(), begin()), Uncertain)
    cutter.join()
    smtp.close()


def test_there_is_nothing_to_cut_before_a_connection_is_made(rude_server: Make) -> None:
    channel(rude_server({})).cut()
