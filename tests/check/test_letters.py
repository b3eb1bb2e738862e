"""Each rule over a letter: one letter that keeps it, one that breaks it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from urgentaction.model.authority import Authority, FormSource, Holder, Origin
from urgentaction.model.case import Case, Demand, Gender, LetterWishes, ModelLetter, Person, Reference
from urgentaction.model.finding import Finding, Severity
from urgentaction.model.letter import Block, Letter, Paragraph, Part, Sender

Look = Callable[..., tuple[Finding, ...]]
Blocks = Callable[..., tuple[Block, ...]]


def ids(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.message.id.removeprefix("check.") for finding in findings]


def test_a_good_letter_keeps_every_rule(letter: Letter, look: Look) -> None:
    assert look(letter) == ()


@pytest.mark.parametrize(
    ("wrong", "severity", "wanted"),
    [
        ({"case": "other"}, "error", "other-case"),
        ({"authority": "fr/other"}, "error", "other-case"),
        ({"round": 2}, "error", "other-round"),
        ({"gaps": ("name", "address")}, "error", "gaps"),
        ({"dateline": "[place], le 24 novembre"}, "error", "placeholder"),
        ({"subject": "M. Jan Novak {{ title }}"}, "error", "placeholder"),
        ({"copies": ("TODO",)}, "error", "placeholder"),
        ({"signature": "XXX"}, "error", "placeholder"),
        ({"subject": ""}, "error", "no-subject"),
        ({"subject": "Jan Novak " * 11}, "error", "subject-long"),
        ({"subject": "Jan Novak " * 8}, "remark", "subject-long"),
        ({"recipient": tuple("ABCDEFG")}, "remark", ""),
        ({"recipient": (*"ABCDEF", "13100 AIX")}, "error", "address-lines"),
        ({"recipient": tuple("ABCDEFGH")}, "error", "address-lines"),
        ({"recipient": ("x" * 39,)}, "error", "address-width"),
        ({"recipient": ("x" * 38,)}, "remark", ""),
        ({"law": ("unknown",)}, "error", "law-unknown"),
        ({"law": ("cpp-696-4",)}, "error", "law-office"),
        ({"law": ("uncat-3", "echr-3", "uncat-3", "echr-3")}, "error", "law-many"),
        ({"signature": "Élise\u202eLefèvre"}, "error", "character"),
        ({"signature": "Élise\x00"}, "error", "character"),
        ({"subject": "Jan Novak\nBcc: x"}, "error", "character"),
        ({"subject": "Jan\u200b Novak"}, "error", "character"),
        ({"reference": "\ufeff1"}, "error", "character"),
    ],
)
def test_what_is_wrong_around_the_text_is_found(
    letter: Letter, look: Look, wrong: dict[str, Any], severity: str, wanted: str
) -> None:
    findings = look(replace(letter, **wrong))
    assert [name for name in ids(findings) if name != "person-missing"][:1] == ([wanted] if wanted else [])
    assert not wanted or findings[0].severity == severity


@pytest.mark.parametrize(
    ("parts", "severity", "where", "wanted"),
    [
        ({"salutation": "Madame,"}, "error", "salutation", "salutation"),
        ({"salutation": None}, "error", "salutation", "salutation"),
        ({"closing": "Cordialement,"}, "error", "closing", "closing"),
        ({"closing": None}, "error", "closing", "closing"),
        (
            {"closing": "Je vous prie d'agréer, Monsieur, l'expression de ma haute considération."},
            "error",
            "closing",
            "closing-repeats",
        ),
        ({"demands": ["de veiller à ce que M. Novak soit bien traité."]}, "error", "demands", "demand-missing"),
        ({"own_words": "Ce fugitif est mon ami."}, "error", "own_words", "forbidden"),
        ({"own_words": "Il le veut À TOUT PRIX."}, "error", "own_words", "forbidden"),
        ({"own_words": "Agissez, sinon vous le regretterez."}, "error", "own_words", "threat"),
        ({"own_words": "J’exige une réponse."}, "error", "own_words", "threat"),
        (
            {"law": "L'article L. 6232-3 du code de procédure pénale le dit."},
            "error",
            "law",
            "law-date",
        ),
        ({"own_words": "I lived in Nice for ten years and this touches me."}, "remark", "own_words", "language-own"),
        ({"own_words": None}, "remark", "own_words", "no-own-words"),
        ({"own_words": "Voir [lieu]."}, "error", "own_words", "placeholder"),
    ],
)
def test_what_is_wrong_in_the_text_is_found_where_it_stands(
    letter: Letter, blocks: Blocks, look: Look, parts: dict[str, Any], severity: str, where: str, wanted: str
) -> None:
    findings = look(replace(letter, blocks=blocks(**parts)))
    assert wanted in ids(findings)
    finding = findings[ids(findings).index(wanted)]
    assert (finding.severity, finding.where) == (severity, where)


def test_errors_come_before_remarks(letter: Letter, blocks: Blocks, look: Look) -> None:
    findings = look(replace(letter, subject="x" * 79 + " Jan Novak", blocks=blocks(own_words=None, closing=None)))
    severities = [finding.severity for finding in findings]
    assert severities == sorted(severities, key=lambda severity: severity is not Severity.ERROR)
    assert set(severities) == {Severity.ERROR, Severity.REMARK}


# --- Demands


def test_a_missing_demand_and_a_foreign_one_are_both_found(letter: Letter, blocks: Blocks, look: Look) -> None:
    fair = "de veiller à ce que M. Novak bénéficie d'une procédure complète et équitable"
    findings = look(replace(letter, blocks=blocks(demands=[f"{fair} ;", "de le libérer sans délai."])))
    assert ids(findings) == ["demand-missing", "demand-foreign"]
    assert "de le libérer" in str(findings[1].message.values["text"])


def test_an_optional_demand_may_stand_or_be_left_out(letter: Letter, blocks: Blocks, look: Look, case: Case) -> None:
    texts = [f"{demand.text['fr']} ;" for demand in case.demands[:3]]
    assert look(replace(letter, blocks=blocks(demands=texts))) == ()


def test_a_demand_keeps_its_words_whatever_its_typography(letter: Letter, look: Look, blocks: Blocks) -> None:
    plain = tuple(Paragraph(items=tuple(i.replace("’", "'") for i in p.items)) for p in letter.block(Part.DEMANDS))
    changed = tuple(Block(Part.DEMANDS, plain) if b.part is Part.DEMANDS else b for b in blocks())
    assert ids(look(replace(letter, blocks=changed))) == ["typography"]


def test_english_joins_of_a_list_are_no_part_of_a_demand(
    letter: Letter, look: Look, case: Case, authority: Authority
) -> None:
    demands = tuple(Demand(id=text, text={"en": text}, source="ai#1") for text in ("ask one", "ask two", "ask three"))
    block = Block(Part.DEMANDS, (Paragraph(items=("ask one;", "ask two; and", "ask three.")),))
    found = look(replace(letter, language="en", blocks=(block,)), case=replace(case, demands=demands, facts=()))
    assert not {"demand-missing", "demand-foreign"} & set(ids(found))
    assert authority.id == "fr/pg"


def test_a_demand_that_the_case_lacks_in_this_language_is_shown_by_its_id(letter: Letter, look: Look) -> None:
    findings = look(replace(letter, language="es"))
    missing = [f.message.values["demand"] for f in findings if f.message.id == "check.demand-missing"]
    assert missing == ["fair", "no-transfer"]


def test_a_publishers_model_letter_asks_in_its_own_words(
    letter: Letter, blocks: Blocks, look: Look, case: Case
) -> None:
    text = "M. Jan Novak doit bénéficier d'une procédure équitable."
    wishes = LetterWishes(model={"fr": ModelLetter(paragraphs=(text,), source="ai#9")})
    model = replace(letter, blocks=blocks(demands=text, facts=None, concern=None))
    assert look(model, case=replace(case, letter=wishes)) == ()
    assert ids(look(model)) == ["demand-missing", "demand-missing"]


# --- People, law, courtesy


def test_the_person_is_named_in_full_in_subject_or_text(letter: Letter, blocks: Blocks, look: Look) -> None:
    unnamed = blocks(opening="Je vous écris au sujet de M. Novak.")
    assert look(replace(letter, blocks=unnamed)) == ()
    findings = look(replace(letter, blocks=unnamed, subject="Procédure d’extradition"))
    assert [(f.severity, f.message.id) for f in findings] == [("error", "check.person-missing")]


def test_one_of_several_people_may_be_missing_with_a_remark(letter: Letter, look: Look, case: Case) -> None:
    people = (*case.people, Person(name="Ana Novakova", gender=Gender.F))
    findings = look(letter, case=replace(case, people=people))
    assert [(f.severity, f.message.values["name"]) for f in findings] == [("remark", "Ana Novakova")]


def test_whoever_has_no_name_need_not_be_named(letter: Letter, look: Look, case: Case) -> None:
    people = (Person(name="six villageois", gender=Gender.X, unnamed=True),)
    assert look(letter, case=replace(case, people=people)) == ()


def test_a_native_name_or_a_declined_form_names_somebody_too(letter: Letter, look: Look, case: Case) -> None:
    declined = Person(name="Someone Else", name_native="Ян Новак", gender=Gender.M, forms={"fr": {"gen": "Jan Novak"}})
    assert look(letter, case=replace(case, people=(declined,))) == ()


def test_nothing_is_cited_that_was_not_law_yet(letter: Letter, look: Look) -> None:
    assert "law-date" not in ids(look(replace(letter, dated=date(1988, 1, 1))))
    assert "law-date" in ids(look(replace(letter, dated=date(1980, 1, 1))))


def test_a_threat_that_the_case_itself_reports_may_be_told(
    letter: Letter, blocks: Blocks, look: Look, case: Case
) -> None:
    fact = replace(case.facts[0], hedges=(), text={"fr": "Le groupe armé parle de vengeance."})
    told = replace(letter, blocks=blocks(facts="Le groupe armé parle de vengeance.", concern=None))
    assert ids(look(told)) == ["threat"]
    assert look(told, case=replace(case, facts=(fact,))) == ()


def test_a_word_inside_another_is_not_that_word(letter: Letter, blocks: Blocks, look: Look) -> None:
    assert look(replace(letter, blocks=blocks(own_words="Les fugitives et la lâcheté sont un autre sujet."))) == ()


# --- Form


def test_a_salutation_for_a_known_holder_is_one_of_the_offices_forms(
    letter: Letter, blocks: Blocks, look: Look
) -> None:
    form = "Madame la Procureure générale,"
    closing = f"Je vous prie d'agréer, {form} l'expression de ma haute considération."
    assert look(replace(letter, blocks=blocks(salutation=form, closing=closing))) == ()


def test_a_salutation_for_whoever_does_not_hold_the_office_is_an_error(
    letter: Letter, blocks: Blocks, look: Look, authority: Authority
) -> None:
    he = Holder(name="Ion Mar", gender=Gender.M, source="gazette", from_=date(2026, 1, 1), to=date(2026, 12, 31))
    held = replace(authority, holders=(he,))
    for form, wanted in (("Monsieur le Procureur général,", []), ("Madame la Procureure générale,", ["salutation"])):
        closing = f"Je vous prie d'agréer, {form} l'expression de ma haute considération."
        said = replace(letter, blocks=blocks(salutation=form, closing=closing))
        assert ids(look(said, authority=held)) == wanted
    assert look(letter, authority=held) == ()


def test_a_letter_with_the_neutral_form_says_so(letter: Letter, look: Look, authority: Authority) -> None:
    neutral = replace(authority, forms={"fr": FormSource(origin=Origin.NEUTRAL, key="neutral", source="a guide")})
    assert [(f.severity, f.message.id) for f in look(letter, authority=neutral)] == [
        ("remark", "check.salutation-neutral")
    ]
    known = replace(authority, forms={"fr": FormSource(origin=Origin.ROLE, key="prosecution", source="a guide")})
    assert look(letter, authority=known) == ()


def test_a_subject_without_the_offices_own_number_is_a_remark(letter: Letter, look: Look, case: Case) -> None:
    known = replace(case, references=(Reference(authority="fr/pg", number="n° 2026/00456", source="s#1"),))
    assert ids(look(letter, case=known)) == ["reference"]
    assert look(replace(letter, subject=f"{letter.subject} (réf. n°\u00a02026/00456)"), case=known) == ()
    elsewhere = replace(known, references=(replace(known.references[0], authority="fr/pp"),))
    assert look(letter, case=elsewhere) == ()


def test_a_salutation_in_a_language_the_directory_lacks_is_a_remark(
    letter: Letter, look: Look, authority: Authority
) -> None:
    findings = look(letter, authority=replace(authority, salutation={}))
    assert [(f.severity, f.message.id) for f in findings] == [("remark", "check.salutation-unknown")]


def test_an_english_closing_need_not_repeat_the_salutation(letter: Letter, look: Look, authority: Authority) -> None:
    english = replace(
        authority,
        salutation={"en": replace(authority.salutation["fr"], any="Dear Sir,")},
        closing={"en": "Yours truly,"},
    )
    letter_ = replace(
        letter,
        language="en",
        blocks=(
            Block(Part.SALUTATION, (Paragraph("Dear Sir,"),)),
            Block(Part.CLOSING, (Paragraph("Yours truly,"),)),
        ),
    )
    assert not {"closing", "closing-repeats", "salutation"} & set(ids(look(letter_, authority=english)))


def test_the_blanks_of_an_unsigned_letter_are_gaps_and_no_placeholders(letter: Letter, look: Look) -> None:
    blank = replace(
        letter,
        sender=Sender(name="[votre nom]", lines=("[votre adresse]",)),
        signature="[votre nom]",
        gaps=("name", "address"),
    )
    assert ids(look(blank)) == ["gaps"]
    assert ids(look(replace(blank, gaps=()))) == ["placeholder"] * 3


def test_joiners_belong_to_scripts_that_spell_with_them(letter: Letter, look: Look) -> None:
    assert look(replace(letter, copies=("می\u200cخواهم", "\u200eAix\u200e وزارة"))) == ()
    assert ids(look(replace(letter, copies=("l’\u200cb", "Aix\u200e", "\u202eوزارة")))) == ["character"] * 3


def test_a_stray_character_is_shown_by_its_code(letter: Letter, look: Look) -> None:
    values = look(replace(letter, signature="Élise\u202e"))[0].message.values
    assert values == {"code": "U+202E", "name": "right-to-left override"}


def test_double_spaces_and_empty_paragraphs_are_remarked_on(letter: Letter, look: Look) -> None:
    own = Block(Part.OWN_WORDS, (Paragraph("Un  mot."), Paragraph("")))
    changed = tuple(own if block.part is Part.OWN_WORDS else block for block in letter.blocks)
    assert ids(look(replace(letter, blocks=changed))) == ["double-space", "empty-paragraph", "typography"]


def test_a_letter_in_another_language_than_it_claims_is_remarked_on(letter: Letter, look: Look) -> None:
    assert "language" in ids(look(replace(letter, language="en")))


def test_a_letter_longer_than_the_case_wants_is_an_error(letter: Letter, look: Look, case: Case) -> None:
    limited = replace(case, letter=LetterWishes(max_words=letter.words))
    assert look(letter, case=limited) == ()
    findings = look(letter, case=replace(case, letter=LetterWishes(max_words=letter.words - 1)))
    assert [(f.severity, f.message.id) for f in findings] == [("error", "check.too-long")]
