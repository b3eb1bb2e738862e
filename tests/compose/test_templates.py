"""The sandbox: a template can say what a letter needs, and nothing else; what is wrong is told with its line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from urgentaction import errors
from urgentaction.compose import templates
from urgentaction.model.letter import Paragraph
from urgentaction.model.template import Template


def blocks(text: str, **others: str) -> templates.Blocks:
    files = {"k/en.j2": Template("k/en.j2", text, "letters/k/en.j2")}
    files |= {
        f"{name}/en.j2": Template(f"{name}/en.j2", other, f"letters/{name}/en.j2") for name, other in others.items()
    }
    return templates.load("k/en.j2", files, {})


def refused(text: str, block: str = "b") -> errors.Message:
    with pytest.raises(errors.UserError) as wrong:
        blocks(text).text(block, {"word": "x", "n": 3})
    return wrong.value.message


def test_a_blank_line_ends_a_paragraph() -> None:
    found = blocks("{% block b %}\none\ntwo\n\n  three  {% endblock %}").paragraphs("b", {})
    assert found == (Paragraph("one two"), Paragraph("three"))


def test_lines_with_dashes_are_a_list_also_right_below_their_lead() -> None:
    found = blocks("{% block b %}I ask:\n- one\n- two\n\nThanks{% endblock %}").paragraphs("b", {})
    assert found == (Paragraph("I ask:"), Paragraph(items=("one", "two")), Paragraph("Thanks"))


def test_no_break_spaces_stay() -> None:
    assert templates.paragraphs("a\xa0b  c\u202fd") == (Paragraph("a\xa0b c\u202fd"),)


def test_a_kind_overrides_a_block_and_may_call_its_parent() -> None:
    found = blocks(
        '{% extends "base/en.j2" %}{% block b %}{{ super() }}!{% endblock %}', base="{% block b %}hi{% endblock %}"
    )
    assert found.text("b", {}) == "hi!"


def test_a_block_of_the_base_is_there() -> None:
    assert blocks('{% extends "base/en.j2" %}', base="{% block b %}hi{% endblock %}").text("b", {}) == "hi"


def test_a_name_that_is_not_there_is_told_with_its_line() -> None:
    wrong = refused("{% block b %}\nfine\n{{ signr.about }}{% endblock %}")
    assert wrong.id == "compose.undefined"
    assert (wrong.values["path"], wrong.values["line"]) == ("letters/k/en.j2", 3)


def test_a_name_missing_in_the_base_is_told_with_the_base_as_its_file() -> None:
    found = blocks('{% extends "base/en.j2" %}', base="\n\n{% block b %}{{ nobody }}{% endblock %}")
    with pytest.raises(errors.UserError) as wrong:
        found.text("b", {})
    assert (wrong.value.message.values["path"], wrong.value.message.values["line"]) == ("letters/base/en.j2", 3)


def test_a_syntax_error_is_told_with_its_line() -> None:
    with pytest.raises(errors.UserError) as wrong:
        blocks("{% block b %}\n\n{% if %}{% endblock %}")
    assert wrong.value.message.id == "compose.syntax"
    assert wrong.value.message.values["line"] == 3


def test_a_block_that_is_not_there_is_named() -> None:
    assert refused("{% block b %}{% endblock %}", block="demands").id == "compose.no-block"


def test_a_template_that_is_not_there_is_named() -> None:
    with pytest.raises(errors.UserError) as wrong:
        blocks('{% extends "gone/en.j2" %}')
    assert wrong.value.message.id == "compose.no-template"


def test_templates_that_extend_each_other_are_refused() -> None:
    with pytest.raises(errors.UserError) as wrong:
        blocks('{% extends "other/en.j2" %}', other='{% extends "k/en.j2" %}')
    assert wrong.value.message.id == "compose.chain-too-long"


@pytest.mark.parametrize(
    "attack",
    [
        "{{ 'a' * 1000000000 }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ '%1000000000d' % 1 }}",
        "{{ word.ljust(1000000000) }}",
        "{{ '{:>1000000000}'.format(1) }}",
        "{{ word.__class__ }}",
        "{{ word | attr('__class__') }}",
        "{{ range(1000000000) }}",
        "{{ lipsum.__globals__ }}",
        "{{ cycler.__init__ }}",
        "{% for a in 'ab' %}{% for b in 'ab' %}{% for c in 'ab' %}x{% endfor %}{% endfor %}{% endfor %}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% include '/etc/passwd' %}",
        "{% import 'x' as y %}",
        "{{ word | center(1000000000) }}",
        "{{ self.b() }}",
    ],
)
def test_what_a_letter_does_not_need_is_refused_at_once(attack: str) -> None:
    assert refused(f"{{% block b %}}{attack}{{% endblock %}}").id.startswith("compose.")


def test_a_block_that_never_ends_is_cut() -> None:
    long = "x" * 300
    assert (
        refused(
            "{% block b %}{% for a in '"
            + long
            + "' %}{% for b in '"
            + long
            + "' %}"
            + "word"
            + "{% endfor %}{% endfor %}{% endblock %}"
        ).id
        == "compose.block-too-long"
    )


@given(st.text())
def test_paragraphs_lose_no_word(text: str) -> None:
    found = templates.paragraphs(text)
    words = [word for p in found for part in (p.text, *p.items) for word in part.split(" ") if word]
    wanted = [word for line in text.split("\n") for word in line.strip(" \t\r").removeprefix("- ").split(" ") if word]
    assert [w for w in words if w != "-"] == [w for w in wanted if w != "-"]
    assert all(p.text or p.items for p in found)
