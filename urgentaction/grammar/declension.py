"""What a language declines in how a person is named; of a name itself only the case knows its forms."""

from __future__ import annotations

import re


def dative(title: str, language: str) -> str:
    """A title as it stands after `von` or `mit`: German `Herrn Dr.` for `Herr Dr.`; every other one as it is."""
    return _HERR.sub("Herrn", title) if language == "de" else title


_HERR = re.compile(r"\bHerr\b")
