"""Everything wrong with the settings, at once: what pydantic finds in their shape, and what the values mean."""

from __future__ import annotations

import re
import shlex
import stat
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from urgentaction.errors import LANGUAGES, Message, UserError, message
from urgentaction.library.positions import KeyPath
from urgentaction.library.problems import Problem
from urgentaction.library.validation import problems_of
from urgentaction.signers import person, values
from urgentaction.signers.fields import Note, Notes, clean, shown, shown_path

PORTS = range(1, 65536)
"""TCP ports; 0 is reserved."""

LONGEST_WAIT = 3600
"""Seconds; nobody waits longer than an hour for one step of SMTP."""

_SECRET = re.compile(r"(?:.*_)?(?:pass(?:word|wd|phrase)?|pwd|secret|token|api_?key|mot_?de_?passe)", re.IGNORECASE)
_LABEL = "[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?"
_HOST = re.compile(rf"(?=.{{1,253}}$){_LABEL}(?:\.{_LABEL})*\.?|[0-9a-f]*:[0-9a-f:.]*:[0-9a-f:.]*", re.IGNORECASE)
_HOST_AND_MORE = re.compile(r"(?:[a-z]+://)?([a-z0-9.-]+)(?::(\d+))?/?", re.IGNORECASE)
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def problems(data: Mapping[str, Any]) -> tuple[Problem, ...]:
    """Every problem of the settings; of several at one key the first is the one to show."""
    from pydantic import ValidationError

    from urgentaction.config.tables import File

    found = [*_secrets(data), *_language(data), *_backup(data), *_ledger(data), *_people(data)]
    found += [*_group(table(data, "group")), *_email(table(data, "email"))]
    found += _providers(table(data, "providers"))
    try:
        File.model_validate(data)
    except ValidationError as error:
        found += problems_of(error, File)
    return tuple(found)


def schema() -> dict[str, Any]:
    """The JSON Schema of the settings file, for editors."""
    from urgentaction.config.tables import File

    head = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return head | File.model_json_schema() | {"title": "config.toml"}


