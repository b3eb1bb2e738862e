"""Folders laid out like `letters/`: which there are, what lies in them, and that nothing reaches out of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from urgentaction.errors import Fault, Faults, UserError, message


@dataclass(frozen=True)
class Layer:
    """One such folder. `built_in` is ours; `added` came from somebody else and may not change anyone's contact data."""

    name: str
    root: Path
    built_in: bool = False
    added: bool = False


@dataclass(frozen=True)
class Found:
    """A file in a layer."""

    layer: Layer
    path: Path


def built_in() -> Layer:
    """Our own `letters/`: inside the wheel, or beside the package in a checkout."""
    package = Path(__file__).parent.parent
    packaged = package / "letters"
    return Layer("built-in", packaged if packaged.is_dir() else package.parent / "letters", built_in=True)


def find(layers: Sequence[Layer], *parts: str) -> Iterator[Found]:
    """The file of this name in each layer that has it, the strongest layer first.

    Raises:
        UserError: A folder may not be read.
        Faults: A link leads out of its layer.
    """
    for layer in layers:
        path = layer.root.joinpath(*parts)
        if is_there(path):
            yield Found(layer, _inside(layer, path))


def names(layers: Sequence[Layer], *folder: str, suffix: str = "") -> tuple[str, ...]:
    """What lies in a folder of any layer, sorted: files with this suffix (cut off), or folders where there is none.

    Raises:
        UserError: A folder may not be read.
    """
    found: set[str] = set()
    for layer in layers:
        found.update(_names(layer.root.joinpath(*folder), suffix))
    return tuple(sorted(found))


def shown(path: Path) -> str:
    """A path as a person would type it: relative where it lies below the folder they are in."""
    try:
        return str(path.absolute().relative_to(Path.cwd()))
    except (ValueError, OSError):  # elsewhere; or the current folder is gone
        return str(path)


def is_there(path: Path) -> bool:
    """Whether a file, a folder or a link has this name.

    Raises:
        UserError: The folder may not be read.
    """
    try:
        return path.exists() or path.is_symlink()
    except OSError as problem:
        raise _unreadable(path.parent, problem) from problem


def _names(folder: Path, suffix: str) -> list[str]:
    try:
        entries = [entry.name for entry in folder.iterdir() if suffix or entry.is_dir()]
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as problem:
        raise _unreadable(folder, problem) from problem
    return [name.removesuffix(suffix) for name in entries if name.endswith(suffix) and not name.startswith(".")]


def _inside(layer: Layer, path: Path) -> Path:
    """Refuse links out of a layer: an added library could show, or mail, a private file of the person who added it."""
    try:
        real = path.resolve()
    except (OSError, RuntimeError) as problem:  # RuntimeError: links in a circle
        raise _outside(layer, path) from problem
    if not real.is_relative_to(layer.root.resolve()):
        raise _outside(layer, path)
    return path


def _outside(layer: Layer, path: Path) -> Faults:
    return Faults([Fault(message("library.outside", layer=layer.name), path=shown(path))])


def _unreadable(folder: Path, problem: OSError) -> UserError:
    return UserError("library.unreadable-folder", path=shown(folder), reason=problem.strerror or str(problem))
