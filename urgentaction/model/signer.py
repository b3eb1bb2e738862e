"""A signer: a person who agreed to sign, with consent to one case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from urgentaction.model.case import Privacy


@dataclass(frozen=True, kw_only=True)
class Consent:
    """On which day a signer agreed to which case."""

    case: str
    on: date


@dataclass(frozen=True, kw_only=True)
class Signer:
    """Who signs. Country is ISO 3166 (two letters); `values` holds further columns for templates."""

    name: str
    email: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    country: str = ""
    language: str = ""
    pronouns: str = ""
    about: str = ""
    message: str = ""
    consent: Consent | None = None
    privacy: Privacy = Privacy.FULL
    id: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    row: int = 0

    @property
    def initials(self) -> str:
        """`É. L.-D.` for Élise Lefèvre-Dubois."""
        words = (word for word in self.name.split() if word)
        return " ".join("-".join(f"{part[0]}." for part in word.split("-") if part) for word in words)
