"""A print house on this machine that a test scripts: it does its work, or misbehaves before or after."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from enum import StrEnum
from typing import Any

from support.web import Asked, Reply, Web


class Trouble(StrEnum):
    """How a server misbehaves on one request: `before` it has done what it was asked, or `after`."""

    DROPS_BEFORE = "drops the connection before"
    DROPS_AFTER = "drops the connection after"
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
class Answer:
    """What a house says: a status, something to be written as JSON, headers."""

    status: int = 200
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def data(self) -> bytes:
        return json.dumps(self.body).encode()

    @property
    def reply(self) -> Reply:
        return Reply(self.status, self.data, {"Content-Type": "application/json", **self.headers})


class House:
    """`work` is what it does; `then` says what happens instead, or on top, to the next requests with a method."""

    def __init__(self, answers: Callable[[Asked], Answer], elsewhere: str) -> None:
        self.faults: list[Exception] = []
        self.work = answers
        self._elsewhere = elsewhere
        self._script: list[tuple[str, Trouble | Answer]] = []
        self.web = Web(self._reply)

    @property
    def url(self) -> str:
        return self.web.url

    @property
    def asked(self) -> list[Asked]:
        return self.web.asked

    def then(self, *steps: Trouble | Answer, on: str = "POST") -> None:
        """The next requests with this method meet these, one each."""
        self._script += [(on, step) for step in steps]

    def posts(self) -> list[Asked]:
        return [asked for asked in self.asked if asked.method == "POST"]

    def _reply(self, asked: Asked) -> Reply:
        try:
            return self._scripted(asked)
        except Exception as error:
            self.faults.append(error)
            raise

    def _scripted(self, asked: Asked) -> Reply:
        found = next((entry for entry in self._script if entry[0] == asked.method), None)
        if found is None:
            return self.work(asked).reply
        self._script.remove(found)
        match found[1]:
            case Answer() as answer:
                return answer.reply
            case Trouble.DROPS_BEFORE:
                return Reply(drop=True)
            case Trouble.SILENT_BEFORE:
                return Reply(hang=True)
            case Trouble.REDIRECTS_AWAY:
                return Reply(307, headers={"Location": self._elsewhere + asked.target})
            case step:
                return _AFTER[step](self.work(asked).reply)


_AFTER: Mapping[Trouble, Callable[[Reply], Reply]] = {
    Trouble.DROPS_AFTER: lambda _: Reply(drop=True),
    Trouble.SILENT_AFTER: lambda _: Reply(hang=True),
    Trouble.FAILS_AFTER: lambda _: Answer(500, {"error": {"message": "internal"}}).reply,
    Trouble.DRIPS_AFTER: lambda reply: Reply(reply.status, reply.body, reply.headers, drip="body"),
    Trouble.OVERSIZE_AFTER: lambda reply: Reply(reply.status, b" " * 2 * 1024 * 1024 + reply.body, reply.headers),
    Trouble.NOT_JSON_AFTER: lambda reply: Reply(reply.status, b"<html>It works!</html>"),
}


@contextmanager
def serving(answers: Callable[[Asked], Answer], *, elsewhere: str = "") -> Iterator[House]:
    """A house that is open until the end of the block."""
    house = House(answers, elsewhere)
    try:
        yield house
    finally:
        house.web.close()
    assert not house.faults, house.faults


def form_of(asked: Asked) -> dict[str, str | Upload]:
    """The parts of a multipart body, in their order."""
    kind = asked.header("Content-Type")
    assert kind.startswith("multipart/form-data;"), kind
    parts = message_from_bytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + asked.body).get_payload()
    assert isinstance(parts, list)
    return dict(_part(part) for part in parts if isinstance(part, Message))


def _part(part: Message) -> tuple[str, str | Upload]:
    name, filename = part.get_param("name", header="content-disposition"), part.get_filename()
    data = part.get_payload(decode=True)
    assert isinstance(data, bytes)
    value = data.decode() if filename is None else Upload(filename, part.get_content_type(), data)
    return str(name), value
