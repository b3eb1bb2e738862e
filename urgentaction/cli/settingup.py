"""`ua setup`: who you are and how you send; what is known is shown and not asked again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from urgentaction import config as settings
from urgentaction import credentials, errors
from urgentaction.cli import account, mailbox, profile, wiring
from urgentaction.cli import show as screen
from urgentaction.config import reading
from urgentaction.model.case import Case

if TYPE_CHECKING:
    from urgentaction.cli.world import World
    from urgentaction.config import Config, EmailAccount

TRIES = 3
"""How often a password may be typed in one run: many hosts lock an account after more."""

_REFUSED = frozenset({"smtp.login-refused", "smtp.login-refused-known"})


def setup(world: World) -> None:
    """Ask for what is missing, write each part when it is answered, and test the login; nothing is sent.

    Raises:
        UsageError: Something is missing, and nobody sits at a terminal.
        UserError: The person stopped, or the login failed; what was written stays.
    """
    found = _load(world)
    world = screen.in_language(world, found.language)
    data = reading.read(found.places)
    missing = profile.missing(data.get("me", {}))
    if not world.terminal and (missing or not found.email):
        raise errors.UsageError("settingup.no-terminal", key=f"me.{missing[0]}" if missing else "email.host")
    _show(world, found)
    if missing:
        _profile(world, found, data.get("me", {}))
    entered = None if found.email else _account(world, found)
    mail = _load(world).email
    if mail:
        _finish(world, found, mail, entered or account.Entered())
    _next(world, can_send=mail is not None)


def _load(world: World) -> Config:
    return settings.load(environ=world.environ, overrides=settings.Overrides(libraries=world.libraries))


def _show(world: World, found: Config) -> None:
    """What is known, by the names that `ua config set` takes."""
    told: Mapping[str, Any] = settings.show(found)
    keys = {"me": profile.FIELDS, "email": ("address", "host", "port", "security", "user")}
    rows = [
        (f"{table}.{key}", str(told[table][key]))
        for table, names in keys.items()
        for key in names
        if (told[table] or {}).get(key)
    ]
    if rows:
        screen.say(world, "settingup.known", style="bold")
        screen.columns(world, [("", *row) for row in rows], styles=("", "dim"))
        screen.say(world, "settingup.change", key=rows[0][0])
        screen.line(world)


def _profile(world: World, found: Config, me: Mapping[str, Any]) -> None:
    screen.say(world, "settingup.who", style="bold", path=str(found.places.config_file))
    with _stoppable(world, "settingup.stopped"):
        given = profile.ask(world, me)
    if given:
        settings.write(found.places, {"me": given})
        screen.say(world, "settingup.written", style="green", path=str(found.places.config_file))
    screen.line(world)


def _account(world: World, found: Config) -> account.Entered | None:
    screen.say(world, "settingup.how", style="bold")
    with _stoppable(world, "settingup.stopped-account"):
        entered = account.ask(world, reading.read(found.places))
    if entered is None:
        screen.say(world, "settingup.without-account")
        screen.line(world)
        return None
    settings.write(found.places, {name: table for name in ("me", "email") if (table := getattr(entered, name))})
    screen.say(world, "settingup.written", style="green", path=str(found.places.config_file))
    if entered.keep and entered.password:
        _keep(world, entered.password)
    screen.line(world)
    return entered


def _keep(world: World, password: str) -> None:
    try:
        credentials.set_secret(mailbox.NAME, password, keyring=world.keyring)
    except errors.UserError as wrong:  # the account works without: it is asked for each time
        screen.tell(world, wrong.message, style="yellow")
    else:
        screen.say(world, "settingup.password-kept", style="green")


def _test(world: World, mail: EmailAccount, entered: account.Entered) -> bool:
    """Log in without sending; whether it worked. A password just typed may be typed again."""
    password = entered.password
    for left in reversed(range(TRIES)):
        wrong = _attempt(world, mail, password)
        if wrong is None:
            return True
        if not (password and left and wrong.id in _REFUSED):
            screen.tell(world, wrong, style="red")
            return False
        screen.line(world, errors.words(wrong, world.language).text, style="red")
        password = account.password(world, mail.smtp.host, again=True)
        if not password:
            return False
        if entered.keep:
            _keep(world, password)
    return False


def _attempt(world: World, mail: EmailAccount, password: str) -> errors.Message | None:
    """Why logging in failed; None where it did not."""
    try:
        mailbox.login(world, mail, password or mailbox.secret(world, mail))
    except errors.UserError as wrong:
        return wrong.message
    return None


def _finish(world: World, found: Config, mail: EmailAccount, entered: account.Entered) -> None:
    if not entered.password and mailbox.is_asked_each_time(world, mail):
        screen.say(world, "settingup.not-tested")
        return
    screen.say(world, "settingup.connecting", server=mail.smtp.host, port=mail.smtp.port)
    with _stoppable(world, "settingup.stopped-after"):
        if not _test(world, mail, entered):
            raise errors.UserError("settingup.not-logged-in", path=str(found.places.config_file))
    user = mail.smtp.user or mail.address
    screen.say(world, "settingup.logged-in", style="green", server=mail.smtp.host, user=user)


def _next(world: World, *, can_send: bool) -> None:
    """What to type next, with a case that is there."""
    case = _example(world)
    to_me = (f"ua send {case} --test-to me", "settingup.next-test")
    on_paper = (f"ua draft {case} -f pdf -o letter.pdf", "settingup.next-print")
    steps = [to_me if can_send else on_paper, (f"ua send {case} --rehearse", "settingup.next-rehearse")]
    screen.line(world)
    screen.columns(world, [("", step, screen.word(world, id_)) for step, id_ in steps], styles=("", "bold"))


def _example(world: World) -> str:
    try:
        cases = [case for case in wiring.desk(world).library.cases() if isinstance(case, Case)]
    except errors.UserError:  # ua doctor tells; it is no reason to end a set-up that worked with an error
        cases = []
    return next((case.id for case in sorted(cases, key=lambda case: not case.is_open)), "CASE")


@contextmanager
def _stoppable(world: World, id_: str) -> Iterator[None]:
    """Say what Ctrl-C, or the end of the input, leaves behind."""
    try:
        yield
    except KeyboardInterrupt:
        screen.line(world)
        raise errors.UserError(id_, exit_=errors.Exit.INTERRUPTED) from None
