"""HTML in which every word is a word, nothing is loaded and nothing runs."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from urgentaction.documents import html
from urgentaction.errors import UserError, words
from urgentaction.model.letter import Block, Letter, Paragraph, Part

VOID = {"meta", "br"}


@dataclass
class Page(HTMLParser):
    """What a browser would make of the page."""

    tags: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)
        if tag in {"p", "li", "h1", "span"}:
            self.texts.append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if {"p", "li", "h1", "span"} & set(self.open):
            self.texts[-1] += data

    def attributes(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag]


def read(source: str) -> Page:
    page = Page()
    page.feed(source)
    page.close()
    assert page.open == []
    return page


def test_a_page_says_its_language_its_title_and_every_paragraph(french: Letter, html_layout: Path) -> None:
    page = read(html.render(french, layout=html_layout))
    assert page.attributes("html") == [{"lang": "fr", "dir": "ltr"}]
    shown = [text.strip() for text in page.texts]
    assert f"Objet\u00a0: {french.subject}" in shown
    for paragraph in (p for block in french.blocks for p in block.paragraphs):
        assert set(paragraph.items or (paragraph.text,)) <= set(shown)
    assert set(french.recipient) | {french.dateline, french.signature, french.sender.email} <= set(shown)


def test_the_policy_lets_through_the_style_of_the_page_and_nothing_else(french: Letter, html_layout: Path) -> None:
    source = html.render(french, layout=html_layout)
    style = re.search("<style>(.*?)</style>", source, re.DOTALL)
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    policies = [meta["content"] for meta in read(source).attributes("meta") if "http-equiv" in meta]
    assert policies == [f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"]
    assert not re.search(r"url\(|@import|<script|<link|<img|\bsrc=|\bhref=|\bstyle=|\bon\w+=|https?:", source)


def test_on_paper_the_address_is_in_the_window(french: Letter, html_layout: Path) -> None:
    source = html.render(french, layout=html_layout)
    # 8 mm of margin and 12 mm of padding: what stands in the margin itself (the notice) a browser does not print.
    assert "@page { size: A4; margin: 8mm 20mm 10mm 25mm; }" in source
    assert "padding: 12mm 0 0;" in source
    assert "@media screen and (max-width: 210mm)" in source
    assert ".recipient { position: absolute; top: 36mm; left: 85mm; width: 80mm;" in source  # 56 and 110 on the sheet


def test_the_words_of_a_signer_cannot_become_markup(french: Letter, html_layout: Path) -> None:
    hostile = "<script>alert('x')</script> \"><img src=x onerror=alert(1)> {{ 7*7 }} &amp;"
    letter = replace(
        french,
        subject=hostile,
        signature=hostile,
        notice=hostile,
        recipient=(hostile,),
        sender=replace(french.sender, name=hostile),
        blocks=(Block(Part.OWN_WORDS, (Paragraph(hostile),)), Block(Part.CLOSING, (Paragraph(hostile),))),
    )
    page = read(html.render(letter, layout=html_layout))
    assert not {"script", "img"} & {tag for tag, _ in page.tags}
    assert page.texts.count(hostile) >= 6


def test_the_notice_comes_first_and_blanks_are_marked(historical: Letter, html_layout: Path) -> None:
    page = read(html.render(historical, layout=html_layout))
    assert page.texts[0] == historical.notice
    assert len(page.attributes("mark")) == 3
    assert [attrs for attrs in page.attributes("p") if attrs.get("role")] == [{"class": "notice", "role": "note"}]


def test_a_name_is_strong_once(french: Letter, html_layout: Path) -> None:
    source = html.render(french, layout=html_layout)
    assert re.findall("<strong>(.*?)</strong>", source) == ["Mme\u00a0Leïla Haddad"]
    assert "le 1<sup>er</sup>\u00a0août" in source


def test_an_arabic_letter_runs_from_right_to_left(english: Letter, html_layout: Path) -> None:
    letter = replace(english, language="ar", blocks=(Block(Part.OPENING, (Paragraph("أكتب إليكم"),)),))
    assert read(html.render(letter, layout=html_layout)).attributes("html") == [{"lang": "ar", "dir": "rtl"}]


@pytest.mark.parametrize(
    ("layout", "line"),
    [("<p>\n{{ letter.nobody }}", 2), ("\n\n{% if %}", 3), ("{{ letter.subject.__class__.__mro__ }}", 1)],
)
def test_a_fault_in_a_layout_is_told_with_its_line(tmp_path: Path, english: Letter, layout: str, line: int) -> None:
    path = tmp_path / "letter.html.j2"
    path.write_text(layout, encoding="utf-8")
    with pytest.raises(UserError) as caught:
        html.render(english, layout=path)
    assert caught.value.message.id == "documents.layout-failed"
    assert f"{path}:{line}" in words(caught.value.message).text


def test_a_layout_that_is_not_there_is_told(tmp_path: Path, english: Letter) -> None:
    with pytest.raises(UserError) as caught:
        html.render(english, layout=tmp_path / "nothing.j2")
    assert "nothing.j2" in words(caught.value.message).text


@given(data=st.data())
def test_any_letter_makes_a_page_that_says_it(
    data: st.DataObject, letters: st.SearchStrategy[Letter], html_layout: Path
) -> None:
    letter = data.draw(letters)
    page = read(html.render(letter, layout=html_layout))
    assert letter.dateline in page.texts
    for paragraph in (p for block in letter.blocks for p in block.paragraphs):
        for text in paragraph.items or (paragraph.text,):
            assert text.strip("\n") in [shown.strip("\n") for shown in page.texts]
