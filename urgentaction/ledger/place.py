"""Where a ledger file may live: on a disk of this machine, private, and in no folder that a program copies about."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from urgentaction.errors import UserError

NETWORK = frozenset(
    {
        *("nfs", "nfs4", "cifs", "smb2", "smb3", "smbfs", "afpfs", "ncpfs", "webdav", "davfs", "davfs2", "9p"),
        *("afs", "ceph", "glusterfs", "lustre", "gfs2", "ocfs2", "beegfs"),
    }
)
"""File systems on which SQLite cannot rely on locks or shared memory (sqlite.org/wal.html, howtocorrupt.html §2.1)."""

LOCAL_FUSE = frozenset({"fuse.gocryptfs", "fuse.encfs", "fuse.cryfs", "fuse.securefs", "fuse.fuse-overlayfs"})
"""FUSE file systems that only stand before the local disk: they encrypt a folder of it, or are a container's root."""

SYNCED = re.compile(
    r"Dropbox( \(.*\))?|OneDrive\b.*|iCloud ?Drive|Mobile Documents|com~apple~CloudDocs|CloudStorage|Nextcloud\d*"
    r"|ownCloud|Google ?Drive|My Drive|pCloud ?Drive|MEGA(sync)?|Box( Sync)?|kDrive|Tresorit|Seafile|Sync(thing)?"
)
"""Names that the folders of synchronising programs have by default."""

MARKERS = (".dropbox", ".dropbox.cache", ".stfolder", ".nextcloudsync.log", ".owncloudsync.log", ".sync_exclude.lst")
"""Files that such programs leave in the folders they copy."""


def check(path: Path, mounts: Callable[[], Mapping[str, str]]) -> None:
    """Refuse a place where the ledger could be damaged or copied behind our back.

    Raises:
        UserError: `ledger.network-folder` or `ledger.synced-folder`.
    """
    real = path.resolve()
    kind = filesystem(real, mounts())
    if is_remote(kind):
        raise UserError("ledger.network-folder", path=str(path), kind=kind)
    found = synced(real)
    if found:
        raise UserError("ledger.synced-folder", path=str(path), folder=str(found))


def is_remote(kind: str) -> bool:
    """Whether a kind of file system is a network one, or a FUSE one that is not known to be local."""
    return kind in NETWORK or (kind.startswith(("fuse.", "macfuse", "osxfuse")) and kind not in LOCAL_FUSE)


def synced(path: Path) -> Path | None:
    """The synchronised folder that a path lies in, as far as its names and marker files tell."""
    for folder in path.parents:
        if SYNCED.fullmatch(folder.name) or any((folder / marker).exists() for marker in MARKERS):
            return folder
    return None


def filesystem(path: Path, mounts: Mapping[str, str]) -> str:
    """The kind of the file system that a path lies on: that of its longest mount point; empty when none is known."""
    points = [str(folder) for folder in (path, *path.parents)]
    return next((mounts[point] for point in points if point in mounts), "")


def mount_table(platform: str = sys.platform) -> Mapping[str, str]:
    """The mounted file systems of this machine: kind by mount point; empty where the system does not tell."""
    try:
        if platform.startswith("linux"):
            return parse_linux(Path("/proc/self/mounts").read_text(encoding="utf-8", errors="surrogateescape"))
        listed = subprocess.run(["/sbin/mount"], capture_output=True, text=True, timeout=5, check=True)
        return parse_bsd(listed.stdout)
    except (OSError, subprocess.SubprocessError):
        return {}


def parse_linux(text: str) -> Mapping[str, str]:
    """Read `/proc/self/mounts`, where a space in a mount point is written in octal."""
    rows = (line.split(" ") for line in text.splitlines())
    return {_unescaped(row[1]): row[2] for row in rows if len(row) > 2}  # noqa: PLR2004  # device, point, kind


def parse_bsd(text: str) -> Mapping[str, str]:
    """Read what `mount` prints on macOS: `//me@nas/docs on /Volumes/docs (smbfs, nodev, nosuid)`."""
    found = re.findall(r"^.* on (/.*) \((\w+)[,)]", text, re.MULTILINE)
    return dict(found)


def _unescaped(point: str) -> str:
    return re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), point)
