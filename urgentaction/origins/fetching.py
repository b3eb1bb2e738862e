"""Bring a library here from a git repository or a ZIP file, as a new version that takes the old one's place at once."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from urgentaction import files
from urgentaction.errors import Faults, UserError
from urgentaction.library import Layer, built_in, open_library
from urgentaction.library.layers import shown
from urgentaction.origins.listed import Kind
from urgentaction.origins.unpacking import MOST_BYTES, MOST_FILES, Unpacked, unpack

PATIENCE = 60.0
"""Seconds that git may take; a library is small, and people wait."""

_LOOK = 0.1
_LIMITED = ("/bin/sh", "-c", 'ulimit -v 2000000 2>/dev/null; exec "$@"', "sh")
"""What stands before git: two gigabytes of memory, where the system keeps such a limit (not on macOS)."""

_URL = re.compile(r"(?:https|ssh|file)://\S+|[\w.-]+@[\w.-]+:\S+")
_QUIET: Mapping[str, str] = {
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_SSH_COMMAND": "ssh -oBatchMode=yes",
    # Nothing of the user's git is wanted: no hook, no filter, no other transport than these.
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_ALLOW_PROTOCOL": "https:ssh:file",
    "GIT_TEMPLATE_DIR": "",
    "LC_ALL": "C",
}


def kind_of(source: str) -> Kind:
    """What a source is: a folder that is a library, a ZIP file, or a git repository (a URL, or a bare one on disk).

    Raises:
        UserError: It is none of these (http and git are not asked: they cannot tell a stranger from whoever was
            meant); a password stands in the URL, which would be written into a file.
    """
    path = Path(source).expanduser()
    if re.match(r"https://[^/]*@|ssh://[^/]*:[^/]*@", source):
        raise UserError("origins.secret", source=_bare(source))
    if _URL.fullmatch(source) or (path.is_dir() and (path / "HEAD").is_file() and (path / "objects").is_dir()):
        return Kind.GIT
    if path.is_dir():
        return Kind.FOLDER
    if path.is_file():
        return Kind.ZIP
    raise UserError("origins.nothing", source=source)


def fetch(kind: Kind, source: str, link: Path) -> Unpacked:
    """Bring a library here; `link` then leads to its new version. Nothing is executed, nothing of git is kept.

    Raises:
        UserError: It cannot be reached, is too large, holds no library, or the disk is full; the version that is there
            stays.
    """
    try:
        return _fetched(kind, source, link)
    except OSError as problem:
        raise files.told(problem, link.parent) from problem


def _fetched(kind: Kind, source: str, link: Path) -> Unpacked:
    home = link.parent
    files.folder(home)
    version = Path(tempfile.mkdtemp(prefix="version-", dir=home))
    try:
        if kind is Kind.GIT:
            with tempfile.TemporaryDirectory(prefix="ua-git-") as work:
                done = unpack(_archive(source, Path(work)), version)
        else:
            done = unpack(Path(source).expanduser(), version)
        done = replace(done, faulty=_without_faults(version))
        _turn(link, version)
    except BaseException:
        shutil.rmtree(version, ignore_errors=True)
        raise
    _clear(home, keep={version.name})
    return done


def _without_faults(version: Path) -> tuple[str, ...]:
    """Leave out offices, law and forms with faults, which would be in the way of everybody's letters; gives them.

    A case with faults stays: it keeps only its own letters back, and a stop may be in it.
    """
    fetched = open_library([Layer("fetched", version, added=True), built_in()])
    gone: list[str] = []
    for read in (fetched.authorities, fetched.laws):
        try:
            read()
        except Faults as found:
            gone += [name for fault in found.faults if (name := _left_out(version, Path(fault.path)))]
    return tuple(dict.fromkeys(gone))


def _left_out(version: Path, path: Path) -> str:
    try:
        name = path.resolve().relative_to(version.resolve())
    except ValueError:  # a file of ours
        return ""
    if name.parts[0] not in {"authorities", "law", "forms"}:
        return ""
    path.unlink(missing_ok=True)
    return str(name)


def _archive(source: str, work: Path) -> Path:
    """The newest state of a repository as a ZIP file: nothing is checked out, so no filter and no hook can run."""
    clone, names, archive = work / "clone", work / "names", work / "fetched.zip"
    _git(["clone", "--bare", "--depth=1", "--no-tags", "--quiet", "--", source, str(clone)], source, watched=work)
    # Counted before anything is made of it: a small repository may name one folder a million times.
    _git(["-C", str(clone), "ls-tree", "-r", "-t", "-z", "--name-only", "HEAD"], source, watched=work, said=names)
    if names.read_bytes().count(b"\0") > MOST_FILES:
        raise UserError("origins.too-many", path=_bare(source), limit=MOST_FILES)
    _git(["-C", str(clone), "archive", "--format=zip", f"--output={archive}", "HEAD"], source, watched=work)
    return archive


def _git(arguments: Iterable[str], source: str, *, watched: Path, said: Path = Path(os.devnull)) -> None:
    """Let git do something, within its limits; what it answers is written to `said`."""
    git = shutil.which("git")
    if git is None:
        raise UserError("origins.no-git")
    keep = {name: os.environ[name] for name in ("PATH", "HOME", "SSH_AUTH_SOCK") if name in os.environ}
    command = [*_LIMITED, git, "-c", "core.hooksPath=/dev/null", "-c", "gc.auto=0", *arguments]
    with (
        tempfile.TemporaryFile() as complaint,
        said.open("wb") as answer,
        subprocess.Popen(  # noqa: S603 - a list, and `--` before what was typed
            command,
            stdin=subprocess.DEVNULL,
            stdout=answer,
            stderr=complaint,
            env={**keep, **_QUIET},
            start_new_session=True,
        ) as running,
    ):
        try:
            _watch(running, watched, source)
        finally:
            _end(running)
        if running.returncode:
            complaint.seek(0)
            raise UserError("origins.unreachable", source=_bare(source), reason=_last(complaint.read(10_000)))


def _end(running: subprocess.Popen[bytes]) -> None:
    """End git with everything it started: its transport, and ssh, would go on by themselves."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(running.pid, signal.SIGKILL)


