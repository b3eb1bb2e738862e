"""What a language does to a person's title in a sentence: la Sra. Haddad, von Herrn Díaz; names stay as they are."""

from __future__ import annotations

import re

from urgentaction.model.case import Gender, Number


def titled(title: str, gender: Gender, number: Number, language: str) -> str:
    """A title as the subject of a sentence: Spanish `la Sra.`, `el Dr.`, `los Sres.`; other languages as it is.

    `don` and `doña` take no article, nor does a title that has one.
    """
    if language != "es" or not title or _WITHOUT.match(title):
        return title
    feminine = gender is Gender.F or (gender is Gender.X and _FEMININE.search(title) is not None)
    if number is Number.MANY:
        return f"{'las' if feminine else 'los'} {title}"
    return f"{'la' if feminine else 'el'} {title}"


def dative(title: str, language: str) -> str:
    """A title as it stands after `von` or `mit`: German `Herrn Dr.` for `Herr Dr.`; every other one as it is."""
    return _HERR.sub("Herrn", title) if language == "de" else title


def is_declined_by_hand(title: str) -> bool:
    """Whether a German title changes in the dative in a way that only the case can say: `die Familie`."""
    return title.startswith(("der ", "die ", "das ", "ein ", "eine "))


_WITHOUT = re.compile(
    r"(?:[Dd]on|[Dd]oña|D\.|D\.ª|D\.a|Dña\.|[Ff]ray|[Ss]or|[Ss]an(?:ta)?|el|la|los|las|un|una)(?= |$)"
)
_FEMININE = re.compile(r"a(?:\.|s\.)?(?: |$)")
_HERR = re.compile(r"\bHerr\b")
