"""The whole path with nothing leaving the machine: the very bytes that would go, in a mailbox on this disk."""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path

from urgentaction import files
from urgentaction.channels import base, handoff, wire
from urgentaction.errors import Message, UserError, message
from urgentaction.model.authority import ChannelName
from urgentaction.model.delivery import (
    Accepted,
    Begin,
    Halted,
    Job,
    Outcome,
    Receipt,
    ReceiptKind,
    Refused,
    Scope,
    Withdrawn,
)

_NOT_IN_A_NAME = re.compile(r"[^a-z0-9]+")


class Rehearsal:
    """Stands in for another way out, and asks `begin` as that one does.

    Mails go to `folder`, which is a Maildir (cr.yp.to/proto/maildir.html) that any mail program opens; PDFs go to
    `folder/pdf`, links of mail windows to `folder/mailto`. Folders are 0700, files 0600.
    """

    def __init__(self, folder: Path, *, name: ChannelName = ChannelName.EMAIL) -> None:
        self._folder = folder
        self._name = name

    @property
    def name(self) -> ChannelName:
        """The way out it stands in for."""
        return self._name

    def send(self, job: Job, begin: Begin) -> Outcome:
        """Put one letter where a person can look at it."""
        if fault := self._fault(job):
            return Refused(fault)
        try:
            begin()
        except Withdrawn as no:
            return base.withdrawn(no)
        try:
            placed = self._place(job)
        except UserError as error:
            return Halted(Scope.CONNECTION, handoff.not_placed(error, self._folder))
        return Accepted(Receipt(kind=ReceiptKind.ACCEPTED, reference=placed.name))

    def waits_for(self, _job: Job) -> bool:
        """Nothing is announced."""
        return False

    def close(self) -> None:
        """Nothing is kept."""

    def _fault(self, job: Job) -> Message | None:
        if self._name is not ChannelName.EMAIL:
            return None
        if not wire.envelope(job.sender) or not wire.envelope(job.recipient):
            return message("smtp.bad-address")
        return wire.unclean(job.body)

    def _place(self, job: Job) -> Path:
        if self._name is ChannelName.EMAIL:
            _maildir(self._folder)
            # The name of the machine, usual in a Maildir, may hold a person's name: a mark of the letter does as well.
            name = f"{int(job.date.timestamp())}.{_mark(job)}.rehearsal"
            return handoff.place(self._folder / "new" / name, wire.dated(job))
        folder, suffix = ("pdf", ".pdf") if job.body.startswith(b"%PDF-") else (self._name.value, ".txt")
        office = _NOT_IN_A_NAME.sub("-", job.authority.lower()).strip("-")
        return handoff.place(self._folder / folder / f"{office}-{_mark(job)}{suffix}", job.body)


def _maildir(folder: Path) -> None:
    for part in (folder, *(folder / name for name in ("cur", "new", "tmp"))):
        try:
            files.folder(part)
        except OSError as failure:
            raise files.told(failure, part) from failure


def _mark(job: Job) -> str:
    """Tells one letter from another, and the same one again, without telling whose it is."""
    return sha256(job.key.encode()).hexdigest()[:12]
