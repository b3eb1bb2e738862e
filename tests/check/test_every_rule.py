"""Every rule with one letter (page, case) that breaks it and one that keeps it; a rule without such a pair fails here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from importlib.resources import files
from typing import Any

import pytest

from urgentaction import check, errors
from urgentaction.check.table import SeenPage
from urgentaction.model.authority import Authority, Contact, FormSource, Level, Origin, Provenance, Reply, Role
from urgentaction.model.case import (
    Case,
    CaseState,
    Demand,
    Fact,
    Gender,
    Hedge,
    LawUse,
    LetterWishes,
    Person,
    Reference,
    Silence,
    Status,
)
from urgentaction.model.finding import Finding, Severity
from urgentaction.model.law import Law
from urgentaction.model.letter import Block, Document, Format, Letter, Paragraph, Part, Sender
from urgentaction.model.rule import SILENCEABLE, RuleId

Blocks = Callable[..., Any]
TODAY = date(2026, 11, 24)
LATER = "Selon un témoin, M. Novak a ensuite été conduit à la frontière italienne avec deux gardiens."
OVERDUE = date(2026, 11, 23)


@dataclass(frozen=True)
class Desk:
    """What a rule sees; a test changes one thing."""

    case: Case
    authority: Authority
    laws: Mapping[str, Law]
    letter: Letter
    blocks: Blocks
    today: date = TODAY

    def says(self, **parts: Any) -> Desk:
        return replace(self, letter=replace(self.letter, blocks=self.blocks(**parts)))

    def typed(self, text: str) -> Desk:
        """Own words as a person left them, set by nobody."""
        own = Block(Part.OWN_WORDS, (Paragraph(text),))
        return self.letter_is(
            blocks=tuple(own if block.part is Part.OWN_WORDS else block for block in self.letter.blocks)
        )

    def letter_is(self, **values: Any) -> Desk:
        return replace(self, letter=replace(self.letter, **values))

    def case_is(self, **values: Any) -> Desk:
        return replace(self, case=replace(self.case, **values))

    def office_is(self, **values: Any) -> Desk:
        return replace(self, authority=replace(self.authority, **values))

    def with_fact(self, **values: Any) -> Desk:
        fact = Fact(**{"id": "later", "text": {"fr": LATER}, "source": "ai#9", **values})
        return self.case_is(facts=(*self.case.facts, fact))

    def to_court(self, **parts: Any) -> Desk:
        court = replace(self.authority, id="fr/pp", role=Role.COURT, reply=Reply.NONE)
        demands = ["de veiller à la publicité des débats et à l'assistance d'un interprète ;"]
        said = {"demands": demands, "facts": None, "concern": None, "reply": None, "law": None, **parts}
        one = replace(self.letter, authority="fr/pp", law=(), blocks=self.blocks(**said))
        return replace(self, authority=court, letter=one)

    def found(self) -> list[Finding]:
        letter = check.letter(self.letter, case=self.case, authority=self.authority, laws=self.laws)
        case = check.case(self.case, authorities={self.authority.id: self.authority}, laws=self.laws, today=self.today)
        return [*letter, *case]


Change = Callable[[Desk], Desk]


def same(desk: Desk) -> Desk:
    return desk


TWO = (Person(name="Jan Novak", gender=Gender.M), Person(name="Ana Dvorak", gender=Gender.F))
NUMBER = Reference(authority="fr/pg", number="2026/00456", source="ai#1")
EMAIL = Contact(value="a@exemple.org", provenance=Provenance(source="x", verified_on=None, level=Level.UNVERIFIED))
NAMED_ONCE = {
    "facts": "La police a arrêté plusieurs personnes près de Nice.",
    "demands": ["de veiller à ce qu'il ne soit remis à aucun pays susceptible de le renvoyer."],
}

LETTERS: Mapping[RuleId, tuple[Change, Change]] = {
    RuleId.CASE: (lambda d: d.letter_is(round=2), same),
    RuleId.OVER: (
        lambda d: d.case_is(status=Status(state=CaseState.STOPPED, on=TODAY)),
        lambda d: d.case_is(status=Status(state=CaseState.STOPPED, on=TODAY)).letter_is(historical=True),
    ),
    RuleId.LATE: (
        lambda d: d.letter_is(dated=date(2026, 12, 25)),
        lambda d: d.letter_is(dated=date(2026, 12, 24)),
    ),
    RuleId.GAPS: (lambda d: d.letter_is(gaps=("name",)), same),
    RuleId.PLACEHOLDERS: (
        lambda d: d.says(own_words="J'écris de [ville]."),
        lambda d: d.says(own_words="J'écris de Lyon."),
    ),
    RuleId.SIGNATURE: (lambda d: d.letter_is(signature="Jean Martin"), same),
    RuleId.SALUTATION: (
        lambda d: d.says(salutation="Chère Madame,"),
        lambda d: d.says(salutation="Monsieur le Procureur général,"),
    ),
    RuleId.SALUTATION_KNOWN: (lambda d: d.office_is(salutation={}), same),
    RuleId.SALUTATION_NEUTRAL: (
        lambda d: d.office_is(forms={"fr": FormSource(origin=Origin.NEUTRAL)}),
        lambda d: d.office_is(forms={"fr": FormSource(origin=Origin.ROLE)}),
    ),
    RuleId.PEOPLE: (
        lambda d: d.letter_is(subject="Extradition").says(opening="Je vous écris au sujet de M. Novak."),
        lambda d: d.says(opening="Je vous écris au sujet de M. Novak."),
    ),
    RuleId.PEOPLE_SOME: (
        lambda d: d.case_is(people=TWO),
        lambda d: d.case_is(people=TWO).says(opening="Je vous écris au sujet de M. Jan Novak et de Mme Ana Dvorak."),
    ),
    RuleId.NAME_AGAIN: (
        lambda d: d.letter_is(subject="Extradition").says(**NAMED_ONCE),
        lambda d: d.says(**NAMED_ONCE),
    ),
    RuleId.HEDGES: (
        lambda d: d.says(facts="La police a agi à la suite d'une demande d'extradition de la Ruritanie."),
        lambda d: d.says(
            facts="Dit-on, la police aurait agi à la suite d'une demande d'extradition, selon Amnesty International."
        ),
    ),
    RuleId.FACTS: (
        lambda d: d.with_fact(on=date(2026, 11, 30)).says(facts=LATER),
        lambda d: d.with_fact(on=date(2026, 11, 20)).says(facts=LATER),
    ),
    RuleId.FACTS_KEPT: (
        lambda d: d.with_fact(for_=()).says(facts=LATER),
        lambda d: d.with_fact().says(facts=LATER),
    ),
    RuleId.LAW: (lambda d: d.letter_is(law=("cpp-696-4",)), same),
    RuleId.LAW_DATES: (
        lambda d: d.says(law="L'article L. 6232-3 du code de procédure pénale le dit."),
        lambda d: d.letter_is(dated=date(2029, 2, 1)).says(
            law="L'article L. 6232-3 du code de procédure pénale le dit."
        ),
    ),
    RuleId.DEMANDS: (
        lambda d: d.says(demands=["de le libérer sans délai."]),
        lambda d: d.case_is(demands=d.case.demands[:1]).says(demands=[d.case.demands[0].text["fr"]]),
    ),
    RuleId.OWN_DEMAND: (
        lambda d: d.says(own_words="Je vous prie de le faire soigner."),
        lambda d: d.says(own_words="Je vous prie de croire que cela me touche."),
    ),
    RuleId.COURT_OUTCOME: (
        lambda d: d.to_court(own_words="J'espère sa libération."),
        lambda d: d.to_court(own_words="La présomption d'innocence protège chacun de nous."),
    ),
    RuleId.COURT_REPLY: (
        lambda d: d.to_court(reply="Je vous saurais gré de me répondre."),
        lambda d: d.to_court(),
    ),
    RuleId.GUILT: (
        lambda d: d.says(own_words="Je suis sûre qu'il est innocent."),
        lambda d: d.says(own_words="Chacun est présumé innocent, et la présomption d'innocence m'importe."),
    ),
    RuleId.REPLY: (lambda d: d.office_is(reply=Reply.NONE), same),
    RuleId.CLOSING: (lambda d: d.says(closing="Bien à vous,"), same),
    RuleId.CLOSING_REPEATS: (
        lambda d: d.says(closing="Je vous prie d'agréer, Monsieur, l'expression de ma haute considération."),
        same,
    ),
    RuleId.FORBIDDEN: (
        lambda d: d.says(own_words="Ce fugitif est mon voisin."),
        lambda d: d.says(own_words="Les fugitives sont un autre sujet."),
    ),
    RuleId.COURTESY: (
        lambda d: d.says(own_words="Vous devriez avoir honte."),
        lambda d: d.says(own_words="Je n'ai pas honte d'écrire."),
    ),
    RuleId.ATTACHMENTS: (
        lambda d: d.says(own_words="Vous trouverez ci-joint un article."),
        lambda d: d.says(own_words="Je joins ma voix à celle de ses proches."),
    ),
    RuleId.LENGTH: (
        lambda d: d.case_is(letter=LetterWishes(max_words=5)),
        lambda d: d.case_is(letter=LetterWishes(max_words=500)),
    ),
    RuleId.SUBJECT: (lambda d: d.letter_is(subject=" "), same),
    RuleId.SUBJECT_LENGTH: (
        lambda d: d.letter_is(subject="Jan Novak".ljust(101, "x")),
        lambda d: d.letter_is(subject="Jan Novak".ljust(100, "x")),
    ),
    RuleId.SUBJECT_LINE: (
        lambda d: d.letter_is(subject="Jan Novak".ljust(79, "x")),
        lambda d: d.letter_is(subject="Jan Novak".ljust(78, "x")),
    ),
    RuleId.REFERENCE: (
        lambda d: d.case_is(references=(NUMBER,)),
        lambda d: d.case_is(references=(NUMBER,)).letter_is(subject="M. Jan Novak (réf. 2026/00456)"),
    ),
    RuleId.ADDRESS: (
        lambda d: d.letter_is(recipient=("x" * 39,)),
        lambda d: d.letter_is(recipient=("x" * 38,)),
    ),
    RuleId.CHARACTERS: (lambda d: d.letter_is(reference="A\u202eB"), lambda d: d.letter_is(reference="A B")),
    RuleId.SPACING: (lambda d: d.typed("Deux  espaces."), same),
    RuleId.TYPOGRAPHY: (lambda d: d.typed('Un "mot" !'), lambda d: d.typed("Un mot.")),
    RuleId.LANGUAGE: (lambda d: d.letter_is(language="en"), same),
    RuleId.LANGUAGE_OWN: (
        lambda d: d.says(own_words="I lived in Nice for ten years and this touches me."),
        same,
    ),
    RuleId.OWN_WORDS: (lambda d: d.says(own_words=None), same),
}

CASES: Mapping[RuleId, tuple[Change, Change]] = {
    RuleId.DEADLINE: (
        lambda d: d.case_is(deadline=date(2026, 11, 23)),
        lambda d: d.case_is(deadline=date(2026, 11, 24)),
    ),
    RuleId.DEADLINE_NEAR: (
        lambda d: d.case_is(deadline=date(2026, 11, 27)),
        lambda d: d.case_is(deadline=date(2026, 11, 28)),
    ),
    RuleId.LOOKED_AT: (
        lambda d: d.case_is(checked_on=date(2026, 11, 9)),
        lambda d: d.case_is(checked_on=date(2026, 11, 10)),
    ),
    RuleId.LOOKED_AT_DATE: (
        lambda d: d.case_is(checked_on=date(2026, 11, 26)),
        lambda d: d.case_is(checked_on=date(2026, 11, 25)),
    ),
    RuleId.CONTACTS: (
        lambda d: d.office_is(emails=(EMAIL,)),
        lambda d: d.office_is(review_by=TODAY),
    ),
    RuleId.CHANNELS: (lambda d: d.office_is(postal=None), same),
    RuleId.TARGETS: (
        lambda d: d.case_is(demands=tuple(replace(one, for_=("police",)) for one in d.case.demands)),
        same,
    ),
    RuleId.DEMAND_FORM: (
        lambda d: d.case_is(demands=(Demand(id="x", text={"fr": "libérez-le"}, source="ai#1"),)),
        lambda d: d.case_is(demands=(Demand(id="x", text={"fr": "d’enquêter"}, source="ai#1"),)),
    ),
    RuleId.COURT_DEMANDS: (
        lambda d: replace(
            d.to_court(),
            case=replace(
                d.case, demands=(Demand(id="x", text={"fr": "de l'acquitter"}, source="ai#1", for_=("court",)),)
            ),
        ),
        lambda d: d.to_court(),
    ),
    RuleId.CASE_HEDGES: (
        lambda d: d.with_fact(text={"fr": "Il a été frappé."}, hedges=(Hedge.ALLEGED,), attribute_to="ai"),
        lambda d: d.with_fact(text={"fr": "Il aurait été frappé."}, hedges=(Hedge.ALLEGED,), attribute_to="ai"),
    ),
    RuleId.CASE_FORBIDDEN: (
        lambda d: d.with_fact(text={"fr": "Ce fugitif a été arrêté à Nice."}),
        lambda d: d.with_fact(text={"fr": "Il a été arrêté à Nice."}),
    ),
    RuleId.CASE_LAW: (
        lambda d: d.case_is(law=(LawUse(basis="cpp-6232-3"),)),
        same,
    ),
    RuleId.LAW_CHOICE: (
        lambda d: d.case_is(law=tuple(LawUse(basis=basis) for basis in d.laws)),
        same,
    ),
    RuleId.SUMMARY: (
        lambda d: d.case_is(summary={"fr": "Trop court."}),
        same,
    ),
    RuleId.DESCRIPTION: (
        lambda d: d.case_is(people=(replace(d.case.people[0], unnamed=True, description={"fr": "Les douze dockers"}),)),
        lambda d: d.case_is(
            people=(
                replace(
                    d.case.people[0],
                    unnamed=True,
                    description={"fr": "un groupe de douze dockers", "en": "the twelve dockers", "es": "el grupo"},
                ),
            )
        ),
    ),
    RuleId.CASE_CHARACTERS: (lambda d: d.case_is(title={"fr": "A\u200bB"}), lambda d: d.case_is(title={"fr": "A B"})),
    RuleId.CASE_PLACEHOLDERS: (lambda d: d.case_is(title={"fr": "TODO"}), lambda d: d.case_is(title={"fr": "Todo"})),
    RuleId.CASE_LANGUAGE: (
        lambda d: d.case_is(title={"en": "Un réfugié qui est menacé par la police"}),
        lambda d: d.case_is(title={"fr": "Un réfugié qui est menacé par la police"}),
    ),
}


@pytest.fixture
def desk(case: Case, authority: Authority, laws: Mapping[str, Law], letter: Letter, blocks: Blocks) -> Desk:
    return Desk(case, authority, laws, letter, blocks)


def broken(desk: Desk) -> set[str]:
    return {str(finding.rule) for finding in desk.found()}


PAIRS = {**LETTERS, **CASES}


@pytest.mark.parametrize("rule", PAIRS, ids=str)
def test_a_rule_is_broken_by_the_one_and_kept_by_the_other(desk: Desk, rule: RuleId) -> None:
    breaks, keeps = PAIRS[rule]
    assert rule in broken(breaks(desk))
    assert rule not in broken(keeps(desk))


def test_every_rule_over_a_letter_and_a_case_has_such_a_pair() -> None:
    assert set(LETTERS) == {rule.id for rule in check.LETTER}
    assert set(CASES) == {rule.id for rule in check.CASE}


@pytest.mark.parametrize(("pages", "covers", "count"), [(1, 0, 0), (2, 1, 0), (2, 0, 1), (None, 0, 0)])
def test_a_page_keeps_its_rule_or_breaks_it(letter: Letter, pages: int | None, covers: int, count: int) -> None:
    (rule,) = check.PAGE
    page = Document(format=Format.PDF, data=b"", pages=pages, covers=covers)
    assert len(list(rule.findings(SeenPage(page, letter)))) == count


def test_every_name_is_one_rule_with_its_words_in_both_languages() -> None:
    every = [*check.LETTER, *check.PAGE, *check.CASE]
    assert sorted(rule.id for rule in every) == sorted(RuleId)
    for rule in every:
        for language in errors.LANGUAGES:
            words = errors.words(rule.words, language)
            assert words.text, rule.id
            assert words.hint, rule.id


def test_every_word_of_the_rules_is_of_a_rule() -> None:
    import tomllib

    for language in errors.LANGUAGES:
        text = (files("urgentaction") / "words" / language / "rules.toml").read_text(encoding="utf-8")
        assert set(tomllib.loads(text)) == set(RuleId)


@pytest.mark.parametrize("rule", sorted(set(PAIRS) - {RuleId.OVER}), ids=str)
def test_a_case_silences_style_with_a_reason_that_is_told_and_nothing_that_protects_somebody(
    desk: Desk, rule: RuleId
) -> None:
    loud = PAIRS[rule][0](desk)
    quiet = loud.case_is(silenced=(Silence(rule=rule, why={"en": "Because."}),))
    mine = [one for one in quiet.found() if one.rule == rule]
    assert mine
    assert all(bool(one.silenced) == (rule in SILENCEABLE) for one in mine)
    assert all(not one.stops for one in mine) or rule not in SILENCEABLE
    assert [one.rule for one in loud.found()].count(rule) == len(mine)


def test_only_style_can_be_silenced() -> None:
    grave = {rule.id for rule in (*check.LETTER, *check.PAGE, *check.CASE) if rule.severity is Severity.ERROR}
    assert grave & SILENCEABLE == {RuleId.SUBJECT_LENGTH, RuleId.DEMAND_FORM}  # their words may deceive


def test_what_may_endanger_whoever_is_named_in_enclosures_cannot_be_silenced() -> None:
    assert RuleId.ATTACHMENTS not in SILENCEABLE


def test_whoever_signs_as_nobody_is_not_taken_for_another(desk: Desk) -> None:
    blank = desk.letter_is(sender=Sender(name="[votre nom]"), signature="", gaps=("name",))
    assert RuleId.SIGNATURE not in broken(blank)
    assert RuleId.SIGNATURE in broken(desk.letter_is(signature=""))
