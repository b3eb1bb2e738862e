from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from urgentaction.errors import Fault, Faults, words
from urgentaction.library.reading import parsed, read_text, read_toml

FaultsOf = Callable[[Callable[[], object]], tuple[Fault, ...]]


@pytest.mark.parametrize(
    ("text", "line", "column", "said"),
    [
        ('id = "x"\ntitle = "y\nz = 1', 2, 11, "this text is not closed"),
        ('id = "x', 1, 8, "this text is not closed"),
        ("id = '''x\n\n", 1, 10, "this text is not closed"),
        ("a = [1,\n2", 2, 2, "this list is not closed"),
        ("a = { b = 1\n}", 1, 12, "this table is not closed"),
        ("a\nb = 1", 1, 2, "a key is followed by ="),
        ("a = 1 2", 1, 7, "something follows the value"),
        ("a = 2013-13-01", 1, 9, "something follows the value"),
        ("a = 2013-02-30", 1, 5, "there is no such date"),
        ("a = “x”", 1, 5, "this is no value; texts stand in straight quotes"),
        ("a = yes", 1, 5, "this is no value"),
        ("a = 1\na = 2\n", 2, 6, "this key or table is there twice"),
        ("[a]\n[a]\n", 2, 3, "this key or table is there twice"),
        ("[[a]\n", 1, 4, "the brackets of a table close"),
        ("é = 1", 1, 1, "a key is made of letters"),
        ('a = "\\d"', 1, 8, "a backslash in a text"),
        ('a = "\x01"', 1, 6, "a character that cannot be seen"),
        ("a = " + "9" * 5000, 1, 5005, "Exceeds the limit"),
    ],
)
def test_what_is_not_toml_is_told_with_line_and_column(
    tmp_path: Path, faults_of: FaultsOf, text: str, line: int, column: int, said: str
) -> None:
    path = tmp_path / "case.toml"
    path.write_text(text, encoding="utf-8")
    (fault,) = faults_of(lambda: read_toml(path))
    assert said in str(fault.message)
    assert str(fault.message).startswith("not TOML: ")
    assert (fault.line, fault.column) == (line, column)
    assert fault.path == str(path)


def test_a_backslash_is_explained_with_a_backslash(tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    path.write_text('a = "C:\\x"', encoding="utf-8")
    with pytest.raises(Faults) as caught:
        read_toml(path)
    assert "is written \\\\, or the text" in words(caught.value.faults[0].message).text


def test_a_text_nested_without_end_is_a_fault(tmp_path: Path, faults_of: FaultsOf) -> None:
    path = tmp_path / "case.toml"
    path.write_text("a = " + "[" * 100_000, encoding="utf-8")
    (fault,) = faults_of(lambda: read_toml(path))
    assert fault.message.id == "library.too-deep"


def test_a_file_that_is_not_utf_8_names_its_line(tmp_path: Path, faults_of: FaultsOf) -> None:
    path = tmp_path / "case.toml"
    path.write_bytes('a = 1\nb = "é"'.encode("latin-1"))
    (fault,) = faults_of(lambda: read_toml(path))
    assert (fault.message.id, fault.line) == ("library.not-utf-8", 2)


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    path.write_bytes(b'\xef\xbb\xbfa = 1\r\nb = """x\r\ny"""\r\n')
    assert read_toml(path).data == {"a": 1, "b": "x\ny"}


def test_a_file_of_more_than_a_mebibyte_is_refused_unread(tmp_path: Path, faults_of: FaultsOf) -> None:
    path = tmp_path / "case.toml"
    path.write_bytes(b"#" * ((1 << 20) + 1))
    (fault,) = faults_of(lambda: read_toml(path))
    assert str(fault.message) == "this file is larger than 1 MB; it is no file of letters/"
    path.write_bytes(b"#" * (1 << 20))
    assert read_toml(path).data == {}


def test_a_pipe_is_refused_without_waiting(tmp_path: Path, faults_of: FaultsOf) -> None:
    os.mkfifo(tmp_path / "case.toml")
    (fault,) = faults_of(lambda: read_toml(tmp_path / "case.toml"))
    assert fault.message.id == "library.not-a-file"


def test_a_folder_or_nothing_in_the_place_of_a_file_is_a_fault(tmp_path: Path, faults_of: FaultsOf) -> None:
    assert faults_of(lambda: read_text(tmp_path))[0].message.id == "library.not-a-file"
    assert faults_of(lambda: read_text(tmp_path / "gone"))[0].message.id == "library.file-missing"
    assert faults_of(lambda: read_text(tmp_path / ("x" * 300)))[0].message.id == "library.unreadable"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_a_fault(tmp_path: Path, faults_of: FaultsOf) -> None:
    path = tmp_path / "case.toml"
    path.write_text("a = 1", encoding="utf-8")
    path.chmod(0)
    assert faults_of(lambda: read_toml(path))[0].message.id == "library.file-forbidden"


def test_a_syntax_error_in_a_case_is_told_once_under_the_path_a_person_types(letters: Any, faults_of: FaultsOf) -> None:
    letters.case(("round = 1", "round = "))
    (fault,) = faults_of(lambda: letters.open().case("valley-2026"))
    assert (fault.path, fault.line, fault.column) == ("letters/cases/valley-2026.toml", 3, 9)


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_are_data_or_one_fault(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "any.toml"
    path.write_bytes(raw)
    try:
        read_toml(path)
    except Faults as found:
        (fault,) = found.faults
        assert words(fault.message).text


DEEP = {
    "dotted key": "a." * 300_000 + "a = 1",
    "quoted key": "'é \"'." * 100_000 + "a = 1",
    "header": "[" + "a. " * 300_000 + "a]",
    "lists": "a = " + "[" * 200 + "]" * 200,
    "tables": "a = " + "{ b = " * 100 + "1" + " }" * 100,
}


@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP)
def test_what_nests_without_end_is_refused_before_anybody_walks_through_it(text: str) -> None:
    began = time.monotonic()
    with pytest.raises(Faults) as caught:
        parsed(text, path="x.toml")
    assert caught.value.faults[0].message.id == "library.too-deep"
    assert time.monotonic() - began < 10


def test_what_a_text_says_is_no_key_however_many_stops_are_in_it() -> None:
    text = f'summary.en = "{"A. " * 40}{"…. . . . " * 200}{"a.b " * 500}"\nsources = ["{"x.y, " * 400}"]'
    assert parsed(text, path="x.toml").data["sources"]
