"""The name of a language in a message."""

from __future__ import annotations

from urgentaction.errors import Message, message

NAMED = frozenset({"ar", "de", "en", "es", "fa", "fr", "it", "pl", "pt", "ru", "tr", "uk", "zh"})
"""Languages that the catalogue has a name for (`library.language-fr`)."""


def language_name(code: str) -> Message | str:
    """A language's name; its code where the catalogue has none."""
    return message(f"library.language-{code}") if code in NAMED else code
