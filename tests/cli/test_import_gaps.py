"""What a document does not say is a question of its case file: `ua check` lists it, and nothing is sent before it is answered."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from support.ua import Ua
from urgentaction.errors import message, words
from urgentaction.intake import drafting
from urgentaction.intake.found import Found, Layout
from urgentaction.library import gaps

PARTS = {
    "title": "LIGHTHOUSE KEEPER DETAINED\n\n",
    "summary": "Lighthouse keeper Odette Vanderlinden has been detained in Port Saint-Aubin since 12 November 2026. According to her family, she has not seen a lawyer. Amnesty International believes that she is at risk of ill-treatment.\n",
    "issued": " Date: 20 November 2026",
    "publisher": "Amnesty International",
    "demands": "• Urging the authorities to ensure that Odette Vanderlinden can see a lawyer of her choice;\n",
    "deadline": "BEFORE 31 DECEMBER 2026 ",
    "targets": "Minister of Harbours\nQuay Palace\n4 Quay Street\n1000 Port Saint-Aubin\nBelgium\nEmail: minister@harbours.example.org\nSalutation: Dear Minister\n",
    "people": "Odette Vanderlinden",
    "country": "Belgium",
}
ACTION = f"""\
URGENT ACTION

UA: 12/26 Index: EUR 14/0412/2026 Belgium{PARTS["issued"]}

{PARTS["title"]}{PARTS["summary"]}
Please write immediately in French or your own language:
{PARTS["demands"]}
PLEASE SEND APPEALS BEFORE 31 DECEMBER 2026 TO:
{PARTS["targets"]}
Name: Odette Vanderlinden
Gender m/f: f
"""
INSTEAD = {"publisher": "Her union", "people": "the keeper", "deadline": "", "country": ""}
REQUIRED = [key for key in PARTS if key != "deadline"]


def imported(me: Ua, tmp_path: Path, key: str) -> Path:
    """The case file of the action without one of its parts."""
    path = tmp_path / "action.txt"
    text = ACTION.replace(PARTS[key], INSTEAD.get(key, "")).replace("Name: the keeper\nGender m/f: f\n", "")
    path.write_text(text, encoding="utf-8")
    ran = me("case", "import", str(path), "--yes")
    assert ran.code == 0, ran.err
    return me.home / "data" / "letters" / "cases" / "ua-12-26.toml"


def questions(path: Path, key: str) -> list[str]:
    return [one.question for one in gaps.gaps(path.read_text(encoding="utf-8")) if one.key == key]


@pytest.mark.parametrize("key", PARTS)
def test_what_the_document_does_not_say_is_a_question_and_not_a_value(me: Ua, tmp_path: Path, key: str) -> None:
    path = imported(me, tmp_path, key)
    assert len(questions(path, key)) == 1
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    assert key not in {**data, **data["sources"][0]} or (key, data.get("title")) == ("title", None)


@pytest.mark.parametrize("key", PARTS)
def test_check_lists_the_question(me: Ua, tmp_path: Path, key: str) -> None:
    (question,) = questions(imported(me, tmp_path, key), key)
    checked = me("check", "ua-12-26")
    assert question in checked.out + checked.err
    assert checked.code == (0 if key == "deadline" else 3)


@pytest.mark.parametrize("key", REQUIRED)
def test_a_case_with_this_gap_cannot_be_sent(me: Ua, tmp_path: Path, key: str) -> None:
    imported(me, tmp_path, key)
    sent = me("send", "ua-12-26", "--by", "print", "--yes")
    assert sent.code == 3
    assert me("log").out.strip() == ""


def test_a_hedge_whose_source_is_not_known_is_the_source_s_whose_publisher_is_asked_for(me: Ua, tmp_path: Path) -> None:
    path = imported(me, tmp_path, "publisher")
    assert len(questions(path, "publisher")) == 1
    rows = path.read_text(encoding="utf-8").splitlines()
    hedged = [number for number, row in enumerate(rows) if row.startswith("hedges = ")]
    assert hedged
    assert all(rows[number + 1].startswith('attribute_to = "document"') for number in hedged)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_document_that_says_nothing_gives_a_file_of_questions_in_the_person_s_language(language: str) -> None:
    def word(name: str, **values: object) -> str:
        return words(message(f"intake.{name}", **values), language).text

    frame = drafting.Frame(
        name="x.txt", digest="0" * 64, form="text", id="imported", round=1, targets=(), kinds=(), word=word
    )
    text = drafting.case(Found(layout=Layout.FREE, language="es"), frame)
    assert [one.key for one in gaps.gaps(text)] == [
        *("country", "title", "summary", "issued", "deadline"),
        *("sources[].title", "publisher", "people", "facts", "demands", "targets"),
    ]
    assert "title.es = " in text  # as an example, in the language of the document
    assert tomllib.loads(text).keys() == {"schema", "id", "round", "kind", "sources"}


EVICTION = """\
ACCIÓN URGENTE

