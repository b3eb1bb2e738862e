"""What somebody may have meant who typed a name that is not there."""

from __future__ import annotations

from collections.abc import Iterable

from urgentaction.errors import Message, message


def near(word: str, known: Iterable[str], *, at_most: int = 3) -> tuple[str, ...]:
    """The known names nearest to a word, the nearest first."""
    from difflib import get_close_matches

    names = {name.casefold(): name for name in known}
    return tuple(names[name] for name in get_close_matches(word.casefold(), names, n=at_most, cutoff=0.6))


def meant(names: Iterable[str]) -> Message | str:
    """`; did you mean "deadline"?`, to follow a fault; empty where nothing is near."""
    first = next(iter(names), "")
    return message("library.did-you-mean", near=first) if first else ""


def meant_by(names: tuple[str, ...]) -> Message | str:
    """` Did you mean a, b?`, to follow a sentence; empty where nothing is near."""
    return message("library.did-you-mean-these", near=names) if names else ""
