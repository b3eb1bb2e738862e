"""Every value carries where it was found: in what `--explain` shows, for people and programs, and in the case file."""

from __future__ import annotations

import json
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest

from support.ua import Terminal, Ua
from urgentaction.errors import message, words
from urgentaction.intake import clauses, drafting, explained, free, writing
from urgentaction.intake.found import Found, Value

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

import scoring  # noqa: E402

FORMS = {".txt", ".html", ".eml", ".docx", ".pdf"}
DOCUMENTS = sorted(
    one for folder in ("corpus", "other_hand") for one in (HERE / folder).iterdir() if one.suffix in FORMS
)
OTHERS = sorted(one for one in HERE.glob("*/*") if one.suffix in FORMS and one not in DOCUMENTS)
DOCUMENTS += OTHERS[::3]


def values(part: Any) -> Iterator[Value[Any]]:
    """Every value in what was found, however deep."""
    if isinstance(part, Value):
        yield part
    elif isinstance(part, tuple):
        for one in part:
            yield from values(one)
    elif is_dataclass(part):
        for field in fields(part):
            yield from values(getattr(part, field.name))


def english(name: str, **shown: object) -> str:
    return words(message(f"intake.{name}", **shown)).text


def written(found: Found) -> str:
    """The case file of a document whose offices all have an entry."""
    frame = drafting.Frame(
        name="a document",
        digest="0" * 64,
        form="text",
        id="ua-1-26",
        round=found.sequence.value if found.sequence else 1,
        targets=tuple((f"xx/office-{number}", target) for number, target in enumerate(found.targets)),
        kinds=("extradition", "open"),
        word=english,
    )
    return drafting.case(found, frame)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_every_value_that_was_found_is_explained_with_its_line(path: Path) -> None:
    _, found = scoring.read(path)
    told = explained.rows(found)
    shown = {(str(value.value), value.line) for _, value in told}
    assert [one for one in values(found) if (str(one.value), one.line) not in shown] == []
    assert all(value.line.number >= 1 and value.line.text for _, value in told)
    genders = [value.value for key, value in told if key == "gender"]
    assert genders == [person.gender for person in found.people if person.gender != "x"]


def unmarked(said: str) -> str:
    """A text without the mark of gender behind a name, which no letter says."""
    return re.sub(r" \((?:m|f|h)\)", "", said)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_every_value_of_the_case_is_in_its_file_or_in_the_remark_beside_it(path: Path) -> None:
    _, found = scoring.read(path)
    text = written(found)
    own = [
        name for name in (field.name for field in fields(Found)) if name not in {"targets", "diplomatic", "countries"}
    ]
    of_case = [value for name in own for value in values(getattr(found, name))]
    holders = [target.holder for target in found.targets if target.holder]
    for value in [*of_case, *holders]:
        said = json.dumps(str(value.value), ensure_ascii=False)[1:-1]
        clause = clauses.printed(said, found.language, [one.name.value for one in found.people])
        forms = [unmarked(form) for form in (said, clause, free.alone(said))]
        assert any(form in text for form in forms) or (value == found.title and said.casefold() in text.casefold()), (
            value
        )
    assert ("embassy-of:" in text) == (
        found.diplomatic is not None and found.country is not None and bool(found.targets)
    )


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_the_file_is_toml_and_every_row_of_it_that_was_found_says_where(path: Path) -> None:
    _, found = scoring.read(path)
    text = written(found)
    data = tomllib.loads(text)
    assert text.startswith("#:schema case.schema.json\n")
    assert list(data)[:3] == ["schema", "id", "round"]
    for key in ("number", "index", "title", "country", "issued", "deadline"):
        rows = [line for line in text.splitlines() if line.startswith((f"{key} =", f"{key}.", f"# {key}: "))]
        assert all("line " in row for row in rows[:1]), rows
    for header in (line for line in text.splitlines() if line.startswith(("[[facts]]", "[[demands]]"))):
        assert "line " in header
    assert "\n\n\n" not in text
    assert not any(line != line.rstrip() for line in text.splitlines())


