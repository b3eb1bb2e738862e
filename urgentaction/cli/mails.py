"""The mail of a letter: who sends it, for whom with consent of which day, who gets a copy; or a test to oneself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from urgentaction.model.case import Privacy

if TYPE_CHECKING:
    from urgentaction.cli.preparing import Ready
    from urgentaction.cli.wiring import Desk
    from urgentaction.model.signer import Signer

SENT_FOR = {
    "en": "Sent by {sender} for {signer}, who agreed to it on {on}.",
    "fr": "Envoyé par {sender} pour {signer}, avec son accord du {on}.",
    "es": "Enviado por {sender} en nombre de {signer}, con su acuerdo del {on}.",
    "de": "Gesendet von {sender} für {signer}, mit Einverständnis vom {on}.",
}
"""Whoever sends for somebody else says so in the mail (design §6)."""

TEST = {
    "en": "TEST: this letter was sent to its own writer only.",
    "fr": "TEST : cette lettre n'a été envoyée qu'à son auteur.",
    "es": "PRUEBA (TEST): esta carta se ha enviado solo a su autor.",
    "de": "TEST: Dieser Brief ging nur an die Person, die ihn schreibt.",
}


def mail(
    desk: Desk,
    ready: Ready,
    *,
    sender: str,
    to: str,
    id_: str,
    pdf: bytes | None = None,
    test: bool = False,
) -> bytes:
    """The bytes of a mail, without its Date."""
    from urgentaction.documents import eml

    letter = ready.letter
    privacies = (letter.sender.privacy, ready.signer.privacy, ready.case.privacy)
    full = all(privacy is Privacy.FULL for privacy in privacies)
    envelope = eml.Envelope(
        sender_name=letter.sender.name if ready.own else _sends(desk),
        sender=sender,
        to=to,
        to_name="" if test else letter.office,
        message_id=id_,
        reply_to=ready.signer.email if full and ready.signer.email != sender and plain(ready.signer) else "",
        cc="" if test else ready.copy_to,
        subject_prefix="[TEST]" if test else "",
        first_line=TEST.get(letter.language, TEST["en"]) if test else "" if ready.own else _for_whom(desk, ready),
    )
    return eml.message(letter, envelope=envelope, pdf=pdf)


def plain(signer: Signer) -> bool:
    """Whether any server takes a header with this address: outside ASCII before the @, many refuse the whole mail."""
    return signer.email.rpartition("@")[0].isascii()


def _sends(desk: Desk) -> str:
    """Who sends for somebody else: the group, else the account's owner."""
    if desk.config.group and desk.config.group.name:
        return desk.config.group.name
    return desk.config.me.name if desk.config.me else ""


def _for_whom(desk: Desk, ready: Ready) -> str:
    from urgentaction import grammar

    consent = ready.signer.consent
    on = grammar.dates(consent.on, ready.letter.language) if consent else ""
    words = SENT_FOR.get(ready.letter.language, SENT_FOR["en"])
    return words.format(sender=_sends_with_contact(desk), signer=ready.letter.sender.name, on=on)


def _sends_with_contact(desk: Desk) -> str:
    group = desk.config.group
    return f"{group.name} ({group.contact})" if group and group.name and group.contact else _sends(desk)
