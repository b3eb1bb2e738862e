"""The companies that print and mail: which are set up, opened with their keys, and the one that a letter goes to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from urgentaction import credentials, errors
from urgentaction.cli import show as screen
from urgentaction.config import PostAccount
from urgentaction.config import post as settings

if TYPE_CHECKING:
    from urgentaction.channels.post.base import Provider
    from urgentaction.cli.wiring import Desk
    from urgentaction.cli.world import World


def opened(desk: Desk) -> Mapping[str, Provider]:
    """Those of the settings, by name, ready to be asked; a key is looked for when it is needed, once for a run."""
    found = {name: open_(desk.world, account) for name, account in desk.config.post.items()}
    mine = desk.posting.provider if desk.posting else None
    # The one that was asked for a price knows its key by now: nobody types it twice.
    return {**found, mine.name: mine} if mine and mine.name in found else found


def set_up(world: World, named: Mapping[str, PostAccount]) -> Mapping[str, PostAccount]:
    """Those of the settings (`named`), and those whose key is all that they need, where one is kept."""
    keyed = (name for name in settings.NAMES if name not in named and name != settings.PINGEN)
    return {**named, **{name: settings.bare(name) for name in keyed if has_key(world, settings.bare(name))}}


def named(desk: Desk, name: str) -> PostAccount:
    """The one that `--provider` names.

    Raises:
        UsageError: There is none of this name, or it is not set up.
    """
    if name not in settings.NAMES:
        raise errors.UsageError("providers.unknown", name=name, known=settings.NAMES)
    found = set_up(desk.world, desk.config.post).get(name)
    if found is None:
        raise errors.UsageError("providers.not-set-up", name=name)
    return found


def only(desk: Desk) -> PostAccount:
    """The one that is set up.

    Raises:
        UsageError: There is none, or there are several; they are listed.
    """
    found = set_up(desk.world, desk.config.post)
    if not found:
        raise errors.UsageError("providers.none", known=settings.NAMES)
    if len(found) > 1:
        raise errors.UsageError("providers.several", known=tuple(found))
    return next(iter(found.values()))


def live(desk: Desk) -> PostAccount | None:
    """The only one that posts for real; None where there is none, or a choice between several is a person's."""
    found = [account for account in desk.config.post.values() if account.live]
    return found[0] if len(found) == 1 else None


def has_key(world: World, account: PostAccount) -> bool:
    """Whether a key is kept for it, as far as can be told without running a command or asking anybody."""
    kept = account.credentials
    if kept.password_command or kept.password_file or world.environ.get(credentials.variable(account.name)):
        return True
    try:
        return bool(world.keyring().get_password(credentials.SERVICE, account.name))
    except Exception:  # noqa: BLE001 - its backends raise what D-Bus, the desktop and system libraries raise
        return False


def key_of(world: World, account: PostAccount) -> Callable[[], str]:
    """Its key, found once for a run; a person is asked for it only where one is there."""

    @cache
    def find() -> str:
        prompt = screen.word(world, "providers.ask-key", provider=account.name)
        try:
            return credentials.secret(
                account.name,
                settings=account.credentials,
                environ=world.environ,
                prompt=(lambda _name: world.secret_prompt(f"{prompt} ")) if world.terminal else None,
                keyring=world.keyring,
            )
        except errors.UserError as said:
            raise _named_settings(said, account.name) from None

    return find


def keep_key(world: World, name: str, key: str) -> None:
    """Keep its key in the keyring.

    Raises:
        UserError: It is empty, or this machine has no keyring that works; the error says which settings do instead.
    """
    try:
        credentials.set_secret(name, key, keyring=world.keyring)
    except errors.UserError as said:
        raise _named_settings(said, name) from None


def key_fault(world: World, account: PostAccount) -> errors.Message | None:
    """What speaks against the key that is kept, as far as it can be told without asking the company."""
    from urgentaction.channels.post.key_account import mismatch

    try:
        key = key_of(replace(world, terminal=False), account)()
    except errors.UserError as said:
        return said.message
    # Pingen's two modes have accounts of their own: a secret does not show for which it is.
    return None if account.name == settings.PINGEN else mismatch(account.name, key, live=account.live)


def _named_settings(said: errors.UserError, name: str) -> errors.UserError:
    """The same of a company's key, with the settings by their whole names."""
    own = {"credentials.none": "providers.no-key", "credentials.no-keyring": "providers.no-keyring"}
    if said.message.id not in own:
        return said
    return errors.UserError(own[said.message.id], name=name, variable=credentials.variable(name))


def open_(world: World, account: PostAccount) -> Provider:
    """An account, ready to be asked; nothing is connected yet."""
    from urgentaction.channels.post import lob, mysendingbox, pingen

    key, host = key_of(world, account), world.hosts.get(account.name, "")
    match account.name:
        case pingen.NAME:
            own = pingen.Settings(
                client_id=account.client_id, organisation=account.organisation, live=account.live, host=host
            )
            return pingen.Pingen(own, key, now=world.clock)
        case mysendingbox.NAME:
            at = mysendingbox.Settings(url=host or mysendingbox.URL, live=account.live)
            return mysendingbox.MySendingBox(at, key, now=world.clock)
        case lob.NAME:
            return lob.Lob(lob.Settings(url=host or lob.URL, live=account.live), key, now=world.clock)
        case _:
            raise errors.UsageError("providers.unknown", name=account.name, known=settings.NAMES)
