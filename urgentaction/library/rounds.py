"""The file that says what a case is, and the earlier rounds that are kept beside it (`<id>.rounds/<n>.toml`)."""

from __future__ import annotations

from pathlib import Path

from urgentaction.errors import UsageError
from urgentaction.library import layers
from urgentaction.library.collection import Library
from urgentaction.library.layers import Found, Layer
from urgentaction.library.reading import read_text
from urgentaction.model.case import Case


def case_file(library: Library, id_or_path: str) -> Found:
    """The file of a case: the one that is named, else the strongest layer's.

    Raises:
        UsageError: There is no such case or file.
        Faults: The case has faults.
    """
    case = library.case(id_or_path)
    named = Path(id_or_path)
    if layers.shown(named) == case.path:
        return Found(Layer(layers.shown(named.parent), named.parent), named)
    return next(layers.find(library.layers, "cases", f"{case.id}.toml"))


def weaker_files(library: Library, case: str, path: Path) -> tuple[Found, ...]:
    """The files that other layers have of this case; each restricts it."""
    found = layers.find(library.layers, "cases", f"{case}.toml")
    return tuple(one for one in found if one.path.resolve() != path.resolve())


def kept(library: Library, case: str) -> tuple[int, ...]:
    """The earlier rounds of a case that are kept, the oldest first."""
    names = layers.names(library.layers, "cases", f"{case}.rounds", suffix=".toml")
    return tuple(sorted(int(name) for name in names if name.isascii() and name.isdecimal()))


def kept_round(library: Library, case: str, number: int) -> Case:
    """An earlier round of a case, as its file was.

    Raises:
        UsageError: It is not kept.
        Faults: Its file has faults.
    """
    found = next(layers.find(library.layers, "cases", f"{case}.rounds", f"{number}.toml"), None)
    if found is None:
        raise UsageError("library.no-round", id=case, round=number, kept=kept(library, case) or "–")
    return library.case_from(read_text(found.path), found.path, id_=case)
