"""A signer as bytes, kept beside a letter that waits: what a new round needs to write it anew, and nothing else."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

from urgentaction.model.case import Privacy
from urgentaction.model.signer import Consent, Signer

_TEXTS = ("name", "email", "street", "postcode", "city", "country", "language", "pronouns", "about", "message", "id")


def dump(signer: Signer, *, privacy: Privacy, own: bool = False) -> bytes:
    """A signer as bytes. `privacy` is what the letter showed of them at most; `own`: it left as their own mail.

    The street goes only with a letter that shows it.
    """
    shown = signer if privacy is Privacy.FULL else replace(signer, street="")
    told: dict[str, Any] = {name: value for name in _TEXTS if (value := getattr(shown, name))}
    if signer.consent:
        told["consent"] = [signer.consent.case, signer.consent.on.isoformat()]
    if signer.values:
        told["values"] = dict(signer.values)
    return json.dumps({**told, "privacy": privacy.value, "own": own}, ensure_ascii=False).encode()


def load(raw: bytes) -> tuple[Signer, bool]:
    """The signer that `dump` wrote, and whether the letter left as their own mail."""
    told = json.loads(raw)
    case, on = told.get("consent") or ("", "")
    signer = Signer(
        **{name: told[name] for name in _TEXTS if name in told},
        consent=Consent(case=case, on=date.fromisoformat(on)) if case else None,
        privacy=Privacy(told["privacy"]),
        values=told.get("values", {}),
    )
    return signer, told["own"]
