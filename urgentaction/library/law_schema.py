"""What an entry of a law file may hold, for pydantic, and as the noun of the model."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import BaseModel, Field

from urgentaction.library.fields import TABLE, Line, Text, noun
from urgentaction.model import law as nouns


class Law(BaseModel):
    """One legal basis that letters may cite."""

    model_config = TABLE

    name: Text = Field(description="What it is called, by language")
    text: Text = Field(description="What it provides, in a whole sentence, by language; never what follows for a case")
    valid_from: date = Field(description="The first day on which a letter may cite it")
    valid_to: date | None = Field(default=None, description="The last such day")
    source: Line = Field(description="Where the rule and its dates are published")
    note: Text = Field(default={}, description="What a writer should know about it")


def law_of(data: Mapping[str, Any], *, id_: str) -> nouns.Law:
    """Make the noun of one entry.

    Raises:
        pydantic.ValidationError: Every fault of the entry.
    """
    return noun(nouns.Law, Law.model_validate(data), id=id_)
