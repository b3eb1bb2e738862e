"""Fixtures for all tests: see `support`."""

from __future__ import annotations

import pytest

pytest_plugins = ["support.databases", "support.mail", "support.desks"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """`make golden` writes the golden letters anew."""
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew, to be read aloud")
