"""Choose what a letter is made from: settings become a library, offices, composers and a typesetter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from enum import Enum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from urgentaction import config as settings
from urgentaction import errors, library, origins
from urgentaction.cli import show as screen
from urgentaction.library import acceptance
from urgentaction.model.authority import Role
from urgentaction.model.case import TargetAs
from urgentaction.model.envelope import Envelope, Zones, usual, zones

if TYPE_CHECKING:
    from urgentaction.cli.posting import Posting
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
    """One run's settings and library; its world speaks the configured language.

    `place` is for the sender's envelope; with `show_zones` a PDF shows them, to try the envelope with. `posting` is
    there where letters can go by post.
    """

    world: World
    config: Config
    library: Library
    place: Zones
    show_zones: bool = False
    posting: Posting | None = None


def desk(world: World) -> Desk:
    """Read the settings and open the library: --library, UA_LIBRARY, the user's own, ours, then added ones."""
    found = settings.load(environ=world.environ, overrides=settings.Overrides(libraries=world.libraries))
    layers = [library.Layer(name=str(folder), root=folder) for folder in found.libraries]
    own = found.places.letters
    if own.is_dir():
        layers.append(library.Layer(name="user", root=own))
    layers += [library.Layer(name=str(folder), root=folder, added=True) for folder in found.added]
    layers += [origin.layer() for origin in origins.known(found.places.data) if origin.root.is_dir()]
    speaking = screen.in_language(world, found.language)
    books = library.open_library([*layers, library.built_in()], acceptance.load(found.places.accepted))
    return Desk(speaking, found, books, _place(found, found.me))


def _place(config: Config, sender: Signer | None) -> Zones:
    """Where the address stands: by the settings, else by the envelope that is usual where the sender lives."""
    country = sender.country if sender else ""
    return zones(config.envelope or usual(country), country=country)


def enveloped(desk: Desk, name: str, as_name: str = "") -> Desk:
    """The same desk with the envelope that `--envelope` names; without it, that of whoever `--as` names.

    Raises:
        UsageError: There is no such envelope, or no such profile.
    """
    sender = signer(desk, as_name)
    if not name:
        return replace(desk, place=_place(desk.config, sender))
    if name not in set(Envelope):
        raise errors.UsageError("wiring.no-envelope", name=name, known=[one.value for one in Envelope])
    return replace(desk, place=zones(Envelope(name), country=sender.country if sender else ""))


def mailed(desk: Desk) -> Desk:
    """The same desk for a PDF that goes with a mail: it needs no page with the address alone."""
    return replace(desk, place=zones(Envelope.FR_RIGHT)) if desk.place.covers else desk


def targets(desk: Desk, case: Case, wanted: Sequence[str]) -> tuple[Authority, ...]:
    """The offices that `--to` names."""
    found = library.select_targets(wanted, case, desk.library)
    _tell_changed(desk, found)
    return found


def main_targets(desk: Desk, case: Case, signer: Signer | None = None, *, told: bool = True) -> tuple[Authority, ...]:
    """The case's main offices, in its order and without courts; embassies as of where the signer lives.

    An embassy that is not in the directory is `told`.

    Raises:
        UsageError: It names none that is in the directory.
    """
    named = library.named(case, desk.library, TargetAs.MAIN, home=home(desk, signer))
    for said in named.missing if told else ():
        screen.tell(desk.world, said, style="yellow")
    found = tuple(one for one in named.offices if one.role is not Role.COURT)
    if not found and named.missing:
        raise errors.UsageError(named.missing[0].id, **named.missing[0].values)
    if not found:
        raise errors.UsageError("wiring.no-main-target", case=case.id)
    if told:
        _tell_changed(desk, found)
    return found


def _tell_changed(desk: Desk, found: Sequence[Authority]) -> None:
    """Say where an added library has changed what was accepted of it: letters go where they went before."""
    for id_ in {one.id for one in found} & {one.authority for one in desk.library.accepted}:
        for said in desk.library.proposals(id_):
            if said.standing is library.Standing.CHANGED:
                screen.say(desk.world, "accepting.changed-since", id=id_, library=said.library, style="yellow")


def home(desk: Desk, signer: Signer | None) -> str:
    """Where a signer lives: the list's or the profile's word, else one's own country; empty where nobody said."""
    if signer and signer.country:
        return signer.country
    return desk.config.me.country if desk.config.me else ""


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
    known = spoken(desk, case)
    if wanted:
        if wanted not in known:
            raise errors.UsageError("wiring.no-language", language=wanted, known=known)
        return wanted
    for code in (*authority.languages, *known):
        if code in known:
            return code
    raise errors.UsageError("wiring.no-language", language=authority.languages[0], known=known)


def spoken(desk: Desk, case: Case) -> list[str]:
    """The languages that both the case and a template for its kind speak."""
    return [code for code in case.title if _has_template(desk, case.kind, code)]


def kinds(desk: Desk, language: str) -> frozenset[str]:
    """The kinds of case that there are letters for in a language."""
    from urgentaction.library import layers

    named = layers.names(desk.library.layers, "templates")
    spoken = (name for name in named if language in layers.names(desk.library.layers, "templates", name, suffix=".j2"))
    return frozenset(spoken) - {"_base", "layout"}


def over(case: Case) -> errors.UserError:
    """That nothing is sent about this case any more, and why."""
    name = f"gates.case-{case.status.state.value}"
    return errors.UserError(name, exit_=errors.Exit.GATED, case=case.id, why=case.status.why)


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
    return _typesetter(desk.library.layout("letter.typ"), desk.place)


def typeset(desk: Desk, letter: Letter, *, sign_line: bool = True) -> Document:
    """The letter as a PDF, for the sender's envelope."""
    return typesetter(desk).pdf(letter, debug=desk.show_zones, sign_line=sign_line)


def document(desk: Desk, letter: Letter, fmt: Format, *, authority: Authority, copies: int = 1) -> Document:
    """The letter in one format; a mail draft is addressed only where the letter may be sent and an e-mail is known."""
    from urgentaction import documents
    from urgentaction.model.letter import Format

    if fmt is Format.PDF:
        return typesetter(desk).pdf(letter, copies=copies, debug=desk.show_zones)
    known = authority.mailbox
    to = known.value if known and not letter.historical else ""
    return documents.render(letter, fmt, layout=desk.library.layout, to=to)


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
def _typesetter(layout: Path, place: Zones) -> Typesetter:
    from urgentaction.documents.pdf import Typesetter

    return Typesetter(layout, place)
