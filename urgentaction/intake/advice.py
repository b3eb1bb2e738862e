"""Lines about offices without what is said to whoever writes, and whole where they were wrapped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from urgentaction.intake import ways
from urgentaction.intake.lines import Line, mended, paragraphs
from urgentaction.intake.ways import EMAIL

_ADVICE = re.compile(
    r"^(?:please|veuillez|merci|por favor|note\b|if you|si vous|si van|check with|consult|vérifiez|prière|also send|envíen|envoyez"
    r"|you can|you may|vous pouvez|también pueden|pueden|this is the|ceci est|[eé]sta es|insert|name address|further information"
    r"|sending appeals|the above date|time difference|fax (?:lines|numbers) may|if a voice|if the fax|au-delà de|passé cette)",
    re.IGNORECASE,
)
_REMARK = re.compile(r"\([^()]*\)\.?|\[[^\[\]]*\]|n/?a|yes|oui|sí", re.IGNORECASE)
_HEADING = re.compile(
    r"(?:(?:local|national|human rights|women['’]s) )*(?:organi[sz]ations?|newspapers?|media|press)|(?:organi[sz]ations?|journa(?:l|ux)|presse|médias)(?: (?:locale?s?|de défense|des droits humains))*"
    r"|(?:organizaci(?:ón|ones)|periódicos?|diarios?|prensa|medios)(?: (?:locales|de derechos humanos|no gubernamental(?:es)?))*",
    re.IGNORECASE,
)
"""Of what kind those below are."""

_TEMPLATE = re.compile(r"address 1 address 2|dirección 1 dirección 2|adresse 1 adresse 2", re.IGNORECASE)
"""What nobody filled in."""

WRAPPED = 24
"""Characters of a line that may go on in the next."""

ENOUGH_WORDS = 8
"""Words of a sentence that is no address."""


def without(lines: Sequence[Line]) -> Iterator[Line]:
    """Without sentences to whoever writes: whole paragraphs of prose, and what begins as advice, to its full stop."""
    for rows in paragraphs(lines):
        joined = " ".join(row.text for row in rows)
        if _is_prose(joined):
            continue
        advising = False
        for row in rows:
            if any(pattern.fullmatch(row.text.strip(" :")) for pattern in (_REMARK, _HEADING)) or _TEMPLATE.search(
                row.text
            ):
                continue
            advising = bool(_ADVICE.match(row.text)) or (advising and row.text[:1].islower())
            if not advising:
                yield row


def _is_prose(said: str) -> bool:
    words = said.split()
    small = sum(word[:1].islower() for word in words)
    return said.endswith(".") and len(words) >= ENOUGH_WORDS and small > 0.6 * len(words) and not EMAIL.search(said)


def unwrapped(lines: Sequence[Line]) -> list[Line]:
    """A line that goes on small in the next, as a long name or salutation does, is one."""
    made: list[Line] = []
    for line in lines:
        last = made[-1] if made else None
        is_bare = last and _is_bare_key(last.text) and not ways.kind(line.text)
        if last and is_bare:  # a key, and its value on the next line
            made[-1] = replace(last, text=f"{last.text} {line.text}", links=last.links + line.links)
        elif last and line.paragraph == last.paragraph and _goes_on(last.text, line.text):
            made[-1] = Line(
                mended(last.text, line.text), last.number, last.page, last.paragraph, last.links + line.links
            )
        else:
            made.append(line)
    return made


def _is_bare_key(said: str) -> bool:
    kind, _, value = ways.keyed(said)
    return bool(kind) and not value and said.rstrip().endswith((":", "："))


def _goes_on(last: str, said: str) -> bool:
    if ways.kind(said) or EMAIL.search(said) or EMAIL.search(last) or re.match(r"c/o|p/a|s/n|n[°º]|http|www", said):
        return False
    return (
        len(last) >= WRAPPED
        and said[:1].islower()
        and not last.endswith((".", ":"))
        and not re.match(r"or\b|ou\b|o\b", said)
    )
