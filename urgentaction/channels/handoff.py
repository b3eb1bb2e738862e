"""Into a person's own hands: a mail window or an office's form with the letter in it, or a PDF to print and post."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

from urgentaction import files
from urgentaction.channels import base
from urgentaction.errors import Message, UserError, message, nameless
from urgentaction.model.authority import ChannelName
from urgentaction.model.delivery import (
    Accepted,
    Begin,
    Halted,
    Handed,
    Job,
    Outcome,
    Receipt,
    ReceiptKind,
    Refused,
    Scope,
    Withdrawn,
)

LONGEST_URL = 2000
"""Characters that mail programs and desktops still take: Windows and some browsers cut at 2,048."""

UNOPENED = "nothing opened"
"""The detail of a letter that was shown to the person, because no program took it."""

SAME_NAME = 99
"""How many letters of one name are kept apart by a number before a person should look at the folder."""

_LINE_END = re.compile(r"\r\n|\r|\n")
_MAILTO = re.compile(rb"mailto:[!-~]*")
_DRAFT = b"X-Unsent: 1\r\n"
_FORM = re.compile(r"https?://[!-~]+")


def mailto_url(to: str, subject: str, body: str) -> str | None:
    """A link that opens a mail window (RFC 6068); None when it is too long to be taken whole.

    Raises:
        UserError: The address or the subject holds a control character, which a mail program could take for a header.
    """
    for field, value in (("to", to), ("subject", subject)):
        if any(unicodedata.category(char) == "Cc" for char in value):
            raise UserError("handoff.control-character", field=field)
    text = _LINE_END.sub("\r\n", body)
    url = f"mailto:{quote(to, safe='@')}?subject={quote(subject, safe='')}&body={quote(text, safe='')}"
    return url if len(url) <= LONGEST_URL else None


class Mailto:
    """Opens the person's mail program; the job's body is the link, and the person says later whether it was sent.

    `open_url` says whether a program took the link. If none did, `show` is given the link and shows the letter whole:
    it is in the person's hands in any case, who can write it into a mail (`UNOPENED` says so). A letter that no link
    can hold comes as a draft (`eml`): it is put where `path_for` says and opened from there; there the file is.
    """

    name = ChannelName.MAILTO

    def __init__(
        self,
        open_url: Callable[[str], bool],
        *,
        show: Callable[[str], None],
        path_for: Callable[[Job], Path] | None = None,
    ) -> None:
        self._open_url = open_url
        self._show = show
        self._path_for = path_for

    def send(self, job: Job, begin: Begin) -> Outcome:
        """Open one mail window."""
        if job.body.startswith(_DRAFT) and self._path_for:
            return self._draft(job, begin, self._path_for(job))
        if not _MAILTO.fullmatch(job.body):
            return Refused(message("handoff.not-a-link"))
        try:
            begin()
        except Withdrawn as no:
            return base.withdrawn(no)
        link = job.body.decode("ascii")
        if self._opens(link):
            return Handed()
        self._show(link)
        return Handed(UNOPENED)

    def _draft(self, job: Job, begin: Begin, path: Path) -> Outcome:
        try:
            begin()
        except Withdrawn as no:
            return base.withdrawn(no)
        try:
            placed = place(path, job.body)
        except UserError as error:
            return Halted(Scope.CONNECTION, not_placed(error, path.parent))
        self._opens(placed.resolve().as_uri())
        return Handed(placed.name)

    def _opens(self, url: str) -> bool:
        try:
            return self._open_url(url)
        except OSError:
            return False

    def waits_for(self, _job: Job) -> bool:
        """Nothing is announced."""
        return False

    def close(self) -> None:
        """Nothing is kept."""


class Webform:
    """Takes the person to the office's form, whose address is the job's recipient; they fill it in and send it.

    `hand` is given address, subject and text, shows and copies them and opens the form; it says whether that opened.
    The letter is in the person's hands in any case. Never filled in by itself: captchas, terms of use, and it would
    look like a flood.
    """

    name = ChannelName.WEBFORM

    def __init__(self, hand: Callable[[str, str, str], bool]) -> None:
        self._hand = hand

    def send(self, job: Job, begin: Begin) -> Outcome:
        """Open one form. The body is the subject, an empty line, and the text."""
        subject, empty, text = job.body.decode(errors="replace").partition("\n\n")
        if not empty or not _FORM.fullmatch(job.recipient):
            return Refused(message("handoff.not-a-form"))
        try:
            begin()
        except Withdrawn as no:
            return base.withdrawn(no)
        opened = self._hand(job.recipient, subject, text)
        return Handed() if opened else Handed(UNOPENED)

    def waits_for(self, _job: Job) -> bool:
        """Nothing is announced."""
        return False

    def close(self) -> None:
        """Nothing is kept."""


class Print:
    """Puts the letter, a PDF, where `path_for` says; a person prints, signs and posts it.

    `typeset` makes the PDF of a body that is none yet: a letter that was queued for a stack. A folder that cannot be
    written to halts the run: nothing was handed over, although `begin` had been called.
    """

    name = ChannelName.PRINT

    def __init__(self, path_for: Callable[[Job], Path], *, typeset: Callable[[bytes], bytes] = bytes) -> None:
        self._path_for = path_for
        self._typeset = typeset

    def send(self, job: Job, begin: Begin) -> Outcome:
        """Write one PDF."""
        try:
            body = job.body if job.body.startswith(b"%PDF-") else self._typeset(job.body)
        except UserError as fault:
            return Refused(nameless(fault.message))
        if not body.startswith(b"%PDF-"):
            return Refused(message("handoff.not-a-pdf"))
        path = self._path_for(job)
        try:
            begin()
        except Withdrawn as no:
            return base.withdrawn(no)
        try:
            placed = place(path, body)
        except UserError as error:
            return Halted(Scope.CONNECTION, not_placed(error, path.parent))
        return Accepted(Receipt(kind=ReceiptKind.PRINTED, reference=placed.name))

    def waits_for(self, _job: Job) -> bool:
        """Nothing is announced."""
        return False

    def close(self) -> None:
        """Nothing is kept."""


def place(path: Path, data: bytes) -> Path:
    """Write a file of this name, for its owner only, whole or not at all; returns where it is.

    It replaces no other: the same bytes again are the same file, others get a number.

    Raises:
        UserError: It could not be written (`files.…`); nothing is left.
    """
    for candidate in _names(path):
        try:
            files.write_whole(candidate, data)
        except UserError as error:
            if error.message.id != "files.exists":
                raise
            if _holds(candidate, data):
                return candidate
        else:
            return candidate
    raise UserError("files.exists", path=str(path))


def not_placed(error: UserError, folder: Path) -> Message:
    """Why a letter could not be put into a folder, and what becomes of it."""
    if error.message.id == "files.disk-full":
        return message("handoff.disk-full", folder=str(folder))
    return message("handoff.unwritable", folder=str(folder), why=error.message.values.get("reason", error.message))


def failed(error: UserError, folder: Path) -> UserError:
    """`not_placed` as an error."""
    why = not_placed(error, folder)
    raised = UserError(why.id)
    raised.message = why
    return raised


def _names(path: Path) -> Iterator[Path]:
    yield path
    for number in range(2, SAME_NAME + 1):
        yield path.with_name(f"{path.stem}-{number}{path.suffix}")


def _holds(path: Path, data: bytes) -> bool:
    try:
        return path.read_bytes() == data
    except OSError:
        return False
