"""Who you are: the questions of `ua setup` about the person who signs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from urgentaction import errors
from urgentaction.cli import asking
from urgentaction.cli import show as screen
from urgentaction.model.codes import COUNTRIES, LANGUAGES

if TYPE_CHECKING:
    from urgentaction.cli.world import World

FIELDS = ("name", "street", "postcode", "city", "country", "email", "language")
"""In the order of the questions; keys of [me]."""

NEEDED = frozenset({"name", "country", "language"})
"""Without a name there is no letter; country and language always have an answer."""

_LOCALES = ("LC_ALL", "LC_MESSAGES", "LANG")


def missing(me: Mapping[str, Any]) -> tuple[str, ...]:
    """What [me] does not say yet."""
    return tuple(field for field in FIELDS if not me.get(field))


def ask(world: World, me: Mapping[str, Any]) -> dict[str, str]:
    """Ask for what is missing; gives what was answered, as it is to be written.

    Raises:
        KeyboardInterrupt: The person stopped, or the input ended.
    """
    given: dict[str, str] = {}
    for field in missing(me):
        answer = one(world, field)
        if answer:
            given[field] = answer
        known = {**me, **given}
        if field in {"postcode", "country"} and known.get("postcode") and known.get("country"):
            given["postcode"] = _fitting(world, known["postcode"], known["country"])
    return given


def one(world: World, field: str, *, optional: bool | None = None) -> str:
    """Ask for one field until it can stand in a letter."""
    return asking.good(
        world,
        errors.message(f"profile.ask-{field}"),
        partial(_judge, world, field),
        flag=f"ua config set me.{field} …",
        default=_default(world, field),
        optional=field not in NEEDED if optional is None else optional,
    )


def _judge(world: World, field: str, text: str) -> str | errors.Message:
    """By the same rules as a row of a CSV or a profile in the settings file."""
    from urgentaction.signers import Notes, person, shown

    notes = Notes(labels={field: screen.word(world, f"profile.label-{field}")})
    meant = str(getattr(person.signer({"name": "–", field: text}, notes), field))
    wrong = [note.message for note in notes.faults if note.field == field]
    if wrong:
        return wrong[0]
    return meant or errors.message("config.not-a-language", value=shown(text))


def _fitting(world: World, postcode: str, country: str) -> str:
    """The postcode as this country writes it; one that cannot be right is asked again, and Enter keeps it."""
    from urgentaction.signers import places

    code, lost = places.postcode(postcode, country)
    if lost:
        screen.say(world, "profile.postcode-zero", postcode=code)
    if lost or not places.odd_postcode(code, country):
        return code
    screen.say(world, "profile.postcode-odd", postcode=code, country=country, style="yellow")
    again = asking.good(
        world,
        errors.message("profile.ask-postcode"),
        partial(_judge, world, "postcode"),
        flag="ua config set me.postcode …",
        default=code,
    )
    return code if again == code else _fitting(world, again, country)


def _default(world: World, field: str) -> str:
    """The country of the locale; the language of UA_LANG or the locale, else the one we speak."""
    locales = [
        found for name in _LOCALES if (found := re.match("([a-z]{2})(?:_([A-Z]{2}))?", world.environ.get(name, "")))
    ]
    match field:
        case "country":
            return next((found[2] for found in locales if found[2] in COUNTRIES), "")
        case "language":
            spoken = [world.environ.get("UA_LANG", "")[:2].lower(), *(found[1] for found in locales)]
            return next((code for code in spoken if code in LANGUAGES), world.language)
        case _:
            return ""
