"""A covering letter: one letter that hands on what many people sign, and says so before their own words begin."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from urgentaction import grammar
from urgentaction.model.letter import Block, Letter, Paragraph, Part, Sender


@dataclass(frozen=True, kw_only=True)
class Many:
    """Who signs: how many, on which days they agreed, and whether some add words of their own."""

    count: int
    agreed: Sequence[date]
    with_words: bool


def covering(letter: Letter, sender: Sender, many: Many) -> Letter:
    """The letter that many sign, handed on by `sender` in one; what it says and asks is not touched."""
    said = grammar.typography(_introduction(letter.language, sender.name, many), letter.language)
    opening = Block(Part.OPENING, (Paragraph(said), *_begun(letter.block(Part.OPENING))))
    by_part = {block.part: block for block in letter.blocks} | {Part.OPENING: opening}
    blocks = tuple(by_part[part] for part in Part if part in by_part)
    return replace(letter, blocks=blocks, sender=sender, signature=sender.name, gaps=())


def _begun(paragraphs: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """A German letter goes on in small letters after its salutation; after the introduction it begins anew."""
    for index, one in enumerate(paragraphs):
        yield replace(one, text=one.text[:1].upper() + one.text[1:]) if index == 0 else one


def _introduction(language: str, sender: str, many: Many) -> str:
    phrases = _PHRASES.get(language.partition("-")[0].lower(), _PHRASES["en"])
    first, last = min(many.agreed), max(many.agreed)
    when = phrases.on if first == last else phrases.between
    return phrases.hand_on.format(
        sender=sender,
        count=many.count,
        when=when.format(first=grammar.dates(first, language), last=grammar.dates(last, language)),
        words=phrases.words if many.with_words else "",
    )


@dataclass(frozen=True)
class _Phrases:
    hand_on: str
    on: str
    between: str
    words: str


_PHRASES: Mapping[str, _Phrases] = {
    "en": _Phrases(
        "{sender} hands on to you, in one letter, what {count} people write to you, each in their own name and with"
        " their consent, given {when}. Their names follow{words}. This is what each of them writes:",
        "on {first}",
        "between {first} and {last}",
        ", with what some of them add in their own words",
    ),
    "fr": _Phrases(
        "{sender} vous transmet en un seul envoi la lettre que {count} personnes vous adressent, chacune en son nom et"
        " avec son accord, donné {when}. Leurs noms figurent à la suite{words}. Voici ce que chacune vous écrit :",
        "le {first}",
        "entre le {first} et le {last}",
        ", avec ce que certaines y ajoutent de leurs propres mots",
    ),
    "es": _Phrases(
        "{sender} le transmite en un solo envío la carta que le dirigen {count} personas, cada una en su nombre y con"
        " su acuerdo, dado {when}. Sus nombres figuran a continuación{words}. Esto es lo que cada una le escribe:",
        "el {first}",
        "entre el {first} y el {last}",
        ", con lo que algunas añaden con sus propias palabras",
    ),
    "de": _Phrases(
        "{sender} übermittelt Ihnen in einer Sendung den Brief, den {count} Menschen an Sie richten, alle im eigenen"
        " Namen und mit ihrem Einverständnis {when}. Ihre Namen folgen{words}. Das schreiben sie Ihnen:",
        "vom {first}",
        "aus der Zeit vom {first} bis zum {last}",
        ", mit dem, was manche in eigenen Worten hinzufügen",
    ),
}
