"""How to log in to a mail server: which mechanism, and what to say in it."""

from __future__ import annotations

from collections.abc import Sequence

from urgentaction.channels.settings import Auth, Settings
from urgentaction.channels.smtp_replies import NotSent, shown
from urgentaction.errors import message
from urgentaction.model.delivery import Halted, Scope

# In the order of preference. CRAM-MD5 is left out: it protects nothing that TLS does not, and the server must keep
# the password readable for it (RFC 8314 §3.3 makes TLS the protection).
_MECHANISMS = {Auth.PASSWORD: ("PLAIN", "LOGIN"), Auth.XOAUTH2: ("XOAUTH2", "OAUTHBEARER"), Auth.NONE: ()}


def choose(offered: Sequence[str], settings: Settings) -> str:
    """The first mechanism that the server offers and we know for this way of logging in.

    Raises:
        NotSent: There is none, or the account has no user name.
    """
    if not settings.user:
        raise NotSent(Halted(Scope.ACCOUNT, message("smtp.no-user", server=settings.host)))
    known = _MECHANISMS[settings.auth]
    for mechanism in known:
        if mechanism in offered:
            return mechanism
    names = tuple(shown(name) for name in offered) or (message("smtp.nothing"),)
    reason = message("smtp.no-login-method", server=settings.host, known=known, offered=names)
    raise NotSent(Halted(Scope.ACCOUNT, reason))


def responses(mechanism: str, settings: Settings, secret: str) -> tuple[bytes | None, ...]:
    """What to say, in turn; the first goes along with the AUTH command, unless it is None.

    Where the last one of several answers an error (XOAUTH2, OAUTHBEARER), the server then gives its real no.
    """
    # A secret from the environment may hold bytes that are no text; they are sent as they came.
    user, password = settings.user.encode(), secret.encode("utf-8", "surrogateescape")
    match mechanism:
        case "PLAIN":  # RFC 4616
            return (b"\0" + user + b"\0" + password,)
        case "LOGIN":  # draft-murchison-sasl-login
            return (None, user, password)
        case "XOAUTH2":  # developers.google.com/workspace/gmail/imap/xoauth2-protocol
            return (b"user=" + user + b"\x01auth=Bearer " + password + b"\x01\x01", b"")
        case _:  # OAUTHBEARER, RFC 7628 §3.1; the lone \x01 is what §3.2.3 asks for after an error
            name = user.replace(b"=", b"=3D").replace(b",", b"=2C")
            where = f"\x01host={settings.host}\x01port={settings.port}\x01".encode()
            return (b"n,a=" + name + b"," + where + b"auth=Bearer " + password + b"\x01\x01", b"\x01")
