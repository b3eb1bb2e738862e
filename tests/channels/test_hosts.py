"""The large mail hosts."""

from __future__ import annotations

import pytest

from urgentaction.channels import hosts
from urgentaction.channels.settings import Auth, Security
from urgentaction.errors import LANGUAGES, words


@pytest.mark.parametrize(
    ("address", "name", "server", "port", "security", "auth"),
    [
        ("ann@gmail.com", "Gmail", "smtp.gmail.com", 465, Security.TLS, Auth.PASSWORD),
        ("ann@googlemail.com", "Gmail", "smtp.gmail.com", 465, Security.TLS, Auth.PASSWORD),
        ("ann@hotmail.fr", "Outlook.com", "smtp.office365.com", 587, Security.STARTTLS, Auth.XOAUTH2),
        ("ann@section.onmicrosoft.com", "Microsoft 365", "smtp.office365.com", 587, Security.STARTTLS, Auth.XOAUTH2),
        ("ann@icloud.com", "iCloud", "smtp.mail.me.com", 587, Security.STARTTLS, Auth.PASSWORD),
        ("ann@yahoo.fr", "Yahoo", "smtp.mail.yahoo.com", 465, Security.TLS, Auth.PASSWORD),
        ("ann@gmx.de", "GMX", "mail.gmx.net", 465, Security.TLS, Auth.PASSWORD),
        ("ann@gmx.fr", "GMX", "mail.gmx.com", 465, Security.TLS, Auth.PASSWORD),
        ("ANN@Orange.FR.", "Orange", "smtp.orange.fr", 465, Security.TLS, Auth.PASSWORD),
        ("ann@posteo.net", "Posteo", "posteo.de", 465, Security.TLS, Auth.PASSWORD),
        ("ann@riseup.net", "Riseup", "mail.riseup.net", 587, Security.STARTTLS, Auth.PASSWORD),
    ],
)
def test_a_large_host_is_known_by_the_domain(
    address: str, name: str, server: str, port: int, security: Security, auth: Auth
) -> None:
    host = hosts.known(address)
    assert host is not None
    assert (host.name, host.smtp, host.port, host.security, host.auth) == (name, server, port, security, auth)


@pytest.mark.parametrize("address", ["ann@example.org", "ann@notgmail.com", "ann@gmail.com.evil.example", "ann", ""])
def test_other_addresses_are_not_guessed(address: str) -> None:
    assert hosts.known(address) is None


@pytest.mark.parametrize("domain", ["proton.me", "pm.me", "tuta.com"])
def test_a_host_without_smtp_says_so_and_offers_another_way(domain: str) -> None:
    host = hosts.known(f"ann@{domain}")
    assert host is not None
    assert host.smtp == ""
    assert "mailto" in words(host.advise()).hint


@pytest.mark.parametrize("host", hosts.every(), ids=lambda host: f"{host.name}-{host.smtp}")
def test_every_host_has_a_source_advice_in_both_languages_and_no_plain_connection(host: hosts.Host) -> None:
    assert host.source
    assert host.security is not Security.PLAIN
    assert (host.port, host.security) in {(465, Security.TLS), (587, Security.STARTTLS)}
    for language in LANGUAGES:
        advice = words(host.advise(), language).text
        assert host.name in advice
        assert host.page in advice
    if host.smtp:
        assert hosts.by_server(host.smtp) is not None


def test_no_domain_belongs_to_two_hosts() -> None:
    domains = [domain for host in hosts.every() for domain in host.domains]
    assert len(domains) == len(set(domains))


def test_the_user_name_is_what_the_host_wants() -> None:
    free, gmail = hosts.known("ann.example@free.fr"), hosts.known("ann@gmail.com")
    assert free is not None
    assert gmail is not None
    assert free.user("ann.example@free.fr") == "ann.example"
    assert gmail.user("ann@gmail.com") == "ann@gmail.com"


def test_the_limits_are_those_of_the_reference() -> None:
    gmail, microsoft = hosts.by_server("smtp.gmail.com"), hosts.by_server("smtp.office365.com")
    assert gmail is not None
    assert microsoft is not None
    assert (gmail.limit_per_day, microsoft.limit_per_minute, microsoft.limit_per_day) == (500, 30, 10_000)


@pytest.mark.parametrize("server", ["", ".", "mail.example"])
def test_a_server_of_nobody_large_is_nobody(server: str) -> None:
    assert hosts.by_server(server) is None


@pytest.mark.parametrize(
    ("secret", "server", "tidied"),
    [
        ("abcd efgh ijkl mnop", "smtp.gmail.com", "abcdefghijklmnop"),
        ("abcd\u00a0efgh\u00a0ijkl\u00a0mnop", "SMTP.gmail.com", "abcdefghijklmnop"),
        ("abcdefghijklmnop", "smtp.gmail.com", "abcdefghijklmnop"),
        ("four words of mine", "smtp.gmail.com", "four words of mine"),
        ("abcd efgh ijkl mnop", "mail.example", "abcd efgh ijkl mnop"),
        (" leading and trailing ", "mail.example", " leading and trailing "),
    ],
)
def test_only_googles_sixteen_letters_lose_their_spaces(secret: str, server: str, tidied: str) -> None:
    assert hosts.tidy(secret, server) == tidied
