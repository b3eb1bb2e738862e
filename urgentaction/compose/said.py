"""A text of a case, a law or an office in the language of the letter."""

from __future__ import annotations

from urgentaction import errors
from urgentaction.model.case import Text


def said(by_language: Text, language: str, *, where: str) -> str:
    """One text in the letter's language.

    Raises:
        UserError: It is not there.
    """
    if language not in by_language:
        raise errors.UsageError("compose.no-text", where=where, language=language, known=sorted(by_language))
    return by_language[language]
