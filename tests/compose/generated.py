"""Generated cases: each kind, gender, number and hedge, to each role, in each language that the program has letters in.

Their sentences say nothing that agrees with anybody: what agrees in a letter is the template's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from golden.specimens import KINDS, languages, shelf
from hypothesis import strategies as st

from support.specimens import CASE, OFFICE
from urgentaction import compose
from urgentaction.model.authority import Authority, Forms, Reply, Role
from urgentaction.model.case import Case, Demand, Fact, Gender, Hedge, LawUse, Number, Person, Source, Target
from urgentaction.model.letter import Letter
from urgentaction.model.signer import Signer

ON = date(2026, 11, 24)

PAIRS = tuple((kind, language) for kind in KINDS for language in languages(kind))
"""Each kind in each language it has a template in: found, not listed."""

PLAIN: Mapping[str, str] = {
    "en": "The court of Velmar held hearing number {n} in March 2026.",
    "fr": "Le tribunal de Velmar a tenu en mars 2026 l'audience numéro {n}.",
    "es": "El tribunal de Velmar celebró en marzo de 2026 la audiencia número {n}.",
    "de": "Das Gericht von Velmar hielt im März 2026 die Verhandlung Nummer {n} ab.",
}
HEDGED: Mapping[str, str] = {
    "en": "According to the Example Centre, which believes it, alleged threat number {n} apparently may have been made.",
    "fr": "Selon le Centre Exemple, qui l'estime possible, la menace présumée numéro {n} aurait apparemment été proférée.",
    "es": "Según el Centro Ejemplo, que lo cree posible, se habría proferido al parecer la presunta amenaza número {n}.",
    "de": "Laut dem Beispielzentrum, das es für möglich hält, gab es anscheinend die mutmaßliche Drohung Nummer {n}.",
}
ASKED: Mapping[str, str] = {
    "en": "see to it that request number {n} is examined",
    "fr": "de veiller à ce que la requête numéro {n} soit examinée",
    "es": "velar por que se examine la solicitud número {n}",
    "de": "dafür zu sorgen, dass der Antrag Nummer {n} geprüft wird",
}
GROUPS: Mapping[str, str] = {
    "en": "a group of {n} families",
    "fr": "un groupe de {n} familles",
    "es": "un grupo de {n} familias",
    "de": "{n} Familien aus Velmar",
}
TITLES: Mapping[Gender, Mapping[str, str]] = {
    Gender.M: {"en": "Mr", "fr": "M.", "es": "Sr.", "de": "Herr"},
    Gender.F: {"en": "Ms", "fr": "Mme", "es": "Sra.", "de": "Frau"},
    Gender.X: {},
}
ABOUT: Mapping[str, str] = {"en": "a nurse", "fr": "infirmière", "es": "enfermera", "de": "Krankenpflegerin"}
OWN_WORDS: Mapping[str, str] = {
    "en": "I have been a nurse for twenty years.",
    "fr": "Je soigne depuis vingt ans.",
    "es": "Trabajo en un hospital desde hace veinte años.",
    "de": "Ich arbeite seit zwanzig Jahren im Krankenhaus.",
}
NAMES = (
    "Ana Roth",
    "Hélène Oka",
    "Onno Quint",
    "Yves Arden",
    "Iouri Belov",
    "Hassan Lind",
    "Ugo de Vries",
    "Émile Aal",
)

TO: Authority = replace(
    OFFICE,
    id="xx/office",
    country="XX",
    body={"en": "Office", "fr": "Bureau"},
    office={"en": Forms(any="Head"), "fr": Forms(any="Chef")},
    salutation={
        "en": Forms(any="Dear Head,"),
        "fr": Forms(any="Madame la Ministre, Monsieur le Ministre,"),
        "es": Forms(any="Señora Ministra, señor Ministro:"),
        "de": Forms(any="Sehr geehrte Frau Ministerin, sehr geehrter Herr Minister,"),
    },
    closing={
        "en": "Yours sincerely,",
        "fr": "haute considération",
        "es": "Le saluda atentamente,",
        "de": "Mit freundlichen Grüßen",
    },
    languages=("en",),
)


@dataclass(frozen=True, kw_only=True)
class Generated:
    """A case with its office, and the letter that came of them."""

    case: Case
    authority: Authority
    language: str
    letter: Letter

    @property
    def gender(self) -> Gender:
        """Of all of them together."""
        genders = {person.gender for person in self.case.people}
        return Gender.X if Gender.X in genders else Gender.F if genders == {Gender.F} else Gender.M

    @property
    def many(self) -> bool:
        """Whether they are several."""
        return len(self.case.people) > 1 or self.case.people[0].number is Number.MANY


@st.composite
def cases(draw: st.DrawFn, pairs: Sequence[tuple[str, str]] = PAIRS, roles: Sequence[Role] = tuple(Role)) -> Generated:
    """A letter of a generated case; its texts are in every language of the tables above."""
    kind, language = draw(st.sampled_from(pairs))
    role = draw(st.sampled_from(roles))
    for_ = ("court",) if role is Role.COURT else ("*",)
    case = replace(
        CASE,
        kind=kind,
        country="XX",
        sources=(Source(id="s", title="t", publisher="Example Centre"),),
        people=tuple(draw(st.lists(people(), min_size=1, max_size=4))),
        facts=tuple(draw(facts(for_))),
        demands=tuple(
            Demand(id=f"d{n}", text=_numbered(ASKED, n), source="s#1", for_=for_)
            for n in range(draw(st.integers(1, 4)))
        ),
        law=tuple(LawUse(basis=basis, for_=for_) for basis in draw(law(language))),
        targets=(Target(authority=TO.id),),
    )
    authority = replace(TO, role=role, reply=Reply.NONE if role is Role.COURT else draw(st.sampled_from(Reply)))
    about, own_words = draw(st.booleans()), draw(st.booleans())
    signer = Signer(
        name="Élise Lefèvre",
        street="12, rue Neuve",
        postcode="69002",
        city="Lyon",
        country="FR",
        about=ABOUT[language] if about else "",
        language=language,
    )
    composer = compose.prepare(
        case, authority, language, ON, laws=shelf().laws(), templates=shelf().templates(kind, language)
    )
    letter = composer.letter(signer, own_words=OWN_WORDS[language] if own_words else "")
    return Generated(case=case, authority=authority, language=language, letter=letter)


def people() -> st.SearchStrategy[Person]:
    """Somebody with a title or without one, somebody whose name must not be said, or a group."""
    named = st.builds(
        lambda name, gender, titled: Person(name=name, gender=gender, title=TITLES[gender] if titled else {}),
        st.sampled_from(NAMES),
        st.sampled_from(Gender),
        st.booleans(),
    )
    group = st.builds(
        lambda n: Person(
            name="label",
            gender=Gender.F,
            number=Number.MANY,
            unnamed=True,
            description=_numbered(GROUPS, n),
            forms={"de": {"dat": GROUPS["de"].format(n=n)}},
        ),
        st.integers(2, 200),
    )
    return st.one_of(named, named, group)


def facts(for_: tuple[str, ...]) -> st.SearchStrategy[list[Fact]]:
    """None, or up to four; all plain, all hedged, or some of each."""

    def fact(n: int, hedges: frozenset[Hedge]) -> Fact:
        text = _numbered(HEDGED if hedges else PLAIN, n)
        by = "Example Centre" if hedges else ""
        return Fact(id=f"f{n}", text=text, source="s#1", hedges=tuple(sorted(hedges)), attribute_to=by, for_=for_)

    hedging = st.lists(st.frozensets(st.sampled_from(Hedge)), max_size=4)
    return hedging.map(lambda each: [fact(n, hedges) for n, hedges in enumerate(each)])


def law(language: str) -> st.SearchStrategy[list[str]]:
    """Some of the law that has a text in this language, or none."""
    there = sorted(id_ for id_, basis in shelf().laws().items() if language in basis.text)
    return st.lists(st.sampled_from(there), max_size=4, unique=True) if there else st.just([])


def _numbered(texts: Mapping[str, str], n: int) -> Mapping[str, str]:
    return {language: text.format(n=n) for language, text in texts.items()}
