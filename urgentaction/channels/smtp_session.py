"""Letters on one connection to a mail server; imported only when one is made (smtplib is slow to import)."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from functools import partial

from urgentaction.channels import smtp_dial, smtp_tls, wire
from urgentaction.channels.settings import Security, Settings
from urgentaction.channels.smtp_line import OK, Left, Line
from urgentaction.channels.smtp_replies import NotSent, Reply, Step, read, unreached
from urgentaction.errors import Message, message
from urgentaction.model.delivery import Job, Permit, Refused

GOODBYE = 5.0
"""Seconds to wait for the answer to QUIT: nothing depends on it."""

TAIL = 8192
"""Octets of a letter that leave together with its end; less than a TLS record (RFC 8446 §5.1)."""

# The answers that are a yes (RFC 5321 §4.2.3). 251: the server will forward it.
_FORWARDS, _WRITE = 251, 354
_YES = {Step.MAIL: (OK,), Step.RCPT: (OK, _FORWARDS), Step.DATA: (_WRITE,)}

_WHOLE = re.compile(rb"(?:\d{3}-.*\n)*\d{3}(?:[ \r].*)?\n")
"""An answer to its end (RFC 5321 §4.2); what does not look so is heard when it is waited for."""

__all__ = ["Left", "Lost", "Session", "connect"]


class Lost(Exception):
    """The connection broke, or no answer came, after the end of the letter had been sent."""

    def __init__(self, reason: Message) -> None:
        super().__init__(reason.id)
        self.reason = reason


def connect(settings: Settings, secret: Callable[[], str], *, now: Callable[[], datetime]) -> Session:
    """Connect, encrypt, greet and log in.

    Raises:
        NotSent: Any of it failed; nothing is left open.
    """
    context = smtp_tls.trust(settings) if settings.security is not Security.PLAIN else None
    session = Session(settings, smtp_dial.dial(settings), now=now)
    try:
        session.greet(context)
        session.log_in(secret)
    except BaseException:
        session.close()
        raise
    return session


class Session(Line):
    """A connection and the letters that go over it, to its QUIT."""

    def __init__(self, settings: Settings, sock: socket.socket, *, now: Callable[[], datetime]) -> None:
        super().__init__(settings, sock, now=now)
        self.letters = 0
        self.announced = ""
        self._early: list[tuple[int, bytes]] = []
        self._dirty = False
        self._put = False

    def offer(self, job: Job) -> None:
        """Name the sender and one recipient, and ask to write: on return the server waits for the letter.

        Where the server takes several commands at once (RFC 2920), this is one round trip instead of three.

        Raises:
            NotSent: The server's no, or the connection broke; `Left` where the server is gone.
        """
        commands = self._commands(job)
        self._dirty = True
        if self.has_extn("pipelining"):
            try:
                self.send(_lines(commands))
            except OSError as error:
                raise self._broken(error) from error
            self._hear_all()
        else:
            for step, command in commands.items():
                self._expect(step, partial(self._say, command), *_YES[step])

    def hear(self) -> None:
        """Hear the answers to what was announced: on return the server waits for that letter.

        Raises:
            NotSent: As `offer`.
        """
        self.announced = ""
        self._dirty = True
        self._hear_all()

    def waits(self) -> bool:
        """Whether the answers to what was announced have come, and are a yes."""
        return (
            bool(self.announced)
            and self._listen(len(_YES))
            and all(code in yes for (code, _), yes in zip(self._early, _YES.values(), strict=True))
        )

    def has_answers(self) -> bool:
        """Whether the answer to the letter that was put has come, and those to what was announced behind it."""
        return self._listen(1 + (len(_YES) if self.announced else 0))

    def put(self, _permit: Permit, mail: bytes, *, patience: float, following: Job | None = None) -> None:
        """Write the letter and its end, whose answer may take `patience` seconds; only `begin()` gives a permit.

        Where the server takes several commands at once, `following` is offered behind the end of this one (RFC 2920
        §3.1 allows it), which saves another round trip: `announced` is its key then, and `hear` has the answers.

        Raises:
            NotSent: The connection broke before the end was written: the server must then forget the letter
                (RFC 5321 §4.1.1.10), so nothing was accepted.
        """
        self.letters += 1
        self._wait(patience)
        text = _stuffed(mail) + b".\r\n"
        try:
            if len(text) > TAIL:
                self.send(text[:-TAIL])
            self._end(text[-TAIL:], self._announcement(following))
        except OSError as error:
            self.close()  # the server is inside the letter: whatever came next would be a part of it
            self.announced = ""
            raise NotSent(unreached(self._why(error))) from error
        self._put = True

    def answer(self) -> Reply:
        """Wait for the answer to the letter that was put.

        Raises:
            Lost: The connection broke, or no answer came in time: the letter may or may not have been accepted. Also
                where none was put: what the server says then is about something else.
        """
        put, self._put = self._put, False
        try:
            if not put:
                raise ConnectionError
            code, said = self._reply()
        except OSError as error:
            raise Lost(self._why(error)) from error
        self._wait(self.settings.timeout)
        self._dirty = False  # whatever the answer, the server has forgotten sender and recipient (RFC 5321 §4.1.1.4)
        return read(code, said)

    def fresh(self) -> bool:
        """Whether the connection can take another letter; the server is asked only to forget one that it refused."""
        if self.sock is None or self.announced or self.letters >= self.settings.per_connection:
            return False
        try:
            return not self._dirty or self.rset()[0] == OK
        except OSError:
            return False

    def leave(self) -> None:
        """Say goodbye, and close the connection whatever the server answers."""
        if not self.announced:  # a server that waits for a text would take the goodbye for its beginning
            with suppress(OSError):
                self._wait(GOODBYE)
                self.quit()
        self.close()

    def _commands(self, job: Job) -> dict[Step, str]:
        sender, recipient = wire.envelope(job.sender), wire.envelope(job.recipient)
        if not sender or not recipient:
            raise NotSent(Refused(message("smtp.bad-address")))
        options = self._options(sender + recipient, job.body)
        return {
            Step.MAIL: f"MAIL FROM:<{sender}>{options}",
            Step.RCPT: f"RCPT TO:<{recipient}>",
            Step.DATA: "DATA",
        }

    def _options(self, addresses: str, body: bytes) -> str:
        if not addresses.isascii() and not self.has_extn("smtputf8"):
            raise NotSent(Refused(message("smtp.no-smtputf8", server=self.settings.host)))
        if not body.isascii() and not self.has_extn("8bitmime"):
            raise NotSent(Refused(message("smtp.no-8bitmime", server=self.settings.host)))
        return ("" if body.isascii() else " BODY=8BITMIME") + ("" if addresses.isascii() else " SMTPUTF8")

    def _announcement(self, job: Job | None) -> bytes:
        """What offers the next letter; empty where it cannot be announced, which is told in its turn."""
        if job is None or self.letters >= self.settings.per_connection or not self.has_extn("pipelining"):
            return b""
        with suppress(NotSent):
            commands = _lines(self._commands(job))
            self.announced = job.key
            return commands
        return b""

    def _end(self, tail: bytes, further: bytes) -> None:
        """Write the end of a letter and what comes behind it, together: apart, each would wait for the other's answer.

        Raises:
            OSError: The system has not taken the whole end, so that the letter has surely not left. What fails later is
                not raised: the answer may have come.
        """
        sock, data, taken = self._open(), tail + further, 0
        while taken < len(data):
            try:
                # Within TLS this is one record, taken whole or not at all; `send` of smtplib would close, and not tell.
                taken += sock.send(data[taken:])
            except OSError:
                if taken < len(tail):
                    raise
                return

    def _listen(self, count: int) -> bool:
        """Whether so many answers have come; nothing is waited for."""
        sock, file = self.sock, self.file
        if sock is None or file is None:
            return False
        patience = sock.gettimeout()
        sock.setblocking(False)
        with suppress(OSError):
            while len(self._early) < count and _WHOLE.match(file.peek(1)):
                self._early.append(self.getreply())
        sock.settimeout(patience)
        return len(self._early) == count

    def _reply(self) -> tuple[int, bytes]:
        return self._early.pop(0) if self._early else self.getreply()

    def _hear_all(self) -> None:
        """The answers to the commands that offer a letter."""
        try:
            replies = {step: self._reply() for step in _YES}
        except OSError as error:
            raise self._broken(error) from error
        for step, (code, text) in replies.items():
            if code not in _YES[step]:
                if replies[Step.DATA][0] == _WRITE:
                    self.close()  # it waits for a text that has no recipient, and must not get one
                self._refuse(read(code, text), step)


def _lines(commands: Mapping[Step, str]) -> bytes:
    return "".join(f"{command}\r\n" for command in commands.values()).encode()


def _stuffed(mail: bytes) -> bytes:
    """The mail with its dots doubled (RFC 5321 §4.5.2), ending in a line end."""
    stuffed = mail.replace(b"\n.", b"\n..")
    stuffed = b"." + stuffed if stuffed.startswith(b".") else stuffed
    return stuffed if stuffed.endswith(b"\r\n") else stuffed + b"\r\n"
