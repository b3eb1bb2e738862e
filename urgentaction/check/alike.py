"""How alike the letters of a list are: a figure that informs. It stops nothing, and no program varies a letter.

An office that gets a thousand letters sees what their signers added, and nothing else. So only that is compared: the
letter that nobody has added anything to is common to all (salutation and closing among it); what a signer adds is
their own where no other letter to the same office says the same, case and typography aside.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field

from urgentaction.check.reading import plain
from urgentaction.model.letter import Letter, Part

MOST = 50_000
"""Different additions that are remembered (about 100 bytes each); any further one counts as said by nobody else."""

_SIGNED = (Part.OPENING, Part.OWN_WORDS, Part.CLOSING)


@dataclass(frozen=True, kw_only=True)
class Likeness:
    """How alike: of `letters`, `bare` add no word, `same` add what another adds too.

    `share` is how much of a letter, on average, stands word for word in another too (0 to 1; 0 without letters).
    """

    letters: int = 0
    bare: int = 0
    same: int = 0
    share: float = 0.0

    @property
    def without_own(self) -> int:
        """Letters without a word of their own."""
        return self.bare + self.same


@dataclass
class _Added:
    """What some letters add: how many do, in how many words; and the sum over them of their own share of a letter."""

    count: int = 0
    share: float = 0.0


@dataclass
class Alike:
    """Counts letter by letter: time for each, memory for the different additions of them."""

    _letters: int = 0
    _bare: int = 0
    _rest: float = 0.0
    _added: dict[Hashable, _Added] = field(default_factory=dict)
    _common: dict[Hashable, tuple[int, int]] = field(default_factory=dict)

    def add(self, letter: Letter, common: Letter) -> None:
        """Count one letter; `common` is the same letter of nobody, with no word added."""
        signed, whole = self._words(common)
        added = max(0, _signed(letter) - signed)
        self._letters += 1
        if not added:
            self._bare += 1
            return
        share = added / (whole + added)
        key = (letter.authority, hash(tuple(_said(letter))))
        known = self._added.get(key)
        if known is None and len(self._added) >= MOST:
            self._rest += share
            return
        known = self._added.setdefault(key, _Added())
        known.count += 1
        known.share += share

    def likeness(self) -> Likeness:
        """The figure, of the letters so far."""
        if not self._letters:
            return Likeness()
        own = self._rest + sum(added.share for added in self._added.values() if added.count == 1)
        return Likeness(
            letters=self._letters,
            bare=self._bare,
            same=sum(added.count for added in self._added.values() if added.count > 1),
            share=1 - own / self._letters if self._letters > 1 else 0.0,
        )

    def _words(self, common: Letter) -> tuple[int, int]:
        """How many words the common letter has where signers add some, and in all."""
        key = (common.authority, common.language)
        if key not in self._common:
            self._common[key] = (_signed(common), common.words)
        return self._common[key]


def _signed(letter: Letter) -> int:
    return sum(len(text.split()) for text in _texts(letter))


def _said(letter: Letter) -> list[str]:
    return [plain(text) for text in _texts(letter)]


def _texts(letter: Letter) -> list[str]:
    return [text for part in _SIGNED for p in letter.block(part) for text in (p.text, *p.items) if text]
