"""A document is one page."""

import pytest

from urgentaction import check
from urgentaction.model.letter import Document, Format, Letter


@pytest.mark.parametrize(("pages", "count"), [(None, 0), (1, 0), (2, 1)])
def test_a_letter_takes_one_page(letter: Letter, pages: int | None, count: int) -> None:
    findings = check.document(Document(format=Format.PDF, data=b"", pages=pages), letter)
    assert [finding.message.id for finding in findings] == ["check.pages"] * count