def table(data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """A table of the settings; empty where there is none, or something that is none."""
    inner = data.get(key)
    return inner if isinstance(inner, Mapping) else {}


def texts(data: Mapping[str, Any]) -> dict[str, str]:
    """The values of a table that are text."""
    return {key: value for key, value in data.items() if isinstance(value, str)}


def _secrets(data: Mapping[str, Any], above: KeyPath = ()) -> Iterator[Problem]:
    for key, value in data.items():
        path = (*above, key)
        if isinstance(value, Mapping):
            yield from _secrets(value, path)
        elif _SECRET.fullmatch(key):
            yield Problem(path, message("config.secret-in-file", key=shown(key)), at_key=True)


def _language(data: Mapping[str, Any]) -> Iterator[Problem]:
    found = data.get("language", LANGUAGES[0])
    if found not in LANGUAGES:
        yield Problem(("language",), message("config.not-spoken", found=shown(str(found)), known=LANGUAGES))


def _backup(data: Mapping[str, Any]) -> Iterator[Problem]:
    if said := _path(data.get("backup_to")):
        yield Problem(("backup_to",), said)


def _ledger(data: Mapping[str, Any]) -> Iterator[Problem]:
    where = data.get("ledger")
    said = _database(where) if isinstance(where, str) and "://" in where else _path(where)
    yield from [Problem(("ledger",), said)] if said else []
    command = data.get("ledger_password_command")
    if command is not None and (said := _command(command)):
        yield Problem(("ledger_password_command",), said)


def _database(url: str) -> Message | None:
    from urgentaction.ledger import server

    try:
        server.parse(url)
    except UserError as error:
        return error.message
    return None


def _people(data: Mapping[str, Any]) -> Iterator[Problem]:
    yield from _person(table(data, "me"), ("me",))
    for name in table(data, "signers"):
        yield from _person(table(table(data, "signers"), name), ("signers", name))


def _person(profile: Mapping[str, Any], at: KeyPath) -> Iterator[Problem]:
    notes = Notes()
    person.signer(texts(profile), notes)
    # Without a name it is not finished yet, which is no fault (`Config.missing`).
    yield from (_problem(note, at) for note in notes.faults if note.message.id != "signers.name-empty")
    unread = [note for note in notes.remarks if note.message.id == "signers.language-unknown"]
    yield from (Problem((*at, "language"), message("config.not-a-language", **note.message.values)) for note in unread)


def _group(group: Mapping[str, Any]) -> Iterator[Problem]:
    notes = Notes()
    said = texts(group)
    if name := said.get("name"):
        person.name_of({"name": clean(name, "name", notes)}, notes)
    clean(said.get("contact", ""), "about", notes)
    yield from (_problem(note, ("group",)) for note in notes.faults)


def _problem(note: Note, at: KeyPath) -> Problem:
    return Problem((*at, note.field), note.message)


def _email(account: Mapping[str, Any]) -> Iterator[Problem]:
    for key, check in _CHECKS.items():
        if key in account and (said := check(account[key])):
            yield Problem(("email", key), said)


def _providers(tables: Mapping[str, Any]) -> Iterator[Problem]:
    for name in tables:
        account = table(tables, name)
        for key in ("password_command", "password_file"):
            if key in account and (said := _CHECKS[key](account[key])):
                yield Problem(("providers", name, key), said)


def _address(value: Any) -> Message | None:
    if not isinstance(value, str) or not value or values.email(value):
        return None
    return message("config.not-an-address", found=shown(value))


def _host(value: Any) -> Message | None:
    if not isinstance(value, str) or not value or _HOST.fullmatch(value):
        return None
    more = _HOST_AND_MORE.fullmatch(value)
    if more and more[2]:
        return message("config.host-and-port", host=more[1], port=more[2])
    return message("config.not-a-host", found=shown(value))


def _port(value: Any) -> Message | None:
    is_port = isinstance(value, int) and not isinstance(value, bool) and value in PORTS
    return None if is_port else message("config.not-a-port", found=shown(str(value)), first=PORTS[0], last=PORTS[-1])


def _seconds(value: Any) -> Message | None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if is_number and 0 < value <= LONGEST_WAIT:
        return None
    return message("config.not-a-timeout", found=shown(str(value)), most=LONGEST_WAIT)


def _rate(value: Any) -> Message | None:
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return None if is_number and value >= 1 else message("config.not-a-rate", found=shown(str(value)))


def _command(value: Any) -> Message | None:
    words = value if isinstance(value, list) else _split(value) if isinstance(value, str) else []
    good = bool(words) and all(isinstance(word, str) and "\0" not in word for word in words) and bool(words[0])
    return None if good else message("config.not-a-command")


def _split(command: str) -> list[str]:
    try:
        return shlex.split(command)
    except ValueError:
        return []


def _private_file(value: Any) -> Message | None:
    """Others could read the password. A file that is not there may come back (a stick); `credentials` looks again."""
    if said := _path(value):
        return said
    try:
        mode = Path(value).expanduser().stat().st_mode if value and isinstance(value, str) else 0
    except (OSError, ValueError):
        return None
    return message("config.world-readable", path=shown_path(value)) if mode & _OTHERS else None


def _path(value: Any) -> Message | None:
    """A path from here would be another file in another folder."""
    if not isinstance(value, str) or not value or value.startswith(("/", "~/")):
        return None
    return message("config.relative-path", found=shown(value))


_CHECKS: Mapping[str, Callable[[Any], Message | None]] = {
    "address": _address,
    "host": _host,
    "port": _port,
    "timeout": _seconds,
    "per_minute": _rate,
    "per_hour": _rate,
    "per_day": _rate,
    "password_command": _command,
    "token_command": _command,
    "password_file": _private_file,
    "ca_file": _path,
}
