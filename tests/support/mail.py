"""Real mail servers on 127.0.0.1, a polite one (aiosmtpd) and one that misbehaves by a script."""

from __future__ import annotations

import asyncio
import socket
import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import trustme
from aiosmtpd import smtp as aiosmtp
from aiosmtpd.smtp import AuthResult, Envelope

from urgentaction.channels.settings import Auth, Security, Settings

HOST = "127.0.0.1"
PATIENCE = 10.0


@pytest.fixture(scope="session")
def mail_authority() -> trustme.CA:
    """The certificate authority of the test servers."""
    return trustme.CA()


@pytest.fixture(scope="session")
def mail_ca_file(mail_authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its certificate, as `ca_file` takes it."""
    path = tmp_path_factory.mktemp("ca") / "ca.pem"
    mail_authority.cert_pem.write_to_path(str(path))
    return path


def _context(authority: trustme.CA, *names: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names).configure_cert(context)
    return context


@dataclass
class MailServer:
    """A polite server: what it received, whom it let in, and the settings to reach it."""

    settings: Settings
    mails: list[Envelope] = field(default_factory=list)
    logins: list[tuple[str, bytes, bytes]] = field(default_factory=list)
    greetings: list[str] = field(default_factory=list)
    connections: int = 0


class _Handler:
    """Takes every mail from those who are logged in, where a login is asked."""

    def __init__(self, server: MailServer, *, user: str, password: str) -> None:
        self._server, self._user, self._password = server, user.encode(), password.encode()

    async def handle_EHLO(  # noqa: N802  # aiosmtpd calls it so, and counts its arguments
        self, _server: Any, session: Any, _envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self._server.greetings.append(hostname)
        return responses

    async def handle_MAIL(self, *said: Any) -> str:  # noqa: N802  # aiosmtpd calls it so
        _, session, envelope, address, options = said
        if self._user and not session.authenticated:
            return "530 5.7.0 Authentication required"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 OK"

    async def handle_DATA(self, *said: Any) -> str:  # noqa: N802  # aiosmtpd calls it so
        self._server.mails.append(said[2])
        return f"250 2.0.0 Ok: queued as TEST{len(self._server.mails):04d}"

    def authenticate(self, *said: Any) -> AuthResult:
        *_, mechanism, data = said
        self._server.logins.append((mechanism, data.login, data.password))
        right = (data.login, data.password) == (self._user, self._password)
        return AuthResult(success=right, handled=False)


class _Loop:
    """An asyncio server in a thread of its own."""

    def __init__(
        self, factory: Callable[[asyncio.AbstractEventLoop], asyncio.Protocol], tls: ssl.SSLContext | None
    ) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._server = self._run(self._loop.create_server(lambda: factory(self._loop), HOST, 0, ssl=tls))
        self.port: int = self._server.sockets[0].getsockname()[1]

    def stop(self) -> None:
        self._run(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE)
        self._loop.close()

    async def _end(self) -> None:
        self._server.close()
        await self._server.wait_closed()
        tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _run(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(PATIENCE)


@pytest.fixture
def mail_server(mail_authority: trustme.CA, mail_ca_file: Path) -> Iterator[Callable[..., MailServer]]:
    """Start a polite server: `mail_server(security, user=…, password=…)`; its settings carry no secret."""
    running: list[_Loop] = []

    def start(
        security: Security = Security.TLS,
        *,
        user: str = "",
        password: str = "",
        mechanisms: Sequence[str] = ("PLAIN", "LOGIN"),
        smtputf8: bool = False,
    ) -> MailServer:
        context = _context(mail_authority, HOST)
        nobody = Settings(host=HOST, port=0, security=security, user=user, ca_file=str(mail_ca_file))
        server = MailServer(nobody)
        handler = _Handler(server, user=user, password=password)

        def protocol(loop: asyncio.AbstractEventLoop) -> aiosmtp.SMTP:
            server.connections += 1
            return aiosmtp.SMTP(
                handler,
                hostname="mail.example",
                loop=loop,
                enable_SMTPUTF8=smtputf8,
                tls_context=context if security is Security.STARTTLS else None,
                require_starttls=security is Security.STARTTLS,
                auth_require_tls=security is Security.STARTTLS,
                auth_exclude_mechanism={"PLAIN", "LOGIN"} - set(mechanisms),
                authenticator=handler.authenticate,
            )

        loop = _Loop(protocol, context if security is Security.TLS else None)
        running.append(loop)
        server.settings = Settings(
            host=HOST,
            port=loop.port,
            security=security,
            user=user,
            auth=Auth.PASSWORD if user else Auth.NONE,
            ca_file=str(mail_ca_file),
            timeout=PATIENCE,
            reply_timeout=PATIENCE,
        )
        return server

    yield start
    for loop in running:
        loop.stop()


POLITE = {
    "GREETING": "220 mail.example ready",
    "EHLO": "250-mail.example\r\n250-STARTTLS\r\n250-8BITMIME\r\n250 AUTH PLAIN LOGIN",
    "STARTTLS": "220 2.0.0 go ahead",
    "AUTH": "235 2.7.0 welcome",
    "MAIL": "250 2.1.0 OK",
    "RCPT": "250 2.1.5 OK",
    "DATA": "354 write",
    "DOT": "250 2.0.0 Ok: queued as SCRIPT01",
    "RSET": "250 2.0.0 OK",
    "QUIT": "221 2.0.0 bye",
}


@dataclass
class RudeServer:
    """A server that answers by a script, and what it heard: every command line, and every letter that came whole.

    An answer is what to say at a step, or `drop` (hang up), `hush` (never answer) or `later TEXT` (say it, then
    hang up); a list has one for each time the step is reached. The step `BODY` comes when the first bytes of a
    letter have arrived, `ANSWER` for a line sent after a 334.
    """

    settings: Settings
    script: Mapping[str, str | list[str]]
    heard: list[str] = field(default_factory=list)
    letters: list[bytes] = field(default_factory=list)
    connections: int = 0


class _Conversation:
    """One connection to the rude server."""

    def __init__(self, server: RudeServer, conn: socket.socket, context: ssl.SSLContext, over: threading.Event) -> None:
        self._server, self._conn, self._context, self._over = server, conn, context, over
        self._file = conn.makefile("rb")

    def run(self) -> None:
        with suppress(OSError):
            if self._server.settings.security is Security.TLS:
                self._encrypt()
            open_ = self._answer("GREETING")
            while open_ and (line := self._file.readline()):
                self._server.heard.append(line.decode("utf-8", "replace").rstrip("\r\n"))
                open_ = self._answer(self._step(line))
        self._file.close()
        self._conn.close()

    def _step(self, line: bytes) -> str:
        verb = line.split(b" ")[0].strip().upper().decode("utf-8", "replace")
        return verb if verb in POLITE else "ANSWER"

    def _answer(self, step: str) -> bool:
        said = self._say(step)
        if said.startswith("220") and step == "STARTTLS":
            self._file.close()
            self._encrypt()
        elif said.startswith("354") and step == "DATA":
            return self._read_letter()
        return said != "drop"

    def _say(self, step: str) -> str:
        said = self._server.script.get(step, POLITE.get(step, "500 5.5.1 what?"))
        if isinstance(said, list):
            said = said.pop(0) if said else POLITE[step]
        if said == "hush":
            self._over.wait(PATIENCE)
            return "drop"
        text = said.removeprefix("later ")
        if said != "drop":
            self._conn.sendall(text.encode() + b"\r\n")
        return "drop" if said.startswith("later ") else said

    def _read_letter(self) -> bool:
        lines: list[bytes] = []
        while (line := self._file.readline()) not in {b".\r\n", b""}:
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
            if "BODY" in self._server.script:
                return self._say("BODY") != "drop"
        if not line:
            self._server.heard.append(f"cut off after {len(lines)} lines")
            return False
        self._server.letters.append(b"".join(lines))
        return self._say("DOT") != "drop"

    def _encrypt(self) -> None:
        self._conn = self._context.wrap_socket(self._conn, server_side=True)
        self._file = self._conn.makefile("rb")


@pytest.fixture
def rude_server(mail_authority: trustme.CA, mail_ca_file: Path) -> Iterator[Callable[..., RudeServer]]:
    """Start a server that misbehaves: `rude_server({"RCPT": "550 5.1.1 unknown"}, security=…)`."""
    over = threading.Event()
    running: list[socketserver.ThreadingTCPServer] = []

    def start(
        script: Mapping[str, str | list[str]],
        *,
        security: Security = Security.PLAIN,
        certificate_for: str = HOST,
        authority: trustme.CA = mail_authority,
        **account: Any,
    ) -> RudeServer:
        context = _context(authority, certificate_for)

        class Talk(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                rude.connections += 1
                self.request.settimeout(PATIENCE)
                _Conversation(rude, self.request, context, over).run()

        server = socketserver.ThreadingTCPServer((HOST, 0), Talk)
        account = {"auth": Auth.NONE, "timeout": PATIENCE, "reply_timeout": PATIENCE, **account}
        rude = RudeServer(Settings(*server.server_address, security, ca_file=str(mail_ca_file), **account), script)
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        running.append(server)
        return rude

    yield start
    over.set()
    for server in running:
        server.shutdown()
        server.server_close()
