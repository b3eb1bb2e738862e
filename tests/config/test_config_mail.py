"""The mail account: what the file says, what the host is known for, what stands in for the rest."""

from __future__ import annotations

from typing import Any

import pytest

from urgentaction import config, credentials
from urgentaction.channels.settings import Auth, Security, Settings

Home = Any


def _account(home: Home, *lines: str) -> config.EmailAccount:
    text = "\n".join(["[email]", 'address = "elise@example.org"', *lines])
    return config.account(home.load(text))


@pytest.mark.parametrize(
    ("lines", "port", "security"),
    [
        (['host = "smtp.example.org"'], 465, Security.TLS),
        (['host = "smtp.example.org"', "port = 587"], 587, Security.STARTTLS),
        (['host = "smtp.example.org"', "port = 25"], 25, Security.STARTTLS),
        (['host = "smtp.example.org"', "port = 2465"], 2465, Security.TLS),
        (['host = "smtp.example.org"', 'security = "starttls"'], 587, Security.STARTTLS),
        (['host = "localhost"', 'security = "plain"'], 25, Security.PLAIN),
        (['host = "smtp.example.org"', "port = 587", 'security = "tls"'], 587, Security.TLS),
        (['host = "smtp.gmail.com"'], 465, Security.TLS),
        (['host = "smtp.gmail.com"', "port = 587"], 587, Security.STARTTLS),
        (['host = "smtp.office365.com"'], 587, Security.STARTTLS),
    ],
)
def test_port_and_security_follow_from_each_other_and_from_the_host(
    home: Home, lines: list[str], port: int, security: Security
) -> None:
    found = _account(home, *lines).smtp
    assert (found.port, found.security) == (port, security)


@pytest.mark.parametrize(
    ("lines", "auth", "user"),
    [
        (['host = "smtp.example.org"'], Auth.PASSWORD, "elise@example.org"),
        (['host = "smtp.example.org"', 'user = "elise"'], Auth.PASSWORD, "elise"),
        (['host = "smtp.free.fr"'], Auth.PASSWORD, "elise"),
        (['host = "smtp.office365.com"'], Auth.XOAUTH2, "elise@example.org"),
        (['host = "smtp.office365.com"', 'auth = "password"'], Auth.PASSWORD, "elise@example.org"),
        (['host = "localhost"', 'auth = "none"'], Auth.NONE, ""),
    ],
)
def test_user_and_way_of_logging_in_follow_from_the_host(home: Home, lines: list[str], auth: Auth, user: str) -> None:
    found = _account(home, *lines).smtp
    assert (found.auth, found.user) == (auth, user)


def test_everything_else_is_taken_as_written(home: Home) -> None:
    found = _account(
        home,
        'host = "smtp.example.org"',
        "allow_plain = true",
        'ca_file = "~/ca.pem"',
        'password_command = ["pass", "show"]',
        'token_command = "token"',
        'password_file = "/nowhere/password"',
        "timeout = 20",
        "copy_to_me = false",
    )
    assert found.smtp.allow_plain
    assert not found.smtp.ca_file.startswith("~")
    assert found.smtp.timeout == 20.0
    assert not found.copy_to_me
    assert found.credentials == credentials.Settings(
        password_command=["pass", "show"], token_command="token", password_file="/nowhere/password"
    )


def test_what_the_file_does_not_say_is_the_channels_own_default(home: Home) -> None:
    found = _account(home, 'host = "smtp.example.org"')
    assert found.smtp == Settings("smtp.example.org", 465, user="elise@example.org")
    assert found.copy_to_me
    assert found.credentials == credentials.Settings()
