"""Libraries that others keep: added, brought up to date, and what happens when one is out of reach."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest

from support.ua import Ua

CASE = "example-2026"
GIT = shutil.which("git")

needs_git = pytest.mark.skipif(GIT is None, reason="no git program here")


def git(folder: Path, *arguments: str) -> None:
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *who, "-C", str(folder), *arguments], check=True, capture_output=True)


@pytest.fixture
def repository(library: Path, tmp_path: Path) -> Path:
    """The example library as a git repository of somebody else's, below a folder `letters`."""
    folder = tmp_path / "theirs"
    shutil.copytree(library, folder / "letters")
    (folder / "README.md").write_text("Ours.\n")
    git(folder, "init", "-q", "-b", "main")
    commit(folder)
    return folder


def commit(folder: Path) -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "A round")


def url(folder: Path) -> str:
    return f"file://{folder}"


def test_a_folder_is_used_where_it_is(me: Ua, library: Path) -> None:
    assert me("library", "add", str(library), "--name", "ours").code == 0
    assert CASE in me("cases").out
    row = next(row for row in json.loads(me("library", "list", "--json").out) if row["name"] == "ours")
    assert (row["kind"], row["source"], row["cases"]) == ("folder", str(library), [CASE])


def test_a_zip_file_is_unpacked_into_ones_own_data(me: Ua, library: Path, tmp_path: Path) -> None:
    path = tmp_path / "Letters 2026.zip"
    with zipfile.ZipFile(path, "w") as made:
        for file in library.rglob("*.toml"):
            made.write(file, f"top/{file.relative_to(library)}")
        made.writestr("top/setup.py", "raise SystemExit")
    ran = me("library", "add", str(path))
    assert ran.code == 0, ran.err
    assert "1 file was left out" in ran.err
    assert CASE in me("cases").out
    assert "letters-2026" in me("library", "list").out


@needs_git
def test_a_repository_is_fetched_and_nothing_of_git_is_kept(me: Ua, repository: Path) -> None:
    ran = me("library", "add", url(repository))
    assert ran.code == 0, ran.err
    assert CASE in me("cases").out
    home = me.home / "data" / "libraries" / "theirs"
    assert {path.suffix for path in home.rglob("*") if path.is_file()} == {".toml"}
    assert stat.S_IMODE(home.stat().st_mode) == 0o700


@needs_git
def test_an_update_brings_the_new_version_at_once(me: Ua, repository: Path) -> None:
    me("library", "add", url(repository))
    case = repository / "letters" / "cases" / f"{CASE}.toml"
    case.write_text(case.read_text(encoding="utf-8").replace("deadline = 2026-12-24", "deadline = 2026-12-01"))
    commit(repository)
    assert me("library", "update").code == 0
    assert json.loads(me("show", CASE, "--json").out)["deadline"] == "2026-12-01"


@needs_git
def test_hooks_filters_and_links_of_a_repository_do_nothing(me: Ua, repository: Path, tmp_path: Path) -> None:
    proof = tmp_path / "ran"
    (repository / ".gitattributes").write_text("*.toml filter=evil\n*.md export-subst\n")
    (repository / "letters" / "cases" / "stolen.toml").symlink_to("/etc/passwd")
    hook = repository / ".git" / "hooks" / "post-checkout"
    hook.write_text(f"#!/bin/sh\ntouch {proof}\n")
    hook.chmod(0o755)
    git(repository, "config", "uploadpack.packObjectsHook", f"touch {proof}")
    commit(repository)
    assert me("library", "add", url(repository)).code == 0
    assert not proof.exists()
    assert "stolen" not in me("cases").out


@pytest.mark.parametrize(
    "source",
    [
        "ext::sh -c touch% /tmp/x",
        "http://example.org/x.git",
        "git://example.org/x",
        "--upload-pack=touch /tmp/x",
        "nowhere",
    ],
)
def test_what_is_no_library_is_refused(me: Ua, source: str) -> None:
    ran = me("library", "add", "--", source)
    assert ran.code == 1
    assert "no folder, no ZIP file" in ran.err


def test_a_password_in_an_address_is_refused_and_not_shown(me: Ua) -> None:
    ran = me("library", "add", "https://me:hunter2@example.org/letters.git")
    assert ran.code == 1
    assert "hunter2" not in ran.err
    assert not (me.home / "data" / "libraries.toml").exists()


def test_a_folder_that_is_no_library_is_refused(me: Ua, tmp_path: Path) -> None:
    assert me("library", "add", str(tmp_path)).code == 1


@needs_git
def test_a_repository_that_is_not_there_leaves_nothing_behind(me: Ua, tmp_path: Path) -> None:
    ran = me("library", "add", url(tmp_path / "gone"))
    assert ran.code == 1
    assert "cannot be reached" in ran.err
    assert me("library", "list", "--json").code == 0
    assert not list((me.home / "data").rglob("version-*"))


