"""How much of an expected file the parser found, and what it found that is not there: no forgiveness for either.

A demand is found where it ends the document's own point, less the few words that lead up to it; the model letter with its
case and punctuation. Whatever the expected file has not, or the document, is invented, in every field; a gender is not that the pronouns show.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from likeness import SAID, asks, exact, is_name, plain, shows

from urgentaction.intake import layouts
from urgentaction.intake.found import Found, Target, Value
from urgentaction.intake.lines import Document
from urgentaction.intake.reading import formats

CORPORA = ("ours", "other_hand", "second_hand", "third_hand", "fourth_hand")
FORMATS = frozenset({".txt", ".html", ".eml", ".docx", ".pdf"})
SINGLE = ("number", "sequence", "index", "title", "country", "issued", "deadline", "summary", "previous", "report_back")
KEYS = {"lines": "postal", "emails": "emails", "phones": "phones", "faxes": "fax", "social": "social"}


@dataclass
class Score:
    """How many fields were expected and found; those missed, and those invented."""

    expected: int = 0
    found: int = 0
    missed: list[str] = field(default_factory=list)
    invented: list[str] = field(default_factory=list)

    def count(self, name: str, wanted: Any, got: Any, *, good: bool) -> None:
        self.expected += 1
        self.found += good
        if not good:
            self.missed.append(f"{name}: {wanted!r} ≠ {got!r}")

    def invents(self, name: str, values: Iterable[Any]) -> None:
        self.invented += [f"{name}: {value!r}" for value in values]


def total(scores: Iterable[Score]) -> Score:
    """The scores of several documents as one."""
    made = Score()
    for one in scores:
        made = Score(*(getattr(made, name) + getattr(one, name) for name in vars(made)))
    return made


def expected_of(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.with_name(f"{path.stem}.expected.toml").read_text(encoding="utf-8"))


def documents(folder: Path) -> list[Path]:
    """The documents of a corpus, each beside what is expected of it; none where there is no such folder."""
    found = (one for one in folder.glob("*.*") if one.suffix in FORMATS)
    return sorted(one for one in found if one.with_name(f"{one.stem}.expected.toml").is_file())


@cache
def read(path: Path) -> tuple[Document, Found]:
    """A document and what is found in it; not in a process of its own, which takes longer than all the rest."""
    form, lines = formats.lines(path.read_bytes())
    document = Document(tuple(lines), form)
    return document, layouts.found(document)


def score(path: Path) -> Score:
    return compare(expected_of(path), *read(path))


def compare(expected: Mapping[str, Any], document: Document, found: Found) -> Score:
    made = Score()
    _single(made, expected, found)
    _kinds(made, expected, found)
    _background(made, expected, found)
    _letter(made, expected, found)
    _demands(made, expected, found)
    _people(made, expected, found)
    mains, copies = ([one for one in found.targets if one.copy is copy] for copy in (False, True))
    _targets(made, "office", expected.get("targets", ()), mains)
    _copies(made, expected, copies)
    made.invents("not in the document", strangers(document, found))
    return made


def _single(made: Score, expected: Mapping[str, Any], found: Found) -> None:
    for name in SINGLE:
        value, wanted = getattr(found, "report" if name == "report_back" else name), expected.get(name)
        got = value.value if value else None
        if wanted is not None:
            made.count(name, wanted, got, good=plain(wanted) == plain(got))
        elif got is not None:
            made.invents(name, [got])


def _kinds(made: Score, expected: Mapping[str, Any], found: Found) -> None:
    made.count("language", expected["language"], found.language, good=expected["language"] == found.language)
    kind = "news" if found.layout == "free" else "stop" if found.is_stop else "update" if found.is_update else "action"
    made.count("kind", expected["kind_of_document"], kind, good=expected["kind_of_document"] == kind)
    if expected.get("diplomatic"):
        made.count("diplomatic", True, found.diplomatic, good=found.diplomatic is not None)
    elif found.diplomatic:
        made.invents("diplomatic", [found.diplomatic.said])
    wanted, got = expected.get("preferred_languages"), [one.value for one in found.languages]
    if wanted is not None:
        made.count("preferred_languages", wanted, got, good=wanted == got)
    made.invents("preferred language", (one for one in got if one not in (wanted or ())))


def _background(made: Score, expected: Mapping[str, Any], found: Found) -> None:
    """Its paragraphs, each for itself, where the expected file has them; else how it begins."""
    got = [one.value for one in found.background]
    if "background" in expected:
        for wanted in expected["background"]:
            made.count("background", wanted, got, good=plain(wanted) in map(plain, got))
        made.invents("background", _beyond(got, expected["background"]))
    elif begins := expected.get("background_begins"):
        first = got[0] if got else ""
        made.count("background", begins, first[:60], good=plain(first).startswith(plain(begins)))
    else:
        made.invents("background", got)


def _letter(made: Score, expected: Mapping[str, Any], found: Found) -> None:
    wanted, got = expected.get("model_letter", ()), [one.value for one in found.letter]
    if wanted:
        made.count("model_letter", wanted, got, good=list(map(exact, wanted)) == list(map(exact, got)))
        own = expected.get("letter_language", expected["language"])
        made.count("letter's language", own, found.letter_language, good=own == found.letter_language)
    made.invents("paragraph of the letter", _beyond(got, wanted))


def _beyond(got: Iterable[str], wanted: Iterable[str]) -> list[str]:
    """What is no part of what is wanted."""
    whole = " ".join(map(plain, wanted))
    return [one for one in got if plain(one) not in whole]


def _demands(made: Score, expected: Mapping[str, Any], found: Found) -> None:
    left = [one.value for one in found.demands]
    said = SAID if expected["kind_of_document"] == "news" else 0
    for wanted in expected.get("demands", ()):
        same = next((one for one in left if asks(wanted, one, said)), None)
        made.count("demand", wanted, left, good=same is not None)
        if same is not None:
            left.remove(same)
    made.invents("demand", left)


def _people(made: Score, expected: Mapping[str, Any], found: Found) -> None:
    """The people and groups; of a news item's candidates more may be found."""
    wanted_all = expected.get("people", ())
    for wanted in wanted_all:
        name = _called(wanted)
        same = next((one for one in found.people if plain(one.name.value) == plain(name)), None)
        made.count("person", name, [one.name.value for one in found.people], good=same is not None)
        if "gender" in wanted:
            got = same.gender if same else None
            made.count(f"gender of {name}", wanted["gender"], got, good=got == wanted["gender"])
        elif same and same.gender not in {"x", wanted.get("in_fact")} and not shows(expected, same.gender):
            made.invents(f"gender of {name}", [same.gender])
        is_group = same is not None and (same.many or same.unnamed)
        if "group" in wanted or wanted.get("number") == "many":
            made.count(f"group {name}", True, is_group, good=is_group)
        elif is_group:
            made.invents("group", [name])
    if expected["kind_of_document"] != "news":
        names = {plain(_called(one)) for one in wanted_all}
        made.invents("person", (one.name.value for one in found.people if plain(one.name.value) not in names))


