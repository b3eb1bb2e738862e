"""A line to a mail server: connected, encrypted, greeted, logged in; what is said on it and answered."""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from base64 import b64encode
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from typing import NoReturn

from urgentaction.channels import hosts, smtp_login, smtp_tls
from urgentaction.channels.settings import Auth, Security, Settings
from urgentaction.channels.smtp_replies import NotSent, Reply, Step, judge, read, unreached
from urgentaction.errors import Message, UserError, message
from urgentaction.model.delivery import Halted, Scope

OK = 250
"""The usual yes (RFC 5321 §4.2.3)."""

# The other answers that are a yes (RFC 5321 §4.2.3, RFC 4954 §4 and §6).
_READY, _GO_ON, _LOGGED_IN = 220, 334, 235
_CLOSING = 421

_LOCAL_HOSTNAME = re.compile(r"[A-Za-z0-9.:\[\]-]+")


class Left(NotSent):
    """The server closed the connection, or said (421) that it will: a new connection may find it there."""


class Line(smtplib.SMTP):
    """A connection on which nothing is sent yet. Its debug output stays off: it would show the secret."""

    def __init__(self, settings: Settings, sock: socket.socket, *, now: Callable[[], datetime]) -> None:
        super().__init__(local_hostname=settings.local_hostname, timeout=settings.timeout)
        self.settings = settings
        self.sock: socket.socket | None = sock
        self._now = now

    def greet(self, context: ssl.SSLContext | None) -> None:
        """Read the greeting and say EHLO, inside TLS where `context` is given.

        Raises:
            NotSent: The server is not there for us, or the connection cannot be trusted.
        """
        if not _LOCAL_HOSTNAME.fullmatch(self.settings.local_hostname):
            raise NotSent(Halted(Scope.CONNECTION, message("smtp.local-hostname")))
        if context is None:
            self._check_plain()
        elif self.settings.security is Security.TLS:
            self.sock = smtp_tls.encrypt(self._open(), context, self.settings)
        self._expect(Step.GREETING, self.getreply, _READY)
        self._expect(Step.EHLO, self.ehlo, OK)
        if context is not None and self.settings.security is Security.STARTTLS:
            self._start_tls(context)

    def log_in(self, secret: Callable[[], str]) -> None:
        """Log in by the way the settings name; the secret is fetched now and not kept.

        Raises:
            NotSent: No secret, no way that both sides know, or the server's no.
        """
        if self.settings.auth is Auth.NONE:
            return
        mechanism = smtp_login.choose(self.esmtp_features.get("auth", "").upper().split(), self.settings)
        try:
            value = hosts.tidy(secret(), self.settings.host)
        except UserError as error:
            raise NotSent(Halted(Scope.ACCOUNT, error.message)) from error
        said = [_armoured(part) for part in smtp_login.responses(mechanism, self.settings, value)]
        # One try: smtplib's login() repeats a wrong password with every mechanism, and locks an account sooner.
        reply = self._ask(f"AUTH {mechanism} {said[0]}" if said[0] else f"AUTH {mechanism}", [value, *said])
        for part in said[1:]:
            if reply.code == _GO_ON:
                reply = self._ask(part, [value, *said])
        if reply.code != _LOGGED_IN:
            self._refuse(reply, Step.AUTH)

    def cut(self) -> None:
        """Break the connection off, from another thread: whoever waits for the server's answer gets none."""
        if self.sock is not None:
            with suppress(OSError):
                # Not `SSLSocket.shutdown`, which would have the other thread read on without TLS.
                socket.socket.shutdown(self.sock, socket.SHUT_RDWR)

    def _open(self) -> socket.socket:
        if self.sock is None:
            raise smtplib.SMTPServerDisconnected
        return self.sock

    def _wait(self, seconds: float) -> None:
        if self.sock is not None:
            self.sock.settimeout(seconds)

    def _check_plain(self) -> None:
        try:
            peer = self._open().getpeername()[0]
        except OSError as error:
            raise NotSent(unreached(self._why(error))) from error
        if fault := smtp_tls.plain_fault(peer, self.settings):
            raise NotSent(Halted(Scope.CONNECTION, fault))

    def _start_tls(self, context: ssl.SSLContext) -> None:
        if not self.has_extn("starttls"):
            raise NotSent(Halted(Scope.CONNECTION, message("smtp.no-starttls", server=self.settings.host)))
        self._expect(Step.STARTTLS, lambda: self._say("STARTTLS"), _READY)
        if self._slipped_in():
            raise NotSent(Halted(Scope.CONNECTION, message("smtp.slipped-in", server=self.settings.host)))
        self.file = None
        self.sock = smtp_tls.encrypt(self._open(), context, self.settings)
        self._expect(Step.EHLO, self.ehlo, OK)  # what was offered before TLS is forgotten (RFC 3207 §4.2)

    def _slipped_in(self) -> bool:
        """Whether there is text behind the yes to STARTTLS: somebody on the way put it there (CVE-2011-0411)."""
        sock = self._open()
        sock.setblocking(False)
        try:
            return self.file is not None and bool(self.file.peek(1))
        except OSError:
            return False
        finally:
            sock.settimeout(self.settings.timeout)

    def _say(self, command: str) -> tuple[int, bytes]:
        self.send(f"{command}\r\n".encode())
        return self.getreply()

    def _ask(self, command: str, hidden: Sequence[str]) -> Reply:
        try:
            code, text = self._say(command)
        except OSError as error:
            raise NotSent(unreached(self._why(error))) from error
        return read(code, text, hidden=hidden)

    def _expect(self, step: Step, ask: Callable[[], tuple[int, bytes]], *wanted: int) -> None:
        try:
            code, text = ask()
        except OSError as error:
            raise self._broken(error) from error
        if code not in wanted:
            self._refuse(read(code, text), step)

    def _refuse(self, reply: Reply, step: Step) -> NoReturn:
        kind = Left if reply.code == _CLOSING else NotSent
        raise kind(judge(reply, step, self.settings, now=self._now()))

    def _broken(self, error: OSError) -> NotSent:
        kind = NotSent if _is_late(error) else Left
        return kind(unreached(self._why(error)))

    def _why(self, error: OSError) -> Message:
        return message(
            "smtp.late" if _is_late(error) else "smtp.dropped", server=self.settings.host, port=self.settings.port
        )


def _is_late(error: OSError) -> bool:
    return isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError)


def _armoured(part: bytes | None) -> str:
    return b64encode(part or b"").decode("ascii")
