"""Which offices `--to` means: an id, or words that fit the case's targets, else the directory; never a guess."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from urgentaction.errors import UsageError
from urgentaction.library.collection import Library
from urgentaction.library.near import meant_by, near
from urgentaction.model.authority import Authority, Forms, Role
from urgentaction.model.case import Case, TargetAs, demands_for


def select_targets(wanted: Sequence[str], case: Case, library: Library) -> tuple[Authority, ...]:
    """The offices that are meant, each once, in the order asked for.

    With nothing asked: the case's main targets, but for courts. A court is meant only by its id or by words that name
    its office. Words fit where each begins a word of the id, the body, the office or its style, in any language,
    whatever the case or accents; whole words fit better.

    Raises:
        UsageError: No office fits, several do, only a court does whose office is not named, or the case asks nothing
            of the office.
        Faults: An authority file has faults.
    """
    if not wanted:
        return tuple(office for office in _own(case, library, only_main=True) if office.role is not Role.COURT)
    chosen = [_one(text, case, library) for text in wanted]
    return tuple({authority.id: authority for authority in chosen}.values())


def _one(text: str, case: Case, library: Library) -> Authority:
    if "/" in text:
        return _asked(library.authority(text.strip().lower()), case)
    own = _own(case, library)
    courts: list[Authority] = []
    for offices in (own, tuple(office for office in library.authorities() if office not in own)):
        fitting = _fitting_of_each(text, offices, library)
        courts += [office for office in fitting if not _may_be_meant(office, text)]
        meant = [office for office in fitting if _may_be_meant(office, text)]
        if len(meant) > 1:
            raise UsageError("library.several-targets", wanted=text, offices=_list(meant), first=meant[0].id)
        if meant:
            return _asked(meant[0], case)
    raise _nothing(text, courts, library)


def _nothing(text: str, courts: Sequence[Authority], library: Library) -> UsageError:
    if courts:
        return UsageError("library.court-not-named", wanted=text, offices=_list(courts), first=courts[0].id)
    words = {word: office.id for office in library.authorities() for word in _words_of(office)}
    ids = tuple(dict.fromkeys(words[word] for asked in _words(text) for word in near(asked, words)))
    return UsageError("library.no-target", wanted=text, near=ids, meant=meant_by(ids))


def _asked(authority: Authority, case: Case) -> Authority:
    if not demands_for(case, role=authority.role, authority=authority.id):
        raise UsageError("library.no-demand", case=case.id, authority=authority.id, office=_name(authority))
    return authority


def _own(case: Case, library: Library, *, only_main: bool = False) -> tuple[Authority, ...]:
    ids = [target.authority for target in case.targets if target.as_ is TargetAs.MAIN or not only_main]
    return tuple(library.authority(id_) for id_ in ids if id_)


def _fitting_of_each(text: str, offices: Sequence[Authority], library: Library) -> list[Authority]:
    """Offices of added libraries fit beside ours, never instead of them, however well their words were chosen."""
    added = {layer.name for layer in library.layers if layer.added}
    ours = _fitting(text, (office for office in offices if office.library not in added))
    return ours + _fitting(text, (office for office in offices if office.library in added))


def _fitting(text: str, offices: Iterable[Authority]) -> list[Authority]:
    asked = _words(text)
    if not asked:
        return []
    known = [(office, _words_of(office)) for office in offices]
    whole = [office for office, words in known if asked <= words]
    return whole or [office for office, words in known if all(_begins(part, words) for part in asked)]


def _begins(part: str, words: Iterable[str]) -> bool:
    return any(word.startswith(part) for word in words)


def _may_be_meant(office: Authority, text: str) -> bool:
    """A court's office must be named in full: "premier président", in one form and language, and perhaps the place."""
    if office.role is not Role.COURT:
        return True
    asked = _words(text)
    return any(_words(form) <= asked for forms in office.office.values() for form in _forms(forms))


def _words_of(office: Authority) -> frozenset[str]:
    forms = [form for forms in office.office.values() for form in _forms(forms)]
    return _words(" ".join([office.id, *office.body.values(), *office.style.values(), *forms]))


def _forms(forms: Forms) -> Iterator[str]:
    yield from (form for form in (forms.m, forms.f, forms.any) if form)


def _words(text: str) -> frozenset[str]:
    plain = "".join(part for part in unicodedata.normalize("NFKD", text) if not unicodedata.combining(part))
    return frozenset(re.findall(r"\w+", plain.casefold()))


def _list(offices: Iterable[Authority]) -> tuple[str, ...]:
    return tuple(f"{office.id} ({_name(office)})" for office in offices)


def _name(office: Authority) -> str:
    return office.name(office.languages[0])
