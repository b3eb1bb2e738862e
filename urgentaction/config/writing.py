"""Changes to the settings file: whole or not at all, comments kept, nothing written that could not be read again."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, MutableMapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from urgentaction.errors import Fault, Faults, Message, UsageError, UserError, message

if TYPE_CHECKING:
    from collections.abc import Callable

    from urgentaction.config.places import Places
    from urgentaction.library.positions import KeyPath
    from urgentaction.library.problems import Problem

SCHEMA = "config.schema.json"
"""Written beside a new settings file, so that editors can complete and check it."""

_HEAD = f"""\
#:schema {SCHEMA}
# Settings of ua; `ua config show` tells what is in effect. Passwords are not kept here: ua secret set email

"""

Changes = Mapping[str, Any]
"""Settings by table and key, `{"me": {"name": "…"}, "email": {"port": None}}`; None takes one out."""


def write(places: Places, changes: Changes) -> None:
    """Change the settings file; where there is none, begin one (0600, its folder 0700).

    Raises:
        Faults: The file could not be read again with these changes; nothing is written.
        UserError: The file cannot be written, or is laid out so that it cannot be changed safely.
    """
    from urgentaction import files

    path = places.config_file.resolve()  # a link (to a folder of dotfiles) stays one
    is_new = not path.exists()
    text = _begun(changes) if is_new else _edited(path, changes)
    _refuse_faulty(text, places.config_file)
    if is_new:
        files.write_whole(path.parent / SCHEMA, _schema(), overwrite=True)
    files.write_whole(path, text.encode(), overwrite=True)


def set_value(places: Places, key: str, text: str) -> None:
    """Change one setting by its dotted name, as typed (`email.port`, `465`); an empty text takes it out.

    Raises:
        UsageError: There is no setting of this name.
        Faults: The value is not one it can have.
        UserError: As `write`.
    """
    path = _key_path(key)
    data = _current(places.config_file)
    if not text:
        _refuse_unset(key, path, data)
        write(places, _nested(path, None))
        return
    tried = [(value, _problems_at(path, value, data)) for value in _meant(text)]
    good = [value for value, problems in tried if not problems]
    if not good:
        raise _refusal(key, tried[min(1, len(tried) - 2)][1], places.config_file)
    write(places, _nested(path, good[0]))


def _begun(changes: Changes) -> str:
    import tomli_w

    return _HEAD + tomli_w.dumps(_changed({}, changes, dict))


def _edited(path: Path, changes: Changes) -> str:
    import tomlkit

    from urgentaction.library.reading import read_toml

    file = read_toml(path)
    wanted = _changed(_copied(file.data), changes, dict)
    text = tomlkit.dumps(_changed(tomlkit.parse(file.text), changes, tomlkit.table))
    if tomllib.loads(text) != wanted:
        raise UserError("config.not-changeable", path=str(path))
    return text


def _changed(
    target: MutableMapping[str, Any], changes: Changes, new_table: Callable[[], MutableMapping[str, Any]]
) -> MutableMapping[str, Any]:
    for key, value in changes.items():
        if value is None:
            target.pop(key, None)
        elif isinstance(value, Mapping):
            inner = target.get(key)
            is_table = isinstance(inner, MutableMapping)
            table = _changed(inner if is_table and inner is not None else new_table(), value, new_table)
            if table and not is_table:
                target[key] = table
        else:
            target[key] = list(value) if isinstance(value, tuple) else value
    return target


def _copied(data: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _copied(value) if isinstance(value, Mapping) else value for key, value in data.items()}


def _refuse_faulty(text: str, path: Path) -> None:
    from urgentaction.config.checks import problems
    from urgentaction.library.problems import faults_of
    from urgentaction.library.reading import TomlFile

    file = TomlFile(str(path), text, tomllib.loads(text))
    if faults := faults_of(file, problems(file.data)):
        # The lines are those of a text that nobody will see.
        raise Faults([replace(fault, line=0, column=0) for fault in faults])


def _schema() -> bytes:
    import json

    from urgentaction.config.checks import schema

    return json.dumps(schema(), indent=2).encode() + b"\n"


def _current(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    from urgentaction.library.reading import read_toml

    return dict(read_toml(path).data)


def _key_path(key: str) -> tuple[str, ...]:
    """`signers."Jo B.".email` → its parts; a name with a dot in it needs quotation marks."""
    if not re.fullmatch(r'(?:"[^"]+"|[^".]+)(?:\.(?:"[^"]+"|[^".]+))*', key):
        raise UsageError("config.no-setting", key=key, meant="")
    return tuple(quoted or bare for quoted, bare in re.findall(r'"([^"]+)"|([^".]+)', key))


def _nested(path: tuple[str, ...], value: Any) -> dict[str, Any]:
    for part in reversed(path):
        value = {part: value}
    return dict(value)


def _meant(text: str) -> Iterator[Any]:
    """What a typed value may be: text; a number, a truth or a list as TOML writes it; a list of this one."""
    yield text
    try:
        parsed = tomllib.loads(f"value = {text}")
    except ValueError:
        parsed = {}
    if len(parsed) == 1:
        yield parsed["value"]
    yield [text]


def _problems_at(path: tuple[str, ...], value: Any, data: Mapping[str, Any]) -> list[Problem]:
    """What would be wrong with this value; not what is wrong elsewhere in the file."""
    from urgentaction.config.checks import problems

    found = problems(_changed(_copied(data), _nested(path, value), dict))
    return [problem for problem in found if _within(problem.path, path) or _within(path, problem.path)]


def _within(inner: KeyPath, outer: KeyPath) -> bool:
    return inner[: len(outer)] == outer


def _refuse_unset(key: str, path: tuple[str, ...], data: Mapping[str, Any]) -> None:
    place: Any = data
    for part in path:
        if not isinstance(place, Mapping) or part not in place:
            raise UsageError("config.not-set", key=key)
        place = place[part]


def _whole(fault: Fault) -> Any:
    """What was meant, by its dotted name (`me.language`), as `ua config set` takes it."""
    meant, (above, dot, _) = fault.message.values["meant"], fault.key.rpartition(".")
    return message(meant.id, near=f"{above}{dot}{meant.values['near']}") if isinstance(meant, Message) else meant


def _refusal(key: str, problems: list[Problem], path: Path) -> UserError:
    from urgentaction.library.problems import faults_of
    from urgentaction.library.reading import TomlFile

    faults = [replace(fault, line=0, column=0) for fault in faults_of(TomlFile(str(path), "", {}), problems)]
    if faults[0].message.id == "library.unknown-key":
        return UsageError("config.no-setting", key=key, meant=_whole(faults[0]))
    return Faults(faults)