@pytest.mark.parametrize("path", DOCUMENTS[::4], ids=lambda path: path.stem)
def test_programs_are_told_the_same_as_people_by_the_schema(path: Path) -> None:
    _, found = scoring.read(path)
    told: Any = json.loads(json.dumps(explained.data(found)))
    schema: Any = explained.schema()
    item = schema["properties"]["values"]["items"]["properties"]
    assert told.keys() == schema["properties"].keys()
    assert [one["key"] for one in told["values"]] == [key for key, _ in explained.rows(found)]
    types = {"string": str, "integer": int}
    for one in told["values"]:
        assert one.keys() == item.keys()
        for key, rule in item.items():
            named = rule.get("type", "string")
            assert isinstance(one[key], tuple(types[name] for name in ([named] if isinstance(named, str) else named)))
            assert "enum" not in rule or one[key] in rule["enum"]


# --- Through the program ----------------------------------------------------------------------------------------------

OFFICE = """\
Urgent Action

UA: 12/26 Index: EUR 14/0412/2026 Belgium Date: 20 November 2026

LIGHTHOUSE KEEPER DETAINED
Lighthouse keeper Odette Vanderlinden has been detained in Port Saint-Aubin since 12 November 2026 by the guards of the harbour.

Please write immediately in French, English or your own language:
• Urging the authorities to ensure that Odette Vanderlinden can see a lawyer of her choice;

PLEASE SEND APPEALS BEFORE 31 DECEMBER 2026 TO:
Minister of Harbours
Jan Peeters
Quay Palace
4 Quay Street
1000 Port Saint-Aubin
Belgium
Email: minister@harbours.example.org
Salutation: Dear Minister

Name: Odette Vanderlinden
Gender m/f: f
"""


@pytest.fixture
def me(tmp_path: Path) -> Ua:
    (tmp_path / "home").mkdir()
    return Ua(tmp_path / "home")


@pytest.fixture
def action(tmp_path: Path) -> Path:
    path = tmp_path / "action.txt"
    path.write_text(OFFICE, encoding="utf-8")
    return path


def test_holder_salutation_gender_and_languages_are_explained(me: Ua, action: Path) -> None:
    rows = [line.split() for line in me("case", "import", str(action), "--explain").out.splitlines()]
    said = {row[0]: " ".join(row) for row in rows}
    assert "Jan Peeters line 13" in said["holder"]
    assert "en Dear Minister line 19" in said["salutation"]
    assert said["gender"].startswith("gender f line 22")
    assert [row[1] for row in rows if row[0] == "language"] == ["fr", "en"]


def test_explain_as_json_writes_nothing_and_gives_value_line_and_confidence(me: Ua, action: Path) -> None:
    ran = me("case", "import", str(action), "--json")
    told = json.loads(ran.out)
    deadline = next(one for one in told["values"] if one["key"] == "deadline")
    assert (deadline["value"], deadline["line"], deadline["sure"]) == ("2026-12-31", 11, "label")
    assert deadline["source"] == "PLEASE SEND APPEALS BEFORE 31 DECEMBER 2026 TO:"
    assert not list(me.home.rglob("*.toml"))


