"""A letter of each kind and language, written as text and as Markdown, is read back as the letter that it was."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from golden.specimens import CASES, languages, shelf, specimen

from urgentaction import check
from urgentaction.check import handwritten
from urgentaction.documents import markdown, text
from urgentaction.model.letter import Letter
from urgentaction.model.signer import Signer

SIGNER = Signer(name="Élise Lefèvre", street="1 rue X", postcode="69001", city="Lyon", country="FR")
NOBODY = Signer(name="X")


@pytest.mark.parametrize("written", [text.render, markdown.render], ids=["text", "markdown"])
@pytest.mark.parametrize("id_", CASES)
def test_what_the_program_wrote_is_read_back(id_: str, written: Callable[[Letter], str]) -> None:
    case = shelf().case(id_)
    authority = shelf().authority(case.targets[0].authority)
    for language in set(languages(case.kind)) & set(case.title):
        letter = specimen(id_, language, SIGNER)
        model = specimen(id_, language, NOBODY)
        read = handwritten.read(written(letter), model, case=case, authority=authority, laws=shelf().laws())
        assert read.letter.blocks == letter.blocks
        assert read.unseen == ()
        found = check.letter(read.letter, case=case, authority=authority, laws=shelf().laws())
        assert {one.rule for one in found} <= {"own-words", "typography"}
