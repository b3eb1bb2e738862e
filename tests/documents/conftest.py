"""Letters of an invented affair in an invented country, for the tests of every format."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import strategies as st

from urgentaction.documents.plain import unsafe
from urgentaction.model.case import Privacy
from urgentaction.model.letter import Block, Letter, Paragraph, Part, Sender

N, F = "\u00a0", "\u202f"
LAYOUTS = Path(__file__).parents[2] / "letters" / "templates" / "layout"


_FRENCH_TEXT = """
SALUTATION
Monsieur le Ministre,

OPENING
Je vous écris pour vous faire part de ma vive inquiétude au sujet de Mme~Leïla Haddad, journaliste âgée de 34~ans,
détenue depuis le 12~juin~2026 à la prison centrale de Port-Saint-Aubin.

FACTS
Selon ses avocats, elle pourrait être extradée d’un jour à l’autre vers un pays où elle court un risque réel d’être
torturée. Mme~Leïla Haddad n’aurait pas pu s’entretenir en privé avec ses avocats depuis son arrestation et n’aurait
reçu, malgré plusieurs demandes, aucun des soins que nécessite son état de santé.

FACTS
La seule accusation portée contre elle –~«~diffusion de fausses informations~»~– découlerait de ses articles sur la
corruption, c’est-à-dire de l’exercice pacifique de son droit à la liberté d’expression.

CONCERN
D’après une organisation de défense des droits humains, au moins trois personnes renvoyées dans les mêmes conditions
depuis le début de l’année auraient été soumises à des mauvais traitements à leur arrivée, sans qu’aucune enquête
indépendante soit ouverte.

LAW
L’article~3 de la Convention contre la torture, à laquelle la Karvanie est partie, interdit d’extrader une personne
vers un État où il y a des motifs sérieux de croire qu’elle risque d’être soumise à la torture. Cette obligation ne
souffre aucune exception.

DEMANDS
Je vous demande donc, avec tout le respect dû à votre charge~:

DEMANDS
- de suspendre immédiatement toute mesure d’extradition visant Mme~Haddad^;
- de la libérer sans condition, puisqu’elle est détenue uniquement pour avoir exercé son droit à la liberté
d’expression^;
- de veiller, dans cette attente, à ce qu’elle puisse consulter ses avocats, recevoir des visites de sa famille et
bénéficier de tous les soins médicaux dont elle a besoin.

OWN_WORDS
Institutrice, j’ai lu à mes élèves les reportages de Mme~Haddad sur les écoles de montagne^; je ne peux croire qu’un
pays qui les a primés veuille aujourd’hui livrer leur autrice.

REPLY
Je vous serais reconnaissante de bien vouloir me faire connaître les suites que vous donnerez à cette demande.

CLOSING
Je vous prie d’agréer, Monsieur le Ministre, l’expression de ma haute considération.
"""

_ENGLISH_TEXT = """
SALUTATION
Dear Minister,

OPENING
I am writing to express my deep concern for Ms~Leïla Haddad, a 34-year-old journalist.

DEMANDS
I therefore ask you:

DEMANDS
- to suspend her extradition;
- to release her unconditionally.

