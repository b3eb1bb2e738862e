"""By e-mail: one letter to one recipient at a time, through the person's own account, on a connection that is kept."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from urgentaction.channels import base, wire
from urgentaction.channels.settings import Auth, Security, Settings
from urgentaction.channels.smtp_replies import NotSent, Reply, Step, judge
from urgentaction.errors import Message, UserError, message
from urgentaction.model.authority import ChannelName
from urgentaction.model.delivery import (
    Accepted,
    Begin,
    Job,
    Outcome,
    Permit,
    Receipt,
    ReceiptKind,
    Refused,
    Uncertain,
    Withdrawn,
)

if TYPE_CHECKING:
    from urgentaction.channels.smtp_session import Session

__all__ = ["Auth", "Security", "Settings", "Smtp"]


def _utc_now() -> datetime:
    return datetime.now(UTC)


LIGHT = 32768
"""Octets of a letter that the system takes from us at once, whatever the other side does."""


class Smtp:
    """An account on a mail server. `secret` is asked at each connection, and what it gives is not kept."""

    name = ChannelName.EMAIL

    def __init__(
        self, settings: Settings, secret: Callable[[], str], *, now: Callable[[], datetime] = _utc_now
    ) -> None:
        self._settings = settings
        self._secret = secret
        self._now = now
        self._session: Session | None = None
        self._announces = True
        self._made: tuple[Job, bytes | Message] | None = None
        self._failed: Outcome | None = None

    def send(self, job: Job, begin: Begin) -> Outcome:
        """Send one mail; `begin` is called when the server waits for its text."""
        self._failed, mail = None, self._mail(job)
        if isinstance(mail, Message):
            return Refused(mail)
        try:
            session = self._offered(job)
            outcome = self._written(session, begin(), job, mail)
        except NotSent as no:
            return no.outcome
        except Withdrawn as no:
            self._drop()  # without the final dot: the server forgets what it was told
            return base.withdrawn(no)
        except BaseException:
            self._drop()
            raise
        return outcome

    def waits_for(self, job: Job) -> bool:
        """Whether the server waits for the text of this letter already."""
        session = self._session
        return session is not None and session.announced == job.key and session.waits()

    def is_swift(self, job: Job) -> bool:
        """Whether it is one mail, and a small one."""
        return not job.copy and len(job.body) <= LIGHT and isinstance(self._mail(job), bytes)

    def put(self, job: Job, permit: Permit) -> None:
        """Write a letter whose text the server waits for, and announce what follows."""
        session, mail, self._failed = self._session, self._mail(job), None
        if session is None or isinstance(mail, Message):
            raise RuntimeError("a letter that no server waits for")
        try:
            session.hear()
            self._put(session, permit, job, mail)
        except NotSent as no:
            self._drop()
            self._failed = no.outcome

    def has_answer(self) -> bool:
        """Whether all has come that the server has to say now."""
        return self._failed is not None or self._session is None or self._session.has_answers()

    def answer(self) -> Outcome:
        """What became of the letter that was put."""
        from urgentaction.channels.smtp_session import Lost

        if self._failed is not None:
            return self._failed
        if self._session is None:
            raise RuntimeError("an answer to nothing")
        try:
            return self._judged(self._session.answer())
        except Lost as lost:
            self._drop()
            return Uncertain(message("smtp.uncertain", server=self._settings.host, why=lost.reason))

    def fileno(self) -> int:
        """The connection's; below zero where there is none."""
        sock = self._session.sock if self._session is not None else None
        return sock.fileno() if sock is not None else -1

    def login(self) -> None:
        """Connect, log in and leave, sending nothing.

        Raises:
            UserError: It did not work; the words say why, and what to do about it.
        """
        try:
            self._connect().leave()
        except NotSent as no:
            error = UserError(no.outcome.reason.id)
            error.message = no.outcome.reason
            raise error from no

    def close(self) -> None:
        """Leave the server."""
        if self._session is not None:
            self._session.leave()
            self._session = None

    def cut(self) -> None:
        """Break the connection off, from another thread; the letter under way ends as uncertain, or unsent."""
        session = self._session
        if session is not None:
            session.cut()

    def _mail(self, job: Job) -> bytes | Message:
        """The bytes of a letter, or why it must not leave; made while the server is busy with the one before."""
        if self._made is None or self._made[0] is not job:
            self._made = (job, wire.unclean(job.body) or wire.dated(job))
        return self._made[1]

    def _offered(self, job: Job) -> Session:
        """A connection whose server waits for the text; one that was kept and is gone is made anew, once."""
        from urgentaction.channels.smtp_session import Left

        if session := self._announced(job):
            return session
        session = self._ready()
        try:
            session.offer(job)
        except Left:
            kept = session.letters > 0
            self._drop()
            if not kept:
                raise
            session = self._ready()
            session.offer(job)
        return session

    def _announced(self, job: Job) -> Session | None:
        """The connection where this letter was announced and the server waits for it; None: it is to be offered.

        A server that says no is asked again in the plain way, and nothing is announced to it any more: it may be one
        that takes several commands at once and not these.
        """
        from urgentaction.channels.smtp_session import Left

        session = self._session
        if session is None or session.announced != job.key:
            return None
        try:
            session.hear()
        except NotSent as no:
            self._announces = self._announces and isinstance(no, Left)
            self._drop()
            return None
        return session

    def _ready(self) -> Session:
        if self._session is not None and not self._session.fresh():
            self.close()
        if self._session is None:
            self._session = self._connect()
        return self._session

    def _connect(self) -> Session:
        from urgentaction.channels import smtp_session

        return smtp_session.connect(self._settings, self._secret, now=self._now)

    def _drop(self) -> None:
        if self._session is not None:
            self._session.close()
            self._session = None

    def _put(self, session: Session, permit: Permit, job: Job, mail: bytes) -> None:
        following = permit.following if self._announces and not job.copy else None
        session.put(permit, mail, patience=self._settings.reply_timeout, following=following)
        if following is not None:
            self._mail(following)  # while the server is busy

    def _written(self, session: Session, permit: Permit, job: Job, mail: bytes) -> Outcome:
        self._put(session, permit, job, mail)
        outcome = self.answer()
        if job.copy and isinstance(outcome, Accepted):
            return self._copied(permit, replace(job, recipient=job.copy), mail, outcome.receipt)
        return outcome

    def _copied(self, permit: Permit, copy: Job, mail: bytes, receipt: Receipt) -> Accepted:
        """The same bytes in a transaction of their own, once the letter is accepted; a failure is only noted."""
        from urgentaction.channels.smtp_session import Lost

        try:
            session = self._offered(copy)
            session.put(permit, mail, patience=self._settings.timeout)
            reply = session.answer()
            taken = isinstance(self._judged(reply), Accepted)
            note = message("smtp.copied") if taken else message("smtp.not-copied", why=str(reply))
        except NotSent as no:
            note = message("smtp.not-copied", why=no.outcome.reason)
        except Lost as lost:
            self._drop()
            note = message("smtp.not-copied", why=lost.reason)
        # The record outlives the signer's address (ua forget), which servers like to repeat.
        told = re.sub(re.escape(copy.copy), "…", str(note), flags=re.IGNORECASE)
        return Accepted(replace(receipt, detail=f"{receipt.detail} ({told})".strip()))

    def _judged(self, reply: Reply) -> Outcome:
        match reply.code // 100:
            case 2:
                receipt = Receipt(kind=ReceiptKind.ACCEPTED, reference=reply.reference, detail=reply.text)
                return Accepted(receipt)
            case 4 | 5:
                return judge(reply, Step.DOT, self._settings, now=self._now())
            case _:
                self._drop()
                strange = message("smtp.not-understood", server=self._settings.host, reply=str(reply))
                return Uncertain(message("smtp.uncertain", server=self._settings.host, why=strange))
