"""What makes a connection quick, and the copy for the signer: neither may cost a letter, or send one twice."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from channels.conftest import BODY

from urgentaction.channels.settings import Security
from urgentaction.channels.smtp import Smtp
from urgentaction.model.delivery import (
    Accepted,
    Cancelled,
    Halted,
    Job,
    Outcome,
    Refused,
    Unavailable,
    Uncertain,
    Withdrawn,
)

Make = Callable[..., Any]
QUICK = {"EHLO": "250-mail.example\r\n250-PIPELINING\r\n250 8BITMIME"}
COPY = "signer@home.example"


def channel(server: Any) -> Smtp:
    return Smtp(server.settings, lambda: "")


def commands(server: Any) -> list[str]:
    return [line.split(":")[0].upper() for line in server.heard]


def wait_for(what: Callable[[], bool]) -> None:
    """Until it is so; a server in another thread needs a moment."""
    until = time.monotonic() + 20
    while not what():
        assert time.monotonic() < until
        time.sleep(0.001)


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


# --- The next letter announced behind the end of one (RFC 2920 §3.1) ---------------------------------------------------


def letters(job: Make, count: int, **changes: Any) -> list[Job]:
    return [job(key=f"key-{number}", recipient=f"office{number}@gov.example", **changes) for number in range(count)]


def send_all(smtp: Smtp, jobs: list[Job], begin: Make) -> list[Outcome]:
    """Send them as a run does: each permit names the letter behind it."""
    return [smtp.send(one, begin(following=following)) for one, following in zip(jobs, [*jobs[1:], None], strict=True)]


def test_the_next_letter_is_offered_before_the_answer_to_the_one_before(
    rude_server: Make, job: Make, begin: Make
) -> None:
    server = rude_server(QUICK)
    smtp, (one, two) = channel(server), letters(job, 2)
    assert isinstance(smtp.send(one, begin(following=two)), Accepted)
    wait_for(lambda: smtp.waits_for(two))
    assert not smtp.waits_for(one)
    assert isinstance(smtp.send(two, begin()), Accepted)
    smtp.close()
    assert commands(server)[1:] == ["MAIL FROM", "RCPT TO", "DATA"] * 2 + ["QUIT"]
    assert [line for line in server.heard if line.startswith("RCPT")] == [
        "RCPT TO:<office0@gov.example>",
        "RCPT TO:<office1@gov.example>",
    ]
    assert (len(server.letters), server.connections) == (2, 1)


def test_many_letters_follow_each_other_and_each_arrives_whole(rude_server: Make, job: Make, begin: Make) -> None:
    server = rude_server(QUICK, per_connection=5)
    smtp, jobs = channel(server), letters(job, 12)
    assert {type(outcome) for outcome in send_all(smtp, jobs, begin)} == {Accepted}
    smtp.close()
    assert len(server.letters) == 12
    assert server.connections == 3
    assert commands(server).count("QUIT") == 3


def test_a_long_letter_is_announced_from_too(rude_server: Make, job: Make, begin: Make) -> None:
    server = rude_server(QUICK)
    smtp, jobs = channel(server), letters(job, 3, body=BODY + b"x" * 76 + b"\r\n" * 1 + (b"y" * 76 + b"\r\n") * 500)
    assert {type(outcome) for outcome in send_all(smtp, jobs, begin)} == {Accepted}
    smtp.close()
    assert [len(letter) for letter in server.letters] == [len(server.letters[0])] * 3


def test_a_server_that_takes_one_command_at_a_time_is_announced_nothing(
    rude_server: Make, job: Make, begin: Make
) -> None:
    server = rude_server({})
    smtp, (one, two) = channel(server), letters(job, 2)
    assert isinstance(smtp.send(one, begin(following=two)), Accepted)
    assert not smtp.waits_for(two)
    assert isinstance(smtp.send(two, begin()), Accepted)
    smtp.close()
    assert commands(server)[1:] == ["MAIL FROM", "RCPT TO", "DATA"] * 2 + ["QUIT"]


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize("answer", ["550 5.5.1 out of order", "451 4.3.0 later", "drop", "421 4.7.0 enough"])
def test_a_no_to_what_was_announced_is_asked_again_in_the_plain_way(
    rude_server: Make, job: Make, begin: Make, step: str, answer: str
) -> None:
    server = rude_server(QUICK | {step: ["354 write" if step == "DATA" else "250 fine", answer]})
    smtp, (one, two) = channel(server), letters(job, 2)
    assert isinstance(smtp.send(one, begin(following=two)), Accepted)
    assert not smtp.waits_for(two)
    ask = begin()
    assert isinstance(smtp.send(two, ask), Accepted)
    smtp.close()
    assert (ask.asked, len(server.letters), server.connections) == (1, 2, 2)


def test_a_recipient_that_is_refused_twice_is_refused_and_nothing_is_announced_any_more(
    rude_server: Make, job: Make, begin: Make
) -> None:
    no = ["550 5.1.1 unknown", "550 5.1.1 unknown"]
    server = rude_server(QUICK | {"RCPT": ["250 fine", *no], "DATA": ["354 write", "554 5.5.1 no", "554 5.5.1 no"]})
    smtp, jobs = channel(server), letters(job, 4)
    kinds = [type(outcome) for outcome in send_all(smtp, jobs, begin)]
    assert kinds == [Accepted, Refused, Accepted, Accepted]
    smtp.close()
    assert (len(server.letters), server.connections) == (3, 2)


@pytest.mark.parametrize(("answer", "kind"), [("554 5.6.0 odd", Refused), ("451 4.3.0 later", Unavailable)])
def test_the_letter_before_is_judged_by_its_own_answer(
    rude_server: Make, job: Make, begin: Make, answer: str, kind: type
) -> None:
    server = rude_server(QUICK | {"DOT": [answer]})
    smtp, jobs = channel(server), letters(job, 2)
    assert [type(outcome) for outcome in send_all(smtp, jobs, begin)] == [kind, Accepted]
    smtp.close()
    assert server.connections == 1


def test_a_server_that_answers_and_hangs_up_leaves_no_doubt_about_the_letter_before(
    rude_server: Make, job: Make, begin: Make
) -> None:
    server = rude_server(QUICK | {"DOT": ["later 250 2.0.0 taken"]})
    smtp, jobs = channel(server), letters(job, 2)
    assert [type(outcome) for outcome in send_all(smtp, jobs, begin)] == [Accepted, Accepted]
    smtp.close()
    assert (len(server.letters), server.connections) == (2, 2)


def test_a_lost_answer_leaves_only_its_own_letter_in_doubt(rude_server: Make, job: Make, begin: Make) -> None:
    server = rude_server(QUICK | {"DOT": ["drop"]})
    smtp, jobs = channel(server), letters(job, 2)
    assert [type(outcome) for outcome in send_all(smtp, jobs, begin)] == [Uncertain, Accepted]
    smtp.close()
    assert (len(server.letters), server.connections) == (2, 2)


def test_an_announced_letter_that_may_not_leave_after_all_is_cut_off(
    rude_server: Make, job: Make, begin: Make, no_for_good: Withdrawn
) -> None:
    server = rude_server(QUICK)
    smtp, (one, two, three) = channel(server), letters(job, 3)
    assert isinstance(smtp.send(one, begin(following=two)), Accepted)
    assert isinstance(smtp.send(two, begin(refusal=no_for_good)), Cancelled)
    assert isinstance(smtp.send(three, begin()), Accepted)
    smtp.close()
    assert (len(server.letters), server.connections) == (2, 2)
    wait_for(lambda: "cut off after 0 lines" in server.heard)


def test_a_connection_where_a_letter_was_announced_is_closed_without_a_word(
    rude_server: Make, job: Make, begin: Make
) -> None:
    server = rude_server(QUICK)
    smtp, (one, two) = channel(server), letters(job, 2)
    assert isinstance(smtp.send(one, begin(following=two)), Accepted)
    wait_for(lambda: smtp.waits_for(two))  # else the server may still be answering when the connection is gone
    smtp.close()
    wait_for(lambda: "cut off after 0 lines" in server.heard)
    assert "QUIT" not in commands(server)
    assert len(server.letters) == 1


def test_another_letter_than_the_announced_one_gets_a_new_connection(rude_server: Make, job: Make, begin: Make) -> None:
    server = rude_server(QUICK)
    smtp, (one, two, three) = channel(server), letters(job, 3)
    assert isinstance(smtp.send(one, begin(following=two)), Accepted)
    assert isinstance(smtp.send(three, begin()), Accepted)
    smtp.close()
    assert [line for line in server.heard if "office2" in line] == ["RCPT TO:<office2@gov.example>"]
    assert (len(server.letters), server.connections) == (2, 2)


def test_what_cannot_be_offered_is_not_announced(rude_server: Make, job: Make, begin: Make) -> None:
    server = rude_server(QUICK)
    smtp, (one,) = channel(server), letters(job, 1)
    bad = job(key="bad", recipient="office@gov.example>\r\nRCPT TO:<x@y.example")
    assert isinstance(smtp.send(one, begin(following=bad)), Accepted)
    assert isinstance(smtp.send(bad, begin()), Refused)
    smtp.close()
    assert commands(server).count("RCPT TO") == 1


def test_a_letter_whose_signer_gets_a_copy_announces_nothing(rude_server: Make, job: Make, begin: Make) -> None:
    server = rude_server(QUICK)
    smtp, (one, two) = channel(server), letters(job, 2)
    assert isinstance(smtp.send(replace(one, copy=COPY), begin(following=two)), Accepted)
    assert not smtp.waits_for(two)
    assert isinstance(smtp.send(two, begin()), Accepted)
    smtp.close()
    assert (len(server.letters), server.connections) == (3, 1)


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
def test_letters_are_announced_inside_tls_too(rude_server: Make, job: Make, begin: Make, security: Security) -> None:
    tls = {"EHLO": "250-mail.example\r\n250-STARTTLS\r\n250-PIPELINING\r\n250 8BITMIME"}
    server = rude_server(tls, security=security)
    smtp, jobs = channel(server), letters(job, 3)
    assert isinstance(smtp.send(jobs[0], begin(following=jobs[1])), Accepted)
    wait_for(lambda: smtp.waits_for(jobs[1]))
    assert isinstance(smtp.send(jobs[1], begin(following=jobs[2])), Accepted)
    assert isinstance(smtp.send(jobs[2], begin()), Accepted)
    smtp.close()
    assert (len(server.letters), server.connections) == (3, 1)


def test_a_connection_that_stops_in_the_middle_of_a_letter_is_used_for_nothing_more(
    rude_server: Make, job: Make, begin: Make
) -> None:
    server = rude_server(QUICK | {"BODY": ["hush"]})
    smtp = Smtp(replace(server.settings, timeout=0.5, reply_timeout=0.5), lambda: "")
    one, two = letters(job, 2)
    large = replace(one, body=BODY + b"x" * 76 + b"\r\n" + (b"y" * 76 + b"\r\n") * 200_000)
    assert isinstance(smtp.send(large, begin(following=two)), Unavailable)
    assert smtp._session is not None
    assert smtp._session.sock is None
    assert not smtp.waits_for(two)
    smtp.close()
    assert server.letters == []


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


# --- Put on its way without waiting for the answer ---------------------------------------------------------------------


def test_a_letter_can_be_put_on_its_way_and_its_answer_heard_later(rude_server: Make, job: Make, begin: Make) -> None:
    server = rude_server(QUICK)
    smtp, (one, two, three) = channel(server), letters(job, 3)
    assert isinstance(smtp.send(one, begin(following=two)), Accepted)
    wait_for(lambda: smtp.waits_for(two))
    smtp.put(two, begin(following=three)())
    wait_for(smtp.has_answer)
    assert isinstance(smtp.answer(), Accepted)
    assert smtp.waits_for(three)
    assert isinstance(smtp.send(three, begin()), Accepted)
    smtp.close()
    assert (len(server.letters), server.connections) == (3, 1)


def test_the_answers_to_what_is_announced_are_never_taken_for_that_to_a_letter(
    rude_server: Make, job: Make, begin: Make
) -> None:
    server = rude_server(QUICK)
    smtp, (one, two) = channel(server), letters(job, 2)
    smtp.send(one, begin(following=two))
    wait_for(lambda: smtp.waits_for(two))
    assert isinstance(smtp.answer(), Uncertain)  # its text was never written: an interruption came between
    assert len(server.letters) == 1


def test_a_connection_that_is_gone_when_a_letter_is_put_is_the_answer(
    rude_server: Make, job: Make, begin: Make
) -> None:
    server = rude_server(QUICK)
    smtp, (one, two) = channel(server), letters(job, 2)
    smtp.send(one, begin(following=two))
    wait_for(lambda: smtp.waits_for(two))
    smtp.cut()
    smtp.put(two, begin()())
    wait_for(smtp.has_answer)
    assert isinstance(smtp.answer(), Unavailable)
    assert len(server.letters) == 1


def test_a_large_letter_and_one_with_a_copy_are_not_put_beside_others(rude_server: Make, job: Make) -> None:
    smtp, (one,) = channel(rude_server(QUICK)), letters(job, 1)
    assert smtp.is_swift(one)
    assert not smtp.is_swift(replace(one, copy=COPY))
    assert not smtp.is_swift(replace(one, body=one.body + b"a line\r\n" * 5000))
