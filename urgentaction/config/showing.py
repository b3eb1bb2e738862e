"""The settings as data to show: all that is set, no secret, no command line."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from urgentaction.config.values import Config, EmailAccount, PostAccount
from urgentaction.model.envelope import usual
from urgentaction.model.signer import Signer

_PROFILE = (
    "name", "email", "street", "postcode", "city", "country", "language", "pronouns", "about", "privacy", "id",
)  # fmt: skip


def show(config: Config) -> dict[str, Any]:
    """Everything in effect, as JSON can hold it; a command that prints a secret is shown as `set` or `unset`."""
    return {
        "file": str(config.places.config_file),
        "language": config.language,
        "libraries": [str(folder) for folder in (*config.libraries, *config.added)],
        "ledger": config.ledger.url if config.ledger else str(config.places.ledger),
        "ledger_password_command": "set" if config.ledger and config.ledger.credentials.password_command else "",
        "envelope": (config.envelope or usual(config.me.country if config.me else "")).value,
        "backup_to": str(config.backup_to or ""),
        "me": _profile(config.me),
        "signers": {name: _profile(signer) for name, signer in config.signers.items()},
        "group": asdict(config.group) if config.group else None,
        "email": _email(config.email),
        "providers": {name: _post(account) for name, account in config.post.items()},
        "missing": list(config.missing),
        "places": {name: str(place) for name, place in asdict(config.places).items() if name != "config_file"},
    }


def _profile(signer: Signer | None) -> dict[str, str] | None:
    if signer is None:
        return None
    return {name: str(value) for name in _PROFILE if (value := getattr(signer, name))}


def _email(account: EmailAccount | None) -> dict[str, Any] | None:
    if account is None:
        return None
    smtp, secrets = account.smtp, account.credentials
    return {
        "address": account.address,
        "host": smtp.host,
        "port": smtp.port,
        "security": smtp.security.value,
        "user": smtp.user,
        "auth": smtp.auth.value,
        "allow_plain": smtp.allow_plain,
        "ca_file": smtp.ca_file,
        "timeout": smtp.timeout,
        "copy_to_me": account.copy_to_me,
        "password_command": "set" if secrets.password_command else "unset",
        "token_command": "set" if secrets.token_command else "unset",
        "password_file": secrets.password_file or "unset",
    }


def _post(account: PostAccount) -> dict[str, Any]:
    own = {key: value for key in ("client_id", "organisation") if (value := getattr(account, key))}
    return own | {
        "live": account.live,
        "password_command": "set" if account.credentials.password_command else "unset",
        "password_file": account.credentials.password_file or "unset",
    }
