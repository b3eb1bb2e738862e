"""What a case file may hold, for pydantic, for editors (JSON Schema), and as the nouns of the model."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import BaseModel, Field

from urgentaction.library import fields
from urgentaction.library.fields import TABLE, Choice, Count, Filled, Line, Rows, Slug, Text, noun
from urgentaction.model import case as nouns
from urgentaction.model.rule import SILENCEABLE, RuleId


class Status(BaseModel):
    """Whether people are asked to write now; `on`, `why` and `source` once they are not."""

    model_config = TABLE

    state: Choice[nouns.CaseState] = Field(default=nouns.CaseState.OPEN, description="open, stopped or closed")
    on: date | None = Field(default=None, description="The day on which it was stopped or closed")
    why: Text = Field(default={}, description="What ended it, in a sentence, by language")
    source: Line = Field(default="", description="Where that is written")


class Source(BaseModel):
    """A publication that facts and demands come from."""

    model_config = TABLE

    id: Slug = Field(description='Named by `source = "id#paragraph"` elsewhere in this file')
    title: Line = Field(description="Its title as published")
    publisher: Line = Field(description="Who published it")
    on: date | None = Field(default=None, alias="date", description="When it was published")
    url: fields.Url = Field(default="", description="Only if you know it; never guessed")


class Update(BaseModel):
    """What happened since."""

    model_config = TABLE

    on: date = Field(alias="date", description="When it happened")
    text: Text = Field(description="One sentence, by language")
    source: fields.SourceId = Field(description="The source's id, with #paragraph where there is one")


class Person(BaseModel):
    """Somebody the case is about."""

    model_config = TABLE

    name: Line = Field(description="The name as letters write it")
    name_native: Line = Field(default="", description="The name in its own script")
    gender: Choice[nouns.Gender] = Field(description="m, f, or x where it is unknown or neither")
    number: Choice[nouns.Number] = Field(default=nouns.Number.ONE, description="many for a family or a group")
    title: Text = Field(default={}, description="Mr, M. …, by language")
    unnamed: bool = Field(default=False, description="The name must not be published; letters use the description")
    description: Text = Field(default={}, description="How letters describe who is unnamed: a group of 30 families")
    forms: dict[fields.Language, dict[str, Line]] = Field(
        default={}, description='Forms of the name in languages that decline it: forms.de = { dat = "…" }'
    )


class Fact(BaseModel):
    """One statement, as a whole sentence."""

    model_config = TABLE

    id: Slug = Field(description="A short name, unique among the facts")
    on: date | None = Field(default=None, alias="date", description="When it happened, or since when it is true")
    until: date | None = Field(default=None, description="Until when it is true")
    text: Text = Field(description="The sentence, by language; your words, not the source's")
    source: fields.SourceId = Field(description="The source's id, with #paragraph where there is one")
    hedges: Rows[Choice[nouns.Hedge]] = Field(default=(), description="How far the source stands behind it")
    attribute_to: Line = Field(default="", description="Who reports, alleges or believes it; required with hedges")
    for_: Rows[Line] = Field(
        default=(nouns.EVERYONE,), alias="for", description="Roles or authority ids whose letters say it; [] is none"
    )


class Demand(BaseModel):
    """What is asked, as the publication words it."""

    model_config = TABLE

    id: Slug = Field(description="A short name, unique among the demands")
    text: Text = Field(description='An infinitive clause, by language: "ensure that …", "de veiller à ce que …"')
    source: fields.SourceId = Field(description="The source's id, with #paragraph where there is one")
    required: bool = Field(default=True, description="Every letter to an office that can do it must ask it")
    for_: Filled[Line] = Field(
        default=(nouns.EVERYONE,), alias="for", description="Roles or authority ids that can do it; * is all but courts"
    )
    carries_out: Slug = Field(default="", description="The demand in whose place this wording stands for its offices")


class LawUse(BaseModel):
    """A legal basis that letters of this case may cite."""

    model_config = TABLE

    basis: Slug = Field(description="Its id in letters/law")
    for_: Filled[Line] = Field(
        default=(nouns.EVERYONE,), alias="for", description="Roles or authority ids that can apply it"
    )


class Target(BaseModel):
    """An authority to write to: by its id, or by a look-up."""

    model_config = TABLE

    authority: fields.AuthorityId = Field(default="", description="Its id: fr/aix/procureur-general")
    lookup: fields.Lookup = Field(default="", description="embassy-of:KZ in:signer")
    as_: Choice[nouns.TargetAs] = Field(
        default=nouns.TargetAs.MAIN, alias="as", description="main, or copy for information"
    )


class Reference(BaseModel):
    """The number under which an office files the matter; letters to it carry it in their subject."""

    model_config = TABLE

    authority: fields.AuthorityId = Field(description="Whose number it is: fr/aix/procureur-general")
    number: Line = Field(description="As that office writes it: n° 2013/00456; never the action's own number")
    source: fields.SourceId = Field(description="Where it is written: source#paragraph")


class ModelLetter(BaseModel):
    """A letter that the publisher wrote, used word for word."""

    model_config = TABLE

    paragraphs: Filled[Line] = Field(description="Its paragraphs, without salutation and closing")
    source: Line = Field(description="Where it was published")


class Letter(BaseModel):
    """What the case wants of its letters."""

    model_config = TABLE

    own_words_prompt: Text = Field(default={}, description="What a signer is asked for a word of their own")
    forbidden: Rows[Line] = Field(default=(), description="Words that must not appear in a letter")
    max_words: Count | None = Field(default=None, description="The longest letter, in words")
    model: dict[fields.Language, ModelLetter] = Field(default={}, description="The publisher's own letter, by language")


class Privacy(BaseModel):
    """How much of the sender a letter shows."""

    model_config = TABLE

    sender: Choice[nouns.Privacy] = Field(default=nouns.Privacy.FULL, description="full, initials-town or name-only")


class Pace(BaseModel):
    """Limits on e-mail to each authority; they only tighten the authority's own."""

    model_config = TABLE

    per_hour: Count | None = Field(default=None, description="Letters an hour")
    per_day: Count | None = Field(default=None, description="Letters a day")
    total: Count | None = Field(default=None, description="Letters in all")


