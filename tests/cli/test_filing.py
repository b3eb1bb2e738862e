"""Letters of a list as files: names one can foretell, that tell nobody who asked for less; nobody's work is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from support.ua import Ua

CASE = "ablyazov-2013"
HEAD = "name;street;postcode;city;country;consent;case;privacy;message\n"
STEM = "ablyazov-2013_fr-aix-procureur-general_fr"
Sheet = Callable[..., str]


def row(name: str, *, privacy: str = "", consent: str = "2026-11-20", message: str = "") -> str:
    return f"{name};1 rue X;69001;Lyon;FR;{consent};{CASE};{privacy};{message}\n"


@pytest.fixture
def sheet(tmp_path: Path) -> Sheet:
    def write(*rows: str, name: str = "signers.csv") -> str:
        (tmp_path / name).write_text(HEAD + "".join(rows), encoding="utf-8")
        return str(tmp_path / name)

    return write


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_for_each_signer_says_line_and_name(ua: Ua, sheet: Sheet, tmp_path: Path) -> None:
    path = sheet(row("Élise Lefèvre-Dubois"), row("", consent=""), row("Łukasz O'Neill"))
    ran = ua("draft", CASE, "--signers", path, "-f", "txt", "-o", str(tmp_path / "out"))
    assert ran.code == 0, ran.err
    assert names(tmp_path / "out") == [f"{STEM}_0002_elise-lefevre-dubois.txt", f"{STEM}_0004_ukasz-o-neill.txt"]
    assert "2 letters" in ran.err
    assert all(file.stat().st_mode & 0o777 == 0o600 for file in (tmp_path / "out").iterdir())


@pytest.mark.parametrize("privacy", ["initials-town", "name-only"])
def test_with_less_privacy_the_name_of_the_file_tells_nobody(
    ua: Ua, sheet: Sheet, tmp_path: Path, privacy: str
) -> None:
    ran = ua("draft", CASE, "--signers", sheet(row("Ada Byron", privacy=privacy)), "-o", str(tmp_path / "out"))
    assert ran.code == 0, ran.err
    assert names(tmp_path / "out") == [f"{STEM}_0002.txt"]


def test_a_file_for_each_office_too(ua: Ua, sheet: Sheet, tmp_path: Path) -> None:
    offices = ("--to", "procureur", "--to", "premier ministre")
    ran = ua(
        "draft", CASE, "--signers", sheet(row("A B"), row("C D")), *offices, "-f", "pdf", "-o", str(tmp_path / "o")
    )
    assert ran.code == 0, ran.err
    assert len(names(tmp_path / "o")) == 4
    assert all(file.read_bytes().startswith(b"%PDF-") for file in (tmp_path / "o").iterdir())


def test_the_same_command_again_changes_nothing(ua: Ua, sheet: Sheet, tmp_path: Path) -> None:
    command = ("draft", CASE, "--signers", sheet(row("A B")), "-f", "pdf", "-o", str(tmp_path / "out"))
    ua(*command)
    (file,) = (tmp_path / "out").iterdir()
    before = file.stat().st_mtime_ns
    assert ua(*command).code == 0
    assert file.stat().st_mtime_ns == before


def test_a_letter_that_is_there_is_not_written_over(ua: Ua, sheet: Sheet, tmp_path: Path) -> None:
    out = tmp_path / "out"
    ua("draft", CASE, "--signers", sheet(row("A B"), row("C D")), "-o", str(out))
    ran = ua("draft", CASE, "--signers", sheet(row("A B", message="J'ai vécu là-bas."), row("C D")), "-o", str(out))
    assert ran.code == 1
    assert f"{STEM}_0002_a-b.txt" in ran.err
    assert "vécu" not in (out / f"{STEM}_0002_a-b.txt").read_text()
    again = sheet(row("A B", message="J'ai vécu là-bas."), row("C D"))
    assert ua("draft", CASE, "--signers", again, "-o", str(out), "--force").code == 0
    assert "vécu" in (out / f"{STEM}_0002_a-b.txt").read_text()


@pytest.mark.parametrize("force", [False, True])
def test_nobody_elses_letter_is_ever_written_over(ua: Ua, sheet: Sheet, tmp_path: Path, force: bool) -> None:
    """Where the name tells nobody, --force puts the letter beside the other one."""
    out = tmp_path / "out"
    for person in ("Ada Byron", "Mary Somerville"):
        first = sheet(row(person, privacy="name-only"), name=f"{person[:3]}.csv")
        ran = ua("draft", CASE, "--signers", first, "-o", str(out), *(["--force"] if force else []))
    assert (ran.code, "stays as it is" in ran.err) == ((0, False) if force else (1, True))
    assert "Ada Byron" in (out / f"{STEM}_0002.txt").read_text()
    assert ("Mary Somerville" in "".join(path.read_text() for path in out.iterdir())) == force


def test_names_cannot_leave_the_folder(ua: Ua, sheet: Sheet, tmp_path: Path) -> None:
    path = sheet(row("../../etc/passwd Smith"), row("~root"), row("CON"), row("a" * 90), row("Анна Ким"))
    ran = ua("draft", CASE, "--signers", path, "-o", str(tmp_path / "deep" / "out"))
    assert ran.code == 0, ran.err
    assert [name.removeprefix(STEM) for name in names(tmp_path / "deep" / "out")] == [
        "_0002_etc-passwd-smith.txt",
        "_0003_root.txt",
        "_0004_con.txt",
        f"_0005_{'a' * 40}.txt",
        "_0006.txt",
    ]
    assert names(tmp_path / "deep") == ["out"]


def test_strict_writes_nothing_where_a_row_cannot_sign(ua: Ua, sheet: Sheet, tmp_path: Path) -> None:
    path = sheet(row("A B"), row("C D", consent=""))
    ran = ua("draft", CASE, "--signers", path, "-o", str(tmp_path / "out"), "--strict")
    assert ran.code == 3
    assert "line 3" in ran.err
    assert not (tmp_path / "out").exists()
    assert ua("draft", CASE, "--signers", sheet(row("A B")), "-o", str(tmp_path / "out"), "--strict").code == 0


def test_a_list_from_standard_input_can_be_strict(ua: Ua, tmp_path: Path) -> None:
    command = ("draft", CASE, "--signers", "-", "-o", str(tmp_path / "out"), "--strict")
    assert ua(*command, stdin=HEAD + row("A B", consent="")).code == 3
    assert ua(*command, stdin=HEAD + row("A B")).code == 0
    assert len(names(tmp_path / "out")) == 1


def test_a_page_that_cannot_be_made_keeps_back_no_other(ua: Ua, sheet: Sheet, tmp_path: Path) -> None:
    path = sheet(row("A \U00013000 B"), row("C D"))
    ran = ua("draft", CASE, "--signers", path, "-f", "pdf", "-o", str(tmp_path / "out"))
    assert ran.code == 1
    assert "line 2" in ran.err
    assert len(names(tmp_path / "out")) == 1


def test_many_letters_are_no_single_file(ua: Ua, sheet: Sheet, tmp_path: Path) -> None:
    path = sheet(row("A B"), row("C D"))
    ran = ua("draft", CASE, "--signers", path, "-o", str(tmp_path / "letter.pdf"))
    assert ran.code == 2
    assert "folder" in ran.err
    assert ua("draft", CASE, "--signers", path, "-f", "pdf", "-o", "-").code == 2


def test_letters_as_text_are_one_stream(ua: Ua, sheet: Sheet) -> None:
    ran = ua("draft", CASE, "--signers", sheet(row("Ada Byron"), row("Mary Somerville")), "-f", "txt", "-o", "-")
    assert ran.code == 0
    assert ran.out.index("Ada Byron") < ran.out.index("Mary Somerville")


def test_letters_are_shown_one_after_the_other(ua: Ua, sheet: Sheet) -> None:
    ran = ua("draft", CASE, "--signers", sheet(row("Ada Byron"), row("Mary Somerville")))
    assert ran.code == 0
    assert ran.out.index("Ada Byron") < ran.out.index("Mary Somerville")


def test_a_list_is_not_edited_letter_by_letter(ua: Ua, sheet: Sheet) -> None:
    ran = ua("draft", CASE, "--signers", sheet(row("A B")), "--edit")
    assert ran.code == 2
    assert "--say" in ran.err
