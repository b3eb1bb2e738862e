"""The words of print-and-mail: none is missing, and none is left over."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

PACKAGE = Path(str(files("urgentaction")))
SOURCES = "".join(
    path.read_text(encoding="utf-8") for path in [*PACKAGE.glob("http*.py"), *(PACKAGE / "channels/post").glob("*.py")]
)


@pytest.mark.parametrize("room", ["http", "post", "pingen", "keyed", "lob", "mysendingbox"])
def test_every_message_is_used(room: str) -> None:
    text = (PACKAGE / "words" / "en" / f"{room}.toml").read_text(encoding="utf-8")
    used = re.findall(rf'"{room}\.([a-z-]+)', SOURCES)
    begun = tuple(name for name in used if name.endswith("-"))  # an f-string: `post.service-{service}`
    assert [entry for entry in tomllib.loads(text) if entry not in used and not entry.startswith(begun or "?")] == []
