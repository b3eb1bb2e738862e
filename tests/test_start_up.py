"""Starting is cheap: help loads nothing that only sending or typesetting needs."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = (
    "httpx",
    "keyring",
    "typst",
    "babel",
    "smtplib",
    "jinja2",
    "pydantic_core._x",
    "email_validator",
    "sqlite3",
    "tomlkit",
)

PROGRAM = """
import sys
from urgentaction.cli.app import run
code = run({arguments!r})
loaded = sorted(set({heavy!r}) & set(sys.modules))
print(code, *loaded, file=sys.stderr)
"""


@pytest.mark.parametrize("arguments", [["--help"], ["draft", "--help"], ["outbox", "--help"], ["--version"]])
def test_help_loads_nothing_heavy(arguments: list[str]) -> None:
    program = PROGRAM.format(arguments=arguments, heavy=HEAVY)
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert ran.stderr.splitlines()[-1] == "0"


def test_help_shows_the_three_groups() -> None:
    ran = subprocess.run([sys.executable, "-m", "urgentaction", "--help"], capture_output=True, text=True, check=False)
    for group in ("Write a letter", "Campaign day", "Keep things true"):
        assert group in ran.stdout
