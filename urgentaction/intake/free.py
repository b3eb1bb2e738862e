"""A free text, a news item: its sentences as candidates for facts, what it asks, whom and which countries it names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from urgentaction.intake.days import DAY
from urgentaction.intake.found import Fact, Sure, Value, text
from urgentaction.intake.lines import Document, Line, sentences

_TOLD_POLICE: Final = {
    "en": r"[^.;,]{0,60}\bto (?:the |a )?(?:local )?(?:police|prosecutors?|authorities)\b|[^.;,]{0,60}\bpolice station\b",
    "fr": r"[^.;,]{0,60}\b(?:à la police|à la gendarmerie|au commissariat|au procureur)\b",
}
"""What follows where somebody reports a thing to an office: an act that is told, no hedge."""

HEDGES: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "reported": (
            rf"\breportedly\b|\breport(?:ed|s)\b(?!{_TOLD_POLICE['en']})|\baccording to\b"
            r"|\bsaid to\b(?! (?:the|a|an|his|her|their)\b)|\bhighlights\b"
        ),
        "alleged": r"\balleged(?:ly)?\b|(?<!\bthe )\baccused\b|\baccus(?:es|ations?)\b|\bsuspected\b|\bclaims?\b|\billegal(?:ly|ity)?\b",
        "believed": r"\bbelieve[sd]?\b|\bhigh risk\b|\bat risk\b|\bfears?\b|\bit is thought\b",
        "apparent": r"\bappear(?:s|ed)? to\b|\bapparent(?:ly)?\b|\bseem(?:s|ed|ingly)?\b",
        "possible": r"\bpossibl[ey]\b|\b(?-i:may)\b|\bmight\b|\bcould\b|\blikely\b",
    },
    "fr": {
        "reported": r"\bselon\b|\bd['’]après\b|\baurai(?:t|ent)\b|\bserai(?:t|ent)\b"
        rf"|\brapport(?:é\w{{0,2}}|e|ent)\b(?!{_TOLD_POLICE['fr']})",
        "alleged": r"\baccus\w+\b|\bprésumé\w*\b|\bsoupçonn\w+\b|\ballég\w+\b|\billégal\w*\b",
        "believed": r"\bcroi(?:t|ent)\b|\bestime(?:nt)?\b|\bcrain(?:t|dre|dr\w+)\b|\brisque\b",
        "apparent": r"\bapparemment\b|\bsemble(?:nt|rait)?\b|\bparaît\b",
        "possible": r"\bpossibles?\b|\bpeut-être\b|\bpourrai(?:t|ent)\b|\bprobable(?:ment)?\b",
    },
    "es": {
        "reported": r"\bsegún\b|\bal parecer\b|\bse ha informado\b|\binform(?:a|an|ó|aron|ad[oa]s?)\b",
        "alleged": r"\bpresunt\w+\b|\bacus\w+\b|\bsospech\w+\b|\bsupuest\w+\b|\bilegal\w*\b",
        "believed": r"\bcree(?:n)?\b|\bteme(?:n)?\b|\bconsidera(?:n)?\b|\briesgo\b",
        "apparent": r"\bal parecer\b|\baparentemente\b|\bparece(?:n)?\b",
        "possible": r"\bposibles?\b|\bposiblemente\b|\bpodrían?\b|\bprobable(?:mente)?\b|\bquizás?\b",
    },
}
"""Words that say how far a source stands behind what it tells, beside the hedge they are a sign of."""

_ASKS: Final = {
    "en": re.compile(
        r"\b(?:must|should|urg(?:e|es|ed|ing)|calls? (?:on|for)|called (?:on|for)|needs? to|ought to)\b", re.IGNORECASE
    ),
    "fr": re.compile(
        r"\b(?:doit|doivent|devrai(?:t|ent)|exhort\w+|appelle(?:nt)?|(?<!», )(?<!” )(?<!» )demande(?:nt)?|engage(?:nt)?)\b",
        re.IGNORECASE,
    ),
    "es": re.compile(r"\b(?:deben?|debería[ns]?|insta[n]?|pide[n]?|exhorta[n]?|tiene[n]? que)\b", re.IGNORECASE),
}
_FRAME: Final = {
    "en": re.compile(
        r"^.{0,120}?\b(?:(?:must|should)(?!\s+not\b)|ought to|needs? to|(?:urg\w+|call\w* (?:on|upon)) [^.;]{3,60}? to)\s+",
        re.IGNORECASE,
    ),
    "fr": re.compile(r"^(?:(?!\bne\b).){0,120}?\b(?:doit|doivent|devrai(?:t|ent))\s+(?!pas\b)", re.IGNORECASE),
    "es": re.compile(r"^(?:(?!\bno\b).){0,120}?\b(?:deben?|debería[ns]?)\s+", re.IGNORECASE),
}
"""What leads up to what is asked; a sentence that says what not to do stays whole."""

_SAID = re.compile(
    r",?\s*[”»\"]?,?\s*(?:said|says|a (?:déclaré|dit)|dijo|declaró|amnesty international (?:said|a déclaré|dijo|ha dicho))\b.*$",
    re.IGNORECASE,
)
_SPEAKER = re.compile(
    r",\s*Amnesty International (?:said|says|a déclaré|ha declarado|declaró|dijo)\b.*$|\s+[–-]\s+Amnesty.*$",
    re.IGNORECASE,
)
_TO_WRITERS = re.compile(
    r"^(?:please\b|veuillez\b|merci (?:de|d['’]|à|aux)\b|prière de\b|por favor\b|(?:no )?env[ií]en\b|(?:no )?escriban\b|do not (?:send|write)\b"
    r"|(?:many )?thanks to|n['’](?:écrivez|envoyez)|écrivez|envoyez|(?:muchas )?gracias a)|\bthis (?:urgent )?action\b|\bsen[dt] (?:further |more |your )?appeals\b"
    r"|\bappeals (?:must|should|to be)\b|\b(?:la présente|cette) action\b|\b(?:l['’]|une )action urgente\b|\blos llamamientos\b|\b(?:esta|la presente) acción\b"
    r"|\bles? escriban\b|\bvos (?:appels|lettres)\b",
    re.IGNORECASE,
)
_ABOVE = re.compile(
    r",? (?:(?:named|mentioned|listed) above|(?:nommé|cité|mentionné|susmentionné)e?s? (?:plus haut|ci-dessus)"
    r"|(?:mencionad|nombrad|citad)[oa]s? (?:más )?arriba)\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[“”«»\"]|\bsaid\b|\ba déclaré\b|\bdijo\b")


def facts(document: Document, paragraphs: Sequence[tuple[Line, ...]], language: str) -> Iterator[Fact]:
    """Every sentence with the number of its paragraph; the hedges in it, and whether it quotes."""
    for number, lines in enumerate(paragraphs, start=1):
        joined = document.joined(lines)
        quoting = False
        for sentence in sentences(joined):
            opens = len(re.findall(r"[“«]", sentence)) > len(re.findall(r"[”»]", sentence))
            value = text(document, list(lines), sentence, Sure.PERHAPS)
            if value and not DAY.fullmatch(sentence.rstrip(".")):  # a line of its own is the day of the text, no fact
                is_quote = quoting or opens or (bool(_QUOTED.search(sentence)) and sentence[:1] in '“«"')
                yield Fact(text=value, paragraph=number, hedges=hedges(sentence, language), quoted=is_quote)
            quoting = (quoting or opens) and not re.search(r"[”»]", sentence)


def to_writers(sentence: str) -> bool:
    """Whether a sentence speaks to those who write letters: no letter says it to an office."""
    return bool(_TO_WRITERS.search(sentence))


def alone(sentence: str) -> str:
    """A sentence that stands by itself: without what points to elsewhere on its page."""
    return _ABOVE.sub("", sentence)


def speaks(name: str, said: Sequence[str]) -> bool:
    """Whether somebody speaks for a publisher: “said NAME”, “NAME, Amnesty International’s Director”."""
    her = re.escape(name)
    pattern = re.compile(
        rf"\b(?:said|says|explained|added|a (?:déclaré|dit)|dijo|declaró)\s+{her}\b"
        rf"|\b{her}\s*,[^.;“”]{{0,60}}\b(?:Amnesty International['’]s|(?:at|for|of|with|d['’]|à )\s?Amnesty International"
        rf"|(?:de|en) Amnistía Internacional)\b",
        re.IGNORECASE,
    )
    return any(pattern.search(one) for one in said)


def is_quoted(asked: Value[str], told: Sequence[Fact]) -> bool:
    """Whether what is asked stands in a sentence that quotes somebody."""
    return any(fact.quoted and asked.said in fact.text.said for fact in told)


def hedges(sentence: str, language: str) -> tuple[str, ...]:
    """The hedges whose words a sentence has."""
    return tuple(name for name, _ in hedged(sentence, language))


def hedged(sentence: str, language: str) -> Iterator[tuple[str, str]]:
    """The hedges of a sentence, each with the first words that are a sign of it."""
    for name, pattern in HEDGES.get(language, {}).items():
        if match := re.search(pattern, sentence, re.IGNORECASE):
            yield name, match.group()


def asks(document: Document, paragraphs: Sequence[tuple[Line, ...]], language: str) -> Iterator[Value[str]]:
    """The sentences that ask, cut down to what is asked where their words allow."""
    pattern, frame = _ASKS.get(language), _FRAME.get(language)
    if pattern is None or frame is None:
        return
    for lines in paragraphs:
        for sentence in sentences(document.joined(lines)):
            if not pattern.search(sentence):
                continue
            said = frame.sub("", _SAID.sub("", _SPEAKER.sub("", sentence)), count=1).strip(' “”«»".')
            if value := text(document, list(lines), said, Sure.PERHAPS):
                yield value
