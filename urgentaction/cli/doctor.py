"""`ua doctor`: whether everything that sending needs is in order, and what to do where it is not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from urgentaction import config as settings
from urgentaction import errors
from urgentaction.cli import asking, examining, mailbox, providers, shared, wiring
from urgentaction.cli import show as screen
from urgentaction.cli.examining import Check, State, note, ok, wrong
from urgentaction.errors import Message, message

if TYPE_CHECKING:
    from urgentaction.cli.world import World
    from urgentaction.config import Config, EmailAccount, Places
    from urgentaction.library import Library

NAMES = (
    "python", "program", "settings", "folders", "disk", "ledger", "copies", "library", "pdf", "zones",
    "clock",
    "keyring", "profile", "account", "password", "login", "post",
)  # fmt: skip
"""What is looked at, in this order; `doctor.name-…` is its word."""

MARKS = {State.OK: ("✓", "green"), State.NOTE: ("–", "yellow"), State.WRONG: ("✗", "red")}


def doctor(world: World, *, as_json: bool) -> None:
    """Look at one thing after the other and tell each at once; leaves with exit 3 where something is wrong."""
    config, faulty = _config(world)
    world = screen.in_language(world, config.language) if config else world
    found: list[Check] = []
    for one in _all(world, config, faulty, may_ask=world.terminal and not as_json):
        found.append(one)
        if not as_json:
            _tell(world, one)
    bad = sum(one.state is State.WRONG for one in found)
    if as_json:
        screen.as_json(world, {"ok": not bad, "checks": [_row(one) for one in found]})
    else:
        screen.line(world)
        screen.say(world, "doctor.found" if bad else "doctor.all-well", count=bad, style="red" if bad else "green")
    if bad:
        raise SystemExit(errors.Exit.FINDINGS)


def _config(world: World) -> tuple[Config | None, errors.UserError | None]:
    try:
        return settings.load(environ=world.environ, overrides=settings.Overrides(libraries=world.libraries)), None
    except errors.UserError as said:
        return None, said


def _all(world: World, config: Config | None, faulty: errors.UserError | None, *, may_ask: bool) -> Iterator[Check]:
    places = settings.places(world.environ)
    yield examining.python()
    yield examining.program(world.environ.get("PATH", ""))
    yield from _faults("settings", faulty) if faulty else [examining.settings_file(places.config_file)]
    yield from examining.folders(places)
    yield examining.disk(places.data)
    yield _ledger(world, config, places)
    if config:
        yield examining.copies(config.backup_to, places.data)
        yield from _library(world)
    yield examining.clock(world.clock())
    yield examining.keyring(world)
    if config:
        yield _profile(config)
        yield from _account(world, config, may_ask=may_ask)
        yield from _post(world, config)


def _ledger(world: World, config: Config | None, places: Places) -> Check:
    if config is None or config.ledger is None:
        return examining.ledger(config.places.ledger if config else places.ledger)
    return examining.shared_ledger(config.ledger.url, shared.secret(world, config.ledger, may_ask=False))


def _faults(name: str, said: errors.UserError) -> Iterator[Check]:
    """Each fault of a file, or the one thing that is wrong."""
    if not isinstance(said, errors.Faults):
        yield wrong(name, said.message)
        return
    for fault in said.faults:
        place = ":".join([fault.path, *(str(number) for number in (fault.line, fault.column) if number)])
        yield wrong(name, message("doctor.fault", place=place, key=fault.key, fault=fault.message))


def _library(world: World) -> Iterator[Check]:
    """What hangs on the library: its files, its layout for the PDF, the zones of its offices."""
    try:
        library = wiring.desk(world).library
    except errors.UserError as said:
        yield wrong("library", said.message)
        return
    faults = list(_library_faults(library))
    yield from faults or [ok("library", "library", **_counts(library))]
    yield examining.pdf(library.layout)
    offices = [] if faults else library.authorities()
    yield examining.zones(["Europe/Paris", *(office.timezone for office in offices)])


def _library_faults(library: Library) -> Iterator[Check]:
    for read in (library.cases, library.authorities, library.laws):
        try:
            entries = read()
        except errors.UserError as said:
            yield from _faults("library", said)
        else:
            for entry in entries:
                if isinstance(entry, errors.Faults):
                    yield from _faults("library", entry)


def _counts(library: Library) -> dict[str, Message]:
    return {
        "cases": message("doctor.cases", count=len(library.case_ids())),
        "offices": message("doctor.offices", count=len(library.authorities())),
        "laws": message("doctor.laws", count=len(library.laws())),
    }


def _profile(config: Config) -> Check:
    me = config.me
    if me is None:
        return note("profile", "no-profile")
    if not (me.street and me.city and me.country):
        return note("profile", "no-address", name=me.name)
    return ok("profile", "profile", name=me.name, city=me.city, country=me.country)


def _account(world: World, config: Config, *, may_ask: bool) -> Iterator[Check]:
    if not config.email and not any(key.startswith("email.") for key in config.missing):
        yield note("account", "no-account")
        return
    try:
        account = settings.account(config)
    except errors.UserError as said:
        yield wrong("account", said.message)
        return
    smtp = account.smtp
    yield ok("account", "account", address=account.address, server=smtp.host, port=smtp.port, security=smtp.security)
    one, password = _password(world, account, may_ask=may_ask)
    yield one
    if password is not None:
        yield _login(world, account, password)


def _password(world: World, account: EmailAccount, *, may_ask: bool) -> tuple[Check, str | None]:
    """What is to be said of the password, and the password where there is one; it is never shown."""
    try:
        found = mailbox.secret(world, account)
    except errors.UserError as said:
        if said.message.id != "credentials.none":
            return wrong("password", said.message), None
        asked = asking.secret(world, message("doctor.ask-password"), flag="ua secret set email") if may_ask else ""
        return note("password", "not-kept"), asked or None
    return ok("password", "password" if found else "no-password-needed"), found


def _login(world: World, account: EmailAccount, password: str) -> Check:
    server = {"server": account.smtp.host, "port": account.smtp.port}
    screen.say(world, "doctor.connecting", style="dim", **server)
    try:
        mailbox.login(world, account, password)
    except errors.UserError as said:
        return wrong("login", said.message)
    return ok("login", "login", user=account.smtp.user or account.address)


def _post(world: World, config: Config) -> Iterator[Check]:
    """Which companies print and post, and whether that is a test and the key is for it; nobody is asked."""
    for key in config.missing:
        if key.startswith("providers."):
            yield wrong("post", message("doctor.provider-incomplete", key=key))
    found = providers.set_up(world, config.post)
    for name, account in found.items():
        if not providers.has_key(world, account):
            yield note("post", "provider-no-key", provider=name)
        elif fault := providers.key_fault(world, account):
            yield wrong("post", fault)
        else:
            yield ok("post", "provider-live" if account.live else "provider-test", provider=name)
    if not found:
        yield ok("post", "no-provider")


def _tell(world: World, one: Check) -> None:
    """A line, and what to do below it; the names stand in one column however late a line comes."""
    width = max(len(screen.word(world, f"doctor.name-{name}")) for name in NAMES)
    mark, style = MARKS[one.state]
    name = screen.word(world, f"doctor.name-{one.name}").ljust(width)
    words = errors.words(one.message, world.language)
    screen.columns(world, [(mark, name, words.text)], styles=(style,), answer=True)
    if words.hint and one.state is not State.OK:
        screen.columns(world, [(" ", " " * width, words.hint)], styles=("", "", "dim"), answer=True)


def _row(one: Check) -> dict[str, str]:
    words = errors.words(one.message)
    return {"check": one.name, "state": one.state.value, "message": words.text, "hint": words.hint}
