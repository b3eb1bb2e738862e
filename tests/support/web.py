"""A web server on 127.0.0.1 that answers as a function tells it, and misbehaves where it is told to."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

HOST = "127.0.0.1"
STEP = 0.05


@dataclass(frozen=True)
class Asked:
    """A request as it came: header names as they were written."""

    method: str
    target: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(urlsplit(self.target).query))

    def header(self, name: str) -> str:
        return {key.lower(): value for key, value in self.headers}.get(name.lower(), "")


@dataclass(frozen=True)
class Reply:
    """An answer: `drop` closes instead, `hang` never answers, `drip` gives one byte at a time for ever."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    drop: bool = False
    hang: bool = False
    drip: str = ""  # "head" or "body"


class Web:
    """The server; `close` lets everything go that hangs. `deaf`: it takes connections and reads nothing."""

    def __init__(
        self, reply: Callable[[Asked], Reply], *, tls: ssl.SSLContext | None = None, deaf: bool = False
    ) -> None:
        self.asked: list[Asked] = []
        self.over = threading.Event()
        self.reply = reply
        self.deaf = deaf
        self._server = _Server(self)
        if tls is not None:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True, do_handshake_on_connect=False)
        self.port: int = self._server.server_address[1]
        self.url = f"{'https' if tls else 'http'}://{HOST}:{self.port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    def close(self) -> None:
        self.over.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, web: Web) -> None:
        self.web = web
        super().__init__((HOST, 0), _Handler)

    def handle_error(self, *_: object) -> None:
        """A client that went away is what many tests are about."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def handle_one_request(self) -> None:
        if self.server.web.deaf:
            self.server.web.over.wait()
            self.close_connection = True
            return
        super().handle_one_request()

    def __getattr__(self, name: str) -> Any:
        if name.startswith("do_"):
            return self._answer
        raise AttributeError(name)

    def _answer(self) -> None:
        web = self.server.web
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        if len(body) < length:  # whoever asked was killed in the middle: no server acts on half a request
            self.close_connection = True
            return
        asked = Asked(self.command, self.path, tuple(self.headers.items()), body)
        web.asked.append(asked)
        with suppress(OSError):
            self._write(web.reply(asked))

    def log_message(self, *_: object) -> None:
        """Nothing is told."""

    def _write(self, reply: Reply) -> None:
        self.close_connection = True
        if reply.hang:
            self.server.web.over.wait()
        if reply.hang or reply.drop:
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        headers = {"Content-Length": str(len(reply.body)), **reply.headers}
        lines = [f"HTTP/1.1 {reply.status} Said", *(f"{name}: {value}" for name, value in headers.items())]
        head = ("\r\n".join(lines) + "\r\n\r\n").encode()
        if reply.drip == "head":
            self._drip(head)
        self.wfile.write(head)
        if reply.drip == "body":
            self._drip(reply.body)
        self.wfile.write(reply.body)

    def _drip(self, data: bytes) -> None:
        for byte in data:
            if self.server.web.over.wait(STEP):
                raise OSError
            self.wfile.write(bytes((byte,)))
            self.wfile.flush()
