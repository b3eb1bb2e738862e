"""The providers there are, and what each can do: adding one is one file and one line here."""

from __future__ import annotations

from collections.abc import Mapping

from urgentaction.channels.post import lob, mysendingbox, pingen
from urgentaction.channels.post.base import Capabilities

KNOWN: Mapping[str, Capabilities] = {
    pingen.NAME: pingen.CAPABILITIES,
    mysendingbox.NAME: mysendingbox.CAPABILITIES,
    lob.NAME: lob.CAPABILITIES,
}
