"""Specimen letters: an invented case of each kind about one person, several and a group, in each language."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from urgentaction import compose, library
from urgentaction.library import Library
from urgentaction.library.layers import Layer
from urgentaction.model.letter import Letter
from urgentaction.model.signer import Signer

FOLDER = Path(__file__).parent
TEMPLATES = FOLDER.parents[1] / "letters" / "templates"
ON = date(2026, 11, 24)

CASES = tuple(sorted(path.stem for path in (FOLDER / "cases").glob("*.toml")))
KINDS = tuple(sorted(path.name for path in TEMPLATES.iterdir() if path.name not in {"_base", "layout"}))
NUMBERS = ("one", "several", "group")


@cache
def shelf() -> Library:
    """The specimens above the program's own library."""
    return library.open_library([Layer("specimens", FOLDER), library.built_in()])


def languages(kind: str) -> tuple[str, ...]:
    """Those the program has a template of this kind in."""
    return tuple(sorted(path.stem for path in (TEMPLATES / kind).glob("*.j2")))


def specimen(id_: str, language: str, signer: Signer, own_words: str = "") -> Letter:
    """The letter of a specimen case to its target."""
    case = shelf().case(id_)
    composer = compose.prepare(
        case,
        shelf().authority(case.targets[0].authority),
        language,
        ON,
        laws=shelf().laws(),
        templates=shelf().templates(case.kind, language),
    )
    return composer.letter(signer, own_words=own_words)
