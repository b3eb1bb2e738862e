"""What the file of a case leaves open: questions that stand above its faults where it does not load for them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from urgentaction import errors
from urgentaction.cli import show as screen
from urgentaction.library import layers

if TYPE_CHECKING:
    from urgentaction.cli.wiring import Desk
    from urgentaction.library.gaps import Gap


@contextmanager
def told(desk: Desk, name: str, *, quiet: bool = False) -> Iterator[None]:
    """Whoever meets the faults of a case meets its open questions first, and what to type once they are answered."""
    try:
        yield
    except errors.Faults:
        found = [] if quiet else gaps(desk, name)
        for gap in found:
            screen.say(desk.world, "intake.gap-open", key=gap.key, question=question(gap), style="yellow")
        if found:
            screen.say(desk.world, "intake.gaps-next", path=layers.shown(_file(desk, name)), case=name)
        raise


def gaps(desk: Desk, name: str) -> list[Gap]:
    """The open questions of a case, by its id or its path, whether or not it loads."""
    from urgentaction.library import gaps
    from urgentaction.library.reading import read_text

    path = _file(desk, name)
    return list(gaps.gaps(read_text(path))) if path.is_file() else []


def question(gap: Gap) -> errors.Message | str:
    """What is asked, for whoever reads it in their own language; as it stands in the file where somebody worded it."""
    key = f"intake.gap-{gap.key.replace('[]', '').replace('.', '-').replace('_', '-')}"
    spoken = re.search(r"\b(?:title|summary)\.([a-z]{2})\b", gap.question)
    asked = errors.message(key, lang=spoken[1] if spoken else "")
    try:
        ours = [errors.words(asked, language).text for language in errors.LANGUAGES]
    except KeyError:
        return gap.question
    return asked if _same(gap.question) in map(_same, ours) else gap.question


def _same(text: str) -> str:
    return " ".join(text.split())


def _file(desk: Desk, name: str) -> Path:
    if name.endswith(".toml") or "/" in name:
        return Path(name)
    return next((found.path for found in layers.find(desk.library.layers, "cases", f"{name}.toml")), Path(name))
