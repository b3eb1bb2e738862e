"""A case on its way to a file: what is known, where it was found, and what is still to be asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Said(Generic[T]):
    """A value of the file, and what the comment beside it says: where it was found, and whether it only may be so."""

    value: T
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Source:
    """A publication; `more` are remarks that no key of the file holds."""

    id: str
    title: Said[str] | None = None
    publisher: Said[str] | None = None
    on: Said[date] | None = None
    url: str = ""
    more: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody the case is about; `gender` is empty where it was not answered, `perhaps` heads a comment."""

    name: Said[str]
    gender: Said[str]
    many: bool = False
    unnamed: bool = False
    title: Said[str] | None = None
    perhaps: str = ""


@dataclass(frozen=True, kw_only=True)
class Fact:
    """A sentence, its hedges and whose they are; `doubts`: others, in words; `kept` says why no letter tells it."""

    id: str
    text: Said[str]
    source: str = ""
    hedges: tuple[str, ...] = ()
    doubts: str = ""
    attribute_to: str = ""
    kept: str = ""


@dataclass(frozen=True, kw_only=True)
class Demand:
    """What is asked, as an infinitive clause; `court`: one is written to, so it must be said what is asked of it.

    `unsure` is one that the document words in another form. `perhaps` heads a comment.
    """

    id: str
    text: Said[str]
    source: str = ""
    court: bool = False
    unsure: bool = False
    perhaps: str = ""


@dataclass(frozen=True, kw_only=True)
class Target:
    """An office by its id or a look-up; `missing` is what one is called that no library has."""

    authority: Said[str] | None = None
    lookup: Said[str] | None = None
    missing: str = ""
    copy: bool = False
    more: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Model:
    """A letter that the publisher wrote, word for word."""

    language: str
    paragraphs: tuple[str, ...]
    source: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A case file that may have gaps: what is None or empty is asked for in a comment, or left out.

    `head` are the remarks above it, `spoken` those above its offices; `unlimited`: it is known that there is no
    deadline.
    """

    id: str
    language: str
    head: tuple[str, ...] = ()
    round: Said[int] = Said(1)
    kind: Said[str] | None = None
    country: Said[str] | None = None
    title: Said[str] | None = None
    summary: Said[str] | None = None
    number: Said[str] | None = None
    index: Said[str] | None = None
    issued: Said[date] | None = None
    deadline: Said[date] | None = None
    unlimited: bool = False
    as_of: Said[date] | None = None
    checked_on: Said[date] | None = None
    sources: tuple[Source, ...] = ()
    people: tuple[Person, ...] = ()
    facts: tuple[Fact, ...] = ()
    demands: tuple[Demand, ...] = ()
    spoken: tuple[str, ...] = ()
    targets: tuple[Target, ...] = ()
    models: tuple[Model, ...] = ()
    report: Said[str] | None = None
