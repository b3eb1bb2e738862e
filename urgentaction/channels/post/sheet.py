"""How a letter is set for a provider: its paper, its window where it has one, and nothing where it wants nothing."""

from __future__ import annotations

from dataclasses import replace

from urgentaction.channels.post.base import Capabilities, Paper, Service, Zone
from urgentaction.model import envelope
from urgentaction.model.envelope import Box, Envelope, Zones

AWAY = 0.4
"""Millimetres that the address keeps from the edge of its window."""

_PAPERS = {Paper.A4: envelope.Paper.A4, Paper.LETTER: envelope.Paper.LETTER}

# A sheet that no window shows: the address beside the sender's, at its ease. No marks to fold by: a machine folds it.
_FREE = Box(110, 40, 79.5, 38)
_OPEN = Zones(
    envelope=Envelope.COVER_PAGE,
    source="ours: the provider puts the address on a sheet of its own, or on the envelope",
    visible=_FREE,
    clear=_FREE,
    address=_FREE,
    sender=Box(25, 20, 62, 62),
    dateline=Box(110, 84, 80, 6),
    axis=110,
    folds=(),
)


def zones_of(able: Capabilities, service: Service) -> Zones:
    """Where what stands on the first sheet of a letter that this provider prints."""
    paper = _PAPERS[able.paper]
    registered = service in {Service.REGISTERED, Service.REGISTERED_RECEIPT}
    zone = able.registered_zone if registered and able.registered_zone else able.zone
    return _windowed(zone, able).on(paper) if zone else _OPEN.on(paper)


def _windowed(zone: Zone, able: Capabilities) -> Zones:
    """The address in the window on the left, the sender on the right, the letter below both."""
    shown = [_box(one) for one in (zone, able.zone or zone, *able.clear)]
    left, top = min(box.x for box in shown), min(box.y for box in shown)
    clear = Box(left, top, max(box.right for box in shown) - left, max(box.bottom for box in shown) - top)
    return replace(
        _OPEN,
        envelope=Envelope.CH_LEFT,
        source="the provider's own figures (docs/post.md)",
        visible=_box(zone),
        clear=clear,
        address=Box(zone.x + AWAY, zone.y + AWAY, zone.w - 2 * AWAY, zone.h - 2 * AWAY),
        sender=Box(125, 20, 65, clear.bottom - 20),
        dateline=Box(125, clear.bottom + 3, 65, 6),
        axis=125,
    )


def _box(zone: Zone) -> Box:
    return Box(zone.x, zone.y, zone.w, zone.h)
