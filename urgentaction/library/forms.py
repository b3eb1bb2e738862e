"""Forms of address by language and role (`letters/forms/<language>.toml`), and what an office takes from them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final

from urgentaction.errors import Fault, Faults, message
from urgentaction.library import layers
from urgentaction.library.entries import Entry
from urgentaction.library.layers import Layer
from urgentaction.library.loading import checked, faults_in, gather, unless
from urgentaction.library.loose import Table
from urgentaction.library.near import meant, near
from urgentaction.library.positions import KeyPath
from urgentaction.library.problems import Problem, faults_of, problem
from urgentaction.library.reading import TomlFile
from urgentaction.model.authority import Authority, Form, FormSource, Origin, Role
from urgentaction.model.codes import LANGUAGES

NEUTRAL: Final = "neutral"
"""The table for offices of a role that has no form of address of its own."""

_KEYS = frozenset({"salutation", "closing", "source"})


@dataclass(frozen=True)
class AllForms:
    """Every form by language and key (`ministry`, `ministry.justice`, `neutral`), and the faults of their files."""

    by_language: Mapping[str, Mapping[str, Form]]
    faults: tuple[Fault, ...] = ()

    @property
    def keys(self) -> frozenset[str]:
        """The keys of all languages; none where a file has faults, for what is missing may be in it."""
        if self.faults:
            return frozenset()
        return frozenset(key for known in self.by_language.values() for key in known)


def load_forms(layers_: Sequence[Layer], read: Callable[[Path], TomlFile]) -> AllForms:
    """The forms of all layers; of a key that several have, the strongest layer's."""
    by_language: dict[str, Mapping[str, Form]] = {}
    faults: list[Fault] = []
    for language in layers.names(layers_, "forms", suffix=".toml"):
        for found in layers.find(layers_, "forms", f"{language}.toml"):
            forms, more = _forms_of(partial(read, found.path), language)
            by_language[language] = {**forms, **by_language.get(language, {})}
            faults += more
    return AllForms(by_language, tuple(faults))


def addressed(office: Authority, forms: AllForms) -> Authority:
    """The office with a salutation and a closing in every language: its own, else its role's, else the neutral ones."""
    salutation, closing, sources = dict(office.salutation), dict(office.closing), {}
    for language in {*salutation, *closing}:
        sources[language] = FormSource(origin=Origin.ENTRY)
    for language, known in forms.by_language.items():
        key = next((key for key in _finest_first(office) if key in known), NEUTRAL)
        own = language in salutation and language in closing
        if not own and key in known:
            if key != NEUTRAL or language not in salutation:  # its own salutation before a neutral closing is its own
                origin = Origin.NEUTRAL if key == NEUTRAL else Origin.ROLE
                sources[language] = FormSource(origin=origin, key=key, source=known[key].source)
            salutation.setdefault(language, known[key].salutation)
            closing.setdefault(language, known[key].closing)
    return replace(office, salutation=salutation, closing=closing, forms=sources)


def _finest_first(office: Authority) -> Iterator[str]:
    """`ministry.justice`, `ministry`."""
    key = office.form or office.role.value
    while key:
        yield key
        key = key.rpartition(".")[0]


def _forms_of(read: Callable[[], TomlFile], language: str) -> tuple[dict[str, Form], list[Fault]]:
    """The forms of one file, and every fault of it."""
    try:
        file = read()
    except Faults as unreadable:
        return {}, list(unreadable.faults)
    faults = list(faults_of(file, _strays(file.data)))
    if language not in LANGUAGES:
        faults.append(Fault(message("library.not-language", found=language), path=file.path))
    entries = list(_entries(file, file.data, ()))
    forms, more = gather(partial(_form, entry) for entry in entries)
    return dict(zip((entry.id for entry in entries), forms, strict=False)) if not more else {}, faults + more


def _form(entry: Entry) -> Form:
    from urgentaction.library import forms_schema

    made, problems = checked(lambda: forms_schema.form_of(entry.table), forms_schema.Form)
    return unless(made, faults_in(entry, (*problems, *_for_anybody(entry.table))))


def _for_anybody(entry: Table) -> Iterator[Problem]:
    salutation = entry.get("salutation")
    if isinstance(salutation, dict) and "any" not in salutation:
        yield problem(("salutation", "any"), "library.salutation-any")


def _entries(file: TomlFile, tables: Table, path: KeyPath) -> Iterator[Entry]:
    """Every table that says how to address; what is inside it is finer."""
    for name, table in tables.items():
        if isinstance(table, dict):
            own = {key: value for key, value in table.items() if key in _KEYS or not isinstance(value, dict)}
            if own:
                yield Entry(".".join(map(str, (*path, name))), file, (*path, name), own)
            finer = {key: value for key, value in table.items() if key not in own}
            yield from _entries(file, finer, (*path, name))


def _strays(tables: Table) -> Iterator[Problem]:
    roles = [*map(str, Role), NEUTRAL]
    for name, table in tables.items():
        if name == "schema":
            if table != 1:
                yield problem((name,), "library.schema-version", found=table)
        elif not isinstance(table, dict):
            yield problem((name,), "library.outside-entry")
        elif name not in roles:
            yield problem((name,), "library.not-role", found=name, roles=roles, meant=meant(near(name, roles)))
