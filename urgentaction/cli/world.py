"""What the program touches outside itself: streams, clock, environment, editor, browser; tests hand in their own."""

from __future__ import annotations

import io
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


def _clip(text: str) -> bool:
    """Put a text on the clipboard; False where nothing here can."""
    from urgentaction.cli.clipboard import put

    return put(text)


@dataclass(frozen=True, kw_only=True)
class World:
    """One run's surroundings. `libraries` are the folders that `--library` names; `pace` is only ever set by tests.

    `terminal` says whether somebody sits there to be asked; `clock` gives UTC; `pause` waits until an instant at most.
    `offline_ok`: cases go on although a library that keeps them is out of reach.
    `hosts`, only ever set by tests, stand in for those of companies that print and mail and of the
    directory (`dila`), by the name of each.
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
    hosts: Mapping[str, str] = field(default_factory=dict)
    spoken: str = ""
    offline_ok: bool = False
    cwd: Path = field(default_factory=Path.cwd)
    clip: Callable[[str], bool] = _clip
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
    stdin, stdout, stderr = (_stream(stream) for stream in _standard())
    return World(
        environ=os.environ,
        stdin=stdin,
        stdout=stdout,
        stderr=stderr,
        terminal=stdin.isatty() and stderr.isatty(),
        cwd=_here(),
        clock=lambda: datetime.now(UTC),
        open_url=_open_url,
        secret_prompt=_ask_secret,
    )


def _standard() -> tuple[TextIO | None, TextIO | None, TextIO | None]:
    return sys.stdin, sys.stdout, sys.stderr


def _stream(stream: TextIO | None) -> TextIO:
    """A standard stream that can say a letter: UTF-8 where nobody reads along, and nowhere where it is closed."""
    if stream is None:
        return io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    if isinstance(stream, io.TextIOWrapper) and (stream.encoding or "").lower().replace("-", "") != "utf8":
        if stream.isatty():
            stream.reconfigure(errors="replace")
        else:
            stream.reconfigure(encoding="utf-8")
    return stream


def _here() -> Path:
    """The working folder; the home folder where somebody removed it under our feet."""
    try:
        return Path.cwd()
    except FileNotFoundError:
        return Path.home()


def _open_url(url: str) -> bool:
    """Open a page, a file or a mail window; False where nothing can (`webbrowser` says so, launchers do not)."""
    import webbrowser

    if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return False
    return webbrowser.open(url)


def _ask_secret(prompt: str) -> str:
    """Ask without showing what is typed. Ctrl-C and Ctrl-D end the question, also while a run only notes a Ctrl-C."""
    import getpass
    import signal
    import threading

    main = threading.current_thread() is threading.main_thread()
    before = signal.signal(signal.SIGINT, signal.default_int_handler) if main else None
    try:
        return getpass.getpass(prompt, stream=sys.stderr)
    except EOFError:
        raise KeyboardInterrupt from None
    finally:
        if main:
            signal.signal(signal.SIGINT, before)
