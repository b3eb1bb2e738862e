"""How you send: the questions of `ua setup` about a mail account, and what it knows about the large hosts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any

from urgentaction import credentials, errors
from urgentaction.channels import hosts
from urgentaction.channels.settings import Auth, Security
from urgentaction.cli import asking, mailbox, profile
from urgentaction.cli import show as screen
from urgentaction.errors import message

if TYPE_CHECKING:
    from urgentaction.cli.world import World

FLAG = "ua config set email.host …"

NO_LOGIN = "-"
"""Typed for the user name where a server wants none."""

_APP_PASSWORD_LETTERS = 16


@dataclass(frozen=True, kw_only=True)
class Entered:
    """What was answered: settings for [me] and [email], a password, and whether the keyring is to keep it."""

    me: Mapping[str, Any] = field(default_factory=dict)
    email: Mapping[str, Any] = field(default_factory=dict)
    password: str = field(default="", repr=False)
    keep: bool = False


def ask(world: World, data: Mapping[str, Any]) -> Entered | None:
    """Ask how the person sends; None where no account is set up. `data` is what the settings file holds.

    Raises:
        KeyboardInterrupt: The person stopped, or the input ended.
    """
    ways = [message("account.own"), message("account.without")]
    if asking.choose(world, ways, flag=FLAG, default=1) == 1:
        return None
    known: Mapping[str, Any] = data.get("email", {})
    address = known.get("address") or data.get("me", {}).get("email") or ""
    me = {} if address else {"email": profile.one(world, "email", optional=False)}
    server = known if known.get("host") else _server(world, address or me["email"])
    if server is None:
        return None
    secret = _secret(world, server)
    return replace(secret, me=me, email={**({} if server is known else server), **secret.email})


def _server(world: World, address: str) -> dict[str, Any] | None:
    """How to reach the host of this address; None where nothing but its own program can send through it."""
    host = hosts.known(address)
    if host is None:
        screen.say(world, "account.unknown-host", domain=address.rpartition("@")[2])
        return _by_hand(world, address)
    if host.smtp:
        return _known(world, host, address)
    screen.tell(world, host.advise())
    has_bridge = host.page and screen.confirm(world, "account.has-bridge", flag=FLAG, name=host.name)
    return _by_hand(world, address, bridge=True) if has_bridge else None


def _known(world: World, host: hosts.Host, address: str) -> dict[str, Any] | None:
    screen.tell(world, host.advise())
    server = {"host": host.smtp, "port": host.port, "security": host.security.value}
    if host.user(address) != address:
        server["user"] = host.user(address)
    if host.auth is not Auth.XOAUTH2:
        return server
    command = _token_command(world)
    return None if command is None else {**server, "auth": host.auth.value, **command}


def _token_command(world: World) -> dict[str, str] | None:
    """The command that prints a token; none is needed where the environment has one; None where there is no token."""
    if world.environ.get(credentials.variable(mailbox.NAME, credentials.Kind.TOKEN)):
        return {}
    judge = partial(_judge, "token_command")
    command = asking.good(
        world, message("account.ask-token-command"), judge, flag="ua config set email.token_command …", optional=True
    )
    return {"token_command": command} if command else None


def _by_hand(world: World, address: str, *, bridge: bool = False) -> dict[str, Any] | None:
    """Ask for a server that is not known; a bridge listens on this machine (Proton's: port 1025, STARTTLS)."""
    name = asking.good(
        world, message("account.ask-host"), partial(_judge, "host"), flag=FLAG, default="127.0.0.1" if bridge else ""
    )
    host = hosts.by_server(name)
    if host:
        return _known(world, host, address)
    port = int(
        asking.good(
            world,
            message("account.ask-port"),
            partial(_judge, "port"),
            flag="ua config set email.port …",
            default="1025" if bridge else "465",
        )
    )
    server: dict[str, Any] = {"host": name, "port": port, "security": _security(world, name, port)}
    if _is_here(name):
        server |= _own_certificate(world)
    return {**server, **_user(world, address)}


def _security(world: World, host: str, port: int) -> str:
    def judge(text: str) -> str | errors.Message:
        word = text.lower()
        if word not in set(Security):
            return message("account.not-security")
        is_open = word == Security.PLAIN and not _is_here(host)
        return message("account.plain-refused", server=host) if is_open else word

    usual = {465: Security.TLS, 25: Security.STARTTLS, 587: Security.STARTTLS, 1025: Security.STARTTLS}
    return asking.good(
        world,
        message("account.ask-security"),
        judge,
        flag="ua config set email.security …",
        default=usual.get(port, Security.TLS),
    )


def _own_certificate(world: World) -> dict[str, str]:
    judge = partial(_judge, "ca_file")
    path = asking.good(
        world, message("account.ask-ca-file"), judge, flag="ua config set email.ca_file …", optional=True
    )
    return {"ca_file": path} if path else {}


def _user(world: World, address: str) -> dict[str, str]:
    user = asking.good(
        world, message("account.ask-user"), asking.visible, flag="ua config set email.user …", default=address
    )
    if user == NO_LOGIN:
        return {"auth": Auth.NONE.value}
    return {} if user == address else {"user": user}


def _secret(world: World, server: Mapping[str, Any]) -> Entered:
    """Where the password is kept, unless that is known; and the password itself."""
    host = hosts.by_server(server["host"])
    auth = server.get("auth") or (host.auth if host else Auth.PASSWORD)
    if auth != Auth.PASSWORD or any(server.get(key) for key in ("password_command", "password_file")):
        return Entered()
    variable = credentials.variable(mailbox.NAME)
    if world.environ.get(variable):
        screen.say(world, "account.from-environment", variable=variable)
        return Entered()
    has_keyring = mailbox.has_keyring(world)
    if has_keyring and mailbox.in_keyring(world):
        screen.say(world, "account.in-keyring")
        return Entered()
    return _place(world, server["host"], has_keyring=has_keyring)


def _place(world: World, server: str, *, has_keyring: bool) -> Entered:
    screen.say(world, "account.where" if has_keyring else "account.where-without-keyring")
    ways = ["keyring", "command", "each-time"] if has_keyring else ["command", "each-time"]
    options = [message(f"account.{way}") for way in ways]
    default = ways.index("keyring" if has_keyring else "each-time")
    way = ways[asking.choose(world, options, flag="ua secret set email", default=default)]
    if way == "command":
        return Entered(email=_password_command(world))
    return Entered(password=password(world, server), keep=way == "keyring")


def password(world: World, server: str, *, again: bool = False) -> str:
    """Ask for the account's password, which does not show; empty where only Enter is typed."""
    question = message("account.ask-password-again" if again else "account.ask-password")
    while True:
        typed = asking.secret(world, question, flag="ua secret set email")
        tidy = hosts.tidy(typed, server)
        if not tidy or _may_be(tidy, server):
            return tidy
        if screen.confirm(world, "account.not-an-app-password", flag="ua secret set email"):
            return tidy


def _may_be(password: str, server: str) -> bool:
    """Google takes nothing but 16 letters; what else a host's passwords look like is not known."""
    host = hosts.by_server(server)
    is_google = host is not None and host.advice == "hosts.gmail"
    return not is_google or (len(password) == _APP_PASSWORD_LETTERS and password.isascii() and password.isalpha())


def _password_command(world: World) -> dict[str, str]:
    judge = partial(_judge, "password_command")
    command = asking.good(
        world, message("account.ask-password-command"), judge, flag="ua config set email.password_command …"
    )
    return {"password_command": command}


def _judge(key: str, text: str) -> str | errors.Message:
    """By the same rules as [email] in the settings file."""
    from urgentaction.config import checks

    value = int(text) if key == "port" and text.isdecimal() else text
    wrong = [found.message for found in checks.problems({"email": {key: value}}) if found.path == ("email", key)]
    return wrong[0] if wrong else text


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.rstrip(".").lower() == "localhost"