def _watch(running: subprocess.Popen[bytes], folder: Path, source: str) -> None:
    """Wait for git; stop it when it takes too long or brings too much."""
    ends = time.monotonic() + PATIENCE
    while True:
        with suppress(subprocess.TimeoutExpired):
            running.wait(_LOOK)
            return
        if time.monotonic() > ends:
            raise UserError("origins.unreachable", source=_bare(source), reason=f"{PATIENCE:.0f} s")
        if _size(folder) > MOST_BYTES:
            raise UserError("origins.too-large", path=_bare(source), name="")


def _size(folder: Path) -> int:
    total = 0
    for path in folder.rglob("*"):
        with suppress(OSError):  # git moves its own files while we look
            total += path.stat().st_size
    return total


def _bare(source: str) -> str:
    """A URL without what may be a password in it."""
    return re.sub(r"(?<=://)[^/@\s]*@", "", source)


def _last(said: bytes) -> str:
    lines = [line for line in said.decode(errors="replace").splitlines() if line.strip()]
    return _bare(lines[-1].strip()[:200]) if lines else "git"


def _turn(link: Path, version: Path) -> None:
    new = link.with_name(f".{secrets.token_hex(4)}")
    try:
        new.symlink_to(version.name)
        new.replace(link)
    except OSError as problem:
        new.unlink(missing_ok=True)
        raise UserError("origins.unreadable", path=shown(link), reason=problem.strerror or str(problem)) from problem


def _clear(home: Path, *, keep: set[str]) -> None:
    """Take older versions away but the one before this: a run may be reading it."""
    old = sorted((path for path in home.glob("version-*") if path.name not in keep), key=lambda p: p.stat().st_mtime)
    for path in old[:-1]:
        shutil.rmtree(path, ignore_errors=True)
