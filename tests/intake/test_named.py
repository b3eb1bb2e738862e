"""Names, holders, groups, countries and labels as documents word them: each rule on a few lines of text."""

from __future__ import annotations

import pytest

from urgentaction.intake import advice, asks, headlines, heads, labels, layouts, offices
from urgentaction.intake.found import Found, Target
from urgentaction.intake.labels import parts
from urgentaction.intake.lines import Document, Line
from urgentaction.intake.reading import plain


def document(text: str) -> Document:
    return Document(tuple(plain.lines_of(text)), "txt")


def target(text: str, language: str = "fr") -> Target:
    (found,) = offices.targets(document(text).lines, language, copy=False)
    return found


def sheet(
    *below: str, summary: str = "The miller has been held without charge in the old town since the end of April."
) -> Found:
    text = f"UA: 12/26 Index: AFR 54/009/2026 Sudan Date: 16 May 2026\n\nURGENT ACTION\n\nTHE MILLER IS HELD AGAIN\n\n{summary}\n\n"
    return layouts.found(document(text + "\n\n".join(below)), "en")


@pytest.mark.parametrize("said", ["Monsieur Yawovi Agbétra", "Madame Afi de Souza", "Maître Sékou Oumar Kolié"])
def test_a_title_and_a_name_below_an_office_are_its_holder(said: str) -> None:
    found = target(
        f"Préfet de Kpessa :\n{said}\nPréfecture de Kpessa\nBP 12, Kpessa\nTogo\nFormule d'appel : Monsieur le Préfet,"
    )
    assert found.holder is not None
    assert found.holder.value == said
    assert [value.value for value in found.postal] == ["Préfecture de Kpessa", "BP 12, Kpessa", "Togo"]
    assert [(code, value.value) for code, value in found.salutations] == [("fr", "Monsieur le Préfet,")]


@pytest.mark.parametrize(
    "said", ["Monsieur le Préfet", "Madame la Ministre", "Madame Dupont Martin,", "Monsieur Procureur Général"]
)
def test_what_addresses_an_office_or_ends_in_a_comma_is_no_holder(said: str) -> None:
    assert asks.salutes(said)


def test_a_letter_does_not_begin_with_its_addressee() -> None:
    text = (
        "LETTRE TYPE\n\nMinistre de la Justice\nMonsieur Ahmat Béral Ngaro\n1 rue du Port\nTchad\n\nMonsieur le Ministre,\n\n"
        "Je vous écris au sujet du meunier.\n\nJe vous prie de le libérer.\n\nVeuillez agréer, Monsieur, mes salutations.\n"
    )
    before, salutation, letter = asks.letter(document(text), parts(document(text).lines)[1])
    assert [line.text for line in before][:2] == ["Ministre de la Justice", "Monsieur Ahmat Béral Ngaro"]
    assert [value.value for value in salutation] == ["Monsieur le Ministre,"]
    assert len(letter) == 2


@pytest.mark.parametrize("said", ["The Hon. Corinne Tasker-Webb", "Comisionado Rolando Chicas Peña"])
def test_ranks_and_honours_before_a_name_show_a_holder(said: str) -> None:
    found = target(f"Minister for Harbours\n{said}\n1 Wattle Circuit\nCanberra ACT 2999\nAustralia", "en")
    assert found.holder is not None
    assert found.holder.value == said


def test_a_salutation_in_brackets_is_that_of_the_language_named_there() -> None:
    said = "Prosecutor\n1 Road\nEmail: p@p.example\nSalutation: Dear Prosecutor (Shona: VaMuchuchisi Mukuru)"
    found = target(said, "en")
    assert [(code, value.value) for code, value in found.salutations] == [
        ("en", "Dear Prosecutor"),
        ("sn", "VaMuchuchisi Mukuru"),
    ]


def test_brackets_that_name_no_language_give_no_salutation() -> None:
    found = target("Judge\n1 Road\nEmail: p@p.example\nSalutation: Dear Judge (Title: Justice)", "en")
    assert [value.value for _, value in found.salutations] == ["Dear Judge"]


@pytest.mark.parametrize(
    "said", ["Human rights organization", "Newspapers:", "Journaux", "Organización de derechos humanos"]
)
def test_a_line_that_says_what_kind_those_below_are_is_left_out(said: str) -> None:
    lines = [Line(said, 1), Line("Human Rights Organization of the Estuary", 2)]
    assert [line.text for line in advice.without(lines)] == ["Human Rights Organization of the Estuary"]


@pytest.mark.parametrize(
    ("said", "part"),
    [
        ("LANGUE À UTILISER DE PRÉFÉRENCE", "languages"),
        ("LANGUE(S) À UTILISER DE PRÉFÉRENCE POUR ÉCRIRE : français", "languages"),
        ("Hommes/femmes : hommes", "gender"),
        ("NAME, GENDER", "name"),
        ("Pensez à envoyer une copie à la représentation diplomatique des Maldives", "diplomatic"),
    ],
)
def test_labels_as_they_are_worded_too(said: str, part: str) -> None:
    found = labels.match(Line(said, 1))
    assert found is not None
    assert found[0].part == part


