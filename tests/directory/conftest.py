"""A directory on this machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from typing import Any

import pytest

from support.dila import Directory


@pytest.fixture
def serving() -> Iterator[Callable[..., Directory]]:
    """Open a directory with these records; it is closed after the test."""
    with ExitStack() as open_:

        def _serving(*records: dict[str, Any]) -> Directory:
            return open_.enter_context(closing(Directory(*records)))

        yield _serving
