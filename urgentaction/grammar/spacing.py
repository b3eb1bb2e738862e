"""Typography: no-break spaces, quotation marks, apostrophes and ellipses as each language sets them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from urgentaction.grammar.written import MONTHS

NO_BREAK = "\u00a0"
NARROW = "\u202f"
_KEPT = "\ue000"
_BLANK = "[ \u00a0\u202f]"
_LETTER = r"[^\W\d_]"

_ROUNDS = 6

_Rule = tuple[re.Pattern[str], str]


@dataclass(frozen=True)
class _Quotes:
    """Marks by depth (even, odd), which marks of the text are read, and which of them always open."""

    pairs: tuple[tuple[str, str], tuple[str, str]]
    read: re.Pattern[str]
    openers: str = ""
    single: str = ""


@lru_cache(maxsize=1024)
def typography(text: str, language: str) -> str:
    """The text as a careful printer of that language would set it; doing it twice changes nothing more.

    French: U+202F before `; ! ?` and between thousands, U+00A0 before `:`, inside `« »`, before `%`, currencies and
    units, after `M.`, `Mme`, `n°`, `art.`, `p.`, within dates. English, Spanish and German: their quotation marks, no
    space before punctuation, no-break spaces where a line must not end. URLs, e-mail addresses, times (14:30) and
    references (14-80.442) stay as they are; so does any other language.
    """
    mend = _LANGUAGES.get(language.partition("-")[0])
    if mend is None:
        return text
    if not any(sign in text for sign in ("@", "://", "www.", _KEPT)):
        return mend(text)
    kept = _KEEP.findall(text)
    mended = mend(_KEEP.sub(_KEPT, text))
    rest = iter(kept)
    return re.sub(_KEPT, lambda _: next(rest), mended)


# One mark stands for each thing kept, and they come back in order: the rules neither drop nor move anything.
_KEEP = re.compile(
    r"""(?:\w+://|www\.)[^\s«»“”"<>]*[^\s«»“”"<>.,;:!?)\]’'…]|[\w.+'-]+@[\w-]+(?:\.[\w-]+)+|""" + _KEPT,
)


def _rules(*rules: tuple[str, str]) -> tuple[_Rule, ...]:
    return tuple((re.compile(pattern, re.MULTILINE), into) for pattern, into in rules)


_SHARED = _rules(
    (r"(?<=\S)[ \t]{2,}(?=\S)", " "),
    (rf"(?<={_LETTER})[´`‘](?={_LETTER})", "’"),
    (r"\.{3,}", "…"),
)
_YEARS = _rules((r"(?<!\w)'(?=\d\ds?\b)", "’"))  # the '90s, les années '80
_APOSTROPHE = _rules((rf"(?<={_LETTER})'", "’"))
_SINGLE = re.compile(rf"""(?<![\w’'])'(?=\S)((?:[^'\n"]|(?<={_LETTER})'(?={_LETTER}))+?)(?<=\S)'(?!\w)""")


def _mender(quotes: _Quotes, rules: tuple[_Rule, ...]) -> Callable[[str], str]:
    def once(text: str) -> str:
        text = _apply(_SHARED, text)
        if "'" in text:
            text = _apply(_YEARS, text)
            text = _SINGLE.sub(quotes.single, text) if quotes.single else text
            text = _apply(_APOSTROPHE, text)
        return _apply(rules, _quoted(text, quotes))

    def mend(text: str) -> str:
        # One rule may make room for another (` .:`); odd texts settle in three rounds, prose in one and a look.
        for _ in range(_ROUNDS):
            text, before = once(text), text
            if text == before:
                break
        return text

    return mend


def _apply(rules: tuple[_Rule, ...], text: str) -> str:
    for pattern, into in rules:
        text = pattern.sub(into, text)
    return text


