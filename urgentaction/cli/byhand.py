"""By the person's own hand: a mail window or a draft, or the office's form with the text on the clipboard."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote, urlsplit

from urgentaction.channels.handoff import UNOPENED
from urgentaction.cli import show as screen
from urgentaction.model.authority import ChannelName

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from urgentaction.cli.preparing import Ready
    from urgentaction.cli.wiring import Desk
    from urgentaction.model.delivery import Delivery
    from urgentaction.model.letter import Letter


def drafts(desk: Desk) -> Path:
    """The folder for drafts that mail programs open."""
    return desk.config.places.data / "drafts"


def drafts_of(desk: Desk, keys: Iterable[str]) -> list[Path]:
    """The drafts of these letters that are still there."""
    return [path for key in keys for path in sorted(drafts(desk).glob(f"*-{key[:8]}*.eml"))]


def mail_window(ready: Ready) -> bytes:
    """The link that opens a mail window with the whole letter in it; a draft where it is too long for a link."""
    from urgentaction.documents import eml

    return _link(ready) or eml.draft(ready.letter, to=ready.email)


def form_text(letter: Letter) -> bytes:
    """What a web form is given: the subject, an empty line, and the text."""
    from urgentaction.documents import text

    return f"{text.subject(letter)}\n\n{text.mail(letter)}".encode()


def foretell(desk: Desk, ready: Ready) -> None:
    """Say before the question what a person will have to do, and why a link does not do."""
    if ready.channel is ChannelName.MAILTO and not _link(ready):
        screen.say(desk.world, "byhand.too-long", case=ready.case.id, to=ready.authority.id, style="yellow")
    elif ready.channel is ChannelName.MAILTO:
        screen.say(desk.world, "byhand.window-ahead")
    elif ready.channel is ChannelName.WEBFORM:
        screen.say(desk.world, "byhand.form-ahead")


def form(desk: Desk, url: str, subject: str, text: str) -> bool:
    """Show subject and text, copy the text, open the form; gives whether it opened."""
    world = desk.world
    opened = world.open_url(url)
    for line in (subject, "", *text.splitlines()):
        screen.line(world, line)
    screen.say(world, "byhand.copied" if world.clip(text) else "byhand.not-copied")
    screen.say(world, "byhand.opened" if opened else "byhand.open-it", url=url)
    return opened


def window(desk: Desk, link: str) -> None:
    """Show the whole letter of a link that no mail program took."""
    world, parts = desk.world, urlsplit(link)
    fields = {name: "".join(values) for name, values in parse_qs(parts.query).items()}
    screen.say(world, "byhand.no-program", style="yellow")
    screen.say(world, "byhand.to", to=unquote(parts.path))
    screen.say(world, "byhand.subject", subject=fields.get("subject", ""))
    for line in ("", *fields.get("body", "").splitlines(), ""):
        screen.line(world, line)


def handed(desk: Desk, delivery: Delivery, detail: str, *, key: str) -> None:
    """Say where the letter is now, and what to type when it was sent."""
    if delivery.channel is ChannelName.WEBFORM:
        screen.say(desk.world, "byhand.handed-form", key=key, style="green")
    elif detail == UNOPENED:
        screen.say(desk.world, "byhand.handed-shown", key=key, style="green")
    elif detail:
        screen.say(desk.world, "byhand.handed-draft", path=str(drafts(desk) / detail), key=key, style="green")
    else:
        screen.say(desk.world, "draining.handed", key=key, style="green")


def _link(ready: Ready) -> bytes:
    from urgentaction.channels.handoff import mailto_url
    from urgentaction.documents import text

    url = mailto_url(ready.email, text.subject(ready.letter), text.mail(ready.letter))
    return (url or "").encode("ascii")
