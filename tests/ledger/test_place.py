"""Where a ledger may live."""

from __future__ import annotations

from pathlib import Path

import pytest

from urgentaction.errors import UserError
from urgentaction.ledger import place
from urgentaction.ledger.sqlite import open_file

LINUX = r"""/dev/vda / ext4 rw,relatime 0 0
nas:/home /home/ana nfs4 rw 0 0
//box/share /mnt/with\040space cifs rw 0 0
/dev/sdb1 /media/usb fuseblk rw 0 0
me@host:/ /home/ana/host fuse.sshfs rw 0 0
/home/b/.enc /home/b/plain fuse.gocryptfs rw 0 0
broken
"""
MACOS = """/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
//me@nas/docs on /Volumes/docs (smbfs, nodev, nosuid, mounted by me)
/dev/disk4s1 on /Volumes/USB (msdos, local, nodev, nosuid)
"""


def kind(path: str) -> str:
    return place.filesystem(Path(path), place.parse_linux(LINUX))


def test_a_folder_is_on_the_nearest_mount_point_above_it() -> None:
    assert kind("/home/bob/ledger") == "ext4"
    assert kind("/home/ana/data/ledger") == "nfs4"
    assert kind("/home/ana/host/ledger") == "fuse.sshfs"
    assert kind("/mnt/with space/x") == "cifs"


@pytest.mark.parametrize("name", ["nfs4", "cifs", "smbfs", "9p", "fuse.sshfs", "fuse.rclone", "afpfs"])
def test_network_drives_are_known(name: str) -> None:
    assert place.is_remote(name)


@pytest.mark.parametrize("name", ["ext4", "apfs", "btrfs", "fuseblk", "fuse.gocryptfs", "tmpfs", ""])
def test_disks_of_this_machine_are_known(name: str) -> None:
    assert not place.is_remote(name)


def test_what_macos_lists_is_read() -> None:
    found = place.parse_bsd(MACOS)
    assert found["/"] == "apfs"
    assert found["/Volumes/USB"] == "msdos"
    assert found["/Volumes/docs"] == "smbfs"


def test_this_machine_says_what_is_mounted() -> None:
    assert "/" in place.mount_table("linux")


def test_a_machine_that_does_not_say_refuses_nothing(tmp_path: Path) -> None:
    place.check(tmp_path / "ledger.sqlite3", dict)


@pytest.mark.parametrize(
    "folder",
    ["Dropbox", "Dropbox (Personal)", "OneDrive - Amnesty", "Nextcloud", "Library/Mobile Documents/x", "Google Drive"],
)
def test_a_synchronised_folder_is_refused_by_its_name(tmp_path: Path, folder: str) -> None:
    with pytest.raises(UserError, match="copies about"):
        open_file(tmp_path / folder / "ua" / "ledger.sqlite3")
    assert not (tmp_path / folder).exists()


def test_a_synchronised_folder_is_refused_by_what_its_program_leaves_in_it(tmp_path: Path) -> None:
    (tmp_path / ".stfolder").mkdir()
    with pytest.raises(UserError, match="copies about"):
        open_file(tmp_path / "ledger.sqlite3")


def test_a_folder_with_a_harmless_name_is_taken(tmp_path: Path) -> None:
    assert place.synced(tmp_path / "sync" / "boxes" / "onedriver" / "ledger") is None


def test_a_network_drive_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"network drive \(nfs4\)"):
        open_file(tmp_path / "ledger.sqlite3", mounts=lambda: {str(tmp_path): "nfs4"})


def test_a_link_into_a_network_drive_is_followed(tmp_path: Path) -> None:
    (tmp_path / "nas").mkdir()
    (tmp_path / "data").symlink_to(tmp_path / "nas")
    with pytest.raises(UserError, match=r"network drive \(cifs\)"):
        open_file(tmp_path / "data" / "ledger.sqlite3", mounts=lambda: {str(tmp_path / "nas"): "cifs"})