def test_a_law_file_with_faults_is_named_when_its_library_is_added(me: Ua, library: Path) -> None:
    (library / "law" / "bad.toml").parent.mkdir(exist_ok=True)
    (library / "law" / "bad.toml").write_text("[x]\n")
    assert "bad.toml" in me("library", "add", str(library), "--name", "ours").err


def test_a_name_is_given_once(me: Ua, library: Path) -> None:
    me("library", "add", str(library), "--name", "ours")
    assert me("library", "add", str(library), "--name", "ours").code == 2
    for name in ("Our Own", "user", "built-in", "../x"):
        assert me("library", "add", str(library), "--name", name).code == 2


def test_a_library_that_is_removed_is_used_no_more(me: Ua, library: Path) -> None:
    me("library", "add", str(library), "--name", "ours")
    assert me("library", "remove", "ours").code == 2
    assert me("library", "remove", "ours", "--yes").code == 0
    assert CASE not in me("cases").out
    assert library.is_dir()
    assert me("library", "remove", "ours", "--yes").code == 2


def test_a_folder_that_went_away_is_said_and_keeps_nothing_else(me: Ua, library: Path) -> None:
    me("library", "add", str(library), "--name", "ours")
    shutil.rmtree(library)
    assert me("cases").code == 0
    assert "not there any more" in me("library", "list").err


@needs_git
def test_a_stop_in_the_library_is_heard_before_anything_leaves(me: Ua, repository: Path) -> None:
    me("library", "add", url(repository))
    case = repository / "letters" / "cases" / f"{CASE}.toml"
    stopped = '\n[status]\nstate = "stopped"\non = 2026-11-24\nwhy.en = "She is free."\nsource = "Stop action"\n'
    case.write_text(case.read_text(encoding="utf-8") + stopped, encoding="utf-8")
    commit(repository)
    me.now += timedelta(hours=2)
    ran = me("send", CASE, "--by", "print", "--yes")
    assert ran.code == 5
    assert "She is free." in ran.err


@needs_git
def test_an_update_says_what_it_brought_a_stop_first(me: Ua, repository: Path) -> None:
    me("library", "add", url(repository))
    assert "Nothing in it has changed." in me("library", "update").err
    case = repository / "letters" / "cases" / f"{CASE}.toml"
    text = case.read_text(encoding="utf-8")
    other = case.with_name("own-2026.toml")
    other.write_text(text.replace(CASE, "own-2026"), encoding="utf-8")
    commit(repository)
    assert "New: own-2026" in me("library", "update").err
    other.unlink()
    stopped = '\n[status]\nstate = "stopped"\non = 2026-11-24\nwhy.en = "She is free."\nsource = "Stop action"\n'
    case.write_text(text + stopped, encoding="utf-8")
    commit(repository)
    said = me("library", "update").err
    assert f"It stops {CASE}" in said
    assert said.index("It stops") < said.index("Not in it any more: own-2026")
    case.write_text(text.replace("issued", "# Looked at.\nissued", 1) + stopped, encoding="utf-8")
    commit(repository)
    assert f"Changed: {CASE}" in me("library", "update").err


@needs_git
def test_a_library_out_of_reach_for_a_day_pauses_its_cases(me: Ua, repository: Path) -> None:
    me("library", "add", url(repository))
    me("send", CASE, "--by", "print", "--queue-only", "--yes")
    repository.rename(repository.with_name("away"))
    me.now += timedelta(hours=23)
    assert me("send", CASE, "--by", "print", "--dry-run").code == 0
    me.now += timedelta(hours=2)
    ran = me("send", CASE, "--by", "print", "--yes")
    assert ran.code == 5
    assert "could not be reached for 25 hours" in ran.err
    assert me("outbox", "run").code == 5
    assert me("outbox", "run", "--offline-ok").code == 0
    assert "1 sent" in me("cases").out


@needs_git
def test_cases_of_other_libraries_go_on(me: Ua, repository: Path, library: Path) -> None:
    me("library", "add", url(repository))
    other = me.home / "data" / "letters"
    shutil.copytree(library, other)
    (other / "cases" / f"{CASE}.toml").rename(other / "cases" / "own-2026.toml")
    text = (other / "cases" / "own-2026.toml").read_text(encoding="utf-8").replace(CASE, "own-2026")
    (other / "cases" / "own-2026.toml").write_text(text, encoding="utf-8")
    for case in (CASE, "own-2026"):
        assert me("send", case, "--by", "print", "--queue-only", "--yes").code == 0
    shutil.rmtree(repository)
    me.now += timedelta(hours=25)
    assert me("outbox", "run").code == 0
    rows = {row["case"]: row["state"] for row in json.loads(me("status", "--json").out)}
    assert rows == {CASE: "queued", "own-2026": "sent"}


