"""Logging in to a mail server: which way, what is said, what a no means, and that the secret is never shown."""

from __future__ import annotations

import base64
import traceback
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from urgentaction.channels.settings import Auth, Security
from urgentaction.channels.smtp import Smtp
from urgentaction.errors import UserError, words
from urgentaction.model.delivery import Accepted, Halted, Outcome, Scope

Make = Callable[..., Any]
SECRET = "ya29.token-or-password"
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
ACCOUNT = {"auth": Auth.PASSWORD, "user": "ann@sender.example", "security": Security.TLS}
PERMANENT = (Halted, Scope.ACCOUNT)


def channel(settings: Any) -> Smtp:
    return Smtp(settings, lambda: SECRET, now=lambda: NOW)


def send(server: Any, job: Make, ask: Any) -> Any:
    smtp = channel(server.settings)
    outcome: Outcome = smtp.send(job(), ask)
    smtp.close()
    assert SECRET not in repr(outcome)
    assert base64.b64encode(SECRET.encode()).decode() not in repr(outcome)
    return outcome


def test_an_account_without_a_user_name_halts(rude_server: Make, job: Make, begin: Make) -> None:
    server = rude_server({}, **{**ACCOUNT, "user": ""})
    assert send(server, job, begin()).reason.id == "smtp.no-user"


@pytest.mark.parametrize("said", ["535 5.7.8 bad", "534 5.7.9 app password needed", "530 5.7.0 no", "500 what"])
def test_a_refused_login_halts_the_account_and_says_why(rude_server: Make, job: Make, begin: Make, said: str) -> None:
    server = rude_server({"AUTH": said}, **ACCOUNT)
    outcome = send(server, job, begin())
    assert (type(outcome), outcome.scope) == PERMANENT
    assert (outcome.reason.id, outcome.until) == ("smtp.login-refused", None)


def test_a_login_that_is_put_off_halts_the_account_for_a_while(rude_server: Make, job: Make, begin: Make) -> None:
    server = rude_server({"AUTH": "454 4.7.0 Too many login attempts"}, **ACCOUNT)
    outcome = send(server, job, begin())
    assert (outcome.reason.id, outcome.until) == ("smtp.slow-down", NOW + timedelta(minutes=15))


def test_a_server_that_repeats_what_it_heard_does_not_make_us_show_the_secret(rude_server: Make) -> None:
    armoured = base64.b64encode(f"\0ann@sender.example\0{SECRET}".encode()).decode()
    server = rude_server({"AUTH": f"535 5.7.8 AUTH PLAIN {armoured} is {SECRET} of ann@sender.example"}, **ACCOUNT)
    with pytest.raises(UserError) as caught:
        channel(server.settings).login()
    seen = "".join(traceback.format_exception(caught.value)) + repr(caught.value.message)
    assert SECRET not in seen
    assert armoured not in seen
    assert "ann@sender.example" not in caught.value.message.values["reply"]


def test_a_password_repeated_in_two_steps_is_not_shown_either(rude_server: Make, job: Make, begin: Make) -> None:
    armoured = base64.b64encode(SECRET.encode()).decode()
    answers = ["334 UGFzc3dvcmQ6", f"535 5.7.8 {armoured} is {SECRET}"]
    offer = "250-mail.example\r\n250 AUTH LOGIN"
    server = rude_server({"EHLO": offer, "AUTH": "334 VXNlcm5hbWU6", "ANSWER": answers}, **ACCOUNT)
    outcome = send(server, job, begin())
    assert outcome.reason.values["reply"] == "535 5.7.8 … is …"


def test_a_server_that_asks_on_and_on_is_not_answered_for_ever(rude_server: Make, job: Make, begin: Make) -> None:
    server = rude_server({"AUTH": "334 ", "ANSWER": "334 "}, **ACCOUNT)
    assert send(server, job, begin()).reason.id == "smtp.not-understood"


TOKEN = {**ACCOUNT, "auth": Auth.XOAUTH2}
BOTH = "250-mail.example\r\n250 AUTH PLAIN XOAUTH2 OAUTHBEARER"


def decoded(line: str) -> bytes:
    return base64.b64decode(line.rpartition(" ")[2])


def test_a_token_is_given_the_way_google_and_microsoft_ask(rude_server: Make, job: Make, begin: Make) -> None:
    server = rude_server({"EHLO": BOTH}, **TOKEN)
    assert isinstance(send(server, job, begin()), Accepted)
    line = next(line for line in server.heard if line.startswith("AUTH XOAUTH2"))
    assert decoded(line) == f"user=ann@sender.example\x01auth=Bearer {SECRET}\x01\x01".encode()


def test_a_refused_token_is_asked_about_with_an_empty_line_and_halts(rude_server: Make, job: Make, begin: Make) -> None:
    error = base64.b64encode(b'{"status":"401","schemes":"bearer"}').decode()
    server = rude_server({"EHLO": BOTH, "AUTH": f"334 {error}", "ANSWER": "535 5.7.8 bad token"}, **TOKEN)
    outcome = send(server, job, begin())
    assert (type(outcome), outcome.scope) == PERMANENT
    assert outcome.reason.id == "smtp.token-refused"
    assert server.heard[server.heard.index(next(line for line in server.heard if "XOAUTH2" in line)) + 1] == ""


def test_oauthbearer_is_used_where_only_that_is_offered(rude_server: Make, job: Make, begin: Make) -> None:
    offer = "250-mail.example\r\n250 AUTH OAUTHBEARER"
    error = base64.b64encode(b'{"status":"invalid_token"}').decode()
    good = rude_server({"EHLO": offer}, **{**TOKEN, "user": "a=b,c"})
    bad = rude_server({"EHLO": offer, "AUTH": f"334 {error}", "ANSWER": "535 5.7.8 no"}, **TOKEN)
    assert isinstance(send(good, job, begin()), Accepted)
    assert send(bad, job, begin()).reason.id == "smtp.token-refused"
    said = decoded(next(line for line in good.heard if line.startswith("AUTH")))
    where = f"host=127.0.0.1\x01port={good.settings.port}"
    assert said == f"n,a=a=3Db=2Cc,\x01{where}\x01auth=Bearer {SECRET}\x01\x01".encode()
    assert bad.heard[-1] == "AQ=="


def test_a_password_is_not_given_where_only_tokens_are_taken(rude_server: Make, job: Make, begin: Make) -> None:
    server = rude_server({"EHLO": "250-mail.example\r\n250 AUTH XOAUTH2"}, **ACCOUNT)
    outcome = send(server, job, begin())
    assert outcome.reason.id == "smtp.no-login-method"
    assert "XOAUTH2" in words(outcome.reason).text
