"""What the shell may complete: cases, offices, profiles; quiet when something is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from urgentaction import errors

if TYPE_CHECKING:
    from urgentaction.cli.wiring import Desk


def cases(incomplete: str) -> list[str]:
    """Ids of cases that begin so."""
    desk = _desk()
    return [id_ for id_ in (desk.library.case_ids() if desk else ()) if id_.startswith(incomplete)]


def authorities(incomplete: str) -> list[str]:
    """Ids of offices that begin so."""
    desk = _desk()
    return [id_ for id_ in (desk.library.authority_ids() if desk else ()) if id_.startswith(incomplete)]


def signers(incomplete: str) -> list[str]:
    """Names of profiles that begin so."""
    desk = _desk()
    return [name for name in (desk.config.signers if desk else ()) if name.startswith(incomplete)]


def _desk() -> Desk | None:
    """The library as it is; None where it cannot be read, since a completion has nowhere to say so."""
    from urgentaction.cli import wiring, world

    try:
        return wiring.desk(world.system())
    except (errors.UserError, OSError):
        return None