def _quoted(text: str, quotes: _Quotes) -> str:
    """Turn quotation marks into the language's own, by depth; text whose marks do not pair is left alone."""
    out: list[str] = []
    open_: list[str] = []
    at = 0
    for mark in quotes.read.finditer(text):
        sign = mark.group()
        out.append(text[at : mark.start()])
        at = mark.end()
        if sign in quotes.openers or (sign == '"' and open_[-1:] != ['"']):
            out.append(quotes.pairs[len(open_) % 2][0])
            open_.append(sign)
        elif open_:
            open_.pop()
            out.append(quotes.pairs[len(open_) % 2][1])
        else:
            return text
    return text if open_ else "".join([*out, text[at:]])


_THOUSANDS = (
    (rf"(?<![\d.,+-])(\d{{1,3}}){_BLANK}(?=\d{{3}}(?:{_BLANK}\d{{3}})*(?![\d-]))", rf"\1{NARROW}"),
    (rf"(?<={NARROW}\d{{3}}){_BLANK}(?=\d{{3}}(?![\d-]))", NARROW),
)
_CAPITAL = "[A-ZÀ-ÖØ-ÞĀ-ŽА-Я]"
_FRENCH_MONTHS = "|".join(MONTHS["fr"])
_FRENCH_UNITS = (
    "km|cm|mm|kg|km²|m²|h|min|ans?|années?|mois|semaines?|jours?|nuits?|heures?|minutes?|secondes?|mètres?|kilomètres?"
    "|euros?|dollars?|francs?|millions?|milliards?"
)
_FRENCH_NUMBERED = "art\\.|al\\.|pp?\\.|articles?|alinéas?|paragraphes?|chapitres?|pages?|nos"

_FRENCH = _rules(
    (rf"(?<=\S){_BLANK}+(?=[,.](?:\s|$))", ""),
    (rf"(?<=[^\s(\[{{«“‘:;!?]){_BLANK}*(?=[;!?]+(?:[\s»”’)\]…,.]|$))", NARROW),
    (rf"(?<=[^\s(\[{{«“‘:;!?]){_BLANK}*:(?=[\s«“]|$)", NO_BREAK + ":"),
    (rf"«{_BLANK}*", "«" + NO_BREAK),
    (rf"{_BLANK}*»", NO_BREAK + "»"),
    (rf"(?<=\d){_BLANK}*(?=[%‰€$£])", NO_BREAK),
    (rf"(?<=\d){_BLANK}+(?=(?:{_FRENCH_UNITS})\b)", NO_BREAK),
    (rf"(?<=\d{NO_BREAK}h){_BLANK}+(?=\d\d\b)", NO_BREAK),
    (rf"\b(MM?\.|M(?:me|mes|lle|lles)){_BLANK}+(?=\S)", rf"\1{NO_BREAK}"),
    (rf"\b(Me|[DP]r){_BLANK}+(?={_CAPITAL})", rf"\1{NO_BREAK}"),
    (rf"(?<!\w)([nN]°s?|§§?){_BLANK}*(?=\d)", rf"\1{NO_BREAK}"),
    (rf"\b({_FRENCH_NUMBERED}){_BLANK}+(?=\d|[LRD]\.)", rf"\1{NO_BREAK}"),
    (rf"\b([LRD]\.){_BLANK}+(?=\d)", rf"\1{NO_BREAK}"),
    (rf"(\b\d{{1,2}}|\b1er){_BLANK}+(?=(?:{_FRENCH_MONTHS})\b)", rf"\1{NO_BREAK}"),
    (rf"\b({_FRENCH_MONTHS}){_BLANK}+(?=\d{{4}}\b)", rf"\1{NO_BREAK}"),
    *_THOUSANDS,
)

_CLOSE_UP = (rf"(?<=\S){_BLANK}+(?=[,.;:!?](?:\s|$))", "")
_ENGLISH_MONTHS = "|".join(MONTHS["en"])
_ENGLISH = _rules(
    _CLOSE_UP,
    (rf"\b((?:Mr|Mrs|Ms|Mx|Dr|Prof)\.?){_BLANK}+(?={_CAPITAL})", rf"\1{NO_BREAK}"),
    (rf"\b([Nn]os?\.|[Aa]rts?\.|Articles?|pp?\.|paras?\.|paragraphs?){_BLANK}+(?=\d)", rf"\1{NO_BREAK}"),
    (rf"(?<!\w)(§§?){_BLANK}*(?=\d)", rf"\1{NO_BREAK}"),
    (rf"(\b\d{{1,2}}){_BLANK}+(?=(?:{_ENGLISH_MONTHS})\b)", rf"\1{NO_BREAK}"),
)

