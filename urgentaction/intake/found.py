"""What was found in a document: values, each with the words it was read from, where they stand, and how sure it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

from urgentaction.intake.lines import Document, Line

T = TypeVar("T")


class Layout(StrEnum):
    """How an action is laid out: up to 2010; 2011 to 2017; the form of 2017; from 2018; or none of these."""

    BULLETIN = "bulletin"
    SHEET = "sheet"
    FORM = "form"
    LETTER = "letter"
    FREE = "free"


class Sure(StrEnum):
    """How a value was found: under its label, by its shape, or perhaps; or a person took it."""

    LABEL = "label"
    SHAPE = "shape"
    PERHAPS = "perhaps"
    TAKEN = "taken"


@dataclass(frozen=True)
class Value(Generic[T]):
    """A value, the words of the document that say it, the line where they begin, and how sure it is."""

    value: T
    said: str
    line: Line
    sure: Sure = Sure.LABEL


def text(document: Document, lines: list[Line], said: str, sure: Sure = Sure.LABEL) -> Value[str] | None:
    """A text as the document has it; None where it has not: nothing is ever made up."""
    return Value(said, said, lines[0], sure) if said and lines and document.says(said) else None


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody the action is about: `gender` m, f or x; `many` for several under one name, `unnamed` for a group.

    `gendered` is the gender as a label elsewhere states it; without it, the words at the name or its grammar show it.
    """

    name: Value[str]
    gender: str = "x"
    many: bool = False
    unnamed: bool = False
    gendered: Value[str] | None = None


@dataclass(frozen=True, kw_only=True)
class Target:
    """An office to write to, as the document gives it; texts in the order of its lines."""

    office: Value[str]
    holder: Value[str] | None = None
    postal: tuple[Value[str], ...] = ()
    emails: tuple[Value[str], ...] = ()
    phones: tuple[Value[str], ...] = ()
    fax: tuple[Value[str], ...] = ()
    social: tuple[Value[str], ...] = ()
    web_form: Value[str] | None = None
    salutations: tuple[tuple[str, Value[str]], ...] = ()
    copy: bool = False


@dataclass(frozen=True, kw_only=True)
class Fact:
    """A sentence of the document, the number of its paragraph, the hedges in it, and whether it only quotes."""

    text: Value[str]
    paragraph: int
    hedges: tuple[str, ...] = ()
    quoted: bool = False


@dataclass(frozen=True, kw_only=True)
class Found:
    """Everything that was recognised; what is None or empty was not found."""

    layout: Layout
    language: str
    number: Value[str] | None = None
    sequence: Value[int] | None = None
    is_update: bool = False
    is_stop: bool = False
    may_stop: bool = False
    index: Value[str] | None = None
    title: Value[str] | None = None
    country: Value[str] | None = None
    countries: tuple[Value[str], ...] = ()
    publisher: Value[str] | None = None
    issued: Value[date] | None = None
    deadline: Value[date] | None = None
    people: tuple[Person, ...] = ()
    summary: Value[str] | None = None
    facts: tuple[Fact, ...] = ()
    demands: tuple[Value[str], ...] = ()
    letter: tuple[Value[str], ...] = ()
    letter_language: str = ""
    targets: tuple[Target, ...] = ()
    diplomatic: Value[str] | None = None
    languages: tuple[Value[str], ...] = ()
    background: tuple[Value[str], ...] = ()
    previous: Value[str] | None = None
    report: Value[str] | None = None
