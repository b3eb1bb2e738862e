"""What a case file names outside itself: authorities, law, templates; and whether each of its letters has its words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from urgentaction.grammar import is_declined_by_hand
from urgentaction.library.languages import language_name
from urgentaction.library.loose import Table, rows, table, word, words
from urgentaction.library.near import meant, near
from urgentaction.library.positions import KeyPath
from urgentaction.library.problems import Problem, problem
from urgentaction.model.authority import Role
from urgentaction.model.case import EVERYONE, applies

_NAMING = ("targets", "references")
"""Lists whose rows name an authority."""


@dataclass(frozen=True)
class Office:
    """What a rule needs of an authority."""

    id: str
    role: str
    language: str


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What lies around a case: offices, the ids of all authorities, languages of each law and each kind of template."""

    offices: Mapping[str, Office]
    authority_ids: Callable[[], Sequence[str]]
    laws: Mapping[str, frozenset[str]]
    kinds: Mapping[str, frozenset[str]] = field(default_factory=dict)


def link_problems(data: Table, around: Surroundings) -> Iterator[Problem]:
    """Everything that a case names and that is not there, or is not there in the language of its letters."""
    yield from _unknown_targets(data, around)
    yield from _unknown_for(data, around)
    yield from _unknown_law(data, around)
    yield from _unreachable_demands(data, around)
    yield from _unknown_kind(data, around)
    for office in _main_offices(data, around):
        yield from _words_missing(data, office)
        yield from _forms_missing(data, office)
        yield from _law_missing(data, office, around)
        yield from _template_missing(data, office, around)


def authorities_named(data: Table) -> tuple[str, ...]:
    """The ids that a case names, as targets and in `for`."""
    targets = [word(row, "authority") for name in _NAMING for _, row in rows(data, name)]
    offices = [name for _, _, for_ in _for_lists(data) for name in for_ if "/" in name]
    return tuple(dict.fromkeys(name for name in (*targets, *offices) if name))


def _for_lists(data: Table) -> Iterator[tuple[str, int, tuple[str, ...]]]:
    for name in ("facts", "demands", "law"):
        for index, row in rows(data, name):
            yield name, index, words(row, "for", default=(EVERYONE,))


def _main_offices(data: Table, around: Surroundings) -> Iterator[Office]:
    for _, row in rows(data, "targets"):
        office = around.offices.get(word(row, "authority"))
        if office and word(row, "as") != "copy":
            yield office


def _unknown_targets(data: Table, around: Surroundings) -> Iterator[Problem]:
    for key in _NAMING:
        for index, row in rows(data, key):
            name = word(row, "authority")
            if name and name not in around.offices:
                yield _unknown_authority((key, index, "authority"), name, around)


def _unknown_for(data: Table, around: Surroundings) -> Iterator[Problem]:
    roles = [str(role) for role in Role]
    for name, index, for_ in _for_lists(data):
        for place, asked in enumerate(for_):
            path: KeyPath = (name, index, "for", place)
            if "/" in asked and asked not in around.offices:
                yield _unknown_authority(path, asked, around)
            elif "/" not in asked and asked not in {EVERYONE, *roles}:
                yield problem(path, "library.unknown-role", found=asked, roles=roles, meant=meant(near(asked, roles)))


def _unknown_authority(path: KeyPath, name: str, around: Surroundings) -> Problem:
    return problem(path, "library.unknown-authority", found=name, meant=meant(near(name, around.authority_ids())))


def _unknown_law(data: Table, around: Surroundings) -> Iterator[Problem]:
    for index, row in rows(data, "law"):
        basis = word(row, "basis")
        if basis and basis not in around.laws:
            path = ("law", index, "basis")
            yield problem(path, "library.unknown-law", found=basis, meant=meant(near(basis, around.laws)))


def _unknown_kind(data: Table, around: Surroundings) -> Iterator[Problem]:
    kind = word(data, "kind")
    if kind and kind not in around.kinds:
        yield problem(("kind",), "library.unknown-kind", found=kind, meant=meant(near(kind, around.kinds)))


def _unreachable_demands(data: Table, around: Surroundings) -> Iterator[Problem]:
    offices = [around.offices.get(word(row, "authority")) for _, row in rows(data, "targets")]
    asked = [office for office in offices if office]
    if any("lookup" in row for _, row in rows(data, "targets")):
        asked.append(Office("", Role.EMBASSY, ""))
    for index, row in rows(data, "demands"):
        for_ = words(row, "for", default=(EVERYONE,))
        # A wording for an office that is no target (a court) waits for whoever names it; its demand is asked anyway.
        must = row.get("required", True) and "carries_out" not in row
        if must and asked and not any(_applies(for_, office) for office in asked):
            yield problem(("demands", index, "for"), "library.nobody-asked", for_=for_)


def _applies(for_: tuple[str, ...], office: Office) -> bool:
    return applies(for_, role=office.role, authority=office.id)


def _words_missing(data: Table, office: Office) -> Iterator[Problem]:
    for path, texts in _texts_for(data, office):
        if texts and office.language not in texts:
            yield problem(
                (*path, office.language),
                "library.text-missing",
                authority=office.id,
                language=language_name(office.language),
            )


def _texts_for(data: Table, office: Office) -> Iterator[tuple[KeyPath, Table]]:
    yield ("title",), table(data, "title")
    yield ("summary",), table(data, "summary")
    for index, row in rows(data, "people"):
        if row.get("unnamed") is True:
            yield ("people", index, "description"), table(row, "description")
    for name in ("facts", "demands"):
        for index, row in rows(data, name):
            if _applies(words(row, "for", default=(EVERYONE,)), office):
                yield (name, index, "text"), table(row, "text")


def _forms_missing(data: Table, office: Office) -> Iterator[Problem]:
    """German letters speak of people in the dative; who has no name is declined by the case, not by a rule."""
    people = list(rows(data, "people")) if office.language == "de" else []
    for index, row in people:
        forms = table(table(row, "forms"), "de")
        known = "dat" in forms or ("gen" in forms and len(people) == 1)
        asked = row.get("unnamed") is True or is_declined_by_hand(word(table(row, "title"), "de"))
        if asked and not known:
            yield problem(("people", index, "forms", "de", "dat"), "library.form-missing", authority=office.id)


def _law_missing(data: Table, office: Office, around: Surroundings) -> Iterator[Problem]:
    for index, row in rows(data, "law"):
        languages = around.laws.get(word(row, "basis"))
        if languages and office.language not in languages and _applies(words(row, "for", default=(EVERYONE,)), office):
            yield problem(
                ("law", index, "basis"),
                "library.law-not-in-language",
                basis=word(row, "basis"),
                authority=office.id,
                language=language_name(office.language),
            )


def _template_missing(data: Table, office: Office, around: Surroundings) -> Iterator[Problem]:
    kind = word(data, "kind")
    if office.language not in around.kinds.get(kind, {office.language}):
        yield problem(
            ("kind",),
            "library.kind-not-in-language",
            kind=kind,
            authority=office.id,
            language=language_name(office.language),
        )
