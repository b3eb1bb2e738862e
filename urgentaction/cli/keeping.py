"""What is kept of a signer beside a letter that waits, so that a new round can have it written anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from urgentaction.model.authority import ChannelName
from urgentaction.model.case import Privacy

BY_HAND = frozenset({ChannelName.MAILTO, ChannelName.WEBFORM})
"""Ways on which a person sends the letter themselves."""

if TYPE_CHECKING:
    from urgentaction.cli.preparing import Ready


def kept(ready: Ready) -> bytes:
    """A letter's signer as bytes; nothing of copies, words edited by hand, and ways by hand."""
    from urgentaction.signers import kept as keep

    if ready.copied or ready.by_hand or ready.channel in BY_HAND:
        return b""
    shown = max(ready.letter.sender.privacy, ready.signer.privacy, key=list(Privacy).index)
    return keep.dump(ready.signer, privacy=shown, own=ready.own)
