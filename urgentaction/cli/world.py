"""What the program touches outside itself: streams, clock, environment, editor, browser; tests hand in their own."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TextIO

if TYPE_CHECKING:
    from urgentaction.credentials import Keyring
    from urgentaction.pace import Pace


LONGEST_PAUSE = timedelta(minutes=1)
"""A run that waits looks at the queue anew so often: another process may have changed it."""

STEP = 0.25
"""Seconds between two looks whether a pause is over or broken off; a laptop that wakes up is late by no more."""


def _pause(until: datetime, stop: Callable[[], bool]) -> None:
    """Wait, not for ever: until the time has come, somebody says stop, or a minute is over."""
    end = min(until, datetime.now(UTC) + LONGEST_PAUSE)
    while datetime.now(UTC) < end and not stop():
        time.sleep(STEP)


def _system_keyring() -> Keyring:
    """The keyring of the desktop; found only when a secret is needed."""
    from urgentaction.credentials import system_keyring

    return system_keyring()


@dataclass(frozen=True, kw_only=True)
class World:
    """One run's surroundings. `libraries` are the folders that `--library` names; `pace` is only ever set by tests.

    `terminal` says whether somebody sits there to be asked; `clock` gives UTC; `pause` waits until an instant at most.
    """

    environ: Mapping[str, str]
    stdin: TextIO
    stdout: TextIO
    stderr: TextIO
    terminal: bool
    clock: Callable[[], datetime]
    open_url: Callable[[str], bool]
    secret_prompt: Callable[[str], str]
    libraries: tuple[Path, ...] = ()
    pace: Pace | None = None
    spoken: str = ""
    cwd: Path = field(default_factory=Path.cwd)
    keyring: Callable[[], Keyring] = _system_keyring
    pause: Callable[[datetime, Callable[[], bool]], None] = _pause

    @property
    def language(self) -> str:
        """The language of prompts: the configured one, else UA_LANG, else the locale's, else English."""
        names = ("UA_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
        wanted = self.spoken or next((value for name in names if (value := self.environ.get(name))), "")
        return "fr" if wanted.lower().startswith("fr") else "en"

    @property
    def data_in(self) -> BinaryIO:
        """Standard input as bytes."""
        return self.stdin.buffer

    def colours(self, out: TextIO) -> bool:
        """Whether words on this stream may be coloured."""
        return out.isatty() and not self.environ.get("NO_COLOR") and self.environ.get("TERM") != "dumb"


def system() -> World:
    """The real surroundings."""
    return World(
        environ=os.environ,
        stdin=sys.stdin,
        stdout=sys.stdout,
        stderr=sys.stderr,
        terminal=sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty(),
        clock=lambda: datetime.now(UTC),
        open_url=_open_url,
        secret_prompt=_ask_secret,
    )


def _open_url(url: str) -> bool:
    """Open a page, a file or a mail window; False where nothing can (`webbrowser` says so, launchers do not)."""
    import webbrowser

    if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return False
    return webbrowser.open(url)


def _ask_secret(prompt: str) -> str:
    import getpass

    return getpass.getpass(prompt, stream=sys.stderr)
