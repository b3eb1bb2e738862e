"""Markdown in which words stay words; CommonMark's reference implementation (markdown-it) is the oracle."""

from __future__ import annotations

import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from urgentaction.documents import markdown
from urgentaction.documents.wrap import columns
from urgentaction.model.letter import Block, Letter, Paragraph, Part

HARMLESS = {"text", "softbreak", "hardbreak", "strong_open", "strong_close"}
HOSTILE = """\
# titre
- puce
+ puce
1. un
1986. Une année
===
---
> cité
    code
```
~~~
| a | b |
<script>alert(1)</script>
[a](http://example.org)
![a](b)
*a* _b_ `c` **d**
&amp; &#60;
a\\
\\*a\\*
[x]: http://example.org
<https://example.org>
***
* * *
: def
$x$
#
-
1)
=
_""".splitlines()


def read(source: str) -> list[tuple[str, str]]:
    """Each block's type and its text, as a reader sees it; anything but plain text fails."""
    blocks = []
    for token in MarkdownIt("commonmark").enable("table").parse(source):
        if token.type == "inline":
            assert {child.type for child in token.children or ()} <= HARMLESS, token.children
            joined = "".join(child.content if child.type == "text" else " " for child in token.children or ())
            blocks.append((token.type, " ".join(re.split(" +", joined)).strip()))
        elif token.type.endswith("_open"):
            blocks.append((token.type, ""))
        else:
            assert token.type.endswith("_close"), token
    return blocks


def test_a_letter_is_paragraphs_and_one_list(french: Letter) -> None:
    source = markdown.render(french)
    shown = [text for kind, text in read(source) if kind == "inline"]
    assert shown[0].startswith("Élise Lefèvre-Dubois 12 rue de la République")
    assert f"Objet\u00a0: {french.subject}" in shown
    assert f"**Objet\u00a0: {french.subject.split(' ')[0]}" in source
    assert [kind for kind, _ in read(source)].count("list_item_open") == 3
    assert "\n- de suspendre immédiatement" in source
    assert max(map(columns, source.splitlines())) <= 72


def test_the_notice_is_a_quotation_above_everything(historical: Letter) -> None:
    assert markdown.render(historical).startswith("> **Exemple historique\u00a0: cette affaire est close depuis le")
    assert "\\[votre nom\\]" in markdown.render(historical)


def test_what_looks_like_markup_is_words(french: Letter) -> None:
    letter = replace(french, blocks=(Block(Part.FACTS, tuple(Paragraph(text) for text in HOSTILE)),))
    shown = [text for kind, text in read(markdown.render(letter)) if kind == "inline"]
    assert {text.strip() for text in HOSTILE} <= set(shown)


@given(data=st.data())
def test_any_text_is_read_as_it_was_written(
    data: st.DataObject, texts: st.SearchStrategy[str], english: Letter
) -> None:
    text = data.draw(texts)
    letter = replace(english, blocks=(Block(Part.OWN_WORDS, (Paragraph(text), Paragraph(items=(text, "b")))),))
    shown = [read_text for kind, read_text in read(markdown.render(letter)) if kind == "inline"]
    wanted = " ".join(re.split(" +", text)).strip()
    if wanted:
        assert [" ".join(part.split(" ")) for part in shown].count(wanted) >= 2
