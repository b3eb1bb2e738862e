"""What an entry of a file of forms of address may hold, for pydantic, and as the noun of the model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, Field

from urgentaction.library.authority_schema import Forms
from urgentaction.library.fields import TABLE, Line, noun
from urgentaction.model import authority as nouns


class Form(BaseModel):
    """How offices of one role are addressed in one language."""

    model_config = TABLE

    salutation: Forms = Field(description="As said to a man, to a woman, and (any) to an office, with its comma")
    closing: Line = Field(description="fr: the noun of the formula (haute considération); elsewhere the whole line")
    source: Line = Field(description="Where this use is shown; never a guess")


def form_of(data: Mapping[str, Any]) -> nouns.Form:
    """Make the noun of one entry.

    Raises:
        pydantic.ValidationError: Every fault of the entry.
    """
    entry = Form.model_validate(data)
    return noun(nouns.Form, entry, salutation=noun(nouns.Forms, entry.salutation))
