"""The library while letters leave: what a file says now, without reading every file for every letter."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from urgentaction import library

if TYPE_CHECKING:
    from urgentaction.library import Acceptance, Layer, Library
    from urgentaction.model.authority import Authority
    from urgentaction.model.case import Case

LOOK = 1.0
"""Seconds between two looks at the files: so long may it take until a stop that a person writes is heard."""

_Stamps = frozenset[tuple[str, int, int, int]]


@dataclass
class Shelf:
    """Cases and offices as their files are, looked at once a second at most and read again when one has changed.

    For any number of threads. A file that cannot be read raises each time it is asked for, until it is mended.
    `accepted` stays as it was when the run began.
    """

    layers: Sequence[Layer]
    ticks: Callable[[], float] = time.monotonic
    accepted: Sequence[Acceptance] = ()
    _library: Library | None = None
    _cases: dict[str, Case] = field(default_factory=dict)
    _stamps: _Stamps = frozenset()
    _looked: float = 0.0
    _lock: Lock = field(default_factory=Lock)

    def ask(self, case: str, authority: str) -> tuple[Case, Authority]:
        """The case and the office with these ids.

        Raises:
            UserError: One is not there, or its file cannot be read or has faults.
        """
        with self._lock:
            fresh = self._fresh()
            if case not in self._cases:
                self._cases[case] = fresh.case(case)
            return self._cases[case], fresh.authority(authority)

    def again(self) -> None:
        """Look at the files at once when next asked: somebody knows that they may have changed."""
        with self._lock:
            self._looked = -LOOK

    def _fresh(self) -> Library:
        at = self.ticks()
        if self._library is not None and self._looked >= 0 and at - self._looked < LOOK:
            return self._library
        # Stamped before they are read: what changes meanwhile has another stamp at the next look.
        stamps = _stamps(self.layers)
        if self._library is None or stamps != self._stamps:
            self._library = library.open_library(self.layers, self.accepted)
            self._cases.clear()
            self._stamps = stamps
        self._looked = at
        return self._library


def _stamps(layers: Sequence[Layer]) -> _Stamps:
    """What tells one state of a library's files from another; a file that comes or goes counts too."""
    return frozenset(_stamp(path) for layer in layers for path in Path(layer.root).rglob("*.toml"))


def _stamp(path: Path) -> tuple[str, int, int, int]:
    try:
        found = path.stat()
    except OSError:
        return str(path), 0, 0, 0
    return str(path), found.st_mtime_ns, found.st_size, found.st_ino
