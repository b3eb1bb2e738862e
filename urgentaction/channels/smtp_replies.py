"""What a mail server's answer is about: the connection, the account, this letter or its recipient; and so what to do.

The table is that of reference/sending.md §3, widened by Microsoft's list of error codes (learn.microsoft.com,
"Email non-delivery reports and SMTP errors in Exchange Online").
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from urgentaction.channels import hosts
from urgentaction.channels.settings import Auth, Settings
from urgentaction.errors import Message, message
from urgentaction.model.delivery import Halted, Refused, Scope, Unavailable

SHOWN = 200
"""Characters of a server's answer that a person gets to see."""

_ADDRESS = re.compile(r'<?(?:"[^"]*"|[^\s<>"(),;:\[\]=]+)@[^\s<>"(),;\]]+>?')
_ENHANCED = re.compile(r"([245]\.\d{1,3}\.\d{1,3})(?![.\w])[:\s]*")
_QUEUE_IDS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\bqueued as ([\w.-]+)",  # Postfix
        r"\bid=([\w.-]+)",  # Exim, GMX, web.de
        r"\bInternalId=(\d+)",  # Exchange
        r"\bOK\s+\d{9,11}\s+(\S+)\s+-\s+gsmtp",  # Gmail
        r"^([\w.-]{6,}) Message accepted for delivery",  # sendmail, OpenSMTPD
        r"\bok \d{9,11} qp (\d+)",  # qmail
    )
)


class Step(StrEnum):
    """Where in the conversation an answer came; `DOT` is the answer to the whole letter."""

    GREETING = "greeting"
    EHLO = "ehlo"
    STARTTLS = "starttls"
    AUTH = "auth"
    MAIL = "mail"
    RCPT = "rcpt"
    DATA = "data"
    DOT = "dot"


NotHanded = Refused | Unavailable | Halted
"""Outcomes that say: surely nothing arrived."""


class NotSent(Exception):
    """The letter did not go, and surely did not arrive; `outcome` says why and what that is about."""

    def __init__(self, outcome: NotHanded) -> None:
        super().__init__(outcome.reason.id)
        self.outcome = outcome


@dataclass(frozen=True)
class Reply:
    """A server's answer: basic code, enhanced code (RFC 3463; "" if none), and its words, fit to be shown."""

    code: int
    enhanced: str
    text: str

    def __str__(self) -> str:
        return " ".join(part for part in (str(self.code), self.enhanced, self.text) if part)

    @property
    def reference(self) -> str:
        """The name by which the server will find the letter again, where its words hold one we recognise."""
        return next((found[1] for pattern in _QUEUE_IDS if (found := pattern.search(self.text))), "")


def read(code: int, raw: bytes, *, hidden: Sequence[str] = ()) -> Reply:
    """Make an answer fit to be shown: one line, no control characters, no mail address, none of `hidden`."""
    lines = raw.decode("utf-8", "replace").splitlines()
    found = _ENHANCED.match(lines[0]) if lines else None
    enhanced = found[1] if found and found[1][0] == str(code)[0] else ""
    text = " ".join(_ENHANCED.sub("", line, count=1) if enhanced else line for line in lines)
    return Reply(code, enhanced, shown(text, hidden=hidden))


def shown(text: str, *, hidden: Sequence[str] = ()) -> str:
    """Words from outside, made safe for a terminal and a log; cut after 200 characters."""
    for secret in hidden:
        text = text.replace(secret, "…") if secret else text
    visible = "".join(char if unicodedata.category(char)[0] != "C" else " " for char in text)
    redacted = _ADDRESS.sub("<address>", " ".join(visible.split()))
    return redacted if len(redacted) <= SHOWN else redacted[: SHOWN - 1] + "…"


@dataclass(frozen=True)
class _Rule:
    """Answers that match `replies` at one of `steps` mean this; `pause` is when to try again at the earliest."""

    replies: re.Pattern[str]
    kind: type[NotHanded]
    words: str
    steps: frozenset[Step]
    scope: Scope
    pause: timedelta | None


def _rule(
    replies: str,
    kind: type[NotHanded],
    words: str,
    *,
    steps: Sequence[Step] = tuple(Step),
    scope: Scope | None = None,
    pause: timedelta | None = None,
) -> _Rule:
    scope = scope or (Scope.LETTER if kind is Unavailable else Scope.ACCOUNT)
    return _Rule(re.compile(replies, re.IGNORECASE), kind, words, frozenset(steps), scope, pause)


