"""The mail account: what the file says, what the host is known for, what stands in for the rest."""

from __future__ import annotations

from typing import Any

import pytest

from urgentaction import config, credentials
from urgentaction.channels.settings import Auth, Security, Settings
from urgentaction.pace import Account

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
        "copy_to_me = true",
    )
    assert found.smtp.allow_plain
    assert not found.smtp.ca_file.startswith("~")
    assert found.smtp.timeout == 20.0
    assert found.copy_to_me
    assert found.credentials == credentials.Settings(
        password_command=["pass", "show"], token_command="token", password_file="/nowhere/password"
    )


def test_what_the_file_does_not_say_is_the_channels_own_default(home: Home) -> None:
    found = _account(home, 'host = "smtp.example.org"')
    assert found.smtp == Settings("smtp.example.org", 465, user="elise@example.org")
    assert not found.copy_to_me
    assert found.credentials == credentials.Settings()


@pytest.mark.parametrize(
    ("lines", "limits"),
    [
        (['host = "smtp.example.org"'], Account()),
        (['host = "smtp.gmail.com"'], Account(per_day=500)),
        (['host = "smtp.gmail.com"', "per_day = 2000", "per_hour = 90"], Account(per_hour=90, per_day=2000)),
        (['host = "smtp.office365.com"'], Account(per_minute=30, per_day=10_000)),
        (['address = "elise@proton.me"', 'host = "127.0.0.1"'], Account(per_hour=50, per_day=150)),
        (['address = "elise@outlook.fr"', 'host = "smtp.office365.com"'], Account()),
    ],
)
def test_what_an_account_may_send_is_the_files_word_else_what_is_known_of_the_host(
    home: Home, lines: list[str], limits: Account
) -> None:
    text = "\n".join(
        ["[email]", *([] if lines[0].startswith("address") else ['address = "elise@example.org"']), *lines]
    )
    assert config.account(home.load(text)).limits == limits


@pytest.mark.parametrize("value", ["0", "-3", '"many"', "true", "1.5"])
def test_what_is_no_number_of_mails_is_a_fault(home: Home, value: str) -> None:
    found = home.faults(f'[email]\nhost = "smtp.example.org"\nper_hour = {value}\n')
    assert found == {"email.per_hour": (3, 12, "config.not-a-rate")}