CLOSING
Yours faithfully,
"""


def _blocks(source: str) -> tuple[Block, ...]:
    """Paragraphs headed by their part; `~` is a no-break space, `^` a narrow one."""
    found: dict[Part, tuple[Paragraph, ...]] = {}
    for written in source.strip().replace("~", N).replace("^", F).split("\n\n"):
        part, _, text = written.partition("\n")
        items = tuple(item.replace("\n", " ") for item in text.removeprefix("- ").split("\n- "))
        paragraph = Paragraph(items=items) if text.startswith("- ") else Paragraph(items[0])
        found[Part[part]] = (*found.get(Part[part], ()), paragraph)
    return tuple(Block(part, paragraphs) for part, paragraphs in found.items())


_FRENCH = Letter(
    case="karvanie-2026",
    round=1,
    kind="extradition",
    authority="kv/justice/ministre",
    office="Ministre de la Justice",
    language="fr",
    dated=date(2026, 8, 1),
    dateline=f"Lyon, le 1er{N}août{N}2026",
    sender=Sender(
        name="Élise Lefèvre-Dubois",
        lines=("12 rue de la République", "69002 LYON", "FRANCE"),
        email="elise.lefevre@example.org",
    ),
    recipient=(
        "Monsieur le Ministre de la Justice",
        "Direction des affaires pénales",
        "Ministère de la Justice",
        "4 place de la Constitution",
        "10000 PORT-SAINT-AUBIN CEDEX 01",
        "RÉPUBLIQUE DE KARVANIE",
    ),
    subject=f"Extradition imminente de Mme{N}Leïla Haddad, journaliste –{N}risque de torture",
    blocks=_blocks(_FRENCH_TEXT),
    signature="Élise Lefèvre-Dubois",
    demands=("suspend", "release", "care"),
    law=("uncat-3",),
    people=("Leïla Haddad",),
    reference=f"KRV{N}45/0012/2026",
    copies=("Ambassade de Karvanie, Paris",),
)

_ENGLISH = replace(
    _FRENCH,
    language="en",
    dateline="Bristol, 1 August 2026",
    sender=Sender(name="Ruth Abernathy", lines=("4 Harbour Row", "BRISTOL", "BS1 4QA"), email="ruth@example.org"),
    subject="Imminent extradition of a journalist: risk of torture",
    blocks=_blocks(_ENGLISH_TEXT),
    signature="Ruth Abernathy",
    reference="",
    copies=(),
)


@pytest.fixture(scope="session")
def french() -> Letter:
    """A letter of 330 words with three demands and six address lines: as long as one page takes."""
    return _FRENCH


@pytest.fixture(scope="session")
def english() -> Letter:
    """A short letter, without reference or copies."""
    return _ENGLISH


@pytest.fixture(scope="session")
def historical() -> Letter:
    """A letter of a closed case, with blanks where nobody has said yet who signs."""
    return replace(
        _FRENCH,
        sender=Sender(name="[votre nom]", lines=("[votre adresse]",)),
        signature="[votre nom]",
        gaps=("[votre nom]", "[votre adresse]"),
        notice=f"Exemple historique{N}: cette affaire est close depuis le 9{N}décembre{N}2026. Ne pas envoyer.",
        historical=True,
    )


@pytest.fixture(scope="session")
def pdf_layout() -> Path:
    return LAYOUTS / "letter.typ"


@pytest.fixture(scope="session")
def html_layout() -> Path:
    return LAYOUTS / "letter.html.j2"


@pytest.fixture(scope="session")
def texts() -> st.SearchStrategy[str]:
    """Single lines that a letter may hold, rich in what breaks formats."""
    nasty = st.sampled_from(list("«»’–—…\u00a0\u202f &<>\"'\\`*_[]{}()#+-.!|~^$@=?%:;,éèçßŁİжةעש漢字😀e\u0301\u200d"))
    return st.text(st.one_of(nasty, st.characters(exclude_categories=("Cs", "Cc"))), max_size=120).filter(
        lambda text: not unsafe(text)
    )


@pytest.fixture(scope="session")
def letters(texts: st.SearchStrategy[str]) -> st.SearchStrategy[Letter]:
    """Any letter at all."""
    lines = st.lists(texts, max_size=4).map(tuple)
    paragraphs = st.builds(Paragraph, text=texts, items=st.one_of(st.just(()), lines))
    return st.builds(
        Letter,
        case=texts,
        round=st.integers(min_value=1, max_value=99),
        kind=texts,
        authority=texts,
        office=texts,
        language=st.sampled_from(["fr", "en", "es", "de", "ar", "pt-BR"]),
        dated=st.dates(),
        dateline=texts,
        sender=st.builds(Sender, name=texts, lines=lines, email=texts, privacy=st.sampled_from(Privacy)),
        recipient=lines,
        subject=texts,
        blocks=st.lists(
            st.builds(Block, st.sampled_from(Part), st.lists(paragraphs, max_size=3).map(tuple)), max_size=5
        ).map(tuple),
        signature=texts,
        demands=lines,
        law=lines,
        people=lines,
        reference=texts,
        copies=lines,
        gaps=lines,
        notice=texts,
        historical=st.booleans(),
    )
