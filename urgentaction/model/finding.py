"""A finding: what a rule has to say about a case, a letter or a document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from urgentaction.errors import Message


class Severity(StrEnum):
    """An error stops a letter; a remark informs."""

    ERROR = "error"
    REMARK = "remark"


@dataclass(frozen=True)
class Finding:
    """One remark of one rule; the message's hint is the remedy. `silenced`: why the case silences the rule."""

    rule: str
    severity: Severity
    message: Message
    where: str = ""
    silenced: Mapping[str, str] = field(default_factory=dict)

    @property
    def stops(self) -> bool:
        """Whether it stops a letter: an error that is not silenced."""
        return self.severity is Severity.ERROR and not self.silenced