@pytest.mark.parametrize(("columns", "below"), [("60", True), ("200", False)])
def test_on_a_narrow_terminal_the_line_stands_below_its_value(
    me: Ua, action: Path, columns: str, below: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    out = Terminal(terminal=True)
    me.change = lambda world: replaced(world, out)
    me.environ["NO_COLOR"] = "1"
    me("case", "import", str(action), "--explain")
    rows = out.getvalue().splitlines()
    at = next(number for number, row in enumerate(rows) if row.startswith("deadline"))
    assert rows[at].split()[:2] == ["deadline", "2026-12-31"]
    assert ("line 11, under its label" in rows[at + 1]) is below
    assert ("PLEASE SEND" in rows[at]) is not below
    assert not below or max(map(len, rows)) <= int(columns)


def replaced(world: Any, out: Terminal) -> Any:
    from dataclasses import replace

    return replace(world, stdout=out)


UNSEEN = "\x1b[31m\x07\x7f\x9b2J\u202e\u2066"


@pytest.mark.parametrize("arguments", [["--explain"], ["--json"], ["--yes"]])
def test_what_steers_a_terminal_reaches_neither_the_terminal_nor_a_file(
    me: Ua, tmp_path: Path, arguments: list[str]
) -> None:
    path = tmp_path / "a\nid = 'taken'\x1b[2J.txt"
    hostile = OFFICE
    for said in ("Odette", "KEEPER", "Minister of", "Quay Palace", "lawyer", "Dear"):
        hostile = hostile.replace(said, said + UNSEEN)
    path.write_text(hostile, encoding="utf-8")
    ran = me("case", "import", str(path), *arguments)
    assert ran.code == 0, ran.err
    files = [one.read_text(encoding="utf-8") for one in me.home.rglob("*.toml")]
    assert len(files) == (2 if arguments == ["--yes"] else 0)
    for text in (ran.out, ran.err, *files):
        assert not set("\x1b\x07\x7f\x9b\u202e\u2066") & set(text)
    assert "id = 'taken'" not in "".join(files).splitlines()


def test_what_is_said_to_those_who_write_is_said_in_no_letter_and_who_is_free_is_no_subject_of_one() -> None:
    _, replaced = scoring.read(Path(__file__).parent / "second_hand" / "b09-en-replaced.html")
    _, further = scoring.read(Path(__file__).parent / "second_hand" / "a02-en-further.pdf")
    told = {fact["text"]["en"]: fact.get("for") for fact in tomllib.loads(written(replaced))["facts"]}
    assert told["Please note that the target of this action has changed."] == []
    assert told["She is on trial for an article about a land sale."] is None
    assert [one["name"] for one in tomllib.loads(written(further))["people"]] == [
        "Mutinta Hachoonda",
        "Kelvin Sishuwamba",
    ]
    assert (
        '# Free already, as the document says; nothing is asked for:\n# [[people]]\n# name = "Bertha Nkandulwe"'
        in written(further)
    )


@pytest.mark.parametrize(
    ("sentence", "is_advice"),
    [
        ("Please stop writing to her.", True),
        ("Appeals must now go to the judge who replaces her.", True),
        ("Los llamamientos deben dirigirse ahora a la jueza.", True),
        ("Le fiscal ya no lleva el caso: no le escriban más.", True),
        ("N’écrivez plus au procureur.", True),
        ("He wrote that this was an action of the army.", False),
        ("She appeals against the verdict.", False),
        ("El tribunal rechazó los recursos.", False),
    ],
)
def test_sentences_to_letter_writers_are_known(sentence: str, is_advice: bool) -> None:
    assert free.to_writers(sentence) is is_advice


def test_a_fact_points_to_nothing_above_it() -> None:
    assert free.alone("The three unionists named above were arrested.") == "The three unionists were arrested."
    assert free.alone("Los hombres mencionados más arriba, todos presos.") == "Los hombres, todos presos."


@pytest.mark.parametrize(
    ("said", "language", "wanted"),
    [
        ("Environ 60 familles de la colline", "fr", "environ 60 familles de la colline"),
        ("Otros integrantes de la Comisión", "es", "otros integrantes de la Comisión"),
        ("family of five", "en", "a family of five"),
        ("12 students of the Himchuli Campus", "en", "12 students of the Himchuli Campus"),
        ("Maasai herders", "en", "Maasai herders"),
    ],
)
def test_a_group_is_told_of_inside_a_sentence(said: str, language: str, wanted: str) -> None:
    assert writing.inside(said, language) == wanted