def test_a_list_of_libraries_that_cannot_be_read_is_said(me: Ua) -> None:
    (me.home / "data").mkdir(parents=True)
    (me.home / "data" / "libraries.toml").write_text("library = 3\n")
    ran = me("cases")
    assert ran.code == 1
    assert "libraries.toml" in ran.err
    assert os.sep in ran.err


def test_a_fault_in_somebody_elses_entry_leaves_our_own_office_as_it_is(me: Ua, library: Path, tmp_path: Path) -> None:
    own = me.home / "data" / "letters"
    shutil.copytree(library, own)
    theirs = tmp_path / "theirs"
    shutil.copytree(library / "authorities", theirs / "authorities")
    office = theirs / "authorities" / "xx.toml"
    office.write_text(office.read_text(encoding="utf-8").replace("role =", "rol ="), encoding="utf-8")
    added = me("library", "add", str(theirs), "--name", "theirs")
    assert "xx.toml" in added.err
    assert me("draft", CASE).code == 0
    assert "xx.toml" in me("library", "list").err


@needs_git
def test_a_fault_that_an_update_brings_is_left_out_and_a_stop_beside_it_is_heard(me: Ua, repository: Path) -> None:
    me("library", "add", url(repository))
    letters = repository / "letters"
    (letters / "law").mkdir()
    (letters / "law" / "own.toml").write_text("[own-1]\nname = 3\n")
    case = letters / "cases" / f"{CASE}.toml"
    stopped = '\n[status]\nstate = "stopped"\non = 2026-11-24\nwhy.en = "She is free."\nsource = "Stop action"\n'
    case.write_text(case.read_text(encoding="utf-8") + stopped, encoding="utf-8")
    commit(repository)
    ran = me("library", "update")
    assert ran.code == 0
    assert "law/own.toml has faults" in ran.err
    assert me("draft", "ablyazov-2013").code == 0
    assert me("send", CASE, "--by", "print", "--yes").code == 5


def zipped(library: Path, path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as made:
        for file in library.rglob("*.toml"):
            made.write(file, f"top/{file.relative_to(library)}")
    return path


def test_a_zip_file_that_is_still_there_is_read_again_before_a_run(me: Ua, library: Path, tmp_path: Path) -> None:
    path = zipped(library, tmp_path / "letters.zip")
    me("library", "add", str(path))
    case = library / "cases" / f"{CASE}.toml"
    stopped = '\n[status]\nstate = "stopped"\non = 2026-11-24\nwhy.en = "She is free."\nsource = "Stop action"\n'
    case.write_text(case.read_text(encoding="utf-8") + stopped, encoding="utf-8")
    zipped(library, path)
    me.now += timedelta(hours=2)
    ran = me("send", CASE, "--by", "print", "--yes")
    assert ran.code == 5
    assert "She is free." in ran.err


def test_a_zip_file_that_was_given_away_again_pauses_nothing(me: Ua, library: Path, tmp_path: Path) -> None:
    path = zipped(library, tmp_path / "letters.zip")
    me("library", "add", str(path))
    path.unlink()
    me.now += timedelta(hours=48)
    assert me("send", CASE, "--by", "print", "--yes").code == 0


@pytest.mark.parametrize(
    ("hours", "language", "said"),
    [
        (0, "en", "up to date just now"),
        (0, "fr", "à l’instant"),
        (1, "en", "1 hour ago"),
        (1, "fr", "il y a 1 heure"),
        (3, "en", "3 hours ago"),
    ],
)
def test_the_list_says_how_old_a_library_is(
    me: Ua, library: Path, tmp_path: Path, hours: int, language: str, said: str
) -> None:
    me("library", "add", str(zipped(library, tmp_path / "letters.zip")))
    me.now += timedelta(hours=hours, minutes=20)
    me.environ["UA_LANG"] = language
    assert said in me("library", "list").out


def test_a_name_that_is_nearly_that_of_a_library_is_told(me: Ua, library: Path) -> None:
    me("library", "add", str(library), "--name", "coalition")
    for words in (("update", "coaliton"), ("remove", "coaliton", "--yes")):
        ran = me("library", *words)
        assert ran.code == 2
        assert "Did you mean coalition?" in ran.err


def test_folders_and_zip_files_are_brought_up_to_date_by_hand(me: Ua, library: Path, tmp_path: Path) -> None:
    me("library", "add", str(library), "--name", "folder")
    assert "folders are read as they are" in me("library", "update").err
    path = zipped(library, tmp_path / "letters.zip")
    me("library", "add", str(path), "--name", "zip")
    assert "zip is up to date" in me("library", "update").err
    path.write_bytes(b"broken")
    assert me("library", "update", "zip").code == 1
    assert CASE in me("cases").out
