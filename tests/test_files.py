"""Files are written whole or not at all, for their owner only."""

from __future__ import annotations

import errno
import os
import resource
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from urgentaction import errors, files


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_file_and_the_folders_made_for_it_are_the_owners_only(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "letter.txt"
    files.write_whole(path, b"words")
    assert path.read_bytes() == b"words"
    assert (mode(path), mode(path.parent), mode(path.parent.parent)) == (0o600, 0o700, 0o700)


def test_a_file_that_is_there_stays(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("mine")
    with pytest.raises(errors.UserError) as refused:
        files.write_whole(path, b"other")
    assert refused.value.message.id == "files.exists"
    assert path.read_text() == "mine"
    files.write_whole(path, b"other", overwrite=True)
    assert path.read_text() == "other"


def test_nothing_else_is_left_behind(tmp_path: Path) -> None:
    files.write_whole(tmp_path / "a", b"x")
    with pytest.raises(errors.UserError):
        files.write_whole(tmp_path / "a", b"y")
    assert [one.name for one in tmp_path.iterdir()] == ["a"]


FULL = """
import resource, sys
from pathlib import Path
from urgentaction import errors, files
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
import signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
try:
    files.write_whole(Path(sys.argv[1]), b"x" * 100_000)
except errors.UserError as error:
    print(error.message.id)
"""


def test_a_write_that_fails_half_way_leaves_no_file(tmp_path: Path) -> None:
    assert resource.RLIMIT_FSIZE is not None
    path = tmp_path / "letter.pdf"
    ran = subprocess.run([sys.executable, "-c", FULL, str(path)], capture_output=True, text=True, check=False)
    assert ran.stdout.strip().startswith("files."), ran.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("number", "entry"),
    [
        (errno.ENOSPC, "files.disk-full"),
        (errno.EDQUOT, "files.disk-full"),
        (errno.EACCES, "files.no-permission"),
        (errno.EROFS, "files.no-permission"),
        (errno.ENAMETOOLONG, "files.name-too-long"),
        (errno.EIO, "files.failed"),
    ],
)
def test_each_failure_says_what_to_do(number: int, entry: str) -> None:
    told = files.told(OSError(number, os.strerror(number)), Path("letter.pdf"))
    assert told.message.id == entry
    assert "letter.pdf" in str(told)
    assert errors.words(told.message, "fr").hint


def test_a_folder_in_the_place_of_the_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(errors.UserError) as refused:
        files.write_whole(tmp_path, b"")
    assert refused.value.message.id == "files.is-folder"


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(errors.UserError) as refused:
        files.write_whole(tmp_path / "file" / "letter.txt", b"")
    assert refused.value.message.id == "files.no-folder"
