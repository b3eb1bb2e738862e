from __future__ import annotations

import tomllib
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from urgentaction.errors import Message
from urgentaction.library import loose
from urgentaction.library.case_schema import CaseFile
from urgentaction.library.characters import forbidden, named
from urgentaction.library.entries import Entry, authority_entries, stray_problems
from urgentaction.library.near import meant, meant_by, near
from urgentaction.library.problems import key_text
from urgentaction.library.reading import TomlFile
from urgentaction.library.validation import allowed_keys


def file_of(text: str) -> TomlFile:
    return TomlFile("xx.toml", text, tomllib.loads(text))


def test_the_nearest_name_comes_first_whatever_its_case() -> None:
    assert near("Dedline", ["Deadline", "headline", "kind"]) == ("Deadline", "headline")
    assert near("zzz", ["deadline"]) == ()


def test_a_suggestion_is_a_message_or_nothing() -> None:
    found = meant(("deadline", "headline"))
    assert isinstance(found, Message)
    assert str(found) == '; did you mean "deadline"?'
    assert str(meant_by(("a", "b"))) == " Did you mean a, b?"
    assert (meant(()), meant_by(())) == ("", "")


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ((), ""),
        (("title", "fr"), "title.fr"),
        (("demands", 1, "text", "fr"), "demands[1].text.fr"),
        (("a b", "c.d"), "'a b'.'c.d'"),
        (("for", 0, 1), "for[0][1]"),
    ],
)
def test_a_key_path_is_written_as_in_the_file(path: tuple[str | int, ...], text: str) -> None:
    assert key_text(path) == text


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ((), "deadline"),
        (("status",), "why"),
        (("demands", 3), "carries_out"),
        (("letter", "model", "fr"), "paragraphs"),
        (("targets", 0), "as"),
    ],
)
def test_the_keys_allowed_at_a_place_are_those_that_people_write(path: tuple[str | int, ...], key: str) -> None:
    assert key in set(allowed_keys(CaseFile.model_json_schema(), path))


@pytest.mark.parametrize("path", [("nowhere",), ("title", "fr"), ("demands", 0, "text", "fr", "more"), (3,)])
def test_where_no_table_is_expected_no_key_is_allowed(path: tuple[str | int, ...]) -> None:
    assert list(allowed_keys(CaseFile.model_json_schema(), path)) == []


@pytest.mark.parametrize(
    "character", ["\u202e", "\u2066", "\ufeff", "\u2028", "\x00", "\x7f", "\x85", "\ue000", "\U000e0041"]
)
def test_characters_that_hide_or_turn_text_are_forbidden_and_named(character: str) -> None:
    assert forbidden(character)
    assert named(character).startswith(f"U+{ord(character):04X}")


@given(st.characters(whitelist_categories=["L", "M", "N", "P", "S", "Zs"]))
def test_every_character_that_can_be_seen_is_allowed(character: str) -> None:
    assert not forbidden(character)


@pytest.mark.parametrize("character", ["\u00a0", "\u202f", "\u200f", "\u200d", "’", "«", "é", "ё", "ش", "א", "字", "🕊"])
def test_typography_and_every_script_are_allowed(character: str) -> None:
    assert not forbidden(character), unicodedata.name(character)


@pytest.mark.parametrize("value", [1, True, "x", [], ["x"], [{}], {}, {"x": 1}, 1.5, None])
def test_a_table_that_is_wrong_reads_as_empty_not_as_an_error(value: Any) -> None:
    of = {"key": value}
    assert isinstance(loose.table(of, "key"), dict)
    assert all(isinstance(row, dict) for _, row in loose.rows(of, "key"))
    assert isinstance(loose.word(of, "key"), str)
    assert all(isinstance(part, str) for part in loose.words(of, "key"))
    assert loose.day(of, "key") is None


def test_rows_keep_the_index_they_have_in_the_file() -> None:
    assert [index for index, _ in loose.rows({"a": [1, {}, "x", {}]}, "a")] == [1, 3]


def ids(entries: list[Entry]) -> list[tuple[str, tuple[str | int, ...]]]:
    return [(entry.id, entry.path) for entry in entries]


def test_tables_that_only_group_others_are_no_entries() -> None:
    file = file_of('[a.b]\nrole = "x"\n[a.c.d]\nbody.fr = "y"\n[e]\nrole = "z"\n[e.postal]\ncity = "z"\n[f]\n')
    assert ids(list(authority_entries(file, "xx"))) == [
        ("xx/a/b", ("a", "b")),
        ("xx/a/c/d", ("a", "c", "d")),
        ("xx/e", ("e",)),
        ("xx/f", ("f",)),
    ]
    assert list(stray_problems(file)) == []


def test_keys_outside_entries_and_names_that_are_no_part_of_an_id_are_told() -> None:
    file = file_of('schema = 1\nrole = "x"\n[Aix.office]\nrole = "y"\n[a."b c"]\nrole = "z"\n[d]\n')
    assert [(found.path, found.message.id) for found in stray_problems(file)] == [
        (("role",), "library.outside-entry"),
        (("Aix",), "library.not-slug"),
        (("a", "b c"), "library.not-slug"),
    ]


def test_another_schema_of_an_authority_file_is_told() -> None:
    (found,) = stray_problems(file_of("schema = 2\n"))
    assert (found.path, found.message.id) == (("schema",), "library.schema-version")
