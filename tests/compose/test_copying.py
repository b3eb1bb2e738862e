"""A copy for information shows of its signer what the letter shows, and nothing more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from urgentaction.compose import Composer
from urgentaction.compose.copying import copied
from urgentaction.model.authority import Authority
from urgentaction.model.case import Case, Privacy
from urgentaction.model.signer import Signer


@pytest.mark.parametrize("privacy", list(Privacy))
def test_a_copy_of_a_letter_that_was_saved_with_more_privacy_keeps_it(
    prepare: Callable[..., Composer], a_case: Case, an_office: Authority, a_signer: Signer, privacy: Privacy
) -> None:
    saved = prepare().letter(replace(a_signer, privacy=privacy, email="a@example.org"))
    copy = copied(saved, a_case, an_office, replace(a_signer, email="a@example.org"))
    assert copy.sender == saved.sender


def test_a_signer_who_shows_less_now_is_not_shown_by_a_copy_of_an_older_letter(
    prepare: Callable[..., Composer], a_case: Case, an_office: Authority, a_signer: Signer
) -> None:
    saved = prepare().letter(a_signer)
    copy = copied(saved, a_case, an_office, replace(a_signer, privacy=Privacy.NAME_ONLY))
    assert copy.sender.lines == ()
