"""What the look-ups of a case give: the embassy of one country in another, as the directory has it; never a guess."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from urgentaction import grammar
from urgentaction.errors import Message, UserError, message
from urgentaction.library.collection import Library
from urgentaction.model.authority import Authority, Role
from urgentaction.model.case import Case, Target, TargetAs

SIGNERS = "signer"
"""In a look-up: wherever the signer lives."""


@dataclass(frozen=True)
class Named:
    """The offices that a case names for somebody who lives in one country, and why others are missing."""

    offices: tuple[Authority, ...]
    missing: tuple[Message, ...] = ()


def named(case: Case, library: Library, as_: TargetAs, *, home: str) -> Named:
    """The targets of a case of one kind, each once, in its order; look-ups are answered for the country `home`.

    `home` is two letters, or empty where nobody knows it: then what depends on it is missing.

    Raises:
        UserError: As `Library.authority` and `Library.authorities`.
    """
    offices: dict[str, Authority] = {}
    missing: list[Message] = []
    for target in case.targets:
        if target.as_ is not as_:
            continue
        found = answer(target, library, home=home)
        if isinstance(found, Message):
            missing += [found] if found not in missing else []
        else:
            offices |= {one.id: one for one in found}
    return Named(tuple(offices.values()), tuple(missing))


def answer(target: Target, library: Library, *, home: str) -> Sequence[Authority] | Message:
    """The office of a target; of a look-up whatever fits it, or why nothing does and where to look."""
    if target.authority:
        return (library.authority(target.authority),)
    of, _, where = target.lookup.removeprefix("embassy-of:").partition(" in:")
    where = home.upper() if where == SIGNERS else where
    if not where:
        return message("library.no-home", of=_said(of, grammar.of_country))
    if of == where:
        return message("library.embassy-at-home", of=_said(of, grammar.of_country))
    fit = _embassies(library, of, where)
    return fit or message(
        _where_to_look(of, where),
        of=_said(of, grammar.of_country),
        where=_said(where, grammar.in_country),
        file=f"{where.lower()}.toml",
        code=of,
    )


def depends_on_home(case: Case, as_: TargetAs) -> bool:
    """Whether the targets of one kind differ by where the signers live."""
    return any(target.lookup.endswith(SIGNERS) for target in case.targets if target.as_ is as_)


def everywhere(case: Case, library: Library) -> Iterator[tuple[Authority, str]]:
    """The main targets of a case but courts, wherever its signers live: each with the country of those it is for.

    The country is empty where the office is for everybody.
    """
    for target in case.targets:
        if target.as_ is not TargetAs.MAIN:
            continue
        if target.lookup.endswith(SIGNERS):
            of = target.lookup.removeprefix("embassy-of:")[:2]
            yield from ((one, one.country) for one in _embassies(library, of))
            continue
        found = answer(target, library, home="")
        yield from () if isinstance(found, Message) else ((one, "") for one in found if one.role is not Role.COURT)


def targeted_as(case: Case, office: Authority) -> frozenset[TargetAs]:
    """As what a case names this office, by its id or by a look-up; empty where it does not."""
    return frozenset(target.as_ for target in case.targets if _fits(target, office))


def _fits(target: Target, office: Authority) -> bool:
    if target.authority:
        return target.authority == office.id
    of, _, where = target.lookup.removeprefix("embassy-of:").partition(" in:")
    return is_embassy(office, of) and where in {SIGNERS, office.country}


def is_embassy(office: Authority, of: str) -> bool:
    """Whether this is an embassy of a country."""
    return office.role is Role.EMBASSY and office.represents == of


def _embassies(library: Library, of: str, where: str = "") -> list[Authority]:
    """The embassies of a country; those that only added libraries know where ours know none."""
    found = [one for one in library.authorities(where) if is_embassy(one, of)]
    ours = {one.country for one in found if one.library not in library.added}
    return [one for one in found if one.library not in library.added or one.country not in ours]


def _where_to_look(of: str, where: str) -> str:
    """The French directory lists what France runs: its own embassies abroad, and none of those in Paris."""
    if of == "FR":
        return "library.no-embassy-of-france"
    return "library.no-embassy-in-france" if where == "FR" else "library.no-embassy"


def _said(code: str, say: Callable[[str, str], str]) -> Mapping[str, str]:
    """A country with its preposition in the languages of messages; by its code alone where it has no name."""
    said = {}
    for language in ("en", "fr"):
        try:
            said[language] = say(code, language)
        except UserError:
            said[language] = f"({code})"
    return said
