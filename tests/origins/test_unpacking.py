"""Archives somebody gave: what a library holds is taken, and nothing else happens."""

from __future__ import annotations

import stat
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from urgentaction.errors import UserError
from urgentaction.origins import unpacking
from urgentaction.origins.unpacking import Unpacked, unpack


def archive(folder: Path, **files: bytes) -> Path:
    path = folder / "letters.zip"
    with zipfile.ZipFile(path, "w") as made:
        for name, data in files.items():
            made.writestr(name, data)
    return path


def taken(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def into(tmp_path: Path) -> Path:
    folder = tmp_path / "into"
    folder.mkdir()
    return folder


@pytest.mark.parametrize("top", ["", "letters/", "repository-main/", "repository-main/letters/"])
def test_a_library_is_found_wherever_it_lies_in_the_archive(tmp_path: Path, into: Path, top: str) -> None:
    wanted = ("cases/a.toml", "cases/a.rounds/1.toml", "authorities/xx.toml", "law/x.toml", "templates/open/en.j2")
    path = archive(tmp_path, **{f"{top}{name}": b"x" for name in wanted})
    assert unpack(path, into) == Unpacked(taken=5, left=0)
    assert taken(into) == set(wanted)


def test_what_no_library_holds_is_left(tmp_path: Path, into: Path) -> None:
    others = (
        *("README.md", "cases/run.py", "cases/.hidden.toml", ".git/config", "templates/layout/letter.typ"),
        *("cases/deep/er/b.toml", "setup.py", "letters.toml"),
    )
    path = archive(tmp_path, **{"cases/a.toml": b"x"}, **dict.fromkeys(others, b"x"))
    assert unpack(path, into) == Unpacked(taken=1, left=len(others))
    assert taken(into) == {"cases/a.toml"}


@pytest.mark.parametrize(
    "name", ["../cases/a.toml", "/cases/a.toml", "cases/../../a.toml", "cases\\a.toml", "C:/cases/a.toml"]
)
def test_a_path_that_leads_out_refuses_the_whole(tmp_path: Path, into: Path, name: str) -> None:
    path = archive(tmp_path, **{"cases/good.toml": b"x", name: b"x"})
    with pytest.raises(UserError) as refused:
        unpack(path, into)
    assert refused.value.message.id == "origins.leads-out"
    assert taken(into) == set()


def test_a_link_is_not_made(tmp_path: Path, into: Path) -> None:
    path = tmp_path / "letters.zip"
    link = zipfile.ZipInfo("cases/passwd.toml")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "w") as made:
        made.writestr(link, "/etc/passwd")
        made.writestr("cases/a.toml", "x")
    unpack(path, into)
    assert taken(into) == {"cases/a.toml"}


def test_a_bomb_is_refused_while_it_is_read(tmp_path: Path, into: Path) -> None:
    path = tmp_path / "letters.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("cases/a.toml", b"\0" * (8 << 20))
    assert path.stat().st_size < 1 << 20
    with pytest.raises(UserError) as refused:
        unpack(path, into)
    assert refused.value.message.id == "origins.too-large"
    assert sum(one.stat().st_size for one in into.rglob("*") if one.is_file()) <= 1 << 20


def test_many_files_are_too_many(tmp_path: Path, into: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "MOST_FILES", 3)
    with pytest.raises(UserError) as refused:
        unpack(archive(tmp_path, **{f"cases/{n}.toml": b"x" for n in range(4)}), into)
    assert refused.value.message.id == "origins.too-many"


def test_all_together_may_be_too_large(tmp_path: Path, into: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "MOST_BYTES", 10)
    with pytest.raises(UserError) as refused:
        unpack(archive(tmp_path, **{f"cases/{n}.toml": b"12345678" for n in range(2)}), into)
    assert refused.value.message.id == "origins.too-large"


def test_an_archive_without_a_library_is_said(tmp_path: Path, into: Path) -> None:
    with pytest.raises(UserError) as refused:
        unpack(archive(tmp_path, **{"holiday/photo.jpg": b"x"}), into)
    assert refused.value.message.id == "origins.no-library"


@given(data=st.binary(max_size=400), at=st.integers(0, 300))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
def test_a_damaged_archive_is_an_error_and_never_a_traceback(tmp_path: Path, data: bytes, at: int) -> None:
    whole = archive(tmp_path, **{"cases/a.toml": b"id = 1\n" * 30, "cases/b.toml": b"x"}).read_bytes()
    path = tmp_path / "damaged.zip"
    path.write_bytes(whole[:at] + data + whole[at + len(data) :])
    into = tmp_path / "damaged"
    into.mkdir(exist_ok=True)
    with suppress(UserError):
        unpack(path, into)
    assert not (tmp_path / "a.toml").exists()
