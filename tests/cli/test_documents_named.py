"""What is named where a document or a case is wanted, and is none: said as what it is, with what to type."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from support.ua import Ua


def zipped() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("letters/notes.txt", "notes")
    return data.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("x.zip", zipped(), "Documents of this format are not read: ZIP."),
        ("noise.pdf", b"\x01\x02\x00\xfe" * 300, "its first bytes are 01 02 00 fe"),
    ],
)
def test_what_is_no_document_is_told_as_what_it_is(
    me: Ua, tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(content)
    ran = me("case", "import", str(tmp_path / name), "--yes")
    assert ran.code == 1
    assert said in ran.err
    assert "PDF, HTML, DOCX, EML" in ran.err


def test_a_folder_is_told_as_one(me: Ua, tmp_path: Path) -> None:
    ran = me("case", "import", str(tmp_path), "--yes")
    assert ran.code == 2
    assert f"{tmp_path} is a folder." in ran.err


def test_a_text_that_is_not_there_is_said_to_be_missing(me: Ua, tmp_path: Path) -> None:
    ran = me("check", str(tmp_path / "nothing.txt"))
    assert ran.code == 2
    assert f"There is no file {tmp_path / 'nothing.txt'}." in ran.err


def test_a_file_that_is_no_case_file_is_not_compared_as_one(me: Ua, tmp_path: Path) -> None:
    path = tmp_path / "act1.txt"
    path.write_text("UA 1/26", encoding="utf-8")
    ran = me("case", "diff", str(path), "ablyazov-2013")
    assert ran.code == 2
    assert "is a file, but no case file" in ran.err


ACTION = """\
UA 12/26 Fear for safety

FRANCE    Odette Vanderlinden (f)

She has been held in the harbour barracks since 12 November, and she has not seen a lawyer of her choice.
According to her family, the guards told her that she would be there for a year.
"""


@pytest.mark.parametrize(("lang", "said"), [("de", True), ("en", False)])
def test_a_document_that_is_read_as_of_another_language_than_it_looks_is_remarked(
    me: Ua, tmp_path: Path, lang: str, *, said: bool
) -> None:
    path = tmp_path / "action.txt"
    path.write_text(ACTION, encoding="utf-8")
    assert ("It looks like English" in me("case", "import", str(path), "--lang", lang, "--explain").err) == said


def test_what_a_value_is_is_said_in_french_to_who_reads_french(me: Ua, tmp_path: Path) -> None:
    path = tmp_path / "action.txt"
    path.write_text(ACTION, encoding="utf-8")
    me.environ["UA_LANG"] = "fr"
    ran = me("case", "import", str(path), "--explain")
    assert "titre " in ran.out
    assert "title" not in ran.out
    assert '"key": "title"' in me("case", "import", str(path), "--explain", "--json").out
