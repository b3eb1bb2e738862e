"""The whole path, with nothing leaving the machine."""

from __future__ import annotations

import mailbox
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from urgentaction.channels.base import Channel
from urgentaction.channels.rehearsal import Rehearsal
from urgentaction.channels.wire import dated
from urgentaction.model.authority import ChannelName
from urgentaction.model.delivery import Accepted, Cancelled, Halted, ReceiptKind, Refused, Unavailable

Make = Callable[..., Any]


def test_the_very_bytes_that_would_go_are_in_a_mailbox_any_program_reads(
    job: Make, begin: Make, tmp_path: Path
) -> None:
    channel: Channel = Rehearsal(tmp_path / "rehearsal")
    outcome = channel.send(job(), begin())
    channel.close()
    assert isinstance(outcome, Accepted)
    assert outcome.receipt.kind is ReceiptKind.ACCEPTED
    box = mailbox.Maildir(tmp_path / "rehearsal", create=False)
    ((key, mail),) = box.items()
    assert key == outcome.receipt.reference
    assert mail["Date"] == "Tue, 24 Nov 2026 08:05:09 +0000"
    assert (tmp_path / "rehearsal" / "new" / key).read_bytes() == dated(job())


def test_folders_and_files_are_for_their_owner_only(job: Make, begin: Make, tmp_path: Path) -> None:
    folder = tmp_path / "rehearsal"
    Rehearsal(folder).send(job(), begin())
    Rehearsal(folder, name=ChannelName.PRINT).send(job(body=b"%PDF-1.7"), begin())
    modes = {path.stat().st_mode & 0o777 for path in folder.rglob("*") if path.is_file()}
    assert modes == {0o600}
    folders = [folder, *(path for path in folder.rglob("*") if path.is_dir())]
    assert {path.stat().st_mode & 0o777 for path in folders} == {0o700}


def test_neither_the_machine_nor_the_letter_key_is_in_a_file_name(job: Make, begin: Make, tmp_path: Path) -> None:
    import socket

    outcome = Rehearsal(tmp_path).send(job(key="sensitive-key"), begin())
    assert "sensitive-key" not in outcome.receipt.reference
    assert socket.gethostname() not in outcome.receipt.reference


def test_the_same_letter_again_is_the_same_file(job: Make, begin: Make, tmp_path: Path) -> None:
    channel = Rehearsal(tmp_path)
    first, again, other = (channel.send(job(key=key), begin()) for key in ("k1", "k1", "k2"))
    assert first == again
    assert first != other
    assert len(list((tmp_path / "new").iterdir())) == 2


def test_paper_is_put_beside_the_mailbox(job: Make, begin: Make, tmp_path: Path) -> None:
    channel = Rehearsal(tmp_path, name=ChannelName.POST)
    outcome = channel.send(job(body=b"%PDF-1.7 x"), begin())
    assert channel.name is ChannelName.POST
    assert (tmp_path / "pdf" / outcome.receipt.reference).read_bytes() == b"%PDF-1.7 x"
    assert outcome.receipt.reference.startswith("fr-aix-procureur-general-")


def test_a_mail_window_is_written_down_instead_of_opened(job: Make, begin: Make, tmp_path: Path) -> None:
    outcome = Rehearsal(tmp_path, name=ChannelName.MAILTO).send(job(body=b"mailto:a@b.example"), begin())
    assert (tmp_path / "mailto" / outcome.receipt.reference).read_bytes() == b"mailto:a@b.example"


def test_an_office_that_cannot_leave_the_folder(job: Make, begin: Make, tmp_path: Path) -> None:
    outcome = Rehearsal(tmp_path, name=ChannelName.PRINT).send(job(body=b"%PDF-", authority="../../etc/x"), begin())
    assert (tmp_path / "pdf" / outcome.receipt.reference).is_file()


def test_what_the_real_way_would_refuse_is_refused(job: Make, begin: Make, tmp_path: Path) -> None:
    ask = begin()
    assert isinstance(Rehearsal(tmp_path).send(job(body=job().body + b"bare\n"), ask), Refused)
    assert isinstance(Rehearsal(tmp_path).send(job(recipient="a@b, c@d"), ask), Refused)
    assert (ask.asked, list(tmp_path.iterdir())) == (0, [])


def test_an_office_without_a_mail_address_can_be_rehearsed(job: Make, begin: Make, tmp_path: Path) -> None:
    there = job(recipient="fr/aix/procureur-general@rehearsal.invalid")
    assert isinstance(Rehearsal(tmp_path).send(there, begin()), Accepted)


def test_a_withdrawn_letter_leaves_nothing(
    job: Make, begin: Make, tmp_path: Path, no_for_good: Exception, not_now: Exception
) -> None:
    channel = Rehearsal(tmp_path)
    assert channel.send(job(), begin(no_for_good)) == Cancelled(no_for_good.reason)
    assert channel.send(job(), begin(not_now)) == Unavailable(not_now.reason, not_now.until)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", [ChannelName.EMAIL, ChannelName.PRINT])
def test_a_folder_that_cannot_be_made_halts(job: Make, begin: Make, tmp_path: Path, name: ChannelName) -> None:
    (tmp_path / "file").touch()
    outcome = Rehearsal(tmp_path / "file" / "folder", name=name).send(job(), begin())
    assert (type(outcome), outcome.reason.id) == (Halted, "handoff.unwritable")
