"""A finding: what a rule has to say about a case, a letter or a document."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from urgentaction.errors import Message


class Severity(StrEnum):
    """An error stops a letter; a remark informs."""

    ERROR = "error"
    REMARK = "remark"


@dataclass(frozen=True)
class Finding:
    """One remark of one rule; the message's hint is the remedy."""

    rule: str
    severity: Severity
    message: Message
    where: str = ""
