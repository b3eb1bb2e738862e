"""The settings as frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from urgentaction.config.places import Places
from urgentaction.model.envelope import Envelope
from urgentaction.model.signer import Signer
from urgentaction.pace import FREE, Account

if TYPE_CHECKING:
    from urgentaction import credentials
    from urgentaction.channels import settings


@dataclass(frozen=True, kw_only=True)
class Overrides:
    """What the command line says; it wins over environment and file. Empty: nothing said."""

    language: str = ""
    libraries: tuple[Path, ...] = ()
    config_file: Path | None = None


@dataclass(frozen=True, kw_only=True)
class Group:
    """Who sends for others, as each mail says it; `contact` is how a signer or an office reaches them."""

    name: str = ""
    contact: str = ""


@dataclass(frozen=True, kw_only=True)
class EmailAccount:
    """One mail account: `address` stands in From; `smtp` is how to reach it, `credentials` where its secret is kept.

    `limits` are the file's, else what its host is known to allow.
    """

    address: str
    smtp: settings.Settings
    credentials: credentials.Settings
    copy_to_me: bool = False
    limits: Account = FREE


@dataclass(frozen=True, kw_only=True)
class SharedLedger:
    """A ledger on a server (`postgresql://…`, no secret in it); `credentials` says where its password is kept."""

    url: str
    credentials: credentials.Settings


@dataclass(frozen=True, kw_only=True)
class PostAccount:
    """An account at a company that prints and mails; without `live` nothing is posted or paid.

    `client_id` and `organisation` are no secrets (Pingen); `credentials` says where the key is kept.
    """

    name: str
    credentials: credentials.Settings
    live: bool = False
    client_id: str = ""
    organisation: str = ""


@dataclass(frozen=True, kw_only=True)
class Config:
    """Everything set, with its defaults.

    `language` is of prompts (en, fr). `libraries` are folders laid out like `letters/` that flag and environment
    name, the strongest first; below them come the user's own (`places.letters`), those that the settings add (`added`,
    which can only restrict what others say) and the built-in one. `missing` names the settings without which
    a profile or the account cannot be used yet (`me.name`, `email.host`). `ledger` is there where several machines
    share one; else it is the file `places.ledger`. Without an `envelope` it is that of the sender's country. `post` are
    the companies that print and mail, by name.
    """

    language: str
    places: Places
    libraries: tuple[Path, ...] = ()
    added: tuple[Path, ...] = ()
    envelope: Envelope | None = None
    backup_to: Path | None = None
    me: Signer | None = None
    signers: Mapping[str, Signer] = field(default_factory=dict)
    group: Group | None = None
    email: EmailAccount | None = None
    ledger: SharedLedger | None = None
    post: Mapping[str, PostAccount] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
