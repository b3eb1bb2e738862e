"""The command line in a world of its own: streams in memory, a clock that stands, a home in a temporary folder."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from urgentaction.channels.settings import Settings
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
    secrets: Iterator[str] = field(default_factory=lambda: iter(()))
    change: Callable[[World], World] = lambda world: world
    keyring: Keyring = field(default_factory=Keyring)

    def __call__(self, *arguments: str, answers: Sequence[str] | None = None, stdin: str = "") -> Ran:
        typed = "".join(f"{answer}\n" for answer in answers or ())
        out, err = Terminal(), Terminal()
        world = World(
            environ={"UA_HOME": str(self.home), "LANG": "en_GB.UTF-8", "PATH": "/usr/bin:/bin", **self.environ},
            stdin=Terminal(typed or stdin),
            stdout=out,
            stderr=err,
            terminal=answers is not None,
            clock=lambda: self.now,
            open_url=self._open,
            secret_prompt=lambda _prompt: next(self.secrets),
            cwd=self.home,
            keyring=lambda: self.keyring,
        )
        code = run(list(arguments), self.change(world))
        return Ran(code, out.getvalue(), err.getvalue())

    def _open(self, url: str) -> bool:
        self.opened.append(url)
        return self.can_open


@pytest.fixture
def ua(tmp_path: Path) -> Ua:
    """The program in an empty home, at noon on a working day."""
    home = tmp_path / "home"
    home.mkdir()
    return Ua(home)


@pytest.fixture
def me(ua: Ua) -> Ua:
    """The program with a profile set up."""
    (ua.home / "config.toml").write_text(ME, encoding="utf-8")
    (ua.home / "config.toml").chmod(0o600)
    return ua


ME = """\
[me]
name = "Élise Lefèvre-Dubois"
email = "elise@example.org"
street = "12, rue de la République"
postcode = "69002"
city = "Lyon"
country = "FR"
language = "fr"
"""


ACCOUNT = """
[email]
host = "{host}"
port = {port}
security = "{security}"
user = "{user}"
auth = "{auth}"
ca_file = "{ca_file}"
timeout = 5
"""


@pytest.fixture
def account(me: Ua) -> Callable[[Settings], Ua]:
    """Give the profile an account on a test server; its password is in the environment."""

    def _account(settings: Settings) -> Ua:
        file = me.home / "config.toml"
        text = ACCOUNT.format(
            host=settings.host,
            port=settings.port,
            security=settings.security.value,
            user=settings.user or "elise@example.org",
            auth=settings.auth.value,
            ca_file=settings.ca_file,
        )
        file.write_text(ME + text, encoding="utf-8")
        me.environ["UA_EMAIL_PASSWORD"] = PASSWORD
        return me

    return _account


PASSWORD = "correct horse battery staple"

EXAMPLE = re.compile(r"^```toml\n(.*?)^```", re.MULTILINE | re.DOTALL)


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """The library that docs/case-files.md tells to copy: an open, invented case and its office."""
    case, office = EXAMPLE.findall((ROOT / "docs" / "case-files.md").read_text(encoding="utf-8"))
    folder = tmp_path / "my-library"
    for path, text in (("cases/example-2026.toml", case), ("authorities/xx.toml", office)):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


ROOT = Path(__file__).parents[2]

__all__ = ["NOON", "Ran", "Ua", "replace"]
