"""Column names in four languages, and what is wrong with a header."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from urgentaction.errors import UserError
from urgentaction.signers import names
from urgentaction.signers.columns import Columns, understand
from urgentaction.signers.table import open_table


def _at(*titles: str) -> dict[str, int]:
    return dict(understand(titles).at)


HEADERS = """
Name|E-mail|Street|Postcode|City|Country|Language|Pronouns|About|Message|Consent|Case|Privacy|ID
Nom|Courriel|Adresse|CP|Ville|Pays|Langue|Pronoms|À propos|Mes mots|Accord|Cas|Confidentialité|Identifiant
Name|E-Mail|Straße|PLZ|Ort|Land|Sprache|Pronomen|Über mich|Nachricht|Einwilligung|Fall|Datenschutz|Kennung
Nombre|Correo|Calle|CP|Ciudad|País|Idioma|Pronombres|Sobre mí|Mensaje|Acepto|Caso|Privacidad|Identificador
"""


@pytest.mark.parametrize("titles", HEADERS.split("\n")[1:-1])
def test_every_column_is_known_in_four_languages(titles: str) -> None:
    expected = "name email street postcode city country language pronouns about message consent case privacy id"
    assert " ".join(_at(*titles.split("|"))) == expected


@pytest.mark.parametrize(
    ("titles", "fields"),
    [
        (["Nom"], ["name"]),
        (["Nom", "Prénom"], ["surname", "given"]),
        (["Prénom", "Nom de famille"], ["given", "surname"]),
        (["First name", "Name"], ["given", "surname"]),
        (["Name", "Surname"], ["given", "surname"]),
        (["Name", "Vorname"], ["surname", "given"]),
        (["Nombre", "Primer apellido", "Segundo apellido"], ["given", "surname", "surname2"]),
        (["Nom complet", "Prénom"], ["name"]),
    ],
)
def test_a_name_may_stand_in_one_column_or_in_two(titles: list[str], fields: list[str]) -> None:
    assert list(_at(*titles)) == fields


def test_a_whole_name_wins_over_its_parts_which_stay_at_hand() -> None:
    columns = understand(["First name", "Last name", "Full name"])
    assert columns.at == {"name": 2}
    assert list(columns.others) == ["First name", "Last name"]


@pytest.mark.parametrize("title", ["  Code-postal * (obligatoire)", "CODE POSTAL:", "code_postal", "\ufeffCode postal"])
def test_marks_around_a_column_name_do_not_matter(title: str) -> None:
    assert "postcode" in _at("Nom", title)


def test_no_name_means_two_things_and_all_are_written_as_they_are_compared() -> None:
    written = [name for alike in names.FIELDS.values() for name in alike.split("|")]
    assert len(written) == len(set(written))
    assert [name for name in written if names.plain(name) != name] == []
    assert not names.EITHER & set(written)


def test_a_comment_is_nobodys_message() -> None:
    columns = understand(["Nom", "Commentaire"])
    assert (columns.at, columns.others) == ({"name": 0}, {"Commentaire": 1})


@pytest.mark.parametrize(
    ("titles", "id_", "shown"),
    [
        (["Courriel", "Ville"], "no-name", "Courriel · Ville"),
        (["Prénom", "Ville"], "no-name", "Prénom · Ville"),
        (["Nom", "E-mail", "Courriel"], "column-twice", "E-mail · Courriel"),
        (["Name", "name"], "column-twice", "Name · name"),
    ],
)
def test_a_header_that_cannot_be_understood_is_refused_with_the_columns_found(
    titles: list[str], id_: str, shown: str
) -> None:
    with pytest.raises(UserError) as caught:
        understand(titles)
    assert caught.value.message.id == f"signers.{id_}"
    assert shown in str(caught.value)


def test_too_many_columns_are_refused() -> None:
    with pytest.raises(UserError) as caught:
        understand(["name", *map(str, range(300))])
    assert caught.value.message.values["count"] == 301


def test_unknown_columns_near_a_known_one_and_repeated_ones_are_remarked_upon(ids: Callable[[Any], list[str]]) -> None:
    columns = understand(["name", "emial", "Groupe", "Groupe", "", ""])
    assert ids(columns.remarks) == ["column-near", "column-repeated"]
    assert columns.remarks[0].values == {"column": "emial", "near": "email"}
    assert columns.others == {"emial": 1, "Groupe": 2}
    assert len(columns.titles) == 4


def test_a_known_column_is_not_suggested_twice() -> None:
    assert understand(["name", "email", "emial"]).remarks == ()


def test_the_first_of_several_days_is_the_day() -> None:
    columns = understand(["Horodateur", "Nom", "Date"])
    assert (columns.at["day"], list(columns.others)) == (0, ["Date"])


def test_a_column_name_cannot_reach_the_terminal() -> None:
    columns: Columns = understand(["name", "a\x1b[2Jb\u202e"])
    assert list(columns.others) == ["a\\x1b[2Jb\\u202e"]


@pytest.mark.parametrize(
    ("sheet", "separator"),
    [
        ("Nom;Adresse\nA;1, rue X, bât. B, esc. C\n", ";"),
        ("name,street\nA,1; 2; 3; 4\n", ","),
        ("name\tstreet\nA\t1, 2, 3; 4\n", "\t"),
        ("name|street\nA|1, 2\n", "|"),
        ("name\nA, B, C\n", ";"),
        ('"name";"street, with; signs"\n"A";"b"\n', ";"),
        ("a,b;c;d\n1;2;3\n", ";"),
    ],
)
def test_the_separator_is_the_one_that_makes_known_columns(sheet: str, separator: str) -> None:
    assert open_table(iter(sheet.splitlines(keepends=True))).separator == separator


def test_rows_without_text_are_left_out_and_lines_keep_their_numbers() -> None:
    sheet = 'sep=;\n\nname;city\n;;\n"A";"two\nlines"\n   ;\nB;\n'
    table = open_table(iter(sheet.splitlines(keepends=True)))
    assert (table.header.first, table.above) == (3, 0)
    assert [(row.first, row.last, row.values[0]) for row in table.rows] == [(5, 6, "A"), (8, 8, "B")]


def test_an_empty_file_is_told() -> None:
    with pytest.raises(UserError) as caught:
        open_table(iter(["\n", "  \n"]))
    assert caught.value.message.id == "signers.empty"


def test_a_cell_without_end_is_told() -> None:
    table = open_table(iter(["name;city\n", '"' + "x" * 140_000 + '";y\n']))
    with pytest.raises(UserError) as caught:
        next(table.rows)
    assert (caught.value.message.id, caught.value.message.values["line"]) == ("signers.long-cell", 2)


def test_a_quotation_over_hundreds_of_lines_is_told_at_its_start() -> None:
    table = open_table(iter(["name;city\n", 'A;"x\n', *["y\n"] * 500, '"\n']))
    with pytest.raises(UserError) as caught:
        next(table.rows)
    assert (caught.value.message.id, caught.value.message.values["line"]) == ("signers.open-quote", 2)
