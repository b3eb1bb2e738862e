"""Bytes of a sheet become its lines, whatever program saved it."""

from __future__ import annotations

import errno
import io
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from urgentaction import signers
from urgentaction.errors import UserError
from urgentaction.signers.text import lines

TEXT = "name;city\nÉlise Lefèvre;Évian\nJosé Muñoz;Cádiz"


def _lines(data: bytes) -> list[str]:
    return list(lines(io.BytesIO(data)))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.encode(),
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.encode("cp1252"),
        lambda text: text.encode("utf-16"),
        lambda text: b"\xfe\xff" + text.encode("utf-16-be"),
        lambda text: text.encode("utf-16-le"),
        lambda text: text.encode("utf-16-be"),
    ],
    ids=["utf-8", "utf-8 with bom", "windows-1252", "utf-16 le bom", "utf-16 be bom", "utf-16 le", "utf-16 be"],
)
def test_each_encoding_and_each_line_end_gives_the_same_lines(encode: Callable[[str], bytes], end: str) -> None:
    assert _lines(encode(TEXT.replace("\n", end))) == [f"{line}\n" for line in TEXT.split("\n")]


def test_lines_are_whole_wherever_the_blocks_end() -> None:
    line = "é" * 70 + "\r\n"
    data = (line * 3000).encode()
    assert _lines(data) == [line.replace("\r\n", "\n")] * 3000
    assert _lines(("a" * 65535 + "\r\nb").encode()) == ["a" * 65535 + "\n", "b\n"]


def test_a_stream_that_gives_little_at_a_time_is_read_whole() -> None:
    class Pipe(io.RawIOBase):
        def __init__(self, data: bytes) -> None:
            self._left = data

        def readable(self) -> bool:
            return True

        def read(self, _size: int = -1) -> bytes:
            given, self._left = self._left[:3], self._left[3:]
            return given

    found = list(lines(Pipe(TEXT.encode("utf-16"))))  # type: ignore[arg-type]  # what sys.stdin.buffer may be
    assert "".join(found) == TEXT + "\n"


def test_a_broken_byte_in_a_file_that_says_it_is_utf_8_is_damage() -> None:
    assert _lines(b"\xef\xbb\xbfname\nRen\xe9\n") == ["name\n", "Ren\ufffd\n"]


@pytest.mark.parametrize(
    ("data", "id_", "kind"),
    [
        (b"PK\x03\x04\x14\x00\x06\x00[Content_Types].xml", "spreadsheet", ".xlsx"),
        (b"PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "spreadsheet", ".ods"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "spreadsheet", ".xls"),
        (b"%PDF-1.7", "not-text", None),
        (b"\x89PNG\r\n\x1a\n", "not-text", None),
        (b"name\0\0\0\x01;city", "not-text", None),
    ],
)
def test_another_kind_of_file_is_named(data: bytes, id_: str, kind: str | None) -> None:
    with pytest.raises(UserError) as caught:
        _lines(data)
    assert caught.value.message.id == f"signers.{id_}"
    assert caught.value.message.values.get("kind") == kind


def test_a_line_without_end_is_refused_before_it_fills_the_memory() -> None:
    with pytest.raises(UserError) as caught:
        _lines(b"name\n" + b"x" * 3_000_000)
    assert (caught.value.message.id, caught.value.message.values["line"]) == ("signers.long-line", 2)


def test_a_disk_that_fails_is_told() -> None:
    class Broken(io.BytesIO):
        def read(self, _size: int | None = -1) -> bytes:
            raise OSError(errno.EIO, "Input/output error")

    with pytest.raises(UserError) as caught:
        list(lines(Broken()))
    assert caught.value.message.id == "signers.unreadable"
    assert "Input/output error" in str(caught.value)


@pytest.mark.parametrize(
    ("make", "id_"),
    [
        (lambda folder: folder / "missing.csv", "no-file"),
        (lambda folder: folder, "is-folder"),
        (lambda folder: folder / "a\0b", "unreadable"),
        (lambda _: Path("/dev/null/x.csv"), "unreadable"),
    ],
)
def test_a_path_that_cannot_be_read_is_named(make: Callable[[Path], Path], id_: str, tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        signers.read(make(tmp_path), case="ex", consent_for="ex", today=date(2026, 11, 24))
    assert caught.value.message.id == f"signers.{id_}"


def test_memory_does_not_grow_with_the_rows() -> None:
    small, large = _peak(2_000), _peak(20_000)
    assert large < small + 300_000


class _Endless(io.RawIOBase):
    """A sheet that is written while it is read."""

    def __init__(self, rows: int) -> None:
        self._rows = self._written(rows)

    @staticmethod
    def _written(rows: int) -> Iterator[bytes]:
        yield b"name;email;city;postcode;consent\n"
        for row in range(rows):
            yield f"Élise Lefèvre {row};e{row}@example.org;Lyon;{row:05};2026-11-24\n".encode()

    def read(self, _size: int = -1) -> bytes:
        return next(self._rows, b"")


def _peak(rows: int) -> int:
    stream: Any = _Endless(rows)
    tracemalloc.start()
    try:
        for row in signers.read(stream, case="ex", consent_for="ex", today=date(2026, 11, 24)):
            assert row.signer
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