AU: 13/26 Índice: AMR 14/0412/2026 Paraguay Fecha: 20 de noviembre de 2026

FAMILIAS AMENAZADAS DE DESALOJO FORZOSO

Treinta familias de Villa Azahar se enfrentan a desalojos forzosos desde el 12 de noviembre de 2026, según ha denunciado Amnistía Internacional.

Escriban inmediatamente en español o en su propio idioma:
• instando a las autoridades a suspender los desalojos forzosos;

ENVÍEN LLAMAMIENTOS ANTES DEL 31 DE DICIEMBRE DE 2026 A:
Ministra de Vivienda
Calle 4
1000 Villa Azahar
Paraguay
Correo-e: ministra@vivienda.example.org
Tratamiento: Señora Ministra
"""


@pytest.mark.parametrize(
    ("text", "kind"),
    [(EVICTION, "open"), (EVICTION.replace("los desalojos forzosos", "su extradición"), "extradition")],
)
def test_a_kind_is_chosen_only_where_it_has_letters_in_the_language_of_the_document(
    me: Ua, tmp_path: Path, text: str, kind: str
) -> None:
    path = tmp_path / "action.txt"
    path.write_text(text, encoding="utf-8")
    me("case", "import", str(path), "--yes")
    case = me.home / "data" / "letters" / "cases" / "ua-13-26.toml"
    assert tomllib.loads(case.read_text(encoding="utf-8"))["kind"] == kind
    checked = me("check", "ua-13-26")
    assert "template" not in checked.out + checked.err


def test_an_action_to_courts_alone_asks_whether_its_demands_are_theirs(me: Ua, tmp_path: Path) -> None:
    path = tmp_path / "action.txt"
    path.write_text(ACTION.replace("Minister of Harbours", "President of the Court of Appeal"), encoding="utf-8")
    me("case", "import", str(path), "--yes")
    case = me.home / "data" / "letters" / "cases" / "ua-12-26.toml"
    assert len(questions(case, "demands[].for")) == 1
    assert me("check", "ua-12-26").code == 3
    text = re.sub(r"# GAP demands\[\]\.for: .*", 'for = ["court"]', case.read_text(encoding="utf-8"))
    case.write_text(text, encoding="utf-8")
    checked = me("check", "ua-12-26")
    assert checked.code == 0, checked.out + checked.err


@pytest.mark.parametrize("key", ["deadline", "title"])
def test_a_question_is_asked_in_the_language_of_whoever_reads_it(me: Ua, tmp_path: Path, key: str) -> None:
    (question,) = questions(imported(me, tmp_path, key), key)
    me.environ["UA_LANG"] = "fr"
    checked = me("check", "ua-12-26")
    said = " ".join((checked.out + checked.err).split())
    assert question not in said
    assert " ".join(words(message(f"intake.gap-{key}", lang="en"), "fr").text.split()) in said


def test_a_question_that_somebody_worded_stays_as_it_is(me: Ua, tmp_path: Path) -> None:
    path = imported(me, tmp_path, "deadline")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(questions(path, "deadline")[0], "ask Maria on Monday"), encoding="utf-8")
    me.environ["UA_LANG"] = "fr"
    assert "ask Maria on Monday" in me("check", "ua-12-26").err


def test_an_action_whose_case_is_unfinished_is_said_to_be_there_with_its_place(me: Ua, tmp_path: Path) -> None:
    file = imported(me, tmp_path, "publisher")
    before = file.read_bytes()
    assert "ua-12-26  unfinished: ua check ua-12-26" in me("cases").err
    ran = me("case", "import", str(tmp_path / "action.txt"), "--yes")
    assert ran.code == 1
    assert "ua-12-26 is there already, unfinished: " in ran.err
    assert str(file) in ran.err
    assert "sources[0].publisher" not in ran.err
    assert file.read_bytes() == before


def test_a_title_in_capitals_is_written_as_a_sentence_and_marks_of_gender_are_not_told(me: Ua, tmp_path: Path) -> None:
    path = tmp_path / "action.txt"
    shouting = ACTION.replace("LIGHTHOUSE KEEPER DETAINED", "KEEPER ODETTE VANDERLINDEN HELD IN PORT SAINT-AUBIN")
    path.write_text(shouting.replace("Odette Vanderlinden has", "Odette Vanderlinden (f) has"), encoding="utf-8")
    ran = me("case", "import", str(path), "--yes")
    assert ran.code == 0, ran.err
    text = (me.home / "data" / "letters" / "cases" / "ua-12-26.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    assert data["title"]["en"] == "Keeper Odette Vanderlinden held in Port Saint-Aubin"
    assert "there in capitals" in text
    assert "(f)" not in str((data["summary"], data["facts"], data["demands"]))
    assert "Odette Vanderlinden has been detained" in data["summary"]["en"]
