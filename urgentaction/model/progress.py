"""What has become of a letter that a provider was asked to print and mail, in the same words for every provider."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """What has become of a letter, in the same words for every provider; `other` is one that ua does not know."""

    SUBMITTED = "submitted"
    PRINTING = "printing"
    POSTED = "posted"
    IN_TRANSIT = "in-transit"
    DELIVERED = "delivered"
    RETURNED = "returned"
    UNDELIVERABLE = "undeliverable"
    FAILED = "failed"
    CANCELLED = "cancelled"
    OTHER = "other"


ENDS = frozenset({Kind.DELIVERED, Kind.RETURNED, Kind.UNDELIVERABLE, Kind.FAILED, Kind.CANCELLED})
"""After these nothing more is asked."""


@dataclass(frozen=True)
class Money:
    """An amount in the currency's minor unit (cents), with its ISO 4217 code."""

    minor: int
    currency: str


@dataclass(frozen=True, kw_only=True)
class Progress:
    """One step of a letter; `status` is the provider's own word. The same step is always equal: it is told once."""

    kind: Kind
    status: str
    at: datetime | None = None
    tracking: str = ""
    cost: Money | None = None


def written(step: Progress) -> dict[str, str]:
    """A step as the record keeps it: the same step is the same text."""
    parts = {
        "kind": step.kind.value,
        "status": step.status,
        "time": step.at.isoformat() if step.at else "",
        "tracking": step.tracking,
        "cost": str(step.cost.minor) if step.cost else "",
        "currency": step.cost.currency if step.cost else "",
    }
    return {name: value for name, value in parts.items() if value}


def read(data: Mapping[str, str]) -> Progress:
    """The step that `written` wrote; a kind of a newer program is `other`."""
    kind = data.get("kind", "")
    return Progress(
        kind=Kind(kind) if kind in set(Kind) else Kind.OTHER,
        status=data.get("status", ""),
        at=datetime.fromisoformat(data["time"]) if "time" in data else None,
        tracking=data.get("tracking", ""),
        cost=Money(int(data["cost"]), data.get("currency", "")) if "cost" in data else None,
    )
