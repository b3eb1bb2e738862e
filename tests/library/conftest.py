"""A small library on disk that has no fault, and ways to spoil it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from urgentaction.errors import Fault, Faults, words
from urgentaction.library import Layer, Library, open_library

CASE = """\
schema = 1
id = "valley-2026"
round = 1
kind = "death-penalty"
country = "XX"
title.en = "A farmer faces execution"
title.fr = "Un paysan risque l'exécution"
summary.en = "A farmer was sentenced after an unfair trial."
summary.fr = "Un paysan a été condamné après un procès inéquitable."
issued = 2026-11-01
deadline = 2026-12-24
as_of = 2026-11-02
checked_on = 2026-11-20

[[sources]]
id = "group"
title = "Stop the execution"
publisher = "A group"
date = 2026-11-01

[[people]]
name = "Ana Sol"
gender = "f"

[[facts]]
id = "trial"
text.en = "She was sentenced to death on 3 October."
text.fr = "Elle a été condamnée à mort le 3 octobre."
source = "group#1"
hedges = ["reported"]
attribute_to = "the group"

[[facts]]
id = "known"
text.en = "Her lawyer is ill."
source = "group#4"
for = []

[[demands]]
id = "commute"
text.en = "commute her sentence"
text.fr = "de commuer sa peine"
source = "group#2"

[[demands]]
id = "commute-minister"
carries_out = "commute"
for = ["ministry"]
text.en = "propose that her sentence be commuted"
text.fr = "de proposer que sa peine soit commuée"
source = "group#2"

[[demands]]
id = "guarantees"
carries_out = "commute"
for = ["xx/port/court"]
text.en = "see to a public hearing"
text.fr = "de veiller à la publicité des débats"
source = "group#2"

[[law]]
basis = "iccpr-6"

[[targets]]
authority = "xx/justice/minister"

[[targets]]
authority = "xx/port/prosecutor"
as = "copy"
"""

AUTHORITY = """\
role = "{role}"
body.fr = "{body}"
office.fr = {{ m = "{m}", f = "{f}" }}
style.fr = "{style}"
salutation.fr = {{ m = "Monsieur,", f = "Madame,", any = "Madame, Monsieur," }}
closing.fr = "haute considération"
languages = ["fr"]
timezone = "Europe/Paris"
reply = "{reply}"
channels = ["email", "print"]
emails = [{{ address = "{mail}@office.example", source = "https://office.example/", level = "official" }}]
"""

LAW = """\
[iccpr-6]
name.en = "Article 6 of the Covenant"
name.fr = "article 6 du Pacte"
text.en = "Article 6 of the Covenant protects the right to life."
text.fr = "L'article 6 du Pacte protège le droit à la vie."
valid_from = 1976-03-23
source = "https://treaties.example/"
"""


def _authorities() -> str:
    entries = (
        ("justice.minister", "ministry", "Ministère de la Justice", "Ministre", "Ministre", "de la Justice", "ask"),
        ("port.prosecutor", "prosecution", "Cour de Port-Saint-Aubin", "Procureur", "Procureure", "à Port", "ask"),
        (
            "port.court",
            "court",
            "Cour de Port-Saint-Aubin",
            "Premier président",
            "Première présidente",
            "à Port",
            "none",
        ),
        ("interior.police", "police", "Direction de la police", "Directeur", "Directrice", "de la police", "ask"),
    )
    return "\n".join(
        f"[{path}]\n" + AUTHORITY.format(role=role, body=body, m=m, f=f, style=style, reply=reply, mail=path)
        for path, role, body, m, f, style, reply in entries
    )


@dataclass(frozen=True)
class Letters:
    """A folder laid out like `letters/`."""

    root: Path

    def write(self, name: str, text: str) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def text(self, name: str) -> str:
        return (self.root / name).read_text(encoding="utf-8")

    def change(self, name: str, *changes: tuple[str, str]) -> Path:
        """Replace exact pieces of a file; each must be there."""
        text = self.text(name)
        for old, new in changes:
            assert old in text, old
            text = text.replace(old, new, 1)
        return self.write(name, text)

    def case(self, *changes: tuple[str, str]) -> Path:
        return self.change("cases/valley-2026.toml", *changes)

    def authorities(self, *changes: tuple[str, str]) -> Path:
        return self.change("authorities/xx.toml", *changes)

    def layer(self, *, name: str = "mine", built_in: bool = False, added: bool = False) -> Layer:
        return Layer(name, self.root, built_in=built_in, added=added)

    def open(self) -> Library:
        return open_library([self.layer()])


@pytest.fixture
def letters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Letters:
    """A library without fault, in the folder `letters` of the current folder."""
    monkeypatch.chdir(tmp_path)
    return filled(tmp_path / "letters")


@pytest.fixture
def another(tmp_path: Path) -> Callable[[str], Letters]:
    """Makes one more such library, under the name given."""
    return lambda name: filled(tmp_path / name)


def filled(root: Path) -> Letters:
    made = Letters(root)
    made.write("cases/valley-2026.toml", CASE)
    made.write("authorities/xx.toml", _authorities())
    made.write("law/treaties.toml", LAW)
    for name in ("_base/en", "_base/fr", "death-penalty/en", "death-penalty/fr"):
        made.write(f"templates/{name}.j2", f"{name}\n")
    made.write("templates/layout/letter.typ", "= layout\n")
    return made


@pytest.fixture
def faults_of() -> Callable[[Callable[[], object]], tuple[Fault, ...]]:
    """Gives the faults that a call raises, having put each into words in both languages."""

    def run(call: Callable[[], object]) -> tuple[Fault, ...]:
        with pytest.raises(Faults) as caught:
            call()
        for fault in caught.value.faults:
            assert words(fault.message, "en").text
            assert words(fault.message, "fr").text
        return caught.value.faults

    return run
