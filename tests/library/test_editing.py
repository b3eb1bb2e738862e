"""Changes to a file that a person wrote: what is not about the change stays byte for byte."""

from __future__ import annotations

import subprocess
import tomllib
from datetime import date
from difflib import unified_diff
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from urgentaction.errors import UserError
from urgentaction.library.editing import Changes, Editable, added, editable, edited, patch
from urgentaction.library.snippets import written

DIRECTORY = Path(__file__).parents[2] / "letters" / "authorities" / "fr.toml"

TEXT = """\
#:schema x
# A country.

[port.court]
role = "court"   # the highest
body.fr = "Cour"
office.fr = { m = "Président", f = "Présidente" }
languages = ["fr"]
postal = { lines = ["Cour"], street = "1 rue A", city = "Port", source = "its site", verified_on = 2026-07-14 }
phones = [
  { number = "+33 1", source = "its site", level = "official" },  # the day
  { number = "+33 2", source = "its site", level = "official" },
]
channels = ["post", "print"]
guidance.fr = "Rien."

# The other one.
[port.police]
role = "police"
body.fr = "Police"
[port.police.postal]
street = "2 rue B"
city = "Port"
"""

COURT = ("port", "court")
POLICE = ("port", "police")


def file(text: str = TEXT) -> Editable:
    return Editable(Path("xx.toml"), text)


def change(path: tuple[str, ...], changes: Changes, text: str = TEXT) -> tuple[str, str]:
    """The lines that went and those that came."""
    rows = list(unified_diff(text.split("\n"), edited(file(text), {path: changes}).split("\n"), lineterm="", n=0))[2:]
    return (
        "\n".join(row[1:] for row in rows if row.startswith("-")),
        "\n".join(row[1:] for row in rows if row.startswith("+")),
    )


@pytest.mark.parametrize(
    ("path", "changes", "gone", "came"),
    [
        (COURT, {"role": "prosecution"}, 'role = "court"   # the highest', 'role = "prosecution"   # the highest'),
        (COURT, {"body": {"en": "Court"}}, "", 'body.en = "Court"'),
        (COURT, {"reply": "none"}, "", 'reply = "none"'),
        (COURT, {"guidance": {"fr": None}}, 'guidance.fr = "Rien."', ""),
        (COURT, {"guidance": None}, 'guidance.fr = "Rien."', ""),
        (
            COURT,
            {"closing": {"fr": "haute considération", "en": "Yours,"}},
            "",
            'closing.fr = "haute considération"\nclosing.en = "Yours,"',
        ),
        (COURT, {"channels": ("post",)}, 'channels = ["post", "print"]', 'channels = ["post"]'),
        (COURT, {"review_by": date(2027, 1, 2)}, "", "review_by = 2027-01-02"),
        (
            COURT,
            {"emails": [{"level": "official", "address": "a@b.example", "source": "x"}]},
            "",
            'emails = [{ address = "a@b.example", source = "x", level = "official" }]',
        ),
        (
            COURT,
            {"phones": {1: {"number": "+33 3"}}},
            '  { number = "+33 2", source = "its site", level = "official" },',
            '  { number = "+33 3", source = "its site", level = "official" },',
        ),
        (COURT, {"phones": {0: {"source": None}}}, "", ""),
        (POLICE, {"postal": {"street": "3 rue C"}}, 'street = "2 rue B"', 'street = "3 rue C"'),
        (POLICE, {"postal": {"postcode": "10000"}}, "", 'postcode = "10000"'),
        (POLICE, {"languages": ["fr"]}, "", 'languages = ["fr"]'),
    ],
    ids=str,
)
def test_a_change_touches_its_own_line_only(path: tuple[str, ...], changes: Changes, gone: str, came: str) -> None:
    went, new = change(path, changes)
    if changes == {"phones": {0: {"source": None}}}:
        gone = '  { number = "+33 1", source = "its site", level = "official" },  # the day'
        came = '  { number = "+33 1", level = "official" },  # the day'
    assert (went, new) == (gone, came)


@pytest.mark.parametrize(
    ("postal", "expected"),
    [
        ({"street": "9 rue Z"}, 'lines = ["Cour"], street = "9 rue Z", city = "Port"'),
        ({"postcode": "10000"}, 'street = "1 rue A", postcode = "10000", city = "Port"'),
        ({"level": "official"}, 'verified_on = 2026-07-14, level = "official" }'),
        ({"verified_on": None}, 'source = "its site" }'),
        ({"lines": None}, '{ street = "1 rue A"'),
        ({"verified_on": date(2026, 11, 24)}, "verified_on = 2026-11-24 }"),
    ],
    ids=str,
)
def test_a_table_in_braces_keeps_its_spaces_and_its_order(postal: dict[str, Any], expected: str) -> None:
    _, came = change(COURT, {"postal": postal})
    assert expected in came


def test_a_new_key_stands_where_the_house_puts_it() -> None:
    text = edited(file(), {COURT: {"email_none": {"source": "its site", "on": date(2026, 7, 14)}, "timezone": "UTC"}})
    keys = [line.split(" ")[0] for line in text.split("\n")]
    assert keys.index("languages") + 1 == keys.index("timezone")
    assert keys.index("postal") + 1 == keys.index("email_none")


