"""Environment, file and defaults → one Config; pydantic and the rest are only imported where there is a file."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from urgentaction.config.places import Places, places
from urgentaction.config.values import Config, EmailAccount, Group, Overrides, PostAccount, SharedLedger
from urgentaction.errors import Faults, UsageError, UserError
from urgentaction.model.envelope import Envelope
from urgentaction.model.signer import Signer

_LOCALES = ("LC_ALL", "LC_MESSAGES", "LANG")


def load(*, environ: Mapping[str, str], overrides: Overrides | None = None) -> Config:
    """Build the settings of one run: flag > environment > file > default.

    Environment: `UA_HOME` (one folder for everything), `UA_CONFIG` (the file), `UA_LIBRARY` (folders, parted as in
    PATH), `UA_LANG`; without a language, that of the locale.

    Raises:
        Faults: The file cannot be read, is not TOML, or holds what it must not; every fault at once.
    """
    over = overrides or Overrides()
    where = places(environ, config_file=over.config_file)
    data = read(where)
    ledger = data.get("ledger", "")
    if ledger and "://" not in ledger:
        where = replace(where, ledger=Path(ledger).expanduser())
    named = tuple(_folders(environ.get("UA_LIBRARY", "").split(os.pathsep), Path()))
    people = {name: _signer(profile) for name, profile in data.get("signers", {}).items()}
    return Config(
        language=_language(over, environ, data),
        places=where,
        libraries=(*over.libraries, *named),
        added=tuple(_folders(data.get("library", ()), where.config_file.parent)),
        envelope=Envelope(data["envelope"]) if data.get("envelope") else None,
        backup_to=Path(data["backup_to"]).expanduser() if data.get("backup_to") else None,
        me=_signer(data.get("me", {})),
        signers={name: signer for name, signer in people.items() if signer},
        group=_group(data.get("group", {})),
        email=_email(data),
        ledger=_shared(ledger, data) if "://" in ledger else None,
        post=_post(data.get("providers", {})),
        missing=tuple(_missing(data)),
    )


def read(where: Places) -> dict[str, Any]:
    """What the settings file holds, checked; empty where there is no file.

    Raises:
        Faults: As `load`.
    """
    if not _is_there(where.config_file):
        return {}
    from urgentaction.config.checks import problems
    from urgentaction.library.problems import faults_of
    from urgentaction.library.reading import read_toml

    file = read_toml(where.config_file)
    if faults := faults_of(file, problems(file.data)):
        raise Faults(faults)
    return dict(file.data)


def signer(config: Config, name: str) -> Signer:
    """The profile that `--as NAME` names; `me` is one's own.

    Raises:
        UsageError: There is none of that name, or it has no name to sign with yet.
    """
    # "me" is always oneself: a [signers.me] must not put somebody else in one's place.
    found = config.me if name == "me" else config.signers.get(name)
    if found:
        return found
    if f"signers.{name}.name" in config.missing:
        raise UsageError("config.signer-unnamed", name=name, key=shlex.quote(f"signers.{name}.name"))
    from urgentaction.library.near import meant_by, near

    if not config.signers:
        raise UsageError("config.no-signers", name=name, key=shlex.quote(f"signers.{name}.name"))
    meant = meant_by(near(name, config.signers))
    raise UsageError("config.no-signer", name=name, meant=meant, known=tuple(config.signers))


def account(config: Config) -> EmailAccount:
    """The mail account.

    Raises:
        UserError: There is none, or something is missing without which nothing can be sent.
    """
    if config.email:
        return config.email
    if missing := tuple(key for key in config.missing if key.startswith("email.")):
        raise UserError("config.account-incomplete", missing=missing, first=missing[0])
    raise UserError("config.no-account")


def _is_there(path: Path) -> bool:
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:  # it is there, and reading it will say what keeps us out
        return True
    return True


def _language(over: Overrides, environ: Mapping[str, str], data: Mapping[str, Any]) -> str:
    locale = next((environ[name] for name in _LOCALES if environ.get(name)), "")
    wanted = over.language or environ.get("UA_LANG") or data.get("language") or locale
    return "fr" if wanted.lower().startswith("fr") else "en"


def _folders(texts: Any, base: Path) -> Iterator[Path]:
    return (base.absolute() / Path(text).expanduser() for text in texts if text)


def _missing(data: Mapping[str, Any]) -> Iterator[str]:
    profiles = {"me": data.get("me")} | {f"signers.{name}": it for name, it in data.get("signers", {}).items()}
    yield from (f"{at}.name" for at, profile in profiles.items() if profile and not profile.get("name"))
    if data.get("email"):
        has = {"email.address": _address(data), "email.host": data["email"].get("host")}
        yield from (key for key, value in has.items() if not value)
    if data.get("providers"):
        from urgentaction.config import post

        yield from post.missing(data["providers"])


def _signer(profile: Mapping[str, str]) -> Signer | None:
    if not profile.get("name"):
        return None
    from urgentaction.signers import person
    from urgentaction.signers.fields import Notes

    return person.signer(profile, Notes())


def _group(group: Mapping[str, str]) -> Group | None:
    if not group:
        return None
    from urgentaction.signers.fields import Notes, clean

    contact = clean(group.get("contact", ""), "about", Notes())
    return Group(name=clean(group.get("name", ""), "name", Notes()), contact=contact)


def _shared(url: str, data: Mapping[str, Any]) -> SharedLedger:
    from urgentaction import credentials

    settings = credentials.Settings(password_command=data.get("ledger_password_command", ""))
    return SharedLedger(url=url, credentials=settings)


def _address(data: Mapping[str, Any]) -> str:
    return data.get("email", {}).get("address") or data.get("me", {}).get("email") or ""


def _email(data: Mapping[str, Any]) -> EmailAccount | None:
    email = data.get("email", {})
    address = _address(data)
    if not email.get("host") or not address:
        return None
    from urgentaction.config.mail import account_of

    return account_of(email, address)


def _post(tables: Mapping[str, Mapping[str, Any]]) -> Mapping[str, PostAccount]:
    if not tables:
        return {}
    from urgentaction.config.post import accounts_of

    return accounts_of(tables)
