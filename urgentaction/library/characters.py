"""Which characters no text may hold, because a reader cannot see them or they turn what follows around."""

from __future__ import annotations

import unicodedata

_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""They reorder what is read: a letter could show something else than it holds. The marks U+200E, U+200F may stay."""

_KINDS = frozenset({"Cc", "Cs", "Co", "Zl", "Zp"})
"""Control, surrogate, private use, line and paragraph separator."""


def forbidden(character: str) -> bool:
    """Whether a text may not hold it."""
    if " " <= character <= "~":
        return False
    hidden = character == "\ufeff" or "\U000e0000" <= character <= "\U000e007f"
    return hidden or character in _BIDI or unicodedata.category(character) in _KINDS


def named(character: str) -> str:
    """How to show one that cannot be seen: `U+202E (RIGHT-TO-LEFT OVERRIDE)`."""
    name = unicodedata.name(character, "")
    return f"U+{ord(character):04X} ({name})" if name else f"U+{ord(character):04X}"
