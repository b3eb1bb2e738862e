"""The text of an authority file with entries changed and added, the directory named, and nothing that does not load."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Final

from urgentaction.directory import EXPORT, LICENCE, PATERNITY
from urgentaction.errors import Fault, Faults, UserError
from urgentaction.library import editing
from urgentaction.library.editing import Changes, Editable
from urgentaction.library.entries import authority_entries, stray_problems
from urgentaction.library.loading import gather, load_authority
from urgentaction.library.positions import KeyPath
from urgentaction.library.problems import faults_of
from urgentaction.library.reading import LARGEST, TomlFile

HEAD: Final = "# Offices that I write to: ua authority show ID\n"
_LINE = re.compile(rf"^# {re.escape(PATERNITY)}, .*$", re.MULTILINE)


def attribution(file: str, on: date) -> str:
    """What whoever uses the directory must say: whose it is, its long address, the file's name and date."""
    return f"{PATERNITY}, {LICENCE}: {EXPORT} – {file}, {on.isoformat()}"


def opened(path: Path) -> Editable:
    """The user's own file, or the beginning of one.

    Raises:
        Faults: It cannot be read.
        UserError: It could not be written back as it is.
    """
    return editing.editable(path) if path.exists() else Editable(path, HEAD)


def written(
    file: Editable,
    changes: Mapping[KeyPath, Changes],
    additions: Sequence[tuple[KeyPath, Mapping[str, Any]]],
    *,
    said: str,
    country: str,
) -> bytes:
    """The file's new bytes; where nothing changes, the same.

    Raises:
        UserError: The file is laid out so that it cannot be changed safely, or would be too large to be read again.
        Faults: An entry would not load.
    """
    if not changes and not additions:
        return file.encoded(file.text)
    text = editing.edited(file, changes)
    for path, entry in additions:
        text = editing.added(replace(file, text=text), path, entry)
    text = _named(text, said)
    if len(text.encode()) > LARGEST:
        raise UserError("directory.too-large", path=str(file.path), megabytes=LARGEST >> 20)
    _refuse_faulty(text, file.path, country)
    return file.encoded(text)


def _named(text: str, said: str) -> str:
    """The file with one line that names the directory, below the comments it begins with."""
    line = f"# {said}"
    if _LINE.search(text):
        new = _LINE.sub(lambda _: line, text, count=1)
    else:
        head = re.match(r"(?:#.*\n)*", text)
        at = head.end() if head else 0
        new = f"{text[:at]}{line}\n{text[at:]}"
    return new if tomllib.loads(new) == tomllib.loads(text) else text


def _refuse_faulty(text: str, path: Path, country: str) -> None:
    file = TomlFile(str(path), text, tomllib.loads(text))
    calls = [partial(load_authority, entry, library="") for entry in authority_entries(file, country)]
    found: Sequence[Fault] = [*faults_of(file, stray_problems(file)), *gather(calls)[1]]
    if found:
        # The lines are those of a text that nobody will see.
        raise Faults([replace(fault, line=0, column=0) for fault in found])
