"""Through a real mail server (aiosmtpd) with TLS and AUTH on this machine."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from email import message_from_bytes, policy
from typing import Any

import pytest

from urgentaction.channels.base import Channel
from urgentaction.channels.settings import Auth, Security, Settings
from urgentaction.channels.smtp import Smtp
from urgentaction.errors import UserError
from urgentaction.model.authority import ChannelName
from urgentaction.model.delivery import Accepted, Cancelled, ReceiptKind, Refused, Unavailable

Make = Callable[..., Any]
SECRET = "pässwörd-9f3a"


def channel(settings: Settings, secret: str = SECRET) -> Smtp:
    return Smtp(settings, lambda: secret)


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
def test_a_letter_arrives_as_it_was_written_and_dated(
    mail_server: Make, job: Make, begin: Make, security: Security
) -> None:
    server = mail_server(security, user="ann", password=SECRET)
    smtp = channel(server.settings)
    outcome = smtp.send(job(), begin())
    smtp.close()

    assert isinstance(outcome, Accepted)
    assert outcome.receipt.kind is ReceiptKind.ACCEPTED
    assert outcome.receipt.reference == "TEST0001"
    (mail,) = server.mails
    assert (mail.mail_from, mail.rcpt_tos) == ("ann@sender.example", ["office@gov.example"])
    assert mail.content == b"Date: Tue, 24 Nov 2026 08:05:09 +0000\r\n" + job().body
    parsed = message_from_bytes(mail.content, policy=policy.default)
    assert parsed["Date"].datetime == job().date
    assert parsed["Subject"] == "Appel urgent"
    text = parsed.get_content().replace("\r\n", "\n")
    assert text == "Madame, Monsieur,\n..\n.a line that begins with a dot\n\nécrit à Nice.\n"
    assert not parsed.defects


def test_it_is_a_channel() -> None:
    smtp: Channel = channel(Settings("127.0.0.1", 1))
    assert smtp.name is ChannelName.EMAIL
    smtp.close()


@pytest.mark.parametrize(("mechanisms", "used"), [(("PLAIN", "LOGIN"), "PLAIN"), (("LOGIN",), "LOGIN")])
def test_it_logs_in_by_what_the_server_offers(
    mail_server: Make, job: Make, begin: Make, mechanisms: tuple[str, ...], used: str
) -> None:
    server = mail_server(Security.STARTTLS, user="ann@sender.example", password=SECRET, mechanisms=mechanisms)
    smtp = channel(server.settings)
    assert isinstance(smtp.send(job(), begin()), Accepted)
    smtp.close()
    assert server.logins == [(used, b"ann@sender.example", SECRET.encode())]


def test_letters_share_a_connection_and_each_has_its_own_transaction(mail_server: Make, job: Make, begin: Make) -> None:
    server = mail_server(user="ann", password=SECRET)
    smtp = channel(server.settings)
    for number in range(3):
        assert isinstance(smtp.send(job(recipient=f"office{number}@gov.example"), begin()), Accepted)
    smtp.close()
    assert server.connections == 1
    assert [mail.rcpt_tos for mail in server.mails] == [[f"office{number}@gov.example"] for number in range(3)]


def test_a_new_connection_is_made_after_the_number_that_was_set(mail_server: Make, job: Make, begin: Make) -> None:
    server = mail_server(user="ann", password=SECRET)
    smtp = channel(replace(server.settings, per_connection=2))
    assert all(isinstance(smtp.send(job(), begin()), Accepted) for _ in range(5))
    smtp.close()
    assert (server.connections, len(server.mails), len(server.logins)) == (3, 5, 3)


def test_begin_is_asked_once_when_the_server_waits_for_the_text(mail_server: Make, job: Make, begin: Make) -> None:
    server = mail_server(user="ann", password=SECRET)
    smtp = channel(server.settings)
    ask = begin(then=lambda: server.greetings.append(f"begin with {len(server.mails)} mails"))
    smtp.send(job(), ask)
    smtp.close()
    assert ask.asked == 1
    assert server.greetings[-1] == "begin with 0 mails"


def test_a_letter_that_is_withdrawn_for_good_is_cancelled_and_never_arrives(
    mail_server: Make, job: Make, begin: Make, no_for_good: Exception
) -> None:
    server = mail_server(user="ann", password=SECRET)
    smtp = channel(server.settings)
    assert smtp.send(job(), begin(no_for_good)) == Cancelled(no_for_good.reason)
    assert isinstance(smtp.send(job(recipient="next@gov.example"), begin()), Accepted)
    smtp.close()
    assert [mail.rcpt_tos for mail in server.mails] == [["next@gov.example"]]
    assert server.connections == 2


def test_a_letter_that_is_withdrawn_for_now_waits(
    mail_server: Make, job: Make, begin: Make, not_now: Exception
) -> None:
    server = mail_server(user="ann", password=SECRET)
    smtp = channel(server.settings)
    assert smtp.send(job(), begin(not_now)) == Unavailable(not_now.reason, not_now.until)
    smtp.close()
    assert server.mails == []


def test_an_interruption_in_begin_passes_on_and_nothing_arrives(mail_server: Make, job: Make, begin: Make) -> None:
    server = mail_server(user="ann", password=SECRET)
    smtp = channel(server.settings)
    with pytest.raises(KeyboardInterrupt):
        smtp.send(job(), begin(KeyboardInterrupt()))
    assert isinstance(smtp.send(job(), begin()), Accepted)
    smtp.close()
    assert len(server.mails) == 1


def test_the_machine_does_not_tell_its_name(mail_server: Make, job: Make, begin: Make) -> None:
    server = mail_server(Security.STARTTLS, user="ann", password=SECRET)
    smtp = channel(server.settings)
    smtp.send(job(), begin())
    smtp.close()
    assert set(server.greetings) == {"[127.0.0.1]"}


def test_a_wrong_password_halts_before_begin_and_is_tried_once(mail_server: Make, job: Make, begin: Make) -> None:
    server = mail_server(Security.STARTTLS, user="ann", password="right")
    smtp, ask = channel(server.settings), begin()
    outcome = smtp.send(job(), ask)
    smtp.close()
    assert outcome.reason.id == "smtp.login-refused"
    assert (ask.asked, len(server.logins), server.mails) == (0, 1, [])
    assert SECRET not in f"{outcome!r}{outcome.reason}{smtp!r}{server.settings!r}"


def test_login_logs_in_and_sends_nothing(mail_server: Make) -> None:
    server = mail_server(user="ann", password=SECRET)
    channel(server.settings).login()
    assert (len(server.logins), server.mails) == (1, [])


def test_login_tells_what_is_wrong(mail_server: Make) -> None:
    server = mail_server(user="ann", password="right")
    with pytest.raises(UserError, match="did not accept the user name and password") as caught:
        channel(server.settings).login()
    assert caught.value.message.values["server"] == "127.0.0.1"


def test_an_account_that_wants_a_login_says_so(mail_server: Make, job: Make, begin: Make) -> None:
    server = mail_server(user="ann", password=SECRET)
    smtp = channel(replace(server.settings, auth=Auth.NONE))
    assert smtp.send(job(), begin()).reason.id == "smtp.login-needed"
    smtp.close()


def test_a_secret_that_cannot_be_had_halts_with_its_own_words(mail_server: Make, job: Make, begin: Make) -> None:
    def none() -> str:
        raise UserError("credentials.none", name="email", variable="UA_EMAIL_PASSWORD")

    server = mail_server(user="ann", password=SECRET)
    smtp = Smtp(server.settings, none)
    assert smtp.send(job(), begin()).reason.id == "credentials.none"
    with pytest.raises(UserError, match="no password"):
        smtp.login()
    smtp.close()


def test_a_plain_connection_to_this_machine_is_allowed(mail_server: Make, job: Make, begin: Make) -> None:
    server = mail_server(Security.PLAIN)
    smtp = channel(server.settings)
    assert isinstance(smtp.send(job(), begin()), Accepted)
    smtp.close()


def test_a_letter_beyond_ascii_goes_as_eight_bits(mail_server: Make, job: Make, begin: Make) -> None:
    server = mail_server(Security.PLAIN, smtputf8=True)
    smtp = channel(server.settings)
    body = job().body + "déjà\r\n".encode()
    assert isinstance(smtp.send(job(body=body), begin()), Accepted)
    smtp.close()
    assert server.mails[0].mail_options == ["BODY=8BITMIME"]
    assert server.mails[0].content.endswith(body)


def test_an_address_beyond_ascii_uses_smtputf8_only_where_it_is_offered(
    mail_server: Make, job: Make, begin: Make
) -> None:
    modern, old = mail_server(Security.PLAIN, smtputf8=True), mail_server(Security.PLAIN)
    new, former = channel(modern.settings), channel(old.settings)
    assert isinstance(new.send(job(recipient="büro@gov.example"), begin()), Accepted)
    assert former.send(job(recipient="büro@gov.example"), begin()).reason.id == "smtp.no-smtputf8"
    assert isinstance(new.send(job(), begin()), Accepted)
    new.close()
    former.close()
    assert [mail.mail_options for mail in modern.mails] == [["SMTPUTF8"], []]
    assert modern.mails[0].rcpt_tos == ["büro@gov.example"]
    assert old.mails == []


def test_a_domain_beyond_ascii_needs_nothing_special(mail_server: Make, job: Make, begin: Make) -> None:
    server = mail_server(Security.PLAIN)
    smtp = channel(server.settings)
    assert isinstance(smtp.send(job(recipient="office@büro.example"), begin()), Accepted)
    smtp.close()
    assert server.mails[0].rcpt_tos == ["office@xn--bro-hoa.example"]


@pytest.mark.parametrize(
    "address", ["a@b.example\r\nRCPT TO:<c@d.example>", "a@b.example, c@d.example", "Ann <a@b.example>", "", "a b@c.de"]
)
def test_what_is_not_one_address_is_refused_without_a_word_to_the_server(
    mail_server: Make, job: Make, begin: Make, address: str
) -> None:
    server = mail_server(Security.PLAIN)
    smtp, ask = channel(server.settings), begin()
    assert smtp.send(job(recipient=address), ask).reason.id == "smtp.bad-address"
    assert smtp.send(job(sender=address), ask).reason.id == "smtp.bad-address"
    smtp.close()
    assert (ask.asked, server.mails) == (0, [])


def test_an_unclean_mail_is_refused_before_a_connection_is_made(mail_server: Make, job: Make, begin: Make) -> None:
    server = mail_server(Security.PLAIN)
    smtp, ask = channel(server.settings), begin()
    assert isinstance(smtp.send(job(body=job().body + b"smuggled\n.\n"), ask), Refused)
    smtp.close()
    assert (ask.asked, server.connections) == (0, 0)


def test_neither_smtplib_nor_ssl_is_imported_before_a_connection_is_made() -> None:
    code = (
        "import sys, urgentaction.channels.smtp, urgentaction.channels.hosts, urgentaction.channels.handoff, "
        "urgentaction.channels.rehearsal, urgentaction.credentials\n"
        "print(sorted({'smtplib', 'ssl', 'email', 'keyring', 'email_validator', 'mailbox'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
