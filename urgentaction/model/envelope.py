"""Envelopes: where each shows the address, what it may show by accident, and where the figures come from.

The position is that of the sender's envelope, wherever the letter goes. Windows are by the measures of KOMA-Script's
letter class options (`NF.lco` and so on), as reference/posting.md §5 gives them; from them follow, by the play of the
folded sheet in its envelope, what is seen in every position (`visible`) and what is seen in any (`clear`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum


class Envelope(StrEnum):
    """Which window the address must show in; `cover-page` needs none."""

    FR_RIGHT = "fr-right"
    CH_LEFT = "ch-left"
    CH_RIGHT = "ch-right"
    DIN_5008_A = "din-5008-a"
    DIN_5008_B = "din-5008-b"
    US_10 = "us-10"
    COVER_PAGE = "cover-page"


class Paper(StrEnum):
    """The sheet that a printer holds."""

    A4 = "a4"
    LETTER = "us-letter"

    @property
    def width(self) -> float:
        """In millimetres."""
        return 210.0 if self is Paper.A4 else 215.9

    @property
    def height(self) -> float:
        """In millimetres."""
        return 297.0 if self is Paper.A4 else 279.4


@dataclass(frozen=True)
class Box:
    """A rectangle on a sheet, in millimetres from its top left."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Of its right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Of its lower edge."""
        return self.y + self.height

    def within(self, other: Box) -> bool:
        """Whether it nowhere leaves another."""
        return self.x >= other.x and self.y >= other.y and self.right <= other.right and self.bottom <= other.bottom


@dataclass(frozen=True, kw_only=True)
class Zones:
    """What stands where on the first page of a letter, for one envelope.

    The lines of the address stand in `address`, which lies in `visible`: what the window shows whatever the play of the
    sheet. Nothing else enters `clear`: all that the window may show. `sender` is room for name and address of whoever
    writes, `dateline` for place and date, at whose top the letter begins (the rest of it, below `clear`); at `axis`
    stands the signature, at `folds` the sheet is folded; `largest` is the type of the address in points. With
    `repeated` the address stands on a page of its own, and again on the letter in that box, which no window shows.
    """

    envelope: Envelope
    source: str
    visible: Box
    clear: Box
    address: Box
    sender: Box
    dateline: Box
    axis: float
    folds: tuple[float, ...]
    paper: Paper = Paper.A4
    largest: float = 10
    repeated: Box | None = None

    @property
    def covers(self) -> int:
        """Pages before the letter."""
        return int(self.repeated is not None)

    def on(self, paper: Paper) -> Zones:
        """The same on another sheet."""
        return replace(self, paper=paper)


def zones(envelope: Envelope, *, country: str = "") -> Zones:
    """The zones of an envelope; a page of its own is of the paper that is sold in that country."""
    known = ENVELOPES[envelope]
    return known.on(Paper.LETTER) if known.repeated and country in _ON_LETTER else known


def usual(country: str) -> Envelope:
    """The envelope of a sender in this country; where we know no window, the page that needs none.

    Who says no country lives where the offices are that the built-in cases write to.
    """
    return _USUAL.get(country, Envelope.COVER_PAGE) if country else Envelope.FR_RIGHT


_FRENCH = "FR MC BL GF GP MF MQ NC PF PM RE TF WF YT"
_SWISS = "CH LI"
_AMERICAN = "US AS GU MP PR UM VI CA"
_USUAL: Mapping[str, Envelope] = {
    **dict.fromkeys(_FRENCH.split(), Envelope.FR_RIGHT),
    **dict.fromkeys(_SWISS.split(), Envelope.CH_RIGHT),
    **dict.fromkeys(_AMERICAN.split(), Envelope.US_10),
    "DE": Envelope.DIN_5008_B,
}

# Where US Letter is what a printer holds (CLDR, paperSize).
_ON_LETTER = frozenset(f"{_AMERICAN} BZ CL CO CR GT MX NI PA PH SV VE".split())

_THIRDS = (99, 198)
_SWISS_THIRDS = (105, 210)

