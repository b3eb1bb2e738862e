"""A day as a person types it, wherever an option takes one."""

from __future__ import annotations

from datetime import date


def day(text: str, language: str) -> date | None:
    """`2026-11-24`, `24 November 2026`, `24 nov. 2026`; figures that can be read in two ways are none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        from urgentaction.intake import answers

        return answers.day(text.strip(), language)
