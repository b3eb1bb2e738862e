"""The words of the channels and of the secrets, in both languages."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

from urgentaction.errors import LANGUAGES

ROOMS = ("smtp", "hosts", "handoff", "credentials")
PACKAGE = Path(str(files("urgentaction")))
_USED = re.compile(r'"((?:smtp|hosts|handoff|credentials)\.[a-z][a-z0-9-]*)"')


def _ids() -> set[str]:
    sources = [*(PACKAGE / "channels").glob("*"), PACKAGE / "credentials.py"]
    text = "".join(path.read_text(encoding="utf-8") for path in sources if path.suffix in {".py", ".toml"})
    return {found for found in _USED.findall(text) if not found.endswith(".toml")}


def _entries(room: str, language: str) -> dict[str, dict[str, str]]:
    return tomllib.loads((PACKAGE / "words" / language / f"{room}.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_has_words_and_no_words_are_left_over(language: str) -> None:
    written = {f"{room}.{entry}" for room in ROOMS for entry in _entries(room, language)}
    assert written == _ids()


@pytest.mark.parametrize("room", ROOMS)
def test_both_languages_show_the_same_values(room: str) -> None:
    english, french = _entries(room, "en"), _entries(room, "fr")
    for entry, forms in english.items():
        for form, text in forms.items():
            assert set(re.findall(r"{\w+}", text)) == set(re.findall(r"{\w+}", french[entry][form])), entry


@pytest.mark.parametrize("room", ROOMS)
def test_the_french_words_keep_french_typography(room: str) -> None:
    for entry, forms in _entries(room, "fr").items():
        for text in forms.values():
            words = re.sub(r"printf.*|https?://\S+|chmod \S+", "", text)
            assert not re.search(r"[^\u202f][;!?](\s|$)|[^\u00a0]:(\s|$)|«[^\u00a0]|[^\u00a0]»|\w'\w", words), entry