def _called(person: Mapping[str, Any]) -> str:
    return str(person.get("name") or person["group"])


def _targets(made: Score, name: str, wanted_all: Sequence[Mapping[str, Any]], found: Sequence[Target]) -> None:
    left = list(found)
    for wanted in wanted_all:
        same = next((one for one in left if plain(one.office.value) == plain(wanted["office"])), None)
        made.count(name, wanted["office"], [one.office.value for one in left], good=same is not None)
        if same is not None:
            left.remove(same)
        _ways(made, wanted, same)
    made.invents(name, (one.office.value for one in left))


def _ways(made: Score, wanted: Mapping[str, Any], target: Target | None) -> None:
    """The address and the ways to write of an office."""
    of = wanted["office"]
    for key, name in KEYS.items():
        want, got = wanted.get(key, []), [one.value for one in getattr(target, name)] if target else []
        if want:
            made.count(f"{of} {key}", want, got, good=list(map(plain, want)) == list(map(plain, got)))
        made.invents(f"{of} {key}", (one for one in got if plain(one) not in map(plain, want)))
    for key in ("holder", "web_form"):
        value: Value[str] | None = getattr(target, key) if target else None
        if key in wanted:
            made.count(f"{of} {key}", wanted[key], value, good=value is not None and is_name(wanted[key], value.value))
        elif value:
            made.invents(f"{of} {key}", [value.value])
    _salutations(made, of, wanted.get("salutations", {}), target)


def _salutations(made: Score, of: str, wanted: Mapping[str, str], target: Target | None) -> None:
    given = [(language, value.value) for language, value in target.salutations] if target else []
    for language, want in wanted.items():
        good = any(language == one and plain(want) == plain(said) for one, said in given)
        made.count(f"{of} salutation {language}", want, given, good=good)
    known = [plain(said) for said in wanted.values()]
    made.invents(f"{of} salutation", (said for _, said in given if plain(said) not in known))
    made.invents(f"{of} salutation", given[len(wanted) :] if len(given) > len(wanted) > 0 else ())


def _copies(made: Score, expected: Mapping[str, Any], found: Sequence[Target]) -> None:
    """Copies as targets are, where the expected file has them so; else by the pieces of its lines, a country or none."""
    several = expected.get("copies", ())
    if several and isinstance(several[0], Mapping):
        _targets(made, "copy", several, found)
        return
    told = " ".join(plain(text) for target in found for text in of_target(target))
    for wanted in several:
        pieces = [plain(re.sub(r"^[\w-]+:\s+", "", piece)) for piece in wanted.split(",")]
        made.count("copy", wanted, told, good=all(piece in told for piece in pieces if piece))
    homes = (target["lines"][-1] for target in expected.get("targets", ()) if target.get("lines"))
    whole = " ".join(map(plain, [*several, *(home.rpartition(",")[2] for home in homes)] if several else ()))
    pieces = [piece for target in found for text in of_target(target) for piece in text.split(",")]
    made.invents("copy", (piece for piece in pieces if plain(piece) not in whole))


def of_target(target: Target) -> Iterator[str]:
    yield target.office.value
    for value in (target.holder, target.web_form):
        if value:
            yield value.value
    for values in (target.postal, target.emails, target.phones, target.fax, target.social):
        yield from (value.value for value in values)
    yield from (value.value for _, value in target.salutations)


def texts(found: Found) -> Iterator[str]:
    """Every text that was found, and the words that every other value was read from."""
    for name in (*SINGLE[:-1], "report", "publisher", "diplomatic"):
        if value := getattr(found, name):
            yield value.said
    yield from (one.name.value for one in found.people)
    yield from (
        value.value for value in (*found.demands, *found.letter, *found.background, found.title, found.summary) if value
    )
    yield from (value.said for value in (*found.languages, *found.countries))
    yield from (one.text.value for one in found.facts)
    for target in found.targets:
        yield from of_target(target)


def strangers(document: Document, found: Found) -> list[str]:
    """What was found and does not stand in the document, nor is where a link in it leads."""
    links = {link for line in document.lines for link in line.links}
    return [text for text in texts(found) if not document.says(text) and text not in links]
