"""`ua config`, `ua secret`, `ua schema`: your settings, your passwords, and what files may hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from urgentaction import config, credentials, errors
from urgentaction.cli import asking, mailbox, providers, shared
from urgentaction.cli import show as screen
from urgentaction.config import post
from urgentaction.errors import message

if TYPE_CHECKING:
    from urgentaction.cli.world import World
    from urgentaction.config import Config, EmailAccount, PostAccount, SharedLedger

SECRETS = (mailbox.NAME, shared.NAME, *post.NAMES)
"""What a password or a key may be kept for."""

SCHEMAS = ("case", "authority", "authorities", "forms", "config", "report", "findings", "explained")

LONGEST_SECRET = 10_000
"""Characters read from standard input; a token is rarely over 4,000."""


def show(world: World, *, as_json: bool) -> None:
    """Show what is in effect: the names that `config set` takes, then where everything lies."""
    world, found = _load(world)
    told = config.show(found)
    if as_json:
        screen.as_json(world, told)
        return
    rows = [row for row in _rows(told) if row[0].partition(".")[0] not in {"file", "missing", "places"}]
    screen.columns(world, rows, styles=("bold",), answer=True)
    screen.answer(world)
    places = [("file", told["file"]), *told["places"].items()]
    screen.columns(
        world, [(screen.word(world, f"settings.place-{name}"), place) for name, place in places], answer=True
    )
    if found.missing:
        screen.say(world, "settings.missing", keys=found.missing, first=found.missing[0], style="yellow")


def path(world: World) -> None:
    """Say where things are, one path a line: settings file, data, letters, ledger, rehearsals."""
    try:
        places = _load(world)[1].places
    except errors.UserError:  # where a file with faults is, is just what is asked
        places = config.places(world.environ)
    for place in (places.config_file, places.data, places.letters, places.ledger, places.rehearsal):
        screen.data(world, str(place))


def set_(world: World, key: str, value: str) -> None:
    """Change one setting; an empty value takes it out.

    Raises:
        UsageError: There is no such setting.
        Faults: The value is not one it can have.
    """
    places = config.places(world.environ)
    config.set_value(places, key, value)
    world, found = _load(world)
    if value and key.endswith(".country"):  # as it was understood: `france` is FR
        value = dict(_rows(config.show(found))).get(key, value)
    screen.say(world, "settings.set" if value else "settings.unset", key=key, value=value, path=str(places.config_file))


def secret_set(world: World, name: str) -> None:
    """Keep a password in the keyring: asked for without showing, or one line of standard input.

    Raises:
        UsageError: Nothing of this name needs a password.
        UserError: It is empty, or this machine has no keyring that works.
    """
    world, found = _named(world, name)
    typed = _typed(world, found, name)
    if name in post.NAMES:
        providers.keep_key(world, name, typed)
    else:
        credentials.set_secret(name, typed, keyring=world.keyring)
    screen.say(world, "settings.kept-key" if name in post.NAMES else "settings.kept", style="green")
    first = _comes_first(world, found, name)
    if first:
        screen.say(world, "settings.comes-first", place=first, style="yellow")


def secret_delete(world: World, name: str) -> None:
    """Take a password out of the keyring; it is no fault if there was none.

    Raises:
        UsageError: Nothing of this name needs a password.
    """
    world, _ = _named(world, name)
    was_there = credentials.delete_secret(name, keyring=world.keyring)
    screen.say(world, "settings.deleted" if was_there else "settings.nothing-to-delete")


def schema(world: World, name: str) -> None:
    """Print a JSON Schema.

    Raises:
        UsageError: There is none of this name.
    """
    if name not in SCHEMAS:
        raise _unknown("settings.no-schema", name, SCHEMAS)
    if name == "report":
        from urgentaction.campaign import report_file

        screen.as_json(world, report_file.schema())
        return
    if name == "findings":
        from urgentaction.check import findings_file

        screen.as_json(world, findings_file.schema())
        return
    if name == "explained":
        from urgentaction.intake import explained

        screen.as_json(world, explained.schema())
        return
    from urgentaction import library

    screen.as_json(world, config.schema() if name == "config" else library.schema(name))


def _load(world: World) -> tuple[World, Config]:
    found = config.load(environ=world.environ, overrides=config.Overrides(libraries=world.libraries))
    return screen.in_language(world, found.language), found


def _rows(told: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, str]]:
    """Dotted names and values; what is not set is left out."""
    for name, value in told.items():
        if isinstance(value, Mapping):
            yield from _rows(value, f"{above}{name}.")
        elif value not in (None, "", []):
            yield f"{above}{name}", _written(value)


def _written(value: Any) -> str:
    """As it stands in the file."""
    match value:
        case bool():
            return str(value).lower()
        case list():
            return ", ".join(map(str, value))
        case _:
            return str(value)


def _named(world: World, name: str) -> tuple[World, Config]:
    if name not in SECRETS:
        raise _unknown("settings.no-secret", name, SECRETS)
    return _load(world)


def _typed(world: World, found: Config, name: str) -> str:
    from urgentaction.channels import hosts

    account = found.email if name == mailbox.NAME else None
    if world.terminal or world.stdin.isatty():
        words = "settings.ask-key" if name in post.NAMES else "settings.ask-secret"
        what = message(words, user=account.smtp.user if account else name)
        text = asking.secret(world, what, flag=f"ua secret set {name} < FILE")
    else:
        text = world.stdin.readline(LONGEST_SECRET).rstrip("\r\n")
    return hosts.tidy(text, account.smtp.host) if account else text


def _comes_first(world: World, found: Config, name: str) -> str:
    """What is asked before the keyring, so that what was just kept there would not be used."""
    of, below = _kept_by(found, name)
    kept = of.credentials if of else credentials.Settings()
    variable = credentials.variable(name)
    if kept.password_command:
        return f"{below}password_command"
    if world.environ.get(variable):
        return variable
    return f"{below}password_file" if kept.password_file else ""


def _kept_by(found: Config, name: str) -> tuple[EmailAccount | SharedLedger | PostAccount | None, str]:
    """What a secret is for, and how the settings that tell where it is kept begin."""
    if name in post.NAMES:
        return found.post.get(name), f"providers.{name}."
    return (found.email, "email.") if name == mailbox.NAME else (found.ledger, "ledger_")


def _unknown(id_: str, name: str, known: tuple[str, ...]) -> errors.UsageError:
    from urgentaction.library.near import meant_by, near

    return errors.UsageError(id_, name=name, meant=meant_by(near(name, known)), known=known)
