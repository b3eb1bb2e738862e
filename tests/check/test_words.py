"""The words of grammar, address and check: every entry used, in both languages, set as each language is."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

import urgentaction
from urgentaction.grammar import typography
from urgentaction.model.case import Hedge

ROOT = Path(urgentaction.__file__).parent
ROOMS = ("address", "check", "grammar")
TITLES = ("language-", "unseen-")
"""Entries that name something, and ask for nothing to be done."""


def catalogue(language: str, room: str) -> dict[str, dict[str, str]]:
    text = (files("urgentaction") / "words" / language / f"{room}.toml").read_text(encoding="utf-8")
    return {name: {"text": entry} if isinstance(entry, str) else entry for name, entry in tomllib.loads(text).items()}


def sources(room: str) -> Iterator[ast.AST]:
    path = ROOT / room
    for file in [path.with_suffix(".py")] if path.with_suffix(".py").exists() else path.glob("*.py"):
        yield from ast.walk(ast.parse(file.read_text(encoding="utf-8")))


def named(room: str) -> set[str]:
    """Every text of a room's code, without the room: `address.no-country`, `subject-long`, `hedge-{hedge}`."""
    found: set[str] = set()
    for node in sources(room):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.add(node.value.removeprefix(f"{room}."))
        elif isinstance(node, ast.JoinedStr):
            lead = "".join(str(part.value) for part in node.values if isinstance(part, ast.Constant))
            found |= {f"{lead.removeprefix(f'{room}.')}{ending}" for ending in (*Hedge, "fr", "en", "es", "de")}
    return found


def raised(room: str) -> set[str]:
    """Ids that the code passes as they are: `UserError("room.x")`, `say("x")`, `message("room.x")`."""
    places = {"UserError": 0, "say": 0, "message": 0}
    ids = [
        node.args[places[node.func.id]]
        for node in sources(room)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in places
    ]
    return {str(arg.value).removeprefix(f"{room}.") for arg in ids if isinstance(arg, ast.Constant)}


@pytest.mark.parametrize("room", ROOMS)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_entry_is_used_and_every_use_has_its_entry(room: str, language: str) -> None:
    assert raised(room) <= set(catalogue(language, room)) <= named(room)


@pytest.mark.parametrize("room", ROOMS)
def test_both_languages_show_the_same_values_and_what_to_type_next(room: str) -> None:
    english, french = catalogue("en", room), catalogue("fr", room)
    for name, entry in english.items():
        assert set(entry) == set(french[name]), name
        assert name.startswith(TITLES) or entry.get("hint"), name
        for form, text in entry.items():
            assert set(re.findall(r"{\w+}", text)) == set(re.findall(r"{\w+}", french[name][form])), name


@pytest.mark.parametrize("room", ROOMS)
def test_french_is_set_as_french(room: str) -> None:
    for entry in catalogue("fr", room).values():
        for text in entry.values():
            quoted = re.sub(r'"…"|`[^`]*`', "x", text)  # what is to be typed stands as it is typed
            assert typography(quoted, "fr") == quoted