_SPANISH_MONTHS = "|".join(MONTHS["es"])
_SPANISH_UNITS = (
    "km|cm|mm|kg|km²|m²|h|años?|mes(?:es)?|semanas?|días?|horas?|minutos?|metros?|kilómetros?|euros?|dólares|millones"
)
_SPANISH = _rules(
    _CLOSE_UP,
    (rf"([¿¡]){_BLANK}+(?=\S)", r"\1"),
    (rf"(?<=\d){_BLANK}*(?=[%‰€])", NO_BREAK),
    (rf"(?<=\d){_BLANK}+(?=(?:{_SPANISH_UNITS})\b)", NO_BREAK),
    (rf"\b(Sra?s?\.|Dra?\.|D\.|Dña\.|Excm[oa]\.){_BLANK}+(?={_CAPITAL})", rf"\1{NO_BREAK}"),
    (rf"\b(n\.º|núm\.|arts?\.|artículos?|págs?\.){_BLANK}+(?=\d)", rf"\1{NO_BREAK}"),
    (rf"(\b\d{{1,2}}){_BLANK}+de{_BLANK}+(?=(?:{_SPANISH_MONTHS})\b)", rf"\1{NO_BREAK}de{NO_BREAK}"),
    (rf"\b(EE\.){_BLANK}*(UU\.)", rf"\1{NO_BREAK}\2"),
    (rf"\b(p\.){_BLANK}*(ej\.)", rf"\1{NO_BREAK}\2"),
    *_THOUSANDS,
)

_GERMAN_MONTHS = "|".join(MONTHS["de"])
_GERMAN_UNITS = (
    "km|cm|mm|kg|km²|m²|h|Uhr|Jahre?n?|Monate?n?|Wochen?|Tage?n?|Stunden?|Minuten?|Meter|Kilometer|Euro|Dollar"
    "|Millionen|Milliarden"
)
_GERMAN = _rules(
    _CLOSE_UP,
    (rf"(?<=\d){_BLANK}*(?=[%‰€])", NO_BREAK),
    (rf"(?<=\d){_BLANK}+(?=(?:{_GERMAN_UNITS})\b)", NO_BREAK),
    (rf"\b(Herrn?|Frau|Dr\.|Prof\.){_BLANK}+(?={_CAPITAL})", rf"\1{NO_BREAK}"),
    (rf"\b(Nr\.|Art\.|Artikel|Abs\.|S\.){_BLANK}+(?=\d)", rf"\1{NO_BREAK}"),
    (rf"(?<!\w)(§§?){_BLANK}*(?=\d)", rf"\1{NO_BREAK}"),
    (rf"\b([zdu]\.){_BLANK}*([Bha]\.)", rf"\1{NO_BREAK}\2"),
    (rf"(\b\d{{1,2}}\.){_BLANK}+(?=(?:{_GERMAN_MONTHS})\b)", rf"\1{NO_BREAK}"),
    *_THOUSANDS,
)

_STRAIGHT = re.compile('"')
_LANGUAGES: Mapping[str, Callable[[str], str]] = {
    "fr": _mender(_Quotes((("«", "»"), ("“", "”")), re.compile('["«»“”]'), "«“", single=r"“\1”"), _FRENCH),
    "en": _mender(_Quotes((("“", "”"), ("‘", "’")), re.compile('["“”]'), "“", single=r"‘\1’"), _ENGLISH),
    "es": _mender(_Quotes((("«", "»"), ("“", "”")), _STRAIGHT, single=r"“\1”"), _SPANISH),
    "de": _mender(_Quotes((("„", "“"), ("‚", "‘")), _STRAIGHT, single=r"‚\1‘"), _GERMAN),
}
