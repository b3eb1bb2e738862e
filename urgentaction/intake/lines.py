"""The lines of a document with their places, and how wrapped lines become sentences again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

BULLET = re.compile(
    r"^(?:[•●▪◦‣·■□➢✓*–—§➤►▸▶◆❖⁃∙○→\uf0b7\uf0a7\uf0d8\uf02d-](?![*–—-])|o(?= )|\(?\d{1,2}[.)](?= )|[a-h]\)(?= ))\s*(?=\S)"
)
"""What begins an item of a list."""

_PREFIXES = frozenset(
    [
        "well",
        "non",
        "anti",
        "self",
        "co",
        "post",
        "semi",
        "demi",
        "sous",
        "vice",
        "cyber",
        "socio",
        "centre",
        "celui",
        "celle",
        "quasi",
        "franco",
        "anglo",
        "afro",
        "hispano",
        "latino",
        "sino",
        "russo",
        "euro",
        "porte",
        "contre",
        "après",
        "avant",
    ]
)
"""What keeps its hyphen."""

_BEFORE = re.compile(
    r"ill-(?:treat\w*|health|fated)|pre-(?:trial|existing|arrest|charge|election|emptive|sentenc\w+|dawn|war)|all-(?:male|female|white|night)"
    r"|pro-(?:democra\w+|government|independence|reform|military|life|choice)|ex-(?:husband|wife|minist\w+|mari(?:do)?|mayor|maire|militar\w*|president\w*|président\w*|prisoners?|prisonni\w+|polic(?:e|ía|iers?|eman)|soldiers?|soldats?|femme|combat\w+|espos[oa]|détenu\w*|preso|presa)"
    r"|mi-(?:temps|chemin|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)|inter-(?:agency|ethnic|communal|prison|state)",
    re.IGNORECASE,
)
"""What a hyphen stays in, though its first half begins many a word that a line may break."""

_SUFFIXES = frozenset(
    [
        "ci",
        "là",
        "même",
        "mêmes",
        "être",
        "parole",
        "mère",
        "père",
        "fils",
        "frère",
        "sœur",
        "elle",
        "elles",
        "il",
        "ils",
        "on",
        "vous",
        "nous",
        "moi",
        "toi",
        "lui",
        "leur",
        "les",
        "le",
        "la",
        "en",
        "y",
        "ce",
        "treatment",
        "known",
        "term",
        "old",
        "year",
        "based",
        "led",
        "made",
        "free",
        "held",
        "wide",
        "scale",
        "deux",
        "trois",
        "quatre",
        "cinq",
        "six",
        "sept",
        "huit",
        "neuf",
        "dix",
    ]
)
"""What a hyphen stays before."""

_SPLIT = re.compile(r"(\w{2,})-$")
LONGEST = 60
"""Letters of a word at most."""

_SPACE = re.compile(r"[\s\u200b\ufeff]+")


@dataclass(frozen=True)
class Line:
    """A line, the page it is on (0: there are no pages), its number there, its paragraph in the document; from 1.

    `links`: where links in it lead; `big`: how large it is set beside the rest, 1 where that is not known.
    """

    text: str
    number: int
    page: int = 0
    paragraph: int = 0
    links: tuple[str, ...] = ()
    big: float = 1.0

    @property
    def is_item(self) -> bool:
        """Whether it begins an item of a list."""
        return bool(BULLET.match(self.text))


@dataclass(frozen=True)
class Document:
    """A document as it was read; `form` is its format, `digest` the SHA-256 of its bytes."""

    lines: tuple[Line, ...]
    form: str
    digest: str = ""

    @cached_property
    def squeezed(self) -> str:
        """All its text without white space, to look values up in."""
        return squeezed("".join(line.text for line in self.lines))

    @cached_property
    def words(self) -> Counter[str]:
        """How often each word stands, as written."""
        return Counter(word for line in self.lines for word in re.findall(r"\w+", line.text))

    def paragraphs(self) -> list[tuple[Line, ...]]:
        """Its lines by paragraph."""
        return paragraphs(self.lines)

    def says(self, text: str) -> bool:
        """Whether these words occur, whatever white space and line breaks are between them."""
        return squeezed(text) in self.squeezed

    def joined(self, lines: Sequence[Line]) -> str:
        """Wrapped lines as one text; a broken word is mended where the document has it whole, or neither half alone."""
        text = lines[0].text if lines else ""
        for line in lines[1:]:
            text = self._with(text, line.text)
        return text

    def _with(self, text: str, more: str) -> str:
        if text.endswith("\u00ad"):
            return text[:-1] + more
        broken = _SPLIT.search(text[-LONGEST:])
        rest = re.match(r"\w+", more)
        if not broken or not rest:
            return f"{text} {more}"
        if rest.group()[0].isupper() and not rest.group().isupper():  # a name of two
            return text + more
        left, right = broken.group(1), rest.group()
        whole = left + right in self.words
        once = min(self.words[left], self.words[right]) <= 1
        kept = left.casefold() in _PREFIXES or right in _SUFFIXES or bool(_BEFORE.fullmatch(f"{left}-{right}"))
        new = once and not kept
        return text[:-1] + more if whole or new else text + more


def mended(text: str, more: str) -> str:
    """Two lines of a label in capitals, or of a cell: the hyphen between them goes where a word was broken."""
    if not _SPLIT.search(text[-LONGEST:]) or not more[:1].isalpha():
        return f"{text} {more}"
    is_name = more[:1].isupper() and not text[-2].isupper()
    return text + more if is_name else text[:-1] + more


def squeezed(text: str) -> str:
    """Without white space, and without what may stand where a line was broken."""
    return re.sub(r"[\s\u00ad\u200b-]+", "", text)


def tidy(text: str) -> str:
    """One space where white space was; the letters of a ligature."""
    return _SPACE.sub(" ", text.translate(_LIGATURES)).strip()


_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
"""One sign for several letters, as the fonts of a page have it: no search and no letter has them."""


def paragraphs(lines: Sequence[Line]) -> list[tuple[Line, ...]]:
    """Lines by paragraph."""
    return [tuple(group) for _, group in groupby(lines, key=lambda line: line.paragraph)]


def items(lines: Sequence[Line]) -> Iterator[tuple[Line, ...]]:
    """The items of a list, each with the lines it runs on over; what stands before the first is left out."""
    item: list[Line] = []
    for line in lines:
        if line.is_item:
            if item:
                yield tuple(item)
            item = [line]
        elif item and line.paragraph == item[-1].paragraph:
            item.append(line)
        elif item:
            yield tuple(item)
            item = []
    if item:
        yield tuple(item)


def numbered(rows: Sequence[tuple[str, bool]], page: int = 0) -> tuple[Line, ...]:
    """Lines from texts and whether each begins a paragraph; empty ones are left out."""
    made: list[Line] = []
    paragraph = 0
    for number, (text, begins) in enumerate(rows, start=1):
        if not (text := tidy(text)):
            continue
        paragraph += begins or not made
        made.append(Line(text, number, page, paragraph))
    return tuple(made)


SENTENCE = re.compile(r"(?<=[.!?…][”»\"’)])\s+(?=[A-ZÀ-Þ“«\"¿¡(])|(?<=[.!?…])\s+(?=[A-ZÀ-Þ“«\"¿¡(])")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:[A-Z]|Mr|Mrs|Ms|Dr|Sr|Sra|Srta|Dra|Ing|Lic|M|Mme|Mlle|Me|St|No|Art|art|H\.E|S\.E|approx|av|Av)\.$"
)


def sentences(text: str) -> list[str]:
    """The sentences of a paragraph; an initial or `Mr.` ends none."""
    parts: list[str] = []
    for part in SENTENCE.split(text):
        if parts and _ABBREVIATION.search(parts[-1]):
            parts[-1] = f"{parts[-1]} {part}"
        else:
            parts.append(part)
    return [part for part in parts if part]
