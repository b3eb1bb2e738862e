"""Two words that become one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from urgentaction.grammar import contract


@pytest.mark.parametrize(
    ("word", "following", "wanted"),
    [
        ("de", "el fiscal general", "del fiscal general"),
        ("a", "el ministro", "al ministro"),
        ("A", "el ministro", "Al ministro"),
        ("a favor de", "el Sr. Díaz", "a favor del Sr. Díaz"),
        ("de", "la Sra. Haddad", "de la Sra. Haddad"),
        ("de", "los detenidos", "de los detenidos"),
        ("de", "El Salvador", "de El Salvador"),
        ("de", "él", "de él"),
        ("y", "Inés", "e Inés"),
        ("y", "hijos", "e hijos"),
        ("y", "hielo", "y hielo"),
        ("y", "Yolanda", "y Yolanda"),
        ("y", "iones", "y iones"),
        ("o", "otros", "u otros"),
        ("o", "hombres", "u hombres"),
        ("o", "mujeres", "o mujeres"),
        ("o", "8 días", "u 8 días"),
        ("o", "1100 personas", "o 1100 personas"),
        ("de", "", "de"),
    ],
)
def test_spanish_joins_two_words(word: str, following: str, wanted: str) -> None:
    assert contract(word, following, "es") == wanted


@pytest.mark.parametrize(
    ("word", "following", "wanted"),
    [
        ("zu", "dem Minister", "zum Minister"),
        ("zu", "der Ministerin", "zur Ministerin"),
        ("Zu", "dem Verfahren", "Zum Verfahren"),
        ("in", "dem Gefängnis", "im Gefängnis"),
        ("in", "das Gefängnis", "ins Gefängnis"),
        ("an", "dem Tag", "am Tag"),
        ("bei", "dem Gericht", "beim Gericht"),
        ("mit Ausnahme von", "dem Gericht", "mit Ausnahme vom Gericht"),
        ("von", "den Gefangenen", "von den Gefangenen"),
        ("von", "Herrn Haddad", "von Herrn Haddad"),
        ("in", "der Haft", "in der Haft"),
    ],
)
def test_german_joins_two_words(word: str, following: str, wanted: str) -> None:
    assert contract(word, following, "de") == wanted


def test_french_elides_and_other_languages_only_put_a_space() -> None:
    assert contract("de", "Alma", "fr") == "d’Alma"
    assert contract("de", "le ministre", "fr") == "du ministre"
    assert contract("of", "the Minister", "en") == "of the Minister"


@given(
    word=st.sampled_from(["de", "a", "y", "o", "zu", "in", "von", "Zu"]),
    following=st.text(min_size=1, max_size=20),
    language=st.sampled_from(["es", "de", "it"]),
)
def test_what_follows_keeps_all_but_its_article(word: str, following: str, language: str) -> None:
    article, _, rest = following.partition(" ")
    kept = rest if article in {"el", "das", "dem", "der"} else following
    assert contract(word, following, language).endswith(kept)