def test_an_item_is_appended_and_taken_out() -> None:
    more = edited(file(), {COURT: {"phones": {2: {"number": "+33 3"}}}})
    assert [row["number"] for row in tomllib.loads(more)["port"]["court"]["phones"]] == ["+33 1", "+33 2", "+33 3"]
    fewer = edited(file(), {COURT: {"phones": {0: None}}})
    assert [row["number"] for row in tomllib.loads(fewer)["port"]["court"]["phones"]] == ["+33 2"]


def test_what_is_so_already_changes_nothing() -> None:
    same = tomllib.loads(TEXT)["port"]["court"]
    assert edited(file(), {COURT: same}) == TEXT


def test_several_entries_are_changed_at_once() -> None:
    text = edited(file(), {COURT: {"role": "other"}, POLICE: {"role": "prison", "reply": "ask"}})
    told = tomllib.loads(text)["port"]
    assert (told["court"]["role"], told["police"]["role"], told["police"]["reply"]) == ("other", "prison", "ask")
    assert "# The other one.\n[port.police]" in text


@pytest.mark.parametrize(
    ("path", "changes"),
    [
        (("port", "nobody"), {"role": "court"}),
        (COURT, {"a b": "x"}),
        (POLICE, {"postal": None}),
        (POLICE, {"postal": "x"}),
        (COURT, {"phones": {5: {"number": "x"}}}),
    ],
    ids=str,
)
def test_what_cannot_be_done_safely_is_refused(path: tuple[str, ...], changes: Changes) -> None:
    with pytest.raises(UserError) as caught:
        edited(file(), {path: changes})
    assert caught.value.message.id == "library.not-changeable"


def test_an_entry_that_is_in_two_places_is_refused_rather_than_changed_wrongly() -> None:
    apart = '[a.b]\nrole = "court"\n[c]\nrole = "x"\n[a.b.postal]\nstreet = "1"\n'
    with pytest.raises(UserError):
        edited(file(apart), {("a", "b"): {"postal": {"street": "2"}}})


@pytest.mark.parametrize("text", [TEXT, TEXT.rstrip("\n"), ""], ids=["whole", "no-last-line-end", "empty"])
def test_an_entry_is_added_at_the_end(text: str) -> None:
    entry = {"languages": ["fr"], "role": "prison", "body": {"fr": "Prison", "en": "Prison"}, "postal": {"city": "P"}}
    after = added(file(text), ("port", "prison"), entry)
    assert after.startswith(text)
    assert after.endswith(
        '[port.prison]\nrole = "prison"\nbody.fr = "Prison"\nbody.en = "Prison"\n'
        'languages = ["fr"]\npostal = { city = "P" }\n'
    )


def test_an_entry_that_is_there_is_not_added_again() -> None:
    with pytest.raises(UserError):
        added(file(), COURT, {"role": "court"})


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_byte_order_mark_stay(tmp_path: Path, newline: str, mark: str) -> None:
    path = tmp_path / "xx.toml"
    path.write_bytes((mark + TEXT.replace("\n", newline)).encode())
    read = editable(path)
    assert read.encoded(read.text) == path.read_bytes()
    after = read.encoded(edited(read, {COURT: {"role": "other"}}))
    assert after == path.read_bytes().replace(b'"court"', b'"other"')


def test_a_file_of_mixed_line_ends_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "xx.toml"
    path.write_bytes(b'[a]\r\nrole = "x"\n')
    with pytest.raises(UserError):
        editable(path)


@pytest.mark.parametrize("end", ["", "\n"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("name", ["fr.toml", "deux mots.toml"])
def test_git_applies_the_patch(tmp_path: Path, end: str, newline: str, name: str) -> None:
    before = (TEXT.rstrip("\n") + end).replace("\n", newline)
    (tmp_path / name).write_bytes(before.encode())
    read = editable(tmp_path / name)
    after = read.encoded(edited(read, {POLICE: {"postal": {"city": "Harbour\u2028"}}}))
    (tmp_path / "x.patch").write_bytes(patch(name, before.encode(), after))
    subprocess.run(["git", "apply", "--whitespace=nowarn", "x.patch"], cwd=tmp_path, check=True)
    assert (tmp_path / name).read_bytes() == after


def test_the_directory_that_ships_can_be_changed_at_each_of_its_contacts() -> None:
    """Each street, source and day is changed in turn; the file differs in this one line."""
    read = editable(DIRECTORY)
    tables = {("aix", "procureur-general"), ("justice", "garde-des-sceaux")}
    for path in tables:
        after = edited(read, {path: {"postal": {"street": "1 rue d'Essai", "verified_on": date(2026, 11, 24)}}})
        lines = [pair for pair in zip(read.text.split("\n"), after.split("\n"), strict=True) if pair[0] != pair[1]]
        assert len(lines) == 1


texts = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=12)
values = st.recursive(
    texts | st.booleans() | st.integers(-(2**62), 2**62) | st.dates(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["street", "city", "on"]), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(values)
def test_every_value_is_read_again_as_it_was(value: Any) -> None:
    assert tomllib.loads(f"x = {written(value)}") == {"x": value}


@given(st.lists(st.tuples(st.sampled_from(["role", "body", "emails", "fax", "zone"]), values), min_size=1, max_size=4))
def test_any_values_can_be_set_and_what_was_written_before_stays(sets: list[tuple[str, Any]]) -> None:
    before = '[a]\n# said\nrole = "x"\n\n[b]\nrole = "y" # why\n'
    after = edited(file(before), {("a",): {key: [value] for key, value in sets}})
    assert after.endswith('\n\n[b]\nrole = "y" # why\n')
    assert after.startswith("[a]\n# said\n")
