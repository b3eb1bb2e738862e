"""A secret by its name: from a command, the environment, a file, the keyring or a question; never kept, never shown."""

from __future__ import annotations

import os
import re
import shlex
import stat
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from urgentaction.errors import Message, UserError, message

SERVICE = "urgentaction"
"""Under which name the keyring keeps our secrets."""

PATIENCE = 30.0
"""Seconds that a command may take: long enough to unlock a password manager."""

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class Kind(StrEnum):
    """A password, which lasts; or a token (OAuth 2), which a command or the environment gives fresh each time."""

    PASSWORD = "password"  # noqa: S105  # the name of the kind, not a secret
    TOKEN = "token"  # noqa: S105  # the name of the kind, not a secret


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Where a person keeps a secret: names only. A command is run without a shell; its first line is the secret."""

    password_command: str | Sequence[str] = ""
    token_command: str | Sequence[str] = ""
    password_file: str = ""


class Keyring(Protocol):
    """What we use of the `keyring` package; the package itself is one."""

    def get_password(self, service_name: str, username: str) -> str | None:
        """The secret, or None."""
        ...

    def set_password(self, service_name: str, username: str, password: str) -> None:
        """Keep a secret."""
        ...

    def delete_password(self, service_name: str, username: str) -> None:
        """Forget a secret."""
        ...


def system_keyring() -> Keyring:
    """The keyring of the desktop; imported only here, because it is slow to import and may be missing."""
    import keyring

    return keyring


def secret(
    name: str,
    *,
    settings: Settings = Settings(),
    environ: Mapping[str, str],
    kind: Kind = Kind.PASSWORD,
    prompt: Callable[[str], str] | None = None,
    keyring: Callable[[], Keyring] = system_keyring,
    patience: float = PATIENCE,
) -> str:
    """The secret of this name.

    Asked in turn: the command (what it says is final, also a failure), the environment (`variable`), and for a
    password the file, the keyring and, where a person is there, `prompt` with the name.

    Raises:
        UserError: There is none, or the place that should have it fails; never with anything secret in it.
    """
    command = settings.token_command if kind is Kind.TOKEN else settings.password_command
    if command:
        return _from_command(command, patience)
    if value := environ.get(variable(name, kind), ""):
        return value
    if kind is Kind.TOKEN:
        raise UserError("credentials.no-token", name=name, variable=variable(name, kind))
    if settings.password_file:
        return _from_file(Path(settings.password_file).expanduser())
    if value := _from_keyring(name, keyring) or (prompt(name) if prompt else ""):
        return value
    raise UserError("credentials.none", name=name, variable=variable(name, kind))


def variable(name: str, kind: Kind = Kind.PASSWORD) -> str:
    """The environment variable that may hold a secret: `UA_EMAIL_PASSWORD` for `email`."""
    return f"UA_{re.sub('[^A-Z0-9]+', '_', name.upper())}_{kind.value.upper()}"


def set_secret(name: str, value: str, *, keyring: Callable[[], Keyring] = system_keyring) -> None:
    """Keep a secret in the keyring, and see that it is there: a keyring that is switched off takes it and forgets.

    Raises:
        UserError: It is empty, or this machine has no keyring that works.
    """
    if not value:
        raise UserError("credentials.empty", name=name)
    if not (_stored(name, value, keyring) and _from_keyring(name, keyring) == value):
        raise UserError("credentials.no-keyring", name=name, variable=variable(name))


def delete_secret(name: str, *, keyring: Callable[[], Keyring] = system_keyring) -> bool:
    """Forget a secret; False if the keyring had none.

    Raises:
        UserError: The keyring has it, and would not let it go.
    """
    if _from_keyring(name, keyring) is None:
        return False
    _attempt(lambda: keyring().delete_password(SERVICE, name))
    if _from_keyring(name, keyring) is not None:
        raise UserError("credentials.not-deleted", name=name)
    return True


def _from_command(command: str | Sequence[str], patience: float) -> str:
    words = _words(command)
    found = _run(words, patience)
    if isinstance(found, Message):
        # Raised out here, where no exception of subprocess is at hand: those carry what the command printed.
        error = UserError(found.id)
        error.message = found
        raise error
    return found


def _words(command: str | Sequence[str]) -> list[str]:
    try:
        words = shlex.split(command) if isinstance(command, str) else list(command)
    except ValueError:
        words = []
    if not words:
        raise UserError("credentials.command-quotes")
    return [str(Path(words[0]).expanduser()), *words[1:]]


def _run(words: Sequence[str], patience: float) -> str | Message:
    program = Path(words[0]).name
    try:
        # What it says on stderr may be secret too: it goes nowhere. Our stdin may be a letter: it is not for it.
        done = subprocess.run(  # noqa: S603  # checked by nobody but its owner, who wrote it
            words,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=patience,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return message("credentials.command-slow", program=program, seconds=round(patience))
    except (OSError, ValueError):
        return message("credentials.command-missing", program=program)
    if done.returncode != 0:
        return message("credentials.command-failed", program=program, status=done.returncode)
    return _first_line(done.stdout) or message("credentials.command-silent", program=program)


def _first_line(data: bytes) -> str:
    # Bytes that are no text survive as they came; the mail server gets them unchanged.
    return data.decode("utf-8", "surrogateescape").partition("\n")[0].rstrip("\r")


def _from_file(path: Path) -> str:
    try:
        with path.open("rb") as file:
            if os.fstat(file.fileno()).st_mode & _OTHERS:
                raise UserError("credentials.world-readable", path=str(path))
            line = _first_line(file.read())
    except OSError as error:
        raise UserError("credentials.file-unreadable", path=str(path), why=error.strerror or str(error)) from error
    if not line:
        raise UserError("credentials.file-empty", path=str(path))
    return line


def _from_keyring(name: str, keyring: Callable[[], Keyring]) -> str | None:
    found: list[str | None] = []
    _attempt(lambda: found.append(keyring().get_password(SERVICE, name)))
    return found[0] if found else None


def _stored(name: str, value: str, keyring: Callable[[], Keyring]) -> bool:
    return _attempt(lambda: keyring().set_password(SERVICE, name, value))


def _attempt(use: Callable[[], object]) -> bool:
    """Use the keyring; False where it fails, which on a machine without a desktop it does in many ways."""
    try:
        use()
    except Exception:  # noqa: BLE001  # its backends raise what D-Bus, the desktop and system libraries raise
        return False
    return True