ENVELOPES: Mapping[Envelope, Zones] = {
    known.envelope: known
    for known in (
        Zones(
            envelope=Envelope.FR_RIGHT,
            source="NF Z 11-001 (KOMA-Script 3.38, NF.lco): DL 110 × 220, window 45 or 35 × 100, 20 mm from right and "
            "below; C5 162 × 229 shows the address too",
            visible=Box(100, 55, 90, 24),
            clear=Box(90, 34, 110, 56),
            address=Box(110, 57, 79.5, 21.8),
            sender=Box(25, 20, 62, 76),
            dateline=Box(110, 96, 80, 6),
            axis=110,
            folds=_THIRDS,
        ),
        Zones(
            envelope=Envelope.CH_RIGHT,
            source="SN 010130: window 40 × 90, 17 mm from the right; older ones 45 × 100, 12 mm from it (SN.lco); "
            "C5/6 114 × 229 and C5 162 × 229: what all four show",
            visible=Box(122, 52, 71, 19.5),
            clear=Box(98, 31.5, 112, 65.5),
            address=Box(122.5, 52.3, 70, 19),
            sender=Box(25, 20, 70, 68),
            dateline=Box(25, 90.5, 70, 6),
            axis=122.5,
            folds=_SWISS_THIRDS,
        ),
        Zones(
            envelope=Envelope.CH_LEFT,
            source="SNleft.lco: C5/6 114 × 229, window 45 × 90 or 100, 20 mm from the left, 15 or 21 mm from below",
            visible=Box(20, 54, 71, 30),
            clear=Box(1, 39, 119, 60),
            address=Box(25, 57, 65.5, 24),
            sender=Box(125, 20, 65, 70),
            dateline=Box(125, 92.5, 65, 6),
            axis=125,
            folds=_SWISS_THIRDS,
        ),
        Zones(
            envelope=Envelope.DIN_5008_B,
            source="DIN 5008, form B (DIN.lco): DIN lang 110 × 220 and C6/5 114 × 229, window 45 × 90, 20 mm from the "
            "left, 15 mm from below",
            visible=Box(20, 54, 71, 36),
            clear=Box(1, 45, 109, 54),
            address=Box(25, 62.7, 65.5, 27),
            sender=Box(125, 20, 65, 70),
            dateline=Box(125, 92.5, 65, 6),
            axis=125,
            folds=_SWISS_THIRDS,
        ),
        Zones(
            envelope=Envelope.DIN_5008_A,
            source="DIN 5008, form A (DINmtext.lco): the envelopes of form B; visible is the narrower of two readings, "
            "clear is what the sheet folded at 87 mm can show",
            visible=Box(20, 50, 71, 22),
            clear=Box(1, 27, 109, 54),
            address=Box(25, 50.05, 65.5, 21.8),
            sender=Box(125, 20, 65, 52),
            dateline=Box(125, 74.5, 65, 6),
            axis=125,
            folds=(87, 192),
        ),
        Zones(
            envelope=Envelope.US_10,
            source="UScommercial9.lco, for No. 10 too: 4 1/8 × 9 1/2 in, window 1 1/8 × 4 1/2 in, 7/8 in from left, "
            "1/2 in from below; folded at 3 2/3 in",
            visible=Box(22.2, 63.5, 88.9, 16.9),
            clear=Box(0, 51.8, 136.5, 40.3),
            address=Box(25, 63.7, 86, 16.5),
            sender=Box(25, 20, 165, 31),
            dateline=Box(139.5, 85.6, 50.5, 6),
            axis=110,
            folds=(93.1, 186.3),
            paper=Paper.LETTER,
        ),
        Zones(
            envelope=Envelope.COVER_PAGE,
            source="ours: a label to cut out and glue on any envelope, or to copy from",
            visible=Box(57, 67, 96, 46),
            clear=Box(50, 60, 110, 60),
            address=Box(60, 70, 90, 40),
            sender=Box(25, 20, 62, 62),
            dateline=Box(110, 84, 80, 6),
            axis=110,
            folds=_THIRDS,
            largest=12,
            repeated=Box(110, 40, 79.5, 38),
        ),
    )
}
"""Every envelope's zones."""
