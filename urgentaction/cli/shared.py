"""The ledger that machines share, at work: where its password is kept."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from urgentaction import credentials
from urgentaction.cli import show as screen

if TYPE_CHECKING:
    from urgentaction.cli.world import World
    from urgentaction.config import SharedLedger

NAME = "ledger"
"""Under which name its password is kept: `ua secret set ledger`."""


def secret(world: World, shared: SharedLedger, *, may_ask: bool = True) -> Callable[[], str]:
    """Its password, found once for a run, when the server wants one; a person is asked only where one is there."""

    @cache
    def find() -> str:
        asks = may_ask and world.terminal
        return credentials.secret(
            NAME,
            settings=shared.credentials,
            environ=world.environ,
            prompt=(lambda _name: world.secret_prompt(screen.word(world, "wiring.ledger-password"))) if asks else None,
            keyring=world.keyring,
        )

    return find
