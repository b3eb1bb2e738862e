"""A web server on this machine that keeps what it was asked, answers as told, and misbehaves as told."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qsl, urlsplit

HOST = "127.0.0.1"
DRIP = 0.05
"""Seconds between two bytes of a dripping answer."""


class Trouble(StrEnum):
    """How a server misbehaves on one request; `before` it has taken the request in, or `after`."""

    DROPS_BEFORE = "drops the connection before"
    DROPS_AFTER = "drops the connection after"
    SILENT_UNREAD = "never reads the body"
    SILENT_BEFORE = "says nothing, before"
    SILENT_AFTER = "says nothing, after"
    FAILS_AFTER = "answers 500, after"
    DRIPS_AFTER = "answers byte by byte, after"
    OVERSIZE_AFTER = "answers with 2 MiB, after"
    REDIRECTS_AWAY = "redirects to another host"
    NOT_JSON_AFTER = "answers with a page, after"


@dataclass(frozen=True)
class Upload:
    """A file within a form."""

    filename: str
    kind: str
    data: bytes


@dataclass(frozen=True)
class Asked:
    """A request as it came over the wire."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Message
    body: bytes

    @property
    def form(self) -> dict[str, str | Upload]:
        """The parts of a multipart body, in their order."""
        kind = self.headers.get("Content-Type", "")
        parts = message_from_bytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + self.body).get_payload()
        return {str(part.get_param("name", header="content-disposition")): _value(part) for part in parts}  # type: ignore[union-attr]


def _value(part: Message) -> str | Upload:
    data = part.get_payload(decode=True)
    assert isinstance(data, bytes)
    name = part.get_filename()
    return data.decode() if name is None else Upload(name, part.get_content_type(), data)


@dataclass(frozen=True)
class Answer:
    """What a server says: a status, something to be written as JSON (or bytes as they are), headers."""

    status: int = 200
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def data(self) -> bytes:
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


@dataclass
class WebServer:
    """`answers` says what the service does; `then` what happens instead, or on top, to the next requests that change something."""

    answers: Callable[[Asked], Answer]
    elsewhere: str = ""
    asked: list[Asked] = field(default_factory=list)
    port: int = 0
    over: threading.Event = field(default_factory=threading.Event)
    faults: list[BaseException] = field(default_factory=list)
    _script: list[tuple[str, Trouble | Answer]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    def then(self, *steps: Trouble | Answer, on: str = "POST") -> None:
        """The next requests with this method meet these, one each."""
        self._script += [(on, step) for step in steps]

    def next_step(self, method: str) -> Trouble | Answer | None:
        found = next((entry for entry in self._script if entry[0] == method), None)
        if found:
            self._script.remove(found)
        return found[1] if found else None

    def posts(self) -> list[Asked]:
        return [asked for asked in self.asked if asked.method == "POST"]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    web: ClassVar[WebServer]

    def do(self) -> None:
        step = self.web.next_step(self.command)
        if step is Trouble.SILENT_UNREAD:
            self._say_nothing()
            return
        asked = self._read()
        self.web.asked.append(asked)
        match step:
            case Answer():
                self._say(step)
            case Trouble.DROPS_BEFORE:
                self.close_connection = True
            case Trouble.SILENT_BEFORE:
                self._say_nothing()
            case Trouble.REDIRECTS_AWAY:
                self._say(Answer(307, {}, {"Location": self.web.elsewhere + self.path}))
            case _:
                self._misbehave(step, self.web.answers(asked))

    do_GET = do_POST = do_DELETE = do_PATCH = do_PUT = do  # noqa: N815  # http.server's names

    def _misbehave(self, step: Trouble | None, answer: Answer) -> None:
        match step:
            case Trouble.DROPS_AFTER:
                self.close_connection = True
            case Trouble.SILENT_AFTER:
                self._say_nothing()
            case Trouble.FAILS_AFTER:
                self._say(Answer(500, {"error": {"message": "internal"}}))
            case Trouble.OVERSIZE_AFTER:
                self._say(Answer(200, b" " * 2 * 1024 * 1024 + answer.data))
            case Trouble.NOT_JSON_AFTER:
                self._say(Answer(200, b"<html>It works!</html>"))
            case Trouble.DRIPS_AFTER:
                self._drip(answer)
            case _:
                self._say(answer)

    def _read(self) -> Asked:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        parts = urlsplit(self.path)
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        return Asked(self.command, parts.path, query, self.headers, body)

    def _say(self, answer: Answer) -> None:
        self._begin(answer)
        self.wfile.write(answer.data)

    def _begin(self, answer: Answer) -> None:
        self.send_response(answer.status)
        for name, value in ({"Content-Type": "application/json"} | dict(answer.headers)).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.data)))
        self.end_headers()

    def _drip(self, answer: Answer) -> None:
        self._begin(answer)
        for byte in answer.data:
            if self.web.over.wait(DRIP):
                break
            self.wfile.write(bytes([byte]))
            self.wfile.flush()
        self.close_connection = True

    def _say_nothing(self) -> None:
        self.web.over.wait()
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # http.server's name
        """A test's output is its own."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    faults: ClassVar[list[BaseException]]

    def handle_error(self, *_: object) -> None:
        """Whoever asked may have gone away; anything else is a mistake of the test."""
        error = sys.exc_info()[1]
        if error is not None and not isinstance(error, OSError):
            self.faults.append(error)


@contextmanager
def serving(answers: Callable[[Asked], Answer], *, elsewhere: str = "") -> Iterator[WebServer]:
    """A server that runs until the end of the block."""
    web = WebServer(answers, elsewhere)
    kind = type("Server", (_Server,), {"faults": web.faults})
    with kind((HOST, 0), type("Handler", (_Handler,), {"web": web})) as server:
        web.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield web
        finally:
            web.over.set()
            server.shutdown()
            thread.join()
            assert not web.faults, web.faults