def test_a_label_for_copies_that_runs_on_to_diplomats_is_theirs() -> None:
    text = "ENVÍEN TAMBIÉN COPIAS A\nLA REPRESENTACIÓN\nDIPLOMÁTICA ACREDITADA\nEN SU PAÍS\n\nENVÍEN TAMBIÉN COPIAS A\nLA LIGA DEL FARO\n"
    made = parts(document(text).lines)[1]
    assert [(part.name, [line.text for line in part.lines]) for part in made] == [
        ("diplomatic", []),
        ("copies", ["LA LIGA DEL FARO"]),
    ]


def test_a_gender_behind_a_name_and_a_comma_is_the_persons() -> None:
    found = sheet("NAME, GENDER", "Rudo Chigwanda, f")
    assert [(one.name.value, one.gender) for one in found.people] == [("Rudo Chigwanda", "f")]


def test_how_many_a_family_is_belongs_to_its_name() -> None:
    found = sheet("Name: Dunia Zelaya Murillo (f) and her family, of five, Juan Paz (m)")
    assert [one.name.value for one in found.people] == ["Dunia Zelaya Murillo", "her family, of five", "Juan Paz"]


def test_two_whole_names_joined_by_y_are_two_people() -> None:
    told = (
        "Yamile Arboleda Sinisterra y Édinson Grueso Caicedo, locutores, recibieron amenazas en la emisora del Cauchal."
    )
    found = sheet(summary=f"{told} Arboleda Sinisterra sigue en su casa. Grueso Caicedo también.")
    assert [one.name.value for one in found.people][:2] == ["Yamile Arboleda Sinisterra", "Édinson Grueso Caicedo"]


def test_a_group_that_begins_a_sentence_with_somebody_is_named() -> None:
    told = (
        "Bakyt Toktorov, a blind singer, and twenty of his neighbours are to be evicted. Toktorov has lived there long."
    )
    assert [one.name.value for one in sheet(summary=told).people] == ["Bakyt Toktorov", "twenty of his neighbours"]


def test_a_group_that_somebody_only_meets_is_not() -> None:
    told = "Bakyt Toktorov is held. Guards beat Bakyt Toktorov and twenty of his neighbours saw how he was taken away then."
    assert [one.name.value for one in sheet(summary=told).people] == ["Bakyt Toktorov"]


def test_a_family_of_so_many_is_a_group() -> None:
    found = sheet(summary="A family of five, among them a baby, has been held since January in a camp off the coast.")
    assert [(one.name.value, one.unnamed) for one in found.people] == [("family of five", True)]


def test_the_last_word_of_a_groups_name_on_the_next_line_of_the_head_is_part_of_it() -> None:
    text = (
        "UA 88/08 Fear for safety\n\nEL SALVADOR Ovidio Melgar Tobar (m), fisherman\nDelmy Arely Cañas (f)\n"
        "and other members of the neighbours’ committee of Puerto\nAlmendro\n\nAPPEALS TO:\n"
    )
    names = [one.name.value for one in layouts.found(document(text)).people]
    assert names[-1] == "other members of the neighbours’ committee of Puerto Almendro"


def test_the_concern_behind_a_bracket_over_two_lines_is_the_title() -> None:
    text = "Informations complémentaires sur l'AU 311/05 (AFR 57/014/2005,\n2 décembre 2005) Détention au secret / Craintes\n"
    title, _ = headlines.headline(document(text), document(text).lines, ())
    assert title is not None
    assert title.value == "Détention au secret / Craintes"


def test_a_country_alone_beside_a_day_goes_before_that_in_a_senders_name() -> None:
    lines = document("Lantern USA\n\nURGENT ACTION\n\nApril 7, 2019 | Australia\n\nUA 53.19 Issued: 4/7/2019\n").lines
    country = heads.country(document(""), None, lines)
    assert country is not None
    assert country.value == "AU"


def test_the_country_behind_the_number_goes_before_one_alone_above() -> None:
    lines = document("Lantern Network\nCanada\n\nUA 12/26 Index: AMR 22/009/2026 Chile\n").lines
    country = heads.country(document(""), None, lines)
    assert country is not None
    assert country.value == "CL"


def test_the_country_of_news_may_stand_in_its_first_long_paragraph() -> None:
    text = (
        "Villagers held after a protest\n\nBy our correspondent\n\n30 March 2022\n\nAt least eleven villagers have been held without charge for "
        "a week after a protest against sand dredging in Mabuyu, on the southern coast of Tanzania, their lawyer said.\n\nKenya is near.\n"
    )
    country = layouts.found(document(text)).country
    assert country is not None
    assert country.value == "TZ"


def test_where_to_report_in_french_as_people_say_it() -> None:
    found = sheet("Vous avez écrit ? Dites-le-nous : actions@veille.example")
    assert found.report is not None
    assert found.report.value == "actions@veille.example"
