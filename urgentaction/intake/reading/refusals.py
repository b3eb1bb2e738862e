"""Why a document cannot be read: a message, raised in the process that reads and told in ours."""

from __future__ import annotations

from urgentaction.errors import Message, message


class Refused(Exception):
    """The document cannot be read; the message says why and what helps."""

    def __init__(self, id_: str, **values: object) -> None:
        super().__init__(id_)
        self.message: Message = message(id_, **values)
