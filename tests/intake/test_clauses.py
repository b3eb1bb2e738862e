"""Demands as documents print them, as the clauses of a letter."""

import pytest

from urgentaction.grammar import is_infinitive
from urgentaction.intake import layouts
from urgentaction.intake.clauses import printed
from urgentaction.intake.lines import Document
from urgentaction.intake.reading import plain


@pytest.mark.parametrize(
    ("said", "language", "clause"),
    [
        ("them to be given immediate access to lawyers", "en", "ensure that they are given immediate access to lawyers"),
        ("asking that both detainees be allowed to write", "en", "ensure that both detainees are allowed to write"),
        ("they be charged or released", "en", "ensure that they are charged or released"),
        ("she have access to her lawyer", "en", "ensure that she has access to her lawyer"),
        ("Asking for the soldiers to be withdrawn", "en", "ensure that the soldiers are withdrawn"),
        ("Asking that the charge of insulting an official be dropped", "en", "ensure that the charge of insulting an official is dropped"),
        ("Ana Bell be given her medicine and be seen at once", "en", "ensure that Ana Bell is given her medicine and is seen at once"),
        ("Ana Bell and Ivo be released", "en", "ensure that Ana Bell and Ivo are released"),
        ("asking for assurances that they are safe", "en", "give assurances that they are safe"),
        ("asking why no officer answered", "en", "explain why no officer answered"),
        ("Ana Bell Foundation", "en", "Ana Bell Foundation"),
        ("not to return Ana to any place of danger", "en", "not return Ana to any place of danger"),
        ("their release unless they are to be charged", "en", "ensure their release unless they are to be charged"),
        ("allow those held to be released", "en", "allow those held to be released"),
        ("ouvrir une enquête et à en rendre les conclusions publiques", "fr", "d'ouvrir une enquête et d'en rendre les conclusions publiques"),
        ("lever la suspension et à renoncer à toute sanction", "fr", "de lever la suspension et de renoncer à toute sanction"),
        ("écrire à Ana et à Rosa", "fr", "d'écrire à Ana et à Rosa"),
        ("demandez qu'elle soit libérée", "fr", "de veiller à ce qu'elle soit libérée"),
        ("leur fournir une protection", "fr", "de leur fournir une protection"),
        ("le faire libérer", "fr", "de le faire libérer"),
        ("le dossier d'Ana", "fr", "de garantir le dossier d'Ana"),
        ("en exhortant les autorités à révéler où elle est", "fr", "de révéler où elle est"),
        ("se investigue el ataque, y a que los responsables comparezcan", "es", "velar por que se investigue el ataque, y por que los responsables comparezcan"),
        ("abrir una investigación y a que se publique", "es", "abrir una investigación y velar por que se publique"),
        ("los 12 manifestantes comparezcan ante un juez", "es", "velar por que los 12 manifestantes comparezcan ante un juez"),
        ("las medidas que protejan a Ana", "es", "garantizar las medidas que protejan a Ana"),
        ("garantice que Ana recibe atención y que puede hablar", "es", "garantizar que Ana recibe atención y que puede hablar"),
        ("le proporcione protección", "es", "proporcionarle protección"),
        ("restablezca la protección", "es", "restablecer la protección"),
    ],
)  # fmt: skip
def test_a_demand_goes_on_from_its_lead(said: str, language: str, clause: str) -> None:
    assert printed(said, language, ["Ana Bell"]) == clause


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("The authorities must not hand her over", "en"),
        ("Le collectif appelle les autorités à faire analyser les fûts", "fr"),
        ("Dans cette attente, son passeport doit lui être rendu", "fr"),
        ("La fiscalía debería interrogar a los guardias", "es"),
        ("retire la denuncia y que se abstenga de presentar otras", "es"),
    ],
)
def test_what_no_clause_can_safely_be_made_of_is_left_and_asked_about(said: str, language: str) -> None:
    assert printed(said, language) == said
    assert not is_infinitive(said, language)


def test_what_is_asked_not_to_be_done_keeps_its_not() -> None:
    text = (
        "UA: 20/20 Index: ASA 17/1817/2020 China    Date: 18 February 2020\n\nURGENT ACTION\nA TEACHER IS HELD FOR A SONG\n\n"
        "Please write immediately in English or your own language:\n"
        "- Urging the authorities not to return Ana Bell to any place where she would be at risk;\n"
        "- Calling for them to be given access to lawyers.\n\n"
        "PLEASE SEND APPEALS BEFORE 7 MARCH 2020 TO:\nGovernor of Oma\n"
    )
    found = layouts.found(Document(tuple(plain.lines_of(text)), "txt"))
    assert [one.value for one in found.demands] == [
        "not to return Ana Bell to any place where she would be at risk",
        "them to be given access to lawyers",
    ]
