"""Agreement, pronouns and possessives."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from urgentaction.errors import UserError, words
from urgentaction.grammar import TONGUES, agree, possessive, pronouns
from urgentaction.model.case import Gender, Number

M, F, X = Gender.M, Gender.F, Gender.X
ONE, MANY = Number.ONE, Number.MANY


@pytest.mark.parametrize(
    ("pattern", "m", "f", "ms", "fs"),
    [
        ("arrêté(e)", "arrêté", "arrêtée", "arrêtés", "arrêtées"),
        ("arrêté(e)(s)", "arrêté", "arrêtée", "arrêtés", "arrêtées"),
        ("directeur(trice)", "directeur", "directrice", "directeurs", "directrices"),
        ("acteur(rice)", "acteur", "actrice", "acteurs", "actrices"),
        ("vendeur(euse)", "vendeur", "vendeuse", "vendeurs", "vendeuses"),
        ("actif(ve)", "actif", "active", "actifs", "actives"),
        ("fugitif(ive)", "fugitif", "fugitive", "fugitifs", "fugitives"),
        ("heureux(se)", "heureux", "heureuse", "heureux", "heureuses"),
        ("premier(ère)", "premier", "première", "premiers", "premières"),
        ("citoyen(ne)", "citoyen", "citoyenne", "citoyens", "citoyennes"),
        ("public(que)", "public", "publique", "publics", "publiques"),
        ("officiel(le)", "officiel", "officielle", "officiels", "officielles"),
        ("général(e)", "général", "générale", "généraux", "générales"),
        ("natal(e)", "natal", "natale", "natals", "natales"),
        ("français(e)", "français", "française", "français", "françaises"),
        ("beau|belle", "beau", "belle", "beaux", "belles"),
        ("grec|grecque", "grec", "grecque", "grecs", "grecques"),
        ("le roi|la reine||les rois|les reines", "le roi", "la reine", "les rois", "les reines"),
        ("lui||leur", "lui", "lui", "leur", "leur"),
        ("est||sont", "est", "est", "sont", "sont"),
        ("journaliste(s)", "journaliste", "journaliste", "journalistes", "journalistes"),
        ("doive(nt)", "doive", "doive", "doivent", "doivent"),
        (
            "visé(e) et arrêté(e) ici",
            "visé et arrêté ici",
            "visée et arrêtée ici",
            "visés et arrêtés ici",
            "visées et arrêtées ici",
        ),
        ("sans marque", "sans marque", "sans marque", "sans marque", "sans marque"),
    ],
)
def test_a_word_agrees_with_whom_it_is_said_of(pattern: str, m: str, f: str, ms: str, fs: str) -> None:
    assert [agree(pattern, g, n) for n in (ONE, MANY) for g in (M, F)] == [m, f, ms, fs]


def test_for_somebody_of_unknown_gender_both_forms_are_written_out() -> None:
    assert agree("arrêté(e)", X, ONE) == "arrêté(e)"
    assert agree("beau|belle", X, ONE) == "beau ou belle"
    assert agree("il|elle", X, ONE) == "il ou elle"
    assert agree("lui||leur", X, ONE) == "lui"


def test_for_several_of_unknown_gender_the_masculine_plural_stands() -> None:
    assert agree("arrêté(e)", X, MANY) == "arrêtés"
    assert agree("beau|belle", X, MANY) == "beaux"


def test_letters_of_the_case_file_are_accepted_as_they_are() -> None:
    assert agree("arrêté(e)", "f", "many") == "arrêtées"


@pytest.mark.parametrize(
    ("pattern", "gender", "number", "entry"),
    [
        ("a|b|c", "m", "one", "grammar.forms"),
        ("a|b||c|d|e", "m", "many", "grammar.forms"),
        ("un ami|une amie", "m", "many", "grammar.forms"),
        ("a|", "m", "one", "grammar.forms"),
        ("arrêté(e)", "homme", "one", "grammar.no-gender"),
        ("arrêté(e)", "m", "two", "grammar.no-number"),
    ],
)
def test_a_pattern_that_has_no_such_form_is_refused_in_words(
    pattern: str, gender: str, number: str, entry: str
) -> None:
    with pytest.raises(UserError) as refused:
        agree(pattern, gender, number)
    assert refused.value.message.id == entry
    assert words(refused.value.message, "fr").hint


@given(
    stem=st.from_regex(r"[a-zé]{2,12}é", fullmatch=True), gender=st.sampled_from(Gender), number=st.sampled_from(Number)
)
def test_a_regular_participle_always_begins_with_its_stem(stem: str, gender: Gender, number: Number) -> None:
    assert agree(f"{stem}(e)", gender, number).startswith(stem)


def test_english_pronouns() -> None:
    he, she, they = (pronouns(g, ONE, "en") for g in (M, F, X))
    assert (he.subject, he.object, he.possessive, he.plural) == ("he", "him", "his", False)
    assert (she.subject, she.object, she.possessive, she.plural) == ("she", "her", "her", False)
    assert (they.subject, they.object, they.possessive, they.plural) == ("they", "them", "their", True)
    assert pronouns(F, MANY, "en") == they


def test_french_pronouns() -> None:
    assert pronouns(M, ONE, "fr").subject == "il"
    assert pronouns(F, ONE, "fr").strong == "elle"
    assert pronouns(X, ONE, "fr").subject == "il ou elle"
    assert pronouns(F, MANY, "fr").subject == "elles"
    assert pronouns(X, MANY, "fr").strong == "eux"
    assert pronouns(M, MANY, "fr").indirect == "leur"


@pytest.mark.parametrize(
    ("pattern", "m", "f", "ms", "fs"),
    [
        ("detenido(a)", "detenido", "detenida", "detenidos", "detenidas"),
        ("detenido(a)(s)", "detenido", "detenida", "detenidos", "detenidas"),
        ("director(a)", "director", "directora", "directores", "directoras"),
        ("actor(triz)", "actor", "actriz", "actores", "actrices"),
        ("presidente(a)", "presidente", "presidenta", "presidentes", "presidentas"),
        ("alemán(a)", "alemán", "alemana", "alemanes", "alemanas"),
        ("francés(a)", "francés", "francesa", "franceses", "francesas"),
        ("campeón(a)", "campeón", "campeona", "campeones", "campeonas"),
        ("juez|jueza", "juez", "jueza", "jueces", "juezas"),
        ("rehén|rehén", "rehén", "rehén", "rehenes", "rehenes"),
        ("inglés|inglesa", "inglés", "inglesa", "ingleses", "inglesas"),
        ("periodista(s)", "periodista", "periodista", "periodistas", "periodistas"),
        ("mujer(es)", "mujer", "mujer", "mujeres", "mujeres"),
        ("sea(n)", "sea", "sea", "sean", "sean"),
        ("ha||han", "ha", "ha", "han", "han"),
        (
            "acusado(a) y detenido(a)",
            "acusado y detenido",
            "acusada y detenida",
            "acusados y detenidos",
            "acusadas y detenidas",
        ),
    ],
)
def test_a_spanish_word_agrees_with_whom_it_is_said_of(pattern: str, m: str, f: str, ms: str, fs: str) -> None:
    assert [agree(pattern, g, n, "es") for n in (ONE, MANY) for g in (M, F)] == [m, f, ms, fs]


@pytest.mark.parametrize(
    ("pattern", "m", "f", "ms", "fs"),
    [
        (
            "Journalist|Journalistin||Journalisten|Journalistinnen",
            "Journalist",
            "Journalistin",
            "Journalisten",
            "Journalistinnen",
        ),
        (
            "der Häftling|die Inhaftierte||die Inhaftierten",
            "der Häftling",
            "die Inhaftierte",
            "die Inhaftierten",
            "die Inhaftierten",
        ),
        ("seine|ihre||ihre", "seine", "ihre", "ihre", "ihre"),
        ("werde(n)", "werde", "werde", "werden", "werden"),
        ("sei(en)", "sei", "sei", "seien", "seien"),
        ("ist||sind", "ist", "ist", "sind", "sind"),
    ],
)
def test_a_german_word_agrees_with_whom_it_is_said_of(pattern: str, m: str, f: str, ms: str, fs: str) -> None:
    assert [agree(pattern, g, n, "de") for n in (ONE, MANY) for g in (M, F)] == [m, f, ms, fs]


def test_a_german_feminine_is_known_and_a_german_masculine_plural_is_asked_for() -> None:
    assert [agree("Journalist(in)", g, ONE, "de") for g in (M, F, X)] == [
        "Journalist",
        "Journalistin",
        "Journalist(in)",
    ]
    assert agree("Journalist(in)", F, MANY, "de") == "Journalistinnen"
    with pytest.raises(UserError) as refused:
        agree("Journalist(in)", M, MANY, "de")
    assert refused.value.message.id == "grammar.forms"


def test_each_language_has_its_own_or() -> None:
    assert agree("él|ella", X, ONE, "es") == "él o ella"
    assert agree("seine|ihre||ihre", X, ONE, "de") == "seine oder ihre"
    assert agree("detenido(a)", X, ONE, "es") == "detenido(a)"


def test_spanish_pronouns() -> None:
    he, she, either = (pronouns(g, ONE, "es") for g in (M, F, X))
    assert (he.subject, he.object, he.indirect, he.strong, he.possessive) == ("él", "lo", "le", "él", "su")
    assert (she.subject, she.object, she.strong) == ("ella", "la", "ella")
    assert (either.subject, either.object, either.plural) == ("él o ella", "lo o la", False)
    assert (pronouns(F, MANY, "es").subject, pronouns(X, MANY, "es").subject) == ("ellas", "ellos")
    assert pronouns(M, MANY, "es").indirect == "les"


def test_german_pronouns() -> None:
    he, she, either = (pronouns(g, ONE, "de") for g in (M, F, X))
    assert (he.subject, he.object, he.indirect, he.possessive, he.plural) == ("er", "ihn", "ihm", "sein", False)
    assert (she.subject, she.object, she.indirect, she.possessive) == ("sie", "sie", "ihr", "ihr")
    assert (either.subject, either.indirect) == ("er oder sie", "ihm oder ihr")
    assert (pronouns(F, MANY, "de").indirect, pronouns(F, MANY, "de").plural) == ("ihnen", True)


@given(
    gender=st.sampled_from(Gender),
    number=st.sampled_from(Number),
    language=st.sampled_from(sorted(TONGUES)),
    stem=st.from_regex(r"[a-záéíóúñüöäß]{1,12}", fullmatch=True),
)
def test_pronouns_and_agreement_have_a_form_for_everybody(
    gender: Gender, number: Number, language: str, stem: str
) -> None:
    they = pronouns(gender, number, language)
    assert all((they.subject, they.object, they.indirect, they.strong, they.possessive))
    assert they.plural or number is ONE
    patterns = [f"{stem}|{stem}a||{stem}s|{stem}as", f"{stem}(n)", f"{stem}||{stem}n"]
    for pattern in patterns if language == "de" else [*patterns, f"{stem}o(a)"]:
        form = agree(pattern, gender, number, language)
        assert form.startswith(stem)
        assert not set(form) & set("|{}[]")


def test_a_language_without_a_table_of_pronouns_is_refused_in_words() -> None:
    with pytest.raises(UserError) as refused:
        pronouns(M, ONE, "it")
    assert refused.value.message.id == "grammar.no-pronouns"


@pytest.mark.parametrize(
    ("noun", "gender", "number", "owners", "wanted"),
    [
        ("famille", "f", "one", "one", "sa famille"),
        ("épouse", "f", "one", "one", "son épouse"),
        ("histoire", "f", "one", "one", "son histoire"),
        ("avocat", "m", "one", "one", "son avocat"),
        ("droits", "m", "many", "one", "ses droits"),
        ("famille", "f", "one", "many", "leur famille"),
        ("droits", "m", "many", "many", "leurs droits"),
    ],
)
def test_a_french_possessive_agrees_with_what_is_possessed(
    noun: str, gender: str, number: str, owners: str, wanted: str
) -> None:
    assert possessive(noun, gender, number=number, owners=owners) == wanted
