"""The words of this room: complete, the same in both languages, used."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from typing import Any

import pytest

ROOMS = ("signers", "config")


def _catalogue(language: str, room: str) -> dict[str, Any]:
    return tomllib.loads((files("urgentaction") / "words" / language / f"{room}.toml").read_text(encoding="utf-8"))


def _used(room: str) -> set[str]:
    sources = [
        path.read_text()
        for name in ROOMS
        for path in (files("urgentaction") / name).iterdir()
        if path.name.endswith(".py")
    ]
    text = "\n".join(sources)
    found = set(re.findall(rf'"{room}\.([a-z-]+)"', text))
    if room == "signers":
        found |= set(re.findall(r'notes\.(?:fault|remark)\(\s*[\w"\[\]]+,\s*"([a-z-]+)"', text))
        found |= {"country-near", "country-unknown", "same-email", "same-id"}  # chosen by what was found
    return found - {"toml"}  # the file's name


@pytest.mark.parametrize("room", ROOMS)
def test_every_entry_has_both_languages_with_the_same_values(room: str) -> None:
    english, french = _catalogue("en", room), _catalogue("fr", room)
    assert list(english) == list(french)
    for name, entry in english.items():
        assert set(entry) == set(french[name])
        for part in entry:
            assert set(re.findall(r"{(\w+)}", entry[part])) == set(re.findall(r"{(\w+)}", french[name][part])), name


@pytest.mark.parametrize("room", ROOMS)
def test_every_entry_is_used_and_every_one_used_is_there(room: str) -> None:
    assert _used(room) == set(_catalogue("en", room))


@pytest.mark.parametrize("room", ROOMS)
def test_french_words_are_set_as_french_is(room: str) -> None:
    for name, entry in _catalogue("fr", room).items():
        for text in entry.values():
            prose = re.sub(r'nom;email;[\w ;]+|\\?".*?\\?"|https?://', "", text)
            assert not re.search("[^\u202f][;!?]|[^\u00a0]:|«[^\u00a0]|[^\u00a0]»|'", prose), f"{name}: {text}"
