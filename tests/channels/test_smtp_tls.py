"""Which connections to a mail server are trusted: no password and no letter goes over any other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import trustme

from urgentaction.channels import smtp_tls
from urgentaction.channels.settings import Auth, Security, Settings
from urgentaction.channels.smtp import Smtp
from urgentaction.errors import words
from urgentaction.model.delivery import Halted, Scope

Make = Callable[..., Any]
SECRET = "ya29.token-or-password"
ACCOUNT = {"auth": Auth.PASSWORD, "user": "ann@sender.example", "security": Security.TLS}


def channel(settings: Settings) -> Smtp:
    return Smtp(settings, lambda: SECRET)


def send(server: Any, job: Make, ask: Any) -> Any:
    smtp = channel(server.settings)
    outcome = smtp.send(job(), ask)
    smtp.close()
    assert (ask.asked, server.letters) == (0, [])
    return outcome


def test_encryption_that_is_not_offered_halts_before_the_password(rude_server: Make, job: Make, begin: Make) -> None:
    account = {**ACCOUNT, "security": Security.STARTTLS}
    server = rude_server({"EHLO": "250-mail.example\r\n250 AUTH PLAIN"}, **account)
    outcome = send(server, job, begin())
    assert (type(outcome), outcome.scope, outcome.reason.id) == (Halted, Scope.CONNECTION, "smtp.no-starttls")
    assert not any(line.startswith("AUTH") for line in server.heard)


def test_text_slipped_in_behind_the_yes_to_starttls_halts(rude_server: Make, job: Make, begin: Make) -> None:
    account = {**ACCOUNT, "security": Security.STARTTLS}
    server = rude_server({"STARTTLS": "220 go\r\n250-evil.example\r\n250 AUTH PLAIN"}, **account)
    outcome = send(server, job, begin())
    assert (type(outcome), outcome.scope, outcome.reason.id) == (Halted, Scope.CONNECTION, "smtp.slipped-in")
    assert not any(line.startswith("AUTH") for line in server.heard)


def test_what_was_offered_before_encryption_is_forgotten(rude_server: Make, job: Make, begin: Make) -> None:
    offers = ["250-mail.example\r\n250-STARTTLS\r\n250 AUTH PLAIN", "250-mail.example\r\n250 AUTH GSSAPI"]
    server = rude_server({"EHLO": offers}, **{**ACCOUNT, "security": Security.STARTTLS})
    outcome = send(server, job, begin())
    assert (type(outcome), outcome.reason.id) == (Halted, "smtp.no-login-method")
    assert outcome.reason.values["offered"] == ("GSSAPI",)


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
def test_a_certificate_that_nobody_vouches_for_halts_with_what_to_do(
    rude_server: Make, job: Make, begin: Make, security: Security
) -> None:
    server = rude_server({}, authority=trustme.CA(), **{**ACCOUNT, "security": security})
    outcome = send(server, job, begin())
    assert (type(outcome), outcome.scope, outcome.reason.id) == (Halted, Scope.CONNECTION, "smtp.certificate")
    assert outcome.reason.values["why"].id == "smtp.certificate-unknown"
    assert "no password was given" in words(outcome.reason).text
    assert not any(line.startswith("AUTH") for line in server.heard)


def test_a_certificate_for_another_name_halts(rude_server: Make, job: Make, begin: Make) -> None:
    server = rude_server({}, security=Security.TLS, certificate_for="other.example")
    assert send(server, job, begin()).reason.values["why"].id == "smtp.certificate-other-name"


def test_a_certificate_file_that_is_none_halts(job: Make, begin: Make, tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("nothing of the kind")
    for name in ("ca.pem", "missing.pem"):
        settings = Settings("127.0.0.1", 1, Security.TLS, ca_file=str(tmp_path / name))
        assert channel(settings).send(job(), begin()).reason.id == "smtp.ca-file"


def test_tls_spoken_to_a_port_without_it_halts_and_names_the_ports(rude_server: Make, job: Make, begin: Make) -> None:
    server = rude_server({})
    settings = Settings("127.0.0.1", server.settings.port, Security.TLS, timeout=5)
    outcome = channel(settings).send(job(), begin())
    assert (type(outcome), outcome.reason.id) == (Halted, "smtp.tls-failed")
    assert "587" in words(outcome.reason).hint


@pytest.mark.parametrize(
    ("peer", "changes", "fault"),
    [
        ("127.0.0.1", {}, None),
        ("::1", {}, None),
        ("::ffff:127.0.0.1", {}, None),
        ("192.0.2.7", {}, "smtp.plain-refused"),
        ("2001:db8::7", {}, "smtp.plain-refused"),
        ("192.0.2.7", {"allow_plain": True}, "smtp.plain-login"),
        ("192.0.2.7", {"allow_plain": True, "auth": Auth.NONE}, None),
        ("192.0.2.7", {"auth": Auth.NONE}, "smtp.plain-refused"),
    ],
)
def test_no_password_crosses_a_network_without_encryption(
    peer: str, changes: dict[str, Any], fault: str | None
) -> None:
    found = smtp_tls.plain_fault(peer, Settings("relay.example", 25, Security.PLAIN, **changes))
    assert (found.id if found else None) == fault
