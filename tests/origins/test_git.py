"""Repositories that somebody made to do harm: bounded in time and size, and nothing of git goes on afterwards."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from urgentaction import origins
from urgentaction.errors import UserError
from urgentaction.origins import Kind, fetching

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
WHO = {
    "GIT_AUTHOR_NAME": "x",
    "GIT_AUTHOR_EMAIL": "x@example.org",
    "GIT_COMMITTER_NAME": "x",
    "GIT_COMMITTER_EMAIL": "x@example.org",
}


def git(folder: Path, *arguments: str, said: bytes = b"") -> str:
    ran = subprocess.run(
        ["git", "-C", str(folder), *arguments], input=said, capture_output=True, check=True, env={**os.environ, **WHO}
    )
    return ran.stdout.decode().strip()


def refusal(source: str, tmp_path: Path) -> UserError:
    with pytest.raises(UserError) as caught:
        origins.fetch(Kind.GIT, source, tmp_path / "libraries" / "x" / "current")
    assert not list((tmp_path / "libraries" / "x").iterdir())
    return caught.value


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    folder = tmp_path / "theirs.git"
    subprocess.run(["git", "init", "--quiet", "--bare", str(folder)], check=True)
    return folder


def commit(bare: Path, tree: str) -> None:
    git(bare, "update-ref", "HEAD", git(bare, "commit-tree", tree, "-m", "x"))


@pytest.mark.parametrize(("depth", "reason"), [(3, "origins.too-many"), (6, "origins.too-large")])
def test_a_small_repository_that_unpacks_without_end_is_refused(
    bare: Path, tmp_path: Path, depth: int, reason: str
) -> None:
    blob = git(bare, "hash-object", "-w", "--stdin", said=os.urandom(100_000))
    tree = git(bare, "mktree", said="".join(f"100644 blob {blob}\tf{n}.toml\n" for n in range(20)).encode())
    for _ in range(depth):
        tree = git(bare, "mktree", said="".join(f"040000 tree {tree}\td{n}\n" for n in range(20)).encode())
    commit(bare, tree)
    began = time.monotonic()
    assert refusal(f"file://{bare}", tmp_path).message.id == reason
    assert time.monotonic() - began < 30


def test_links_submodules_and_attributes_come_to_nothing(bare: Path, tmp_path: Path) -> None:
    case = git(bare, "hash-object", "-w", "--stdin", said=b"schema = 1\n")
    link = git(bare, "hash-object", "-w", "--stdin", said=b"/etc/passwd")
    modules = git(
        bare,
        "hash-object",
        "-w",
        "--stdin",
        said=b'[submodule "x"]\npath = sub\nurl = ext::touch x\nupdate = !touch x\n',
    )
    cases = git(bare, "mktree", said=f"100644 blob {case}\ta.toml\n120000 blob {link}\tpasswd.toml\n".encode())
    tree = git(
        bare,
        "mktree",
        said=f"100644 blob {modules}\t.gitmodules\n040000 tree {cases}\tcases\n160000 commit {'1' * 40}\tsub\n".encode(),
    )
    commit(bare, tree)
    link_to = tmp_path / "libraries" / "x" / "current"
    origins.fetch(Kind.GIT, f"file://{bare}", link_to)
    assert [str(path.relative_to(link_to)) for path in link_to.rglob("*") if path.is_file()] == ["cases/a.toml"]


@pytest.mark.parametrize(
    "source", ["ssh://-oProxyCommand=touch%20{proof}/x", "ssh://x/-oProxyCommand=y", "-oProxyCommand=x@host:/x"]
)
def test_an_option_in_the_place_of_a_host_is_none(source: str, tmp_path: Path) -> None:
    proof = tmp_path / "ran"
    with pytest.raises(UserError):
        origins.fetch(
            origins.kind_of(source.format(proof=proof)), source.format(proof=proof), tmp_path / "x" / "current"
        )
    assert not proof.exists()


def test_what_git_started_ends_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A transport that waits for ever, as ssh does for a host that says nothing."""
    held = tmp_path / "held"
    os.mkfifo(held)
    reader = os.open(held, os.O_RDONLY | os.O_NONBLOCK)
    programs = tmp_path / "bin"
    programs.mkdir()
    ssh = programs / "ssh"
    ssh.write_text(f"#!/bin/sh\nexec 9>{held}\necho x >&9\nsleep 600\n", encoding="utf-8")
    ssh.chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}:{os.environ['PATH']}")
    monkeypatch.setattr(fetching, "PATIENCE", 2.0)
    assert refusal("git@example.org:x.git", tmp_path).message.id == "origins.unreachable"
    os.set_blocking(reader, True)
    assert os.read(reader, 9) == b"x\n"
    assert os.read(reader, 9) == b""  # comes only when whoever held it is gone
    os.close(reader)
