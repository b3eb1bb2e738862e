"""The mail account at work: its secret found, its login tested."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from urgentaction import credentials, errors

if TYPE_CHECKING:
    from urgentaction.cli.world import World
    from urgentaction.config import EmailAccount

NAME = "email"
"""Under which name the account's password is kept: `ua secret set email`."""


def secret(world: World, account: EmailAccount, *, prompt: Callable[[str], str] | None = None) -> str:
    """The account's password or token; empty where the server wants no login.

    Raises:
        UserError: There is none (`credentials.none`, `credentials.no-token`), or the place that should have it fails.
    """
    from urgentaction.channels.settings import Auth

    if account.smtp.auth is Auth.NONE:
        return ""
    kind = credentials.Kind.TOKEN if account.smtp.auth is Auth.XOAUTH2 else credentials.Kind.PASSWORD
    return credentials.secret(
        NAME,
        settings=account.credentials,
        environ=world.environ,
        kind=kind,
        prompt=prompt,
        keyring=world.keyring,
    )


def is_asked_each_time(world: World, account: EmailAccount) -> bool:
    """Whether the password is kept nowhere, so that the person types it each time."""
    try:
        secret(world, account)
    except errors.UserError as none:
        return none.message.id == "credentials.none"
    return False


def login(world: World, account: EmailAccount, secret: str) -> None:
    """Connect, log in and leave; nothing is sent.

    Raises:
        UserError: It did not work; the words say why.
    """
    from urgentaction.channels.smtp import Smtp

    Smtp(account.smtp, lambda: secret, now=world.clock).login()


def has_keyring(world: World) -> bool:
    """Whether a keyring answers; where there is no desktop, the `keyring` package has one that only fails."""
    try:
        keyring = world.keyring()
        keyring.get_password(credentials.SERVICE, NAME)
        backend = getattr(keyring, "get_keyring", lambda: keyring)()
    except Exception:  # noqa: BLE001 - its backends raise what D-Bus, the desktop and system libraries raise
        return False
    # The null backend takes everything and keeps nothing; its priority is below 0 (keyring.backends.null).
    return float(getattr(backend, "priority", 1)) > 0


def in_keyring(world: World) -> bool:
    """Whether the keyring has a password for the account."""
    try:
        return bool(world.keyring().get_password(credentials.SERVICE, NAME))
    except Exception:  # noqa: BLE001 - as above
        return False
