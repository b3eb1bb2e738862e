"""The program in an empty home, with a profile, with an account, with an open case."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from support.ua import Ua
from urgentaction.channels.settings import Settings


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
    """The library that docs/case-files.md tells to copy: an open, invented case and its office.

    Without its question to whoever signs: each answer of a test is to the question that the test is about.
    """
    case, office, *_ = EXAMPLE.findall((ROOT / "docs" / "case-files.md").read_text(encoding="utf-8"))
    case = case.replace(PROMPT, "")
    folder = tmp_path / "my-library"
    for path, text in (("cases/example-2026.toml", case), ("authorities/xx.toml", office)):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


ROOT = Path(__file__).parents[2]

PROMPT = '[letter]\nown_words_prompt.en = "In one sentence: why does this matter to you?"\n'
"""What that case asks whoever signs."""


@pytest.fixture
def full_disk(tmp_path: Path) -> Iterator[Path]:
    """A real file system without room; only root can make one."""
    folder = tmp_path / "full"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=16k,mode=700", "none", str(folder)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("a full disk is a small tmpfs, which only root can mount")
    with (folder / "filler").open("wb", buffering=0) as filler, suppress(OSError):
        while True:
            filler.write(b"x" * 4096)
    yield folder
    subprocess.run(["umount", str(folder)], check=True)
