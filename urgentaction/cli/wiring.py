"""Choose what a letter is made from: settings become a library, offices, composers and a typesetter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from enum import Enum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from urgentaction import config as settings
from urgentaction import errors, library
from urgentaction.cli import show as screen

if TYPE_CHECKING:
    from urgentaction.cli.world import World
    from urgentaction.compose import Composer
    from urgentaction.config import Config
    from urgentaction.documents.pdf import Typesetter
    from urgentaction.library import Library
    from urgentaction.model.authority import Authority
    from urgentaction.model.case import Case
    from urgentaction.model.finding import Finding
    from urgentaction.model.letter import Document, Format, Letter
    from urgentaction.model.signer import Signer


@dataclass(frozen=True)
class Desk:
    """One run's settings and library; its world speaks the configured language."""

    world: World
    config: Config
    library: Library


def desk(world: World) -> Desk:
    """Read the settings and open the library: --library, UA_LIBRARY, the user's own, added ones, ours."""
    found = settings.load(environ=world.environ, overrides=settings.Overrides(libraries=world.libraries))
    layers = [library.Layer(name=str(folder), root=folder) for folder in found.libraries]
    own = found.places.letters
    if own.is_dir():
        layers.append(library.Layer(name="user", root=own))
    layers += [library.Layer(name=str(folder), root=folder, added=True) for folder in found.added]
    return Desk(screen.in_language(world, found.language), found, library.open_library([*layers, library.built_in()]))


def targets(desk: Desk, case: Case, wanted: Sequence[str]) -> tuple[Authority, ...]:
    """The offices that `--to` names."""
    return library.select_targets(wanted, case, desk.library)


def main_targets(desk: Desk, case: Case) -> tuple[Authority, ...]:
    """The case's main offices, in its order.

    Raises:
        UsageError: It names none that is in the directory.
    """
    named = library.select_targets((), case, desk.library)
    if not named:
        raise errors.UsageError("wiring.no-main-target", case=case.id)
    return named


def one_authority(desk: Desk, name: str) -> Authority:
    """The office with this id, or the only one whose name has all these words.

    Raises:
        UsageError: There is none, or there are several; they are listed.
    """
    everyone = desk.library.authorities()
    for one in everyone:
        if one.id == name:
            return one
    words = name.casefold().split()
    found = [one for one in everyone if all(word in one.id + " " + one.name("fr").casefold() for word in words)]
    if len(found) == 1:
        return found[0]
    if found:
        raise errors.UsageError("wiring.several-authorities", name=name, ids=[one.id for one in found])
    return desk.library.authority(name)


def language(desk: Desk, case: Case, authority: Authority, wanted: str) -> str:
    """The letter's language: the one that is wanted, else the office's first that the case and a template speak.

    Raises:
        UsageError: No template or no text is in that language.
    """
    spoken = [code for code in case.title if _has_template(desk, case.kind, code)]
    if wanted:
        if wanted not in spoken:
            raise errors.UsageError("wiring.no-language", language=wanted, known=spoken)
        return wanted
    for code in (*authority.languages, *spoken):
        if code in spoken:
            return code
    raise errors.UsageError("wiring.no-language", language=authority.languages[0], known=spoken)


def letter_date(desk: Desk, case: Case) -> date:
    """Today; for a case that is over, the day its facts were true."""
    return desk.world.clock().astimezone().date() if case.is_open else case.as_of


def composer(desk: Desk, case: Case, authority: Authority, language: str, on: date) -> Composer:
    """What every signer of this letter shares."""
    from urgentaction.compose import prepare

    return prepare(
        case,
        authority,
        language,
        on,
        laws=desk.library.laws(),
        templates=desk.library.templates(case.kind, language),
    )


def signer(desk: Desk, name: str) -> Signer | None:
    """The profile that `--as` names, or one's own; None where nothing is set up."""
    return settings.signer(desk.config, name) if name else desk.config.me


def typesetter(desk: Desk) -> Typesetter:
    """The PDF engine with the letter's layout; one for a run."""
    return _typesetter(desk.library.layout("letter.typ"))


def typeset(desk: Desk, letter: Letter) -> Document:
    """The letter as a PDF."""
    return typesetter(desk).pdf(letter)


def document(desk: Desk, letter: Letter, fmt: Format, *, authority: Authority, copies: int = 1) -> Document:
    """The letter in one format; a mail draft is addressed only where the letter may be sent and an e-mail is known."""
    from urgentaction import documents

    known = authority.mailbox
    to = known.value if known and not letter.historical else ""
    return documents.render(letter, fmt, layout=desk.library.layout, to=to, copies=copies)


def check_letter(
    desk: Desk, case: Case, authority: Authority, letter: Letter, page: Document | None
) -> tuple[Finding, ...]:
    """What the rules say of a letter and of its page."""
    from urgentaction import check

    found = check.letter(letter, case=case, authority=authority, laws=desk.library.laws())
    return (*found, *check.document(page, letter)) if page else found


def _has_template(desk: Desk, kind: str, code: str) -> bool:
    try:
        return bool(desk.library.templates(kind, code))
    except errors.UsageError:
        return False


def plain(value: Any) -> Any:
    """A frozen value as data for JSON; empty fields are left out."""
    return _plain(asdict(value))


def _plain(value: Any) -> Any:
    match value:
        case Mapping():
            return {
                key.rstrip("_"): _plain(inner) for key, inner in value.items() if inner not in (None, "", (), {}, [])
            }
        case list() | tuple() | frozenset():
            return [_plain(inner) for inner in value]
        case Enum():
            return value.value
        case date():
            return value.isoformat()
        case _:
            return value


@cache
def _typesetter(layout: Path) -> Typesetter:
    from urgentaction.documents.pdf import Typesetter

    return Typesetter(layout)
