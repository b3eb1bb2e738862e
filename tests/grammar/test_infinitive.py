"""Demands in the form that letters take."""

import pytest

from urgentaction.grammar import is_infinitive


@pytest.mark.parametrize(
    ("language", "clause"),
    [
        ("fr", "de veiller à ce qu’elle ne soit pas extradée"),
        ("fr", "d’examiner sa situation"),
        ("es", "garantizar que la Sra. Haddad no sea extraditada"),
        ("es", "no extraditar a ninguna de estas personas"),
        ("es", "permitirle ver a sus abogados"),
        ("es", "devolvérselo"),
        ("es", "oír a sus abogados"),
        ("es", "comunicarles por escrito los motivos"),
        ("es", "abstenerse de toda represalia"),
        ("es", "públicamente retirar la acusación"),
        ("de", "sicherzustellen, dass sie in kein Land ausgeliefert wird"),
        ("de", "dafür zu sorgen, dass der Antrag geprüft wird"),
        ("de", "ihr zu ermöglichen, ihre Familie zu sehen"),
        ("de", "eine unparteiische Untersuchung einzuleiten"),
        ("de", "die Todesurteile umzuwandeln"),
        ("de", "keinen von ihnen hinrichten zu lassen"),
        ("de", "die Hinrichtung unverzüglich auszusetzen"),
        ("en", "ensure that she can see her lawyers"),
        ("en", "bring those responsible to justice"),
        ("en", "immediately release her"),
        ("en", "not return her to danger"),
        ("fr", "de ne pas les expulser"),
        ("fr", "d’en rendre compte publiquement"),
        ("fr", "de faire immédiatement le nécessaire"),
        ("en", "immediately release Odette Vanderlinden"),
        ("en", "do what is in your power to have her released"),
        ("en", "ensure Leila Haddad is freed"),
        ("en", "proceed with the appeal"),
        ("fr", "de ne pas le renvoyer vers ce pays"),
        ("fr", "de la lui rendre"),
        ("fr", "d’ouvrir sans délai une enquête"),
        ("fr", "de tout mettre en œuvre pour la retrouver"),
        ("it", "che sia liberata"),
    ],
)
def test_a_demand_in_the_infinitive_is_known(language: str, clause: str) -> None:
    assert is_infinitive(clause, language)


@pytest.mark.parametrize(
    ("language", "clause"),
    [
        ("fr", "que vous veilliez à ses droits"),
        ("fr", "veiller à ses droits"),
        ("fr", "d’il soit libéré"),
        ("fr", "d’en exhortant les autorités à la libérer"),
        ("fr", "de la libération de ces personnes"),
        ("en", "asking for assurances"),
        ("en", "the release of Sarita Bell"),
        ("en", "they be charged or released"),
        ("en", "that she is released"),
        ("en", "to release her"),
        ("en", "Sarita Bell be given her medicine"),
        ("fr", "d’il n’aurait pas vu d’avocat"),
        ("fr", "de rapporté"),
        ("fr", "de Mme Haddad"),
        ("fr", "d’elle soit libérée"),
        ("en", "he has not seen a lawyer"),
        ("en", "the release of the prisoners"),
        ("en", "that she is freed"),
        ("en", "releasing her at once"),
        ("en", "reported by the Centre"),
        ("en", "leila is in prison"),
        ("en", "leila Haddad should be freed"),
        ("es", "que garantice sus derechos"),
        ("es", "garantice sus derechos"),
        ("es", "la liberación de los detenidos"),
        ("es", "por favor, garantice"),
        ("de", "dass Sie ihre Rechte schützen"),
        ("de", "ihre Rechte schützen"),
        ("de", "die Freilassung aller Gefangenen"),
    ],
)
def test_a_demand_in_another_form_is_seen(language: str, clause: str) -> None:
    assert not is_infinitive(clause, language)
