"""The words that rules look for, in each language they know: what they find, and what they leave alone."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from urgentaction.check import lexicon
from urgentaction.check.reading import found
from urgentaction.check.tone import outcome_in

FOUND: Mapping[str, list[tuple[str, str]]] = {
    "THREATS": [
        ("fr", "Vous le regretterez."),
        ("fr", "Vous êtes un criminel."),
        ("en", "You are a murderer."),
        ("es", "Usted es un criminal."),
        ("de", "Sie sind ein Verbrecher."),
        ("en", "Shame on you!"),
        ("en", "Act now, or else."),
        ("es", "Debería darle vergüenza."),
        ("es", "Esto lo pagarán ustedes."),
        ("es", "Exijo una respuesta."),
        ("de", "Schämen Sie sich!"),
        ("de", "Das werden Sie, sonst werden Sie es sehen."),
        ("de", "Wir wissen, wo Sie wohnen."),
        ("de", "Ich verlange eine Antwort."),
    ],
    "GUILT": [
        ("fr", "Il est totalement innocent."),
        ("en", "I am convinced of her innocence."),
        ("es", "Es inocente."),
        ("de", "Er ist unschuldig."),
    ],
    "ATTACHMENTS": [
        ("fr", "Vous trouverez un rapport en pièce jointe."),
        ("en", "Please find enclosed a report."),
        ("es", "Adjunto le envío un informe."),
        ("de", "Anbei ein Bericht."),
    ],
    "REQUESTS": [
        ("fr", "Je vous prie de le libérer."),
        ("fr", "Veuillez ouvrir une enquête."),
        ("fr", "Libérez-les immédiatement."),
        ("en", "Free them at once."),
        ("es", "Libérelos ya."),
        ("de", "Lassen Sie ihn sofort frei."),
        ("en", "I urge you to release her."),
        ("en", "Please free her."),
        ("es", "Le pido que la libere."),
        ("de", "Ich bitte Sie, sie freizulassen."),
    ],
    "REPLIES": [
        ("fr", "Je vous saurais gré de bien vouloir me faire connaître la suite donnée à cette lettre."),
        ("en", "I look forward to your reply."),
        ("es", "Espero su respuesta."),
        ("de", "Über Ihre Antwort würde ich mich freuen."),
    ],
}

LEFT: Mapping[str, list[tuple[str, str]]] = {
    "THREATS": [
        ("fr", "Que les responsables répondent de leurs actes devant un juge."),
        ("en", "I am not ashamed to write to you."),
        ("es", "Le escribo como maestra jubilada."),
        ("es", "No tengo otra pregunta; o sí, una sola."),
        ("de", "Ich schreibe Ihnen als Lehrerin und bitte um ein faires Verfahren."),
    ],
    "GUILT": [
        ("fr", "Il reste présumé innocent aux yeux de tous."),
        ("en", "The innocence of children moves me."),
        ("es", "La inocencia de los niños me conmueve."),
        ("de", "Die Unschuld der Kinder rührt mich."),
    ],
    "ATTACHMENTS": [
        ("fr", "Je joins ma voix à celles de ses proches."),
        ("en", "I am deeply attached to your country."),
        ("es", "Soy profesora adjunta."),
        ("de", "Ich hänge an Ihrem Land."),
    ],
    "REQUESTS": [
        ("fr", "Je vous prie de croire à ma sincérité."),
        ("fr", "Je vous remercie de votre attention et de ce que vous faites."),
        ("en", "May they all be free and safe."),
        ("en", "Thank you for reading this; I am pleased to write."),
        ("es", "Gracias por leer esta carta."),
        ("de", "Danke, dass Sie diesen Brief lesen."),
    ],
}


def each(table: Mapping[str, list[tuple[str, str]]]) -> list[tuple[str, str, str]]:
    return [(name, language, text) for name, rows in table.items() for language, text in rows]


@pytest.mark.parametrize(("name", "language", "text"), each(FOUND))
def test_words_are_found_in_each_language(name: str, language: str, text: str) -> None:
    assert found(getattr(lexicon, name)[language], text)


@pytest.mark.parametrize(("name", "language", "text"), each(LEFT))
def test_words_that_only_look_like_it_are_left_alone(name: str, language: str, text: str) -> None:
    assert not found(getattr(lexicon, name)[language], text)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "de le remettre en liberté"),
        ("fr", "de refuser son extradition"),
        ("en", "ensure that she is acquitted"),
        ("es", "poner en libertad a la periodista"),
        ("es", "denegar la solicitud de extradición"),
        ("de", "ihn freizusprechen"),
        ("de", "die Auslieferung abzulehnen"),
    ],
)
def test_an_outcome_is_one_in_each_language(language: str, text: str) -> None:
    assert outcome_in(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "de veiller au respect de la présomption d’innocence"),
        ("en", "ensure that the presumption of innocence is respected"),
        ("en", "everyone is presumed innocent until proven guilty"),
        ("es", "garantizar el respeto de la presunción de inocencia"),
        ("es", "garantizar un juicio público con intérprete"),
        ("de", "dafür zu sorgen, dass die Unschuldsvermutung gewahrt bleibt"),
        ("de", "eine öffentliche Verhandlung mit Dolmetscherin sicherzustellen"),
    ],
)
def test_a_guarantee_is_no_outcome(language: str, text: str) -> None:
    assert not outcome_in(text, language)


@pytest.mark.parametrize(
    "name",
    ["THREATS", "OUTCOMES", "GUILT", "ATTACHMENTS", "REQUESTS", "REPLIES", "PRESUMPTION", "ATTRIBUTION", "HEDGES"],
)
def test_every_lexicon_knows_the_four_languages(name: str) -> None:
    assert set(getattr(lexicon, name)) == {"fr", "en", "es", "de"}
