"""The list of libraries while several programs use it, and a disk that takes no more."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from urgentaction import origins
from urgentaction.errors import UserError
from urgentaction.origins import Kind, Origin

NOW = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)


def origin(data: Path, name: str) -> Origin:
    return Origin(
        name=name, kind=Kind.GIT, source="https://example.org/x", root=origins.folder_of(data, name), updated=NOW
    )


def test_a_library_that_is_updated_is_noted_and_one_let_go_of_meanwhile_stays_gone(tmp_path: Path) -> None:
    for name in ("one", "two"):
        origins.noted(tmp_path, origin(tmp_path, name))
    origins.forgotten(tmp_path, "one")
    later = NOW + timedelta(hours=1)
    for name in ("one", "two"):
        origins.touched(tmp_path, name, later)
    assert [(one.name, one.updated) for one in origins.known(tmp_path)] == [("two", later)]


@pytest.mark.parametrize(
    ("name", "said"),
    [("x", "files.no-folder"), ("x" * 300, "files.name-too-long")],
    ids=["a file is there", "too long"],
)
def test_a_disk_that_takes_nothing_is_told_in_words_so_that_a_run_goes_on(tmp_path: Path, name: str, said: str) -> None:
    archive = tmp_path / "theirs.zip"
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("cases/x.toml", "schema = 1")
    if said == "files.no-folder":
        (tmp_path / "libraries").touch()
    with pytest.raises(UserError) as caught:
        origins.fetch(Kind.ZIP, str(archive), tmp_path / "libraries" / name / "current")
    assert caught.value.message.id == said


@pytest.mark.parametrize("source", ["ssh://me:hunter2@example.org/x.git", "https://hunter2@example.org/x.git"])
def test_a_password_in_an_address_is_refused_and_not_shown(source: str) -> None:
    with pytest.raises(UserError) as caught:
        origins.kind_of(source)
    assert caught.value.message.id == "origins.secret"
    assert "hunter2" not in str(caught.value)


def test_a_user_without_a_password_is_no_secret() -> None:
    assert origins.kind_of("ssh://git@example.org/x.git") is Kind.GIT


NOTING = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from urgentaction import origins
data, who = Path(sys.argv[1]), sys.argv[2]
for n in range(12):
    name = f"{who}-{n}"
    root = origins.folder_of(data, name)
    now = datetime(2026, 11, 24, tzinfo=UTC)
    origins.noted(data, origins.Origin(name=name, kind=origins.Kind.GIT, source="https://example.org/x", root=root, updated=now))
    origins.touched(data, "ours", now)
"""


def test_a_time_that_is_a_number_of_thousands_of_digits_is_told(tmp_path: Path) -> None:
    row = f'[[library]]\nname = "x"\nkind = "git"\nsource = "s"\nupdated = 0x{"f" * 5_000}\n'
    (tmp_path / "libraries.toml").write_text(row, encoding="utf-8")
    with pytest.raises(UserError) as caught:
        origins.known(tmp_path)
    assert caught.value.message.values["reason"] == "updated"


def test_two_programs_that_note_libraries_at_once_lose_none(tmp_path: Path) -> None:
    origins.noted(tmp_path, origin(tmp_path, "ours"))
    environ = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    both = [subprocess.Popen([sys.executable, "-c", NOTING, str(tmp_path), who], env=environ) for who in ("a", "b")]
    assert [one.wait(60) for one in both] == [0, 0]
    assert len(origins.known(tmp_path)) == 25


@pytest.mark.parametrize(
    "text", ["library = 7", "[[library]]\nname = 1", "a = 0x" + "f" * 5_000, "x." * 300_000 + "y = 1", "\ud800"]
)
def test_a_list_that_is_none_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "libraries.toml").write_bytes(text.encode("utf-8", "surrogatepass"))
    with suppress(UserError):
        assert origins.known(tmp_path) == ()
