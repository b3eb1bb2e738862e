"""Reach a mail server: a connection, or words that say why there is none."""

from __future__ import annotations

import socket
from contextlib import suppress

from urgentaction.channels.settings import Settings
from urgentaction.channels.smtp_replies import NotSent, shown, unreached
from urgentaction.errors import Message, message


def dial(settings: Settings) -> socket.socket:
    """A connection to the server, nothing said on it yet.

    Raises:
        NotSent: Nobody answers there.
    """
    try:
        sock = socket.create_connection((settings.host, settings.port), settings.timeout)
    except (OSError, UnicodeError) as error:
        raise NotSent(unreached(_no_connection(error, settings))) from error
    with suppress(OSError):
        # The end of a letter is a small write after a large one: it must not wait for an acknowledgement.
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return sock


def _no_connection(error: OSError | UnicodeError, settings: Settings) -> Message:
    where = {"server": settings.host, "port": settings.port}
    match error:
        case socket.gaierror() | UnicodeError():
            return message("smtp.no-such-server", **where)
        case ConnectionRefusedError():
            return message("smtp.connection-refused", **where)
        case TimeoutError():
            return message("smtp.late", **where)
        case _:
            return message("smtp.unreachable", why=shown(error.strerror or str(error)), **where)
