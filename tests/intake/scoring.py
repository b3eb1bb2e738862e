"""How much of an expected file the parser found, and what it found that is not in the document: no forgiveness for either.

Texts are compared after NFKC, white space collapsed, hyphens at line ends joined, case and last punctuation aside. A
demand is a case file's clause: it is found where it is what the document's own point says after the words that lead up
to it, and no less than a third of it.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from urgentaction.intake import layouts
from urgentaction.intake.found import Found, Target
from urgentaction.intake.lines import Document
from urgentaction.intake.reading import apart

SINGLE = ("number", "sequence", "index", "title", "country", "issued", "deadline", "summary", "previous", "report_back")


@dataclass
class Score:
    """Fields of a document that were expected and found; those missed, and those invented."""

    expected: int = 0
    found: int = 0
    missed: list[str] = field(default_factory=list)
    invented: list[str] = field(default_factory=list)

    def count(self, name: str, wanted: Any, got: Any, *, good: bool) -> None:
        self.expected += 1
        self.found += good
        if not good:
            self.missed.append(f"{name}: {wanted!r} ≠ {got!r}")


@cache
def read(path: Path) -> tuple[Document, Found]:
    document = apart.read(path.read_bytes())
    return document, layouts.found(document)


def plain(text: object) -> str:
    folded = unicodedata.normalize("NFKC", str(text)).replace("\u00ad", "")
    folded = re.sub(r"(\w)-\s+(?=[a-zà-ÿ])", r"\1", folded)
    return re.sub(r"\s+", " ", folded).strip(" .;:,!").casefold()


def score(path: Path) -> Score:
    expected = tomllib.loads(path.with_name(f"{path.stem}.expected.toml").read_text(encoding="utf-8"))
    document, found = read(path)
    made = Score()
    _single(made, expected, found)
    _lists(made, expected, found)
    _people(made, expected, found)
    _targets(made, expected, found)
    made.invented += [text for text in texts(found) if not document.says(text)]
    return made


def _single(made: Score, expected: Mapping[str, Any], found: Found) -> None:
    for name in SINGLE:
        value = getattr(found, "report" if name == "report_back" else name)
        got = value.value if value else None
        wanted = expected.get(name)
        if wanted is not None:
            made.count(name, wanted, got, good=plain(wanted) == plain(got))
        elif got is not None:
            made.invented.append(f"{name}: {got!r}")
    made.count("language", expected["language"], found.language, good=expected["language"] == found.language)
    kind = "news" if found.layout == "free" else "stop" if found.is_stop else "update" if found.is_update else "action"
    made.count("kind", expected["kind_of_document"], kind, good=expected["kind_of_document"] == kind)
    if "diplomatic" in expected:
        made.count("diplomatic", True, found.diplomatic, good=bool(found.diplomatic) == expected["diplomatic"])
    elif found.diplomatic:
        made.invented.append(f"diplomatic: {found.diplomatic.said}")
    if "background_begins" in expected:
        got = found.background[0].value if found.background else ""
        made.count(
            "background",
            expected["background_begins"],
            got[:60],
            good=plain(got).startswith(plain(expected["background_begins"])),
        )


def _lists(made: Score, expected: Mapping[str, Any], found: Found) -> None:
    letter = [one.value for one in found.letter]
    for name, got in (("model_letter", letter), ("preferred_languages", [one.value for one in found.languages])):
        if name in expected:
            made.count(name, expected[name], got, good=list(map(plain, got)) == list(map(plain, expected[name])))
        elif got:
            made.invented.append(f"{name}: {got!r}")
    demands = [one.value for one in found.demands]
    for wanted in expected.get("demands", ()):
        made.count("demand", wanted, demands, good=any(_asks(wanted, one) for one in demands))
    made.invented += [
        f"demand: {one!r}" for one in demands if not any(_asks(wanted, one) for wanted in expected.get("demands", ()))
    ]
    _copies(made, expected, found)


def _asks(wanted: str, got: str) -> bool:
    whole, mine = plain(wanted), plain(got)
    return (whole.endswith(mine) or mine in whole) and len(mine) * 3 > len(whole)


def _copies(made: Score, expected: Mapping[str, Any], found: Found) -> None:
    told = " ".join(plain(text) for target in found.targets if target.copy for text in _of(target))
    for wanted in expected.get("copies", ()):
        pieces = [plain(re.sub(r"^[\w-]+:\s+", "", piece)) for piece in wanted.split(",")]
        made.count("copy", wanted, told, good=all(piece in told for piece in pieces if piece))


def _people(made: Score, expected: Mapping[str, Any], found: Found) -> None:
    people = list(found.people)
    for wanted in expected.get("people", ()):
        name = wanted.get("name") or wanted.get("group") or wanted.get("description") or ""
        same = next((one for one in people if plain(one.name.value) == plain(name)), None)
        made.count("person", name, [one.name.value for one in people], good=same is not None)
        if "gender" in wanted:
            made.count(
                "gender", wanted, same and same.gender, good=same is not None and same.gender == wanted["gender"]
            )
    known = {
        plain(one.get("name") or one.get("group") or one.get("description") or "") for one in expected.get("people", ())
    }
    if found.layout != "free":
        made.invented += [f"person: {one.name.value!r}" for one in people if plain(one.name.value) not in known]


KEYS = {"lines": "postal", "emails": "emails", "phones": "phones", "faxes": "fax", "social": "social"}


def _targets(made: Score, expected: Mapping[str, Any], found: Found) -> None:
    main = [target for target in found.targets if not target.copy]
    wanted_all = expected.get("targets", ())
    for wanted in wanted_all:
        target = next((one for one in main if plain(one.office.value) == plain(wanted["office"])), None)
        made.count("office", wanted["office"], [one.office.value for one in main], good=target is not None)
        for name, want, got in _wanted(wanted, target):
            made.count(f"{wanted['office']} {name}", want, got, good=_same(name, want, got))
    offices = {plain(wanted["office"]) for wanted in wanted_all}
    made.invented += [f"office: {one.office.value!r}" for one in main if plain(one.office.value) not in offices]


def _wanted(wanted: Mapping[str, Any], target: Target | None) -> Iterator[tuple[str, Any, Any]]:
    for key, name in KEYS.items():
        if key in wanted:
            yield key, wanted[key], [one.value for one in getattr(target, name)] if target else None
    for key in ("holder", "web_form"):
        if key in wanted:
            value = getattr(target, key) if target else None
            yield key, wanted[key], value.value if value else None
    for language, want in wanted.get("salutations", {}).items():
        given = dict(target.salutations) if target else {}
        yield f"salutation {language}", want, given[language].value if language in given else None


def _same(name: str, wanted: Any, got: Any) -> bool:
    if got is None:
        return False
    if name == "holder":
        return plain(wanted) == plain(got) or plain(wanted).endswith(plain(got))
    if isinstance(wanted, list):
        return list(map(plain, wanted)) == list(map(plain, got))
    return plain(wanted) == plain(got)


def _of(target: Target) -> Iterator[str]:
    yield target.office.said
    if target.holder:
        yield target.holder.said
    for values in (target.postal, target.emails, target.phones, target.fax, target.social):
        yield from (value.said for value in values)
    if target.web_form:
        yield target.web_form.said
    yield from (value.said for _, value in target.salutations)


def texts(found: Found) -> Iterator[str]:
    """Every text that was found, which must be in the document."""
    for name in ("number", "index", "title", "country", "publisher", "issued", "deadline", "summary"):
        if value := getattr(found, name):
            yield value.said
    yield from (one.name.said for one in found.people)
    yield from (value.said for value in (*found.demands, *found.letter, *found.background, *found.languages))
    yield from (one.text.said for one in found.facts)
    for target in found.targets:
        yield from (text for text in _of(target) if "://" not in text)
