"""Lines break at ordinary spaces, and nowhere else."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from urgentaction.documents.wrap import columns, wrap

TEXT = st.text(st.sampled_from("aé’–\u00a0\u202f   漢e\u0301-"), max_size=200)


def test_a_no_break_space_never_breaks() -> None:
    text = "visant Mme\u00a0Haddad\u202f; « pour\u00a0»"
    assert wrap(text, 12) == ["visant", "Mme\u00a0Haddad\u202f;", "« pour\u00a0»"]


def test_a_list_item_hangs() -> None:
    assert wrap("un deux trois quatre", 11, first="– ", rest="  ") == ["– un deux", "  trois", "  quatre"]


def test_a_word_longer_than_the_line_stands_alone() -> None:
    assert wrap("un https://example.org/long deux", 10) == ["un", "https://example.org/long", "deux"]


def test_wide_characters_take_two_columns_and_combining_marks_none() -> None:
    assert columns("漢字") == 4
    assert columns("e\u0301\u200d") == 1
    assert wrap("漢字 漢字", 8) == ["漢字", "漢字"]


@given(text=TEXT, width=st.integers(min_value=1, max_value=80))
def test_nothing_is_lost_and_every_break_was_a_space(text: str, width: int) -> None:
    assert " ".join(wrap(text, width)) == text


@given(text=TEXT, width=st.integers(min_value=4, max_value=80))
def test_no_line_is_wider_than_asked_unless_it_is_one_word(text: str, width: int) -> None:
    for line in wrap(text, width, first="– ", rest="  "):
        assert columns(line) <= width or " " not in line[2:]


@given(text=TEXT, width=st.integers(min_value=1, max_value=80))
def test_every_line_takes_as_many_words_as_it_can(text: str, width: int) -> None:
    lines = wrap(text, width)
    for line, after in pairwise(lines):
        assert columns(f"{line} {after.split(' ')[0]}") > width
