"""What the tests about settings share: a home of its own, and settings written into it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from urgentaction import config
from urgentaction.errors import Faults


@dataclass(frozen=True)
class Home:
    """One person's home; `load` reads the settings in it."""

    folder: Path

    @property
    def environ(self) -> Mapping[str, str]:
        return {"UA_HOME": str(self.folder)}

    @property
    def file(self) -> Path:
        return self.folder / "config.toml"

    @property
    def places(self) -> config.Places:
        return config.places(self.environ)

    def write(self, text: str) -> None:
        self.file.write_text(text, encoding="utf-8")

    def load(self, text: str = "", **more: str) -> config.Config:
        if text:
            self.write(text)
        return config.load(environ={**self.environ, **more})

    def faults(self, text: str) -> dict[str, tuple[int, int, str]]:
        """Line, column and message id of each fault, by key."""
        with pytest.raises(Faults) as caught:
            self.load(text)
        return {fault.key: (fault.line, fault.column, fault.message.id) for fault in caught.value.faults}


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home without settings."""
    return Home(tmp_path)
