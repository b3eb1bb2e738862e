"""French elision and contraction."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from urgentaction.grammar import elide, vowel_sound


@pytest.mark.parametrize(
    ("word", "following", "wanted"),
    [
        ("de", "Mukhtar Ablyazov", "de Mukhtar Ablyazov"),
        ("de", "M. Ablyazov", "de M. Ablyazov"),
        ("de", "Alma Shalabaeva", "d’Alma Shalabaeva"),
        ("de", "Élise", "d’Élise"),
        ("de", "Hassan", "de Hassan"),
        ("de", "Hélène", "de Hélène"),
        ("de", "honneur", "d’honneur"),
        ("de", "Yves", "d’Yves"),
        ("de", "Yalta", "de Yalta"),
        ("de", "Iouri", "de Iouri"),
        ("de", "Ingrid", "d’Ingrid"),
        ("de", "onze", "de onze"),
        ("de", "œuvres", "d’œuvres"),
        ("de", "« Amnesty »", "d’« Amnesty »"),
        ("que", "il", "qu’il"),
        ("afin que", "elle", "afin qu’elle"),
        ("lorsque", "on", "lorsqu’on"),
        ("à la demande de", "Amnesty International", "à la demande d’Amnesty International"),
        ("le", "homme", "l’homme"),
        ("le", "héros", "le héros"),
        ("le", "heurt", "le heurt"),
        ("la", "hiérarchie", "la hiérarchie"),
        ("la", "heure", "l’heure"),
        ("le", "oui", "le oui"),
        ("la", "Ukraine", "l’Ukraine"),
        ("le ou la", "extrader", "l’extrader"),
        ("le ou la", "remettre", "le ou la remettre"),
        ("si", "il", "s’il"),
        ("si", "elle", "si elle"),
        ("de", "le procureur général", "du procureur général"),
        ("de", "les États-Unis", "des États-Unis"),
        ("à", "le Kazakhstan", "au Kazakhstan"),
        ("à", "les ministres", "aux ministres"),
        ("à", "la ministre", "à la ministre"),
        ("de", "l’Ukraine", "de l’Ukraine"),
        ("de", "Le Mans", "de Le Mans"),
        ("De", "Alma", "D’Alma"),
        ("De", "le ministre", "Du ministre"),
        ("À", "le ministre", "Au ministre"),
        ("pour", "elle", "pour elle"),
        ("de", "1996", "de 1996"),
        ("de", "", "de"),
    ],
)
def test_a_word_is_put_before_another(word: str, following: str, wanted: str) -> None:
    assert elide(word, following) == wanted


def test_a_name_in_h_is_elided_where_the_case_says_so() -> None:
    assert elide("de", "Hélène", force=True) == "d’Hélène"
    assert vowel_sound("Hélène", force=True)
    assert not vowel_sound("Hélène")


@pytest.mark.parametrize(
    "aspirated", ["Haut-Commissariat", "haine", "handicap", "harcèlement", "Hongrie", "huit", "hors"]
)
def test_an_aspirated_h_keeps_the_full_form(aspirated: str) -> None:
    assert elide("le", aspirated) == f"le {aspirated}"


@pytest.mark.parametrize(
    "mute", ["habitant", "histoire", "hôpital", "hôtel", "héritage", "humanité", "huissier", "héroïne"]
)
def test_a_mute_h_is_elided(mute: str) -> None:
    assert elide("le", mute) == f"l’{mute}"


@given(word=st.sampled_from(["de", "que", "le", "à", "si", "pour"]), following=st.text(min_size=1, max_size=20))
def test_what_follows_is_never_changed_but_for_its_article(word: str, following: str) -> None:
    kept = following.partition(" ")[2] if following.startswith(("le ", "les ")) else following
    assert elide(word, following).endswith(kept)
