"""A template file and the text in it; compose renders it, library finds it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Template:
    """A letter template: its name (`extradition/fr.j2`), its source text, and the path shown in errors."""

    name: str
    text: str
    path: str
