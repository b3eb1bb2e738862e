from __future__ import annotations

import ast
import re
import string
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import urgentaction
from urgentaction.library.languages import NAMED
from urgentaction.model.codes import LANGUAGES

PACKAGE = Path(urgentaction.__file__).parent


def entries(language: str) -> dict[str, Any]:
    text = (PACKAGE / "words" / language / "library.toml").read_text(encoding="utf-8")
    return {name: {"text": entry} if isinstance(entry, str) else entry for name, entry in tomllib.loads(text).items()}


def ids_in_code() -> Iterator[str]:
    for path in (PACKAGE / "library").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and re.fullmatch(r"library\.[a-z0-9-]+", str(node.value)):
                yield str(node.value).removeprefix("library.")


def placeholders(entry: dict[str, str]) -> set[str]:
    return {name for text in entry.values() for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_message_of_the_code_has_words_and_no_word_is_left_over() -> None:
    used = {*ids_in_code(), *(f"language-{code}" for code in NAMED)} - {"language-"}
    assert set(entries("en")) == used
    assert set(entries("fr")) == used


def test_both_languages_show_the_same_values() -> None:
    english, french = entries("en"), entries("fr")
    assert {name: placeholders(entry) for name, entry in english.items()} == {
        name: placeholders(entry) for name, entry in french.items()
    }
    assert [name for name in english if ("hint" in english[name]) != ("hint" in french[name])] == []


def test_french_typography_is_kept() -> None:
    for entry in entries("fr").values():
        for text in entry.values():
            assert not re.search(r" [;:!?»]|« |(?<=[a-z])'(?=[a-zé])|\.\.\.", text), text


def test_the_languages_that_have_a_name_are_languages() -> None:
    assert NAMED <= LANGUAGES