class Report(BaseModel):
    """Where a group tells how many letters it wrote."""

    model_config = TABLE

    to: Line = Field(default="", description="The address the count is sent to")
    method: Line = Field(default="", description="How: mail, form …")
    subject_tag: Line = Field(default="", description="What its subject must hold")


class Silence(BaseModel):
    """A rule of `ua check` that this case breaks on purpose."""

    model_config = TABLE

    rule: Choice[RuleId] = Field(
        description="The rule's name (ua check --rules); only rules of style can be silenced",
        json_schema_extra={"enum": [*sorted(SILENCEABLE)]},
    )
    why: Text = Field(description="Why, in a sentence, by language; shown with what the rule finds")


class CaseFile(BaseModel):
    """One urgent action: what happened to whom, what is asked of whom, from which sources."""

    model_config = TABLE

    version: fields.Version = Field(alias="schema", description="The version of this format: 1")
    id: Slug = Field(description="The same as the file's name without .toml")
    round: Count = Field(default=1, description="1, and one more with each update")
    kind: Slug = Field(description="The folder of its templates: extradition …")
    country: fields.Country = Field(description="Whose authorities are asked: two capitals, FR")
    title: Text = Field(description="One line, by language: title.en, title.fr")
    summary: Text = Field(description="About 50 words, by language")
    number: Line = Field(default="", description="The action's number, only if its publisher gave one")
    index: Line = Field(default="", description="The publication's index, only if there is one")
    issued: date = Field(description="When it was published")
    deadline: date | None = Field(default=None, description="The last day to write; absent if the source has none")
    asked_since: date | None = Field(default=None, description="Since when the same is asked: consent since then holds")
    as_of: date = Field(description="The facts are true on this date")
    checked_on: date = Field(description="When a person last looked whether all this still holds")
    status: Status = Field(default=Status.model_construct(), description="Open unless it says otherwise")
    updates: Rows[Update] = Field(default=(), description="What happened since")
    sources: Filled[Source] = Field(description="What facts and demands come from")
    people: Filled[Person] = Field(description="Whom the case is about")
    facts: Filled[Fact] = Field(description="What happened, one sentence each, in the order of a letter")
    demands: Filled[Demand] = Field(description="What is asked, in the order of a letter")
    law: Rows[LawUse] = Field(default=(), description="What letters may cite, the most telling first")
    targets: Filled[Target] = Field(description="Whom to write to, the first first")
    references: Rows[Reference] = Field(default=(), description="File numbers of courts and other offices")
    letter: Letter = Field(default=Letter.model_construct(), description="What the case wants of its letters")
    privacy: Privacy = Field(default=Privacy.model_construct(), description="How much of the sender a letter shows")
    pace: Pace = Field(default=Pace.model_construct(), description="Tighter limits on e-mail")
    report: Report = Field(default=Report.model_construct(), description="Where a group reports its count")
    silenced: Rows[Silence] = Field(default=(), description="Rules of style that this case breaks, each with a reason")


def case_of(data: Mapping[str, Any], *, path: str) -> nouns.Case:
    """Make the noun of a whole file.

    Raises:
        pydantic.ValidationError: Every fault of the file.
    """
    file = CaseFile.model_validate(data)
    rest = {
        name: getattr(file, name) for name in ("id", "round", "kind", "country", "title", "summary", "number", "index")
    }
    days = {name: getattr(file, name) for name in ("issued", "deadline", "as_of", "checked_on", "asked_since")}
    models = {language: noun(nouns.ModelLetter, row) for language, row in file.letter.model.items()}
    return nouns.Case(
        **rest,
        **days,
        status=noun(nouns.Status, file.status),
        updates=tuple(noun(nouns.Update, row) for row in file.updates),
        sources=tuple(noun(nouns.Source, row) for row in file.sources),
        people=tuple(noun(nouns.Person, row) for row in file.people),
        facts=tuple(noun(nouns.Fact, row) for row in file.facts),
        demands=tuple(noun(nouns.Demand, row) for row in file.demands),
        law=tuple(noun(nouns.LawUse, row) for row in file.law),
        targets=tuple(noun(nouns.Target, row) for row in file.targets),
        references=tuple(noun(nouns.Reference, row) for row in file.references),
        letter=noun(nouns.LetterWishes, file.letter, model=models),
        privacy=file.privacy.sender,
        pace=noun(nouns.CasePace, file.pace),
        report=noun(nouns.Report, file.report),
        silenced=tuple(noun(nouns.Silence, row) for row in file.silenced),
        path=path,
    )
