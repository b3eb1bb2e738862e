"""Streams that are closed, full or not UTF-8 never make a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


def ua(tmp_path: Path, command: str, **environ: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        ["/bin/sh", "-c", command.replace("ua ", f"{sys.executable} -m urgentaction ")],
        cwd=tmp_path,
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(tmp_path),
            "UA_HOME": str(tmp_path / "ua"),
            "PYTHONPATH": str(Path(__file__).parents[2]),
            **environ,
        },
        capture_output=True,
        check=False,
    )


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "utf-8"])
def test_a_letter_is_utf_8_whatever_the_locale_says(tmp_path: Path, encoding: str) -> None:
    ran = ua(tmp_path, "ua draft ablyazov-2013 --to aix > letter.txt", PYTHONIOENCODING=encoding)
    assert ran.returncode == 0, ran.stderr
    assert "Procureur général" in (tmp_path / "letter.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "command",
    [
        "ua cases > /dev/full",
        "ua draft ablyazov-2013 -f pdf -o - > /dev/full",
        "ua cases >&-",
        "ua draft ablyazov-2013 >&-",
        "ua cases | head -0",
        "mkdir gone && cd gone && rmdir ../gone && ua cases",
        'EDITOR="nano -x \'unbal" ua draft ablyazov-2013 --edit',
        "ua outbox purge --yes --days 9999999",
        "ua log --limit 99999999999999999999",
    ],
)
def test_no_stream_and_no_number_makes_a_traceback(tmp_path: Path, command: str) -> None:
    ran = ua(tmp_path, command)
    assert b"Traceback" not in ran.stderr + ran.stdout, ran.stderr.decode()
