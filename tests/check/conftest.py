"""An invented case, its office and a letter that keeps every rule; tests break one thing at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest

from urgentaction import check
from urgentaction.grammar import typography
from urgentaction.model.authority import Authority, ChannelName, Forms, Level, Postal, Provenance, Reply, Role
from urgentaction.model.case import (
    Case,
    Demand,
    Fact,
    Gender,
    Hedge,
    LawUse,
    LetterWishes,
    Person,
    Source,
    Status,
    Target,
)
from urgentaction.model.finding import Finding
from urgentaction.model.law import Law
from urgentaction.model.letter import Block, Letter, Paragraph, Part, Sender

REQUEST = "D'après Amnesty International, la police aurait agi à la suite d'une demande d'extradition de la Ruritanie."
ONWARD = "Amnesty International estime qu'il risquerait ensuite un transfert et, peut-être, la torture."
RAID = "Selon la même organisation, une maison a été fouillée à Rome, où il était apparemment recherché."
FAIR = "de veiller à ce que M. Novak bénéficie d'une procédure complète et équitable"
NO_TRANSFER = "de veiller à ce qu'il ne soit remis à aucun pays susceptible de le renvoyer"
HEARING = "de veiller à la publicité des débats et à l'assistance d'un interprète"


@pytest.fixture
def case() -> Case:
    """An extradition from France, invented."""
    return Case(
        id="novak-2026",
        round=1,
        kind="extradition",
        country="FR",
        title={"fr": "France : un réfugié menacé d'extradition", "en": "France: a refugee faces extradition"},
        summary={
            "fr": " ".join(["Le journaliste Jan Novak est détenu près de Nice et risque une extradition."] * 4),
            "en": " ".join(["The journalist Jan Novak is in detention near Nice and risks his extradition."] * 4),
        },
        issued=date(2026, 11, 1),
        as_of=date(2026, 11, 1),
        checked_on=date(2026, 11, 20),
        deadline=date(2026, 12, 24),
        status=Status(),
        sources=(Source(id="ai", title="France", publisher="Amnesty International"),),
        people=(Person(name="Jan Novak", gender=Gender.M, title={"fr": "M."}),),
        facts=(
            Fact(
                id="request",
                text={
                    "fr": REQUEST,
                    "en": "According to Amnesty International, the police reportedly acted on a request.",
                },
                source="ai#2",
                hedges=(Hedge.REPORTED,),
                attribute_to="Amnesty International",
            ),
            Fact(
                id="onward",
                text={"fr": ONWARD},
                source="ai#3",
                hedges=(Hedge.BELIEVED, Hedge.POSSIBLE),
                attribute_to="ai",
            ),
            Fact(
                id="raid",
                text={"fr": RAID},
                source="ai#4",
                hedges=(Hedge.REPORTED, Hedge.APPARENT),
                attribute_to="ai",
            ),
        ),
        demands=(
            Demand(id="fair", text={"fr": FAIR, "en": "ensure that he has a full and fair process"}, source="ai#1"),
            Demand(id="no-transfer", text={"fr": NO_TRANSFER}, source="ai#1"),
            Demand(
                id="optional", text={"fr": "d'examiner tous les aspects de sa situation"}, source="ai#1", required=False
            ),
            Demand(id="hearing", text={"fr": HEARING}, source="ai#1", for_=("court",), carries_out="fair"),
        ),
        law=(LawUse(basis="uncat-3"), LawUse(basis="echr-3"), LawUse(basis="cpp-696-4", for_=("court",))),
        targets=(Target(authority="fr/pg"),),
        letter=LetterWishes(
            own_words_prompt={"fr": "Pourquoi cela compte-t-il pour vous ?"}, forbidden=("fugitif", "à tout prix")
        ),
    )


@pytest.fixture
def authority() -> Authority:
    """A prosecution office."""
    return Authority(
        id="fr/pg",
        country="FR",
        role=Role.PROSECUTION,
        body={"fr": "Cour d'appel de Nice"},
        office={"fr": Forms(m="Procureur général", f="Procureure générale")},
        salutation={
            "fr": Forms(
                m="Monsieur le Procureur général,",
                f="Madame la Procureure générale,",
                any="Madame la Procureure générale, Monsieur le Procureur général,",
            )
        },
        closing={"fr": "haute considération"},
        languages=("fr",),
        timezone="Europe/Paris",
        reply=Reply.ASK,
        channels=(ChannelName.PRINT,),
        postal=Postal(
            lines=(),
            street="1 place du Palais",
            postcode="06000",
            city="Nice",
            country="FR",
            provenance=Provenance(source="https://exemple.org", verified_on=date(2026, 11, 1), level=Level.OFFICIAL),
        ),
        review_by=date(2027, 11, 1),
    )


@pytest.fixture
def court(authority: Authority) -> Authority:
    """The court beside it."""
    return replace(authority, id="fr/pp", role=Role.COURT, reply=Reply.NONE)


@pytest.fixture
def laws() -> Mapping[str, Law]:
    """Three bases in force, and one that came later."""
    entries = (
        ("uncat-3", "article 3 de la Convention contre la torture", date(1987, 6, 26)),
        ("echr-3", "article 3 de la Convention européenne des droits de l'homme", date(1974, 5, 3)),
        ("cpp-696-4", "article 696-4 du code de procédure pénale", date(2004, 3, 10)),
        ("cpp-6232-3", "article L. 6232-3 du code de procédure pénale", date(2029, 1, 1)),
    )
    return {
        id_: Law(id=id_, name={"fr": name}, text={"fr": f"L'{name} le dit."}, valid_from=since, source="test")
        for id_, name, since in entries
    }


Blocks = Callable[..., tuple[Block, ...]]


@pytest.fixture
def blocks() -> Blocks:
    """Blocks of a good letter; a part given by name replaces its texts (a list: items with dashes; None: no block)."""
    salutation = "Madame la Procureure générale, Monsieur le Procureur général,"
    good: dict[str, str | list[str] | None] = {
        "salutation": salutation,
        "opening": "J'ai l'honneur d'appeler votre attention sur la situation de M. Jan Novak.",
        "facts": f"{REQUEST} {RAID}",
        "concern": ONWARD,
        "law": "L'article 3 de la Convention contre la torture le dit.",
        "demands": [f"{FAIR} ;", f"{NO_TRANSFER}."],
        "own_words": "J'ai vécu dix ans à Nice et cette affaire me touche.",
        "reply": "Je vous saurais gré de me faire savoir quelle suite sera donnée à cette lettre.",
        "closing": f"Je vous prie d'agréer, {salutation} l'expression de ma haute considération.",
    }

    def paragraph(value: str | list[str]) -> Paragraph:
        if isinstance(value, list):
            return Paragraph(items=tuple(typography(item, "fr") for item in value))
        return Paragraph(typography(value, "fr"))

    def make(**parts: str | list[str] | None) -> tuple[Block, ...]:
        wanted = {**good, **parts}
        return tuple(Block(part, (paragraph(text),)) for part in Part if (text := wanted[part.value]) is not None)

    return make


@pytest.fixture
def letter(blocks: Blocks) -> Letter:
    """A letter that keeps every rule."""
    return Letter(
        case="novak-2026",
        round=1,
        kind="extradition",
        authority="fr/pg",
        office="Procureur général",
        language="fr",
        dated=date(2026, 11, 24),
        dateline="Lyon, le 24 novembre 2026",
        sender=Sender(name="Élise Lefèvre", lines=("3 rue de l'Église", "69002 LYON")),
        recipient=("Procureur général", "Cour d'appel de Nice", "1 place du Palais", "06000 NICE"),
        subject="Procédure d’extradition concernant M. Jan Novak",
        blocks=blocks(),
        signature="Élise Lefèvre",
        demands=("fair", "no-transfer"),
        law=("uncat-3",),
        people=("Jan Novak",),
    )


@pytest.fixture
def look(case: Case, authority: Authority, laws: Mapping[str, Law]) -> Callable[..., tuple[Finding, ...]]:
    """Run the rules over a letter, beside this case and office unless told otherwise."""

    def run(letter: Letter, **instead: object) -> tuple[Finding, ...]:
        beside = SimpleNamespace(**{"case": case, "authority": authority, "laws": laws, **instead})
        return check.letter(letter, case=beside.case, authority=beside.authority, laws=beside.laws)

    return run
