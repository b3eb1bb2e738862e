"""Every format from one call, and words for every error in both languages."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from urgentaction import documents
from urgentaction.documents import data, eml, html, markdown, text
from urgentaction.model.letter import Format, Letter

ROOT = Path(__file__).parents[2]


def test_each_format_is_what_its_module_makes(french: Letter, pdf_layout: Path, html_layout: Path) -> None:
    made = {f: documents.render(french, f, layout=pdf_layout.with_name, to="a@b.example") for f in Format}
    assert {document.format for document in made.values()} == set(Format)
    assert made[Format.TXT].data.decode() == text.render(french)
    assert made[Format.MD].data.decode() == markdown.render(french)
    assert made[Format.HTML].data.decode() == html.render(french, layout=html_layout)
    assert made[Format.JSON].data.decode() == data.dump(french)
    assert made[Format.EML].data == eml.draft(french, to="a@b.example")
    assert made[Format.PDF].data.startswith(b"%PDF-")
    assert {f: document.pages for f, document in made.items() if document.pages is not None} == {Format.PDF: 1}


@pytest.mark.parametrize("format_", [Format.TXT, Format.MD, Format.HTML, Format.EML, Format.JSON])
def test_the_notice_is_in_every_format(historical: Letter, pdf_layout: Path, format_: Format) -> None:
    made = documents.render(historical, format_, layout=pdf_layout.with_name).data.decode()
    assert "Exemple historique" in made


def test_the_room_is_light_until_a_part_is_used() -> None:
    script = (
        "import json, sys; import urgentaction.documents; "
        "print(json.dumps([m for m in ('typst', 'jinja2', 'email', 'hashlib', 'idna', 'http') if m in sys.modules]))"
    )
    found = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True, cwd=ROOT).stdout
    assert json.loads(found) == []


def catalogue(language: str) -> dict[str, dict[str, str]]:
    path = ROOT / "urgentaction" / "words" / language / "documents.toml"
    return {name: dict(entry) for name, entry in tomllib.loads(path.read_text(encoding="utf-8")).items()}


def test_both_languages_say_the_same_things() -> None:
    english, french = catalogue("en"), catalogue("fr")
    assert english.keys() == french.keys()
    for name, entry in english.items():
        assert entry.keys() == french[name].keys()
        for form, words in entry.items():
            assert set(re.findall(r"\{\w*\}", words)) == set(re.findall(r"\{\w*\}", french[name][form])), name


def test_every_error_of_the_room_has_its_words_and_none_is_left_over() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "urgentaction" / "documents").glob("*.py"))
    used = set(re.findall(r'"documents\.([a-z-]+)["{]', source)) - {"json-unknown"} | {
        "json-unknown",
        "json-unknown-near",
    }
    assert used == catalogue("en").keys()


def test_french_words_have_french_spaces() -> None:
    for name, entry in catalogue("fr").items():
        for words in entry.values():
            shown = re.sub(r"\{path\}:\{line\}", "", words)
            assert not re.search(r"(?<![\u00a0\u202f])[;!?»]|(?<!\u00a0):|«(?!\u00a0)|'", shown.replace("=?", "")), name
