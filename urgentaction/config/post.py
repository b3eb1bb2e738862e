"""The `[providers]` tables → accounts at companies that print and mail; no file can say where to reach those."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from urgentaction import credentials
from urgentaction.config.values import PostAccount

PINGEN = "pingen"
NAMES = (PINGEN, "mysendingbox", "lob")
"""The providers that can be set up, as the settings and `--provider` call them."""

_SECRETS = ("password_command", "password_file")


def accounts_of(tables: Mapping[str, Mapping[str, Any]]) -> dict[str, PostAccount]:
    """The accounts of checked tables, those left out that lack something; in the order of `NAMES`."""
    lacking = {key.split(".")[1] for key in missing(tables)}
    return {name: _account(name, tables[name]) for name in NAMES if name in tables and name not in lacking}


def bare(name: str) -> PostAccount:
    """The account of a provider that the settings do not name: in test mode, its key kept where keys are."""
    return _account(name, {})


def missing(tables: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """What is not set yet without which an account cannot be used."""
    if PINGEN in tables and not tables[PINGEN].get("client_id"):
        yield f"providers.{PINGEN}.client_id"


def _account(name: str, table: Mapping[str, Any]) -> PostAccount:
    return PostAccount(
        name=name,
        live=table.get("live", False),
        credentials=credentials.Settings(**{key: table[key] for key in _SECRETS if table.get(key)}),
        client_id=table.get("client_id", ""),
        organisation=table.get("organisation", ""),
    )
