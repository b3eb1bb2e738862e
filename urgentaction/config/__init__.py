"""Settings: one frozen Config, built once; flag > environment > file > default; no secret is ever in it."""

from typing import Any

from urgentaction.config.places import Places, places
from urgentaction.config.reading import account, load, signer
from urgentaction.config.showing import show
from urgentaction.config.values import Config, EmailAccount, Group, Overrides, PostAccount, SharedLedger
from urgentaction.config.writing import set_value, write


def schema() -> dict[str, Any]:
    """The JSON Schema of the settings file, for editors."""
    from urgentaction.config import checks

    return checks.schema()


__all__ = [
    "Config",
    "EmailAccount",
    "Group",
    "Overrides",
    "Places",
    "PostAccount",
    "SharedLedger",
    "account",
    "load",
    "places",
    "schema",
    "set_value",
    "show",
    "signer",
    "write",
]
