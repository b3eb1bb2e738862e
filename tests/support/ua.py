"""The command line in a world of its own: streams in memory, a clock that stands, a home in a temporary folder."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from urgentaction.cli.app import run
from urgentaction.cli.world import World

NOON = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)
"""A Tuesday, in office hours in Paris."""


class Terminal(io.StringIO):
    """A stream that says it is a terminal, or not."""

    def __init__(self, text: str = "", *, terminal: bool = False) -> None:
        super().__init__(text)
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal


class Typed(Terminal):
    """Standard input, as text and as bytes."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        self.buffer = io.BytesIO(text.encode())


@dataclass
class Keyring:
    """A keyring in memory; without `works` it fails as where there is no desktop."""

    works: bool = False
    kept: dict[tuple[str, str], str] = field(default_factory=dict)

    def get_password(self, service: str, name: str) -> str | None:
        self._check()
        return self.kept.get((service, name))

    def set_password(self, service: str, name: str, password: str) -> None:
        self._check()
        self.kept[service, name] = password

    def delete_password(self, service: str, name: str) -> None:
        self._check()
        del self.kept[service, name]

    def _check(self) -> None:
        if not self.works:
            raise RuntimeError("No recommended backend was available.")


@dataclass
class Ran:
    """What one command line did."""

    code: int
    out: str
    err: str


@dataclass
class Ua:
    """Runs command lines in one home; `answers` are what a person types, and make it a terminal."""

    home: Path
    now: datetime = NOON
    environ: dict[str, str] = field(default_factory=dict)
    opened: list[str] = field(default_factory=list)
    can_open: bool = True
    clipped: list[str] = field(default_factory=list)
    can_clip: bool = True
    secrets: Iterator[str] = field(default_factory=lambda: iter(()))
    change: Callable[[World], World] = lambda world: world
    keyring: Keyring = field(default_factory=Keyring)

    def __call__(self, *arguments: str, answers: Sequence[str] | None = None, stdin: str = "") -> Ran:
        typed = "".join(f"{answer}\n" for answer in answers or ())
        out, err = Terminal(), Terminal()
        world = World(
            environ={"UA_HOME": str(self.home), "LANG": "en_GB.UTF-8", "PATH": "/usr/bin:/bin", **self.environ},
            stdin=Typed(typed or stdin),
            stdout=out,
            stderr=err,
            terminal=answers is not None,
            clock=lambda: self.now,
            open_url=self._open,
            clip=self._clip,
            secret_prompt=lambda _prompt: next(self.secrets),
            cwd=self.home,
            keyring=lambda: self.keyring,
            pause=self._pause,
        )
        code = run(list(arguments), self.change(world))
        return Ran(code, out.getvalue(), err.getvalue())

    def _pause(self, until: datetime, _stop: Callable[[], bool]) -> None:
        """Nobody waits in a test: the clock is moved."""
        self.now = max(self.now, until)

    def _clip(self, text: str) -> bool:
        self.clipped.append(text)
        return self.can_clip

    def _open(self, url: str) -> bool:
        self.opened.append(url)
        return self.can_open