_SESSION = (Step.GREETING, Step.EHLO, Step.STARTTLS)
_CONTENT = (Step.MAIL, Step.DATA, Step.DOT)
_LOGIN = "smtp.login-refused"

# Gmail asks for 1 to 24 hours after a daily limit, and Microsoft counts a rolling day.
_A_DAY = timedelta(hours=24)
_A_WHILE = timedelta(minutes=15)

# The first rule that matches decides. An answer reads "code enhanced text", as in "550 5.4.5 Daily limit exceeded".
_RULES = (
    _rule(r"421\b", Unavailable, "smtp.busy", scope=Scope.CONNECTION),
    _rule(r"4", Unavailable, "smtp.busy", steps=_SESSION, scope=Scope.CONNECTION),
    _rule(r"5", Halted, "smtp.not-served", steps=_SESSION, scope=Scope.CONNECTION),
    _rule(r"4", Halted, "smtp.slow-down", steps=(Step.AUTH,), pause=_A_WHILE),
    _rule(r"5", Halted, _LOGIN, steps=(Step.AUTH,)),
    _rule(r"53[0458]\b|5\d\d 5\.7\.8\b|550 5\.7\.30\b", Halted, _LOGIN),
    _rule(r"432\b|450 4\.2\.1\b|451 4\.7\.|452 4\.5\.3\b|454 4\.7\.", Halted, "smtp.slow-down", pause=_A_WHILE),
    _rule(r"4\d\d 4\.[34]\.", Unavailable, "smtp.busy", scope=Scope.CONNECTION),
    _rule(r"55[02] 5\.4\.5\b|5\d\d 5\.1\.90\b|5\d\d .*submission ?quota", Halted, "smtp.quota", pause=_A_DAY),
    _rule(r"5\d\d 5\.2\.25[1-5]\b", Halted, "smtp.mailbox-throttled"),
    # Postfix says it at RCPT, since it looks at the sender as late as that.
    _rule(r"5\d\d 5\.(1\.8|7\.60)\b|5\d\d .*sender address rejected", Halted, "smtp.sender-refused"),
    # The office's mailbox takes no more letters this hour: transient, although the code begins with 5.
    _rule(r"5\d\d 5\.2\.12[12]\b", Unavailable, "smtp.office-full", pause=timedelta(hours=1)),
    _rule(r"5\d\d 5\.3\.4\b", Refused, "smtp.too-large"),
    _rule(r"552(?! 5\.)", Refused, "smtp.too-large", steps=_CONTENT),
    _rule(r"5", Halted, "smtp.sender-refused", steps=(Step.MAIL,)),
    _rule(r"5\d\d 5\.(1\.|2\.1\b)", Refused, "smtp.recipient-refused"),
    _rule(r"5\d\d 5\.[67]\.", Refused, "smtp.letter-refused"),
    _rule(r"5", Refused, "smtp.recipient-refused", steps=(Step.RCPT,)),
    _rule(r"5", Refused, "smtp.letter-refused"),
    _rule(r"4", Unavailable, "smtp.try-later"),
    _rule(r"", Unavailable, "smtp.not-understood"),
)


def unreached(reason: Message) -> Unavailable:
    """The connection failed; the letter is as good as before."""
    return Unavailable(reason, scope=Scope.CONNECTION)


def judge(reply: Reply, step: Step, settings: Settings, *, now: datetime) -> NotHanded:
    """What an answer that is not a yes means, by what it is about before by its class. `now` is UTC."""
    rule = next(rule for rule in _RULES if step in rule.steps and rule.replies.match(str(reply)))
    until = now + rule.pause if rule.pause else None
    reason = _login_words(reply, settings) if rule.words == _LOGIN else _words(rule.words, reply, settings)
    if rule.kind is Refused:
        return Refused(reason)
    return Unavailable(reason, until, rule.scope) if rule.kind is Unavailable else Halted(rule.scope, reason, until)


def _words(id_: str, reply: Reply, settings: Settings) -> Message:
    return message(id_, server=settings.host, reply=str(reply))


def _login_words(reply: Reply, settings: Settings) -> Message:
    if settings.auth is Auth.NONE:
        return _words("smtp.login-needed", reply, settings)
    if settings.auth is Auth.XOAUTH2:
        return _words("smtp.token-refused", reply, settings)
    host = hosts.by_server(settings.host)
    if not host:
        return _words(_LOGIN, reply, settings)
    return message("smtp.login-refused-known", server=settings.host, reply=str(reply), advice=host.advise())
