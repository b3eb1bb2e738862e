"""What `ua check --json` writes, as a JSON Schema: findings, rows of a list, or the rules themselves."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from urgentaction.model.finding import Severity

SCHEMA = 1
"""The version of this form; a change that old programs cannot read counts it up."""

_TABLE = ConfigDict(extra="forbid", frozen=True)
Version = Annotated[int, Field(alias="schema", ge=SCHEMA, le=SCHEMA)]
Share = Annotated[float, Field(ge=0, le=1)]
Count = Annotated[int, Field(ge=0)]


class FindingRow(BaseModel):
    """One finding of one rule; words are in English, whatever the person's language."""

    model_config = _TABLE
    rule: str = Field(description="docs/checks.md; also letter, page, post: it could not be made, set or posted")
    severity: Severity = Field(description="error: it stops a letter, unless silenced; remark: it informs")
    where: str = Field(description="A part of a letter, a key of a case file, or an office; empty for the whole")
    authority: str = Field(default="", description="The office whose letter it is about, where a case is checked")
    language: str = Field(default="", description="The language of that letter")
    message: str
    remedy: str = Field(description="What to do; may be empty")
    silenced: bool = Field(description="The case silences the rule")
    reason: dict[str, str] = Field(default={}, description="Why, by language; only where it is silenced")


class FindingsFile(BaseModel):
    """A case, a letter or a text that was checked. Exit 3 where an error stops it."""

    model_config = _TABLE
    version: Version
    of: Literal["case", "letter", "text"]
    findings: tuple[FindingRow, ...]
    not_looked_at: tuple[str, ...] = Field(default=(), description="What of a text was not recognised")


class SignerRow(BaseModel):
    """What is to be said of one row of a list."""

    model_config = _TABLE
    line: Count
    kind: Literal["skipped", "refused", "corrected", "look"]
    id: str = Field(description="The message's name in the catalogue")
    message: str
    remedy: str


class AlikeTable(BaseModel):
    """How alike the letters of a list are; it stops nothing."""

    model_config = _TABLE
    letters: Count
    no_word_added: Count = Field(description="Letters to which their signer adds no word")
    same_as_another: Count = Field(description="Letters to which their signer adds what another adds too")
    share: Share = Field(description="How much of a letter, on average, stands word for word in another too")


class SignersFile(BaseModel):
    """A list of signers that was checked. Exit 3 where anything is told of a row."""

    model_config = _TABLE
    version: Version
    of: Literal["signers"]
    rows: tuple[SignerRow, ...]
    count: Count = Field(description="Rows that were read")
    can_sign: Count
    alike: AlikeTable | None = Field(description="With --for CASE, of two letters or more")


class RuleRow(BaseModel):
    """One rule."""

    model_config = _TABLE
    rule: str
    over: Literal["letter", "page", "case"]
    severity: Severity
    silenceable: bool
    asks: str = Field(description="What it asks, and why")
    remedy: str


class RulesFile(BaseModel):
    """Every rule: `ua check --rules --json`."""

    model_config = _TABLE
    version: Version
    of: Literal["rules"]
    rules: tuple[RuleRow, ...]


def schema() -> dict[str, Any]:
    """The JSON Schema of what `ua check --json` writes."""
    every: TypeAdapter[Any] = TypeAdapter(FindingsFile | SignersFile | RulesFile)
    found = every.json_schema()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "What ua check --json of the urgent-action toolkit writes",
        **found,
    }
