"""A letter as JSON: nothing lost, nothing let in."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from urgentaction.documents import data
from urgentaction.errors import UserError, words
from urgentaction.model.letter import Letter


def refusal(text: str) -> tuple[str, str]:
    """The id and the English words of the error."""
    with pytest.raises(UserError) as caught:
        data.load(text)
    words(caught.value.message, "fr")
    return caught.value.message.id.removeprefix("documents.json-"), words(caught.value.message).text


def edited(letter: Letter, edit: Callable[[dict[str, Any]], object]) -> str:
    raw = json.loads(data.dump(letter))
    edit(raw)
    return json.dumps(raw)


@given(drawn=st.data())
def test_every_letter_comes_back_as_it_was(drawn: st.DataObject, letters: st.SearchStrategy[Letter]) -> None:
    letter = drawn.draw(letters)
    assert data.load(data.dump(letter)) == letter


def test_a_person_can_read_it(french: Letter) -> None:
    written = data.dump(french)
    assert written.endswith("}\n")
    assert '  "schema": 1,\n' in written
    assert f'  "subject": "{french.subject}"\n' in written
    assert '  "dated": "2026-08-01",\n' in written
    keys = list(json.loads(written))
    assert keys == sorted(keys)


def test_the_same_letter_gives_the_same_text(french: Letter) -> None:
    assert data.dump(french) == data.dump(data.load(data.dump(french)))


EDITS: list[tuple[Callable[[dict[str, Any]], object], str, str]] = [
    (lambda raw: raw.pop("notice"), "missing", "notice: missing."),
    (lambda raw: raw["sender"].pop("privacy"), "missing", "sender.privacy: missing."),
    (lambda raw: raw.update(stamp=1), "unknown", "stamp: unknown key."),
    (lambda raw: raw.update(copys=[]), "unknown-near", 'copys: unknown key; did you mean "copies"?'),
    (
        lambda raw: raw["blocks"][1]["paragraphs"][0].update(txt=""),
        "unknown-near",
        'blocks[1].paragraphs[0].txt: unknown key; did you mean "text"?',
    ),
    (lambda raw: raw.update(round="1"), "type", "round: expected a whole number, found 1"),
    (lambda raw: raw.update(round=True), "type", "round: expected a whole number, found true"),
    (lambda raw: raw.update(historical=0), "type", "historical: expected true or false, found 0"),
    (lambda raw: raw.update(subject=None), "type", "subject: expected a text, in quotation marks, found null"),
    (lambda raw: raw.update(copies="Ambassade"), "type", "copies: expected a list, in brackets, found Ambassade"),
    (lambda raw: raw.update(sender=[]), "type", "sender: expected an object, in braces, found []"),
    (lambda raw: raw.update(dated="2026-02-30"), "type", 'dated: expected a date such as "2026-08-01", found 2026-02-'),
    (lambda raw: raw.update(dated="20260801"), "type", 'dated: expected a date such as "2026-08-01", found 20260801'),
    (lambda raw: raw["blocks"][0].update(part="greeting"), "choice", 'blocks[0].part: "greeting" is not one of'),
    (lambda raw: raw["blocks"][0].update(part=["law"]), "choice", 'blocks[0].part: "["law"]" is not one of'),
    (lambda raw: raw.update(subject="a\nBcc: x@example.org"), "text", "subject: this text holds a character that"),
    (lambda raw: raw["recipient"].append("a\u202eb"), "text", "recipient[6]: this text holds a character that"),
    (lambda raw: raw.update(signature="\ud800"), "text", "signature: this text holds a character that"),
    (lambda raw: raw.update(schema=2), "schema", '"schema" is 2; this program reads letters of schema 1.'),
    (lambda raw: raw.update(schema=True), "schema", '"schema" is true; this'),
    (lambda raw: raw.pop("schema"), "schema", '"schema" is null; this'),
    (lambda raw: raw.update({"\x1b[2J": 1}), "unknown", "\\x1b[2J: unknown key."),
]  # fmt: skip  # a table


@pytest.mark.parametrize(("edit", "id_", "text"), EDITS, ids=[text for _, _, text in EDITS])
def test_what_a_hand_can_spoil_is_told_with_its_place(
    french: Letter, edit: Callable[[dict[str, Any]], object], id_: str, text: str
) -> None:
    found, told = refusal(edited(french, edit))
    assert found == id_
    assert told.startswith(text)


@pytest.mark.parametrize(
    ("text", "id_", "told"),
    [
        ('{\n  "schema": 1,\n  "case" "x"\n}', "syntax", "see line 3, column 10."),
        ("", "syntax", "see line 1, column 1."),
        ("[" * 100_000, "syntax", "line 1"),
        ('{"schema": ' + "1" * 5000 + "}", "syntax", "line 1"),
        ('{"schema": 1, "case": "a", "case": "b"}', "twice", "case: this key is there twice."),
        ('{"schema": NaN}', "type", "NaN: expected a whole number, found NaN"),
        ("[]", "type", "{}: expected an object, in braces, found []"),
        ('"' + "x" * 300_000 + '"', "large", "larger than any letter (256 KB)"),
    ],
)
def test_what_is_no_letter_at_all_is_told(text: str, id_: str, told: str) -> None:
    found, shown = refusal(text)
    assert found == id_
    assert told in shown


@given(text=st.text(max_size=60))
def test_any_text_is_a_letter_or_an_error_in_words(text: str) -> None:
    with pytest.raises(UserError):
        data.load(text)
    with pytest.raises(UserError):
        data.load(json.dumps({"schema": 1, text: text}))
