"""The catalogue: every message the code uses is there, in English and French, with the same values."""

from __future__ import annotations

import ast
import re
import string
import tomllib
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import urgentaction
from urgentaction import errors

PACKAGE = Path(urgentaction.__file__).parent
ROOMS = sorted(path.stem for path in (PACKAGE / "words" / "en").glob("*.toml"))
ID = re.compile(r"[a-z]+\.[a-z0-9-]+")


def room(language: str, name: str) -> Mapping[str, Mapping[str, str]]:
    text = (PACKAGE / "words" / language / f"{name}.toml").read_text(encoding="utf-8")
    return {key: {"text": entry} if isinstance(entry, str) else entry for key, entry in tomllib.loads(text).items()}


def placeholders(entry: Mapping[str, str]) -> set[str]:
    texts = " ".join(entry.values())
    return {name.split(".")[0] for _, name, _, _ in string.Formatter().parse(texts) if name}


def used() -> Iterator[tuple[str, str]]:
    """Every string in the code that names an entry of a room of the catalogue."""
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and ID.fullmatch(node.value):
                name, _, _ = node.value.partition(".")
                if name in ROOMS and not node.value.endswith((".toml", ".py", ".j2", ".typ", ".sqlite", ".sql")):
                    yield node.value, f"{path.name}:{node.lineno}"


def test_both_languages_have_the_same_rooms() -> None:
    assert sorted(path.stem for path in (PACKAGE / "words" / "fr").glob("*.toml")) == ROOMS


@pytest.mark.parametrize("name", ROOMS)
def test_both_languages_say_the_same_with_the_same_values(name: str) -> None:
    english, french = room("en", name), room("fr", name)
    assert english.keys() == french.keys()
    for entry in english:
        assert english[entry].keys() == french[entry].keys(), entry
        assert placeholders(english[entry]) == placeholders(french[entry]), entry


def test_every_message_that_the_code_names_has_words() -> None:
    missing = []
    for id_, where in used():
        name, _, entry = id_.partition(".")
        # A name that ends in a dash is the beginning of an f-string: `gates.by-{channel}`.
        known = [one for one in room("en", name) if one == entry or (entry.endswith("-") and one.startswith(entry))]
        missing += [] if known else [f"{id_} ({where})"]
    assert not missing


@pytest.mark.parametrize("name", ROOMS)
def test_french_words_have_french_spaces(name: str) -> None:
    for entry, texts in room("fr", name).items():
        for text in texts.values():
            assert not re.search(r"\w'\w", text), f"{name}.{entry}: a straight apostrophe"
            bare = re.sub(r"`[^`]*`|\S+://\S+|\{[^}]*\}", "x", text)
            assert not re.search(r"(?<=\w)[ ][;!?](?= |$)", bare), f"{name}.{entry}: an ordinary space before ; ! ?"
            assert not re.search(r"« | »", bare), f"{name}.{entry}: ordinary spaces in guillemets"


def test_a_message_is_worded_with_dates_lists_and_messages_inside(tmp_path: Path) -> None:
    del tmp_path
    inner = errors.message("errors.faults", count=2)
    shown = [
        errors._shown(value, "fr")
        for value in (
            date(2026, 8, 1),
            datetime(2026, 8, 1, 9, 5, tzinfo=UTC),
            ("a", "b"),
            inner,
            {"fr": "oui", "en": "yes"},
        )
    ]
    assert shown == ["1 août 2026", "1 août 2026 09:05", "a, b", "2 erreurs.", "oui"]


def test_french_counts_zero_as_one() -> None:
    none = errors.message("errors.faults", count=0)
    assert errors.words(none, "fr").text == "0 erreur."
    assert errors.words(none, "en").text == "0 faults."
