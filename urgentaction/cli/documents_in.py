"""A document that a person names: a file, standard input, or one address, asked once."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from urgentaction import errors, files
from urgentaction.cli import reading

if TYPE_CHECKING:
    from urgentaction.cli.world import World


def document(world: World, name: str) -> bytes:
    """The bytes of the document.

    Raises:
        UsageError: There is no such file, or it is a folder.
        UserError: It cannot be read, or nothing answers there.
    """
    from urgentaction.intake.reading.apart import LARGEST

    if "://" in name:
        return _fetched(name)
    if name == reading.STANDARD_INPUT:
        return world.data_in.read(LARGEST + 1)
    path = world.cwd / name
    if path.is_dir():
        raise errors.UsageError("intake.folder", path=name)
    if not path.is_file():
        raise errors.UsageError("intake.no-file", path=name)
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as failure:
        raise files.told(failure, path) from failure


def called(name: str) -> str:
    """What a document is called in a file that others may read: a file's own name, an address without its secrets."""
    from urgentaction.library.characters import forbidden

    if "://" in name:
        scheme, _, rest = name.partition("://")
        host, slash, path = re.split("[?#]", rest, maxsplit=1)[0].partition("/")
        bare = f"{scheme}://{host.rpartition('@')[2]}{slash}{path}"
    else:
        bare = Path(name).name
    return "".join("\ufffd" if forbidden(one) else one for one in bare)


def _fetched(url: str) -> bytes:
    from urgentaction import http
    from urgentaction.intake.reading.apart import LARGEST

    client = http.Client(limits=http.Limits(size=LARGEST, tries=1))
    try:
        answer = client.ask("GET", url)
    finally:
        client.close()
    if not answer.ok:
        raise errors.UserError("intake.not-answered", status=answer.status, url=url)
    return answer.body
