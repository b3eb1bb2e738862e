"""All layers together: cases, authorities, law and templates by id, each file read and checked when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path

from urgentaction.errors import Fault, Faults, UsageError, message
from urgentaction.library import acceptance, layers, merge, resembling, templates
from urgentaction.library.acceptance import Acceptance, Proposal
from urgentaction.library.case_links import Office, Surroundings, authorities_named
from urgentaction.library.entries import AUTHORITY_ID, COUNTRY_FILES, Entry, authority_entries, stray_problems
from urgentaction.library.forms import AllForms, addressed, load_forms
from urgentaction.library.laws import entries_of_law, load_laws
from urgentaction.library.layers import Found, Layer
from urgentaction.library.loading import gather, load_authority, load_case
from urgentaction.library.loose import Table, table, word, words
from urgentaction.library.near import meant_by, near
from urgentaction.library.problems import faults_of
from urgentaction.library.reading import TomlFile, parsed, read_toml
from urgentaction.model.authority import Authority
from urgentaction.model.case import Case
from urgentaction.model.law import Law
from urgentaction.model.template import Template


def open_library(layers_: Sequence[Layer], accepted: Sequence[Acceptance] = ()) -> Library:
    """The library of these layers, the strongest first; nothing is read yet.

    Layers that somebody else made come after all others, ours too: what they say of a case, an office, a law or a
    template that is known without them restricts it at most. `accepted` are the contact data that a person took.

    Raises:
        UsageError: A layer is not a folder.
    """
    for layer in layers_:
        if not layer.root.is_dir():
            raise UsageError("library.no-folder", path=layers.shown(layer.root), layer=layer.name)
    return Library(tuple(sorted(layers_, key=lambda layer: layer.added)), tuple(accepted))


@dataclass(frozen=True)
class Library:
    """What the layers hold. The first layer that has an id says what it is; every other can only restrict it.

    Each method raises UserError where a folder may not be read or a link leads out of its layer, and Faults (every
    fault at once) where a file that it needs is not as it must be. Files are read when needed, and once.
    """

    layers: tuple[Layer, ...]
    accepted: tuple[Acceptance, ...] = ()
    _files: dict[Path, TomlFile] = field(default_factory=dict, repr=False, compare=False)
    _offices: dict[str, Authority] = field(default_factory=dict, repr=False, compare=False)

    def case_ids(self) -> tuple[str, ...]:
        """The ids of all cases, sorted."""
        return layers.names(self.layers, "cases", suffix=".toml")

    def case(self, id_or_path: str) -> Case:
        """One case by its id, or from a file (`./mycase.toml`) wherever it lies; layers that know its id restrict it.

        Raises:
            UsageError: There is no such case (`near`: the ids nearest to it) or no such file.
            Faults: Its file has faults.
        """
        if id_or_path.endswith(".toml") or "/" in id_or_path or "\\" in id_or_path:
            path = Path(id_or_path)
            if not layers.is_there(path):
                raise UsageError("library.no-file", path=id_or_path)
            known = layers.find(self.layers, "cases", path.name)
            named = Found(Layer("", path.parent), path)
            return self._case([named, *(other for other in known if other.path.resolve() != path.resolve())])
        found = list(layers.find(self.layers, "cases", f"{id_or_path}.toml"))
        if not found:
            names = near(id_or_path, self.case_ids())
            raise UsageError("library.no-case", id=id_or_path, near=names, meant=meant_by(names))
        return self._case(found)

    def case_from(self, text: str, path: Path, *, id_: str = "") -> Case:
        """The case of a text that is, or would be, the file at `path`, whatever other layers say.

        Raises:
            Faults: It has faults, or is not TOML.
        """
        return load_case(parsed(text, path=layers.shown(path)), stem=id_ or path.stem, around=self._around)

    def cases(self) -> tuple[Case | Faults, ...]:
        """Every case in the order of the ids; where a file has faults, these in its place."""
        return tuple(map(self._case_or_faults, self.case_ids()))

    def authority_ids(self) -> tuple[str, ...]:
        """The ids of all authorities, sorted."""
        return tuple(sorted({entry.id for country in self._countries() for _, entry in self._entries(country)}))

    def authority(self, id_: str) -> Authority:
        """One authority by its id; layers that know it restrict it.

        Raises:
            UsageError: There is no such authority (`near`: the ids nearest to it).
            Faults: Its entry, or a file of forms of address, has faults.
        """
        if self._forms.faults:
            raise Faults(self._forms.faults)
        return self._authority(id_)

    @cached_property
    def added(self) -> frozenset[str]:
        """The names of the layers that somebody else made."""
        return frozenset(layer.name for layer in self.layers if layer.added)

    def proposals(self, id_: str) -> tuple[Proposal, ...]:
        """What added libraries say otherwise of how an office is reached, accepted or not.

        Raises:
            UsageError: There is no such authority.
        """
        return self._proposals(self._known_as(id_))

    def place_of(self, id_: str) -> tuple[Layer, Path, Entry]:
        """Where an authority stands: the layer that says what it is, its file there, and its table.

        Raises:
            UsageError: There is no such authority.
        """
        known = AUTHORITY_ID.fullmatch(id_)
        for layer, entry in self._entries(known["country"]) if known else ():
            if entry.id == id_:
                return layer, layer.root / "authorities" / f"{id_.partition('/')[0]}.toml", entry
        raise self._unknown(id_)

    def with_text(self, path: Path, text: str) -> Library:
        """The same library, where this file says something else; nothing is written.

        Raises:
            Faults: It would not be TOML.
        """
        return Library(self.layers, self.accepted, {path: parsed(text, path=layers.shown(path))})

    def authorities(self, country: str = "") -> tuple[Authority, ...]:
        """All authorities, or those of one country (ISO 3166, in any case), sorted by id.

        Raises:
            Faults: Every fault of their files.
        """
        found: list[Authority] = []
        faults: list[Fault] = [*self._forms.faults]
        for name in self._countries():
            if country.lower() in {"", name}:
                authorities, more = self._authorities_of(name)
                found += authorities
                faults += more
        if faults:
            raise Faults(faults)
        return tuple(found)

    def laws(self) -> Mapping[str, Law]:
        """Every legal basis by its id.

        Raises:
            Faults: Every fault of their files.
        """
        return self._laws

    @cached_property
    def _forms(self) -> AllForms:
        return load_forms(self.layers, self._read)

    @cached_property
    def _our_forms(self) -> AllForms:
        return load_forms([layer for layer in self.layers if not layer.added], self._read)

    @cached_property
    def _laws(self) -> Mapping[str, Law]:
        return load_laws(self.layers, self._read)

    def templates(self, kind: str, language: str) -> Mapping[str, Template]:
        """What a letter of this kind in this language is made of, by name: its own template and the base.

        Raises:
            UsageError: There is none in this language (`languages`: those there are).
        """
        return templates.templates(self.layers, kind, language)

    def layout(self, name: str) -> Path:
        """A layout file (`letter.typ`, `letter.html.j2`); Typst can read files, so `.typ` is only ever ours.

        Raises:
            UserError: No layer that may have it has it.
        """
        return templates.layout(self.layers, name)

    def _case(self, found: Sequence[Found]) -> Case:
        entries = [merge.CaseEntry(self._checked_case(one.path), one.layer.added) for one in found]
        merged = merge.restricted_case(entries[0].case, [entry.case for entry in entries[1:]])
        return replace(merged, silenced=merge.silences(entries))

    def _checked_case(self, path: Path) -> Case:
        return load_case(self._read(path), stem=path.stem, around=self._around)

    def _authority(self, id_: str) -> Authority:
        if id_ not in self._offices:
            self._offices[id_] = self._restricted_authority(id_)
        return self._offices[id_]

    def _restricted_authority(self, id_: str) -> Authority:
        entries = self._known_as(id_)
        said = self._proposals(entries) if any(entry.layer.added for entry in entries) else ()
        settled = acceptance.settled(merge.restricted_authority(entries), entries, said)
        return addressed(settled, self._forms if entries[0].layer.added else self._our_forms)

    def _known_as(self, id_: str) -> list[merge.Entry]:
        """What each layer says of an office."""
        known = AUTHORITY_ID.fullmatch(id_)
        found = [pair for pair in self._entries(known["country"]) if pair[1].id == id_] if known else []
        if not found:
            raise self._unknown(id_)
        known_as: list[merge.Entry] = []
        for layer, entry in found:
            try:
                said = load_authority(entry, library=layer.name, forms=self._forms.keys)
            except Faults:
                if layer.added and known_as:
                    continue  # somebody else's mistake does not silence our own office; `ua library list` tells it
                raise
            known_as.append(merge.Entry(layer, said))
        return known_as

    def _unknown(self, id_: str) -> UsageError:
        names = near(id_, self.authority_ids())
        return UsageError("library.no-authority", id=id_, near=names, meant=meant_by(names))

    def _proposals(self, entries: Sequence[merge.Entry]) -> tuple[Proposal, ...]:
        first = entries[0]
        resembles = resembling.resembled(first.authority, self._ours) if first.layer.added else ""
        return acceptance.proposals(entries, self.accepted, resembles=resembles)

    @cached_property
    def _ours(self) -> Mapping[str, str]:
        """The offices of layers that were not added, by name."""
        entries = (pair for country in self._countries() for pair in self._entries(country))
        return resembling.index(entry for layer, entry in entries if not layer.added)

    def _case_or_faults(self, id_: str) -> Case | Faults:
        try:
            return self.case(id_)
        except Faults as faults:
            return faults

    def _around(self, case: Table) -> Surroundings:
        offices = {name: self._office(name) for name in authorities_named(case)}
        kinds = [name for name in layers.names(self.layers, "templates") if name not in {"_base", "layout"}]
        return Surroundings(
            offices={name: office for name, office in offices.items() if office},
            authority_ids=self.authority_ids,
            laws={entry.id: frozenset(table(entry.table, "text")) for entry in entries_of_law(self.layers, self._read)},
            kinds={kind: frozenset(layers.names(self.layers, "templates", kind, suffix=".j2")) for kind in kinds},
        )

    def _office(self, id_: str) -> Office | None:
        known = AUTHORITY_ID.fullmatch(id_)
        entries = self._entries(known["country"]) if known else ()
        entry = next((entry for _, entry in entries if entry.id == id_), None)
        if entry is None:
            return None
        languages = words(entry.table, "languages")
        return Office(id_, word(entry.table, "role"), languages[0] if languages else "")

    def _countries(self) -> tuple[str, ...]:
        return layers.names(self.layers, "authorities", suffix=".toml")

    def _entries(self, country: str) -> Iterator[tuple[Layer, Entry]]:
        for found in layers.find(self.layers, "authorities", f"{country}.toml"):
            for entry in authority_entries(self._read(found.path), country):
                yield found.layer, entry

    def _authorities_of(self, country: str) -> tuple[list[Authority], list[Fault]]:
        """The authorities of one country, and what is wrong with its files; no fault is told twice."""
        try:
            faults = list(self._strays(country))
            ids = sorted({entry.id for _, entry in self._entries(country) if AUTHORITY_ID.fullmatch(entry.id)})
        except Faults as unreadable:
            return [], list(unreadable.faults)
        found, more = gather(partial(self._authority, id_) for id_ in ids)
        return found, faults + more

    def _strays(self, country: str) -> Iterator[Fault]:
        for found in layers.find(self.layers, "authorities", f"{country}.toml"):
            file = self._read(found.path)
            if country not in COUNTRY_FILES:
                yield Fault(message("library.not-country-file"), path=file.path)
            yield from faults_of(file, stray_problems(file))

    def _read(self, path: Path) -> TomlFile:
        if path not in self._files:
            self._files[path] = read_toml(path)
        return self._files[path]
