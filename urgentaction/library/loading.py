"""A file that is TOML becomes a case, an authority or law, or every fault that keeps it from being one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from urgentaction.errors import Fault, Faults
from urgentaction.library.authority_rules import authority_problems, form_problems, law_problems
from urgentaction.library.case_links import Surroundings, link_problems
from urgentaction.library.case_rules import case_problems
from urgentaction.library.entries import Entry
from urgentaction.library.problems import Problem, faults_of
from urgentaction.library.reading import TomlFile
from urgentaction.library.validation import problems_of
from urgentaction.model.authority import Authority
from urgentaction.model.case import Case
from urgentaction.model.law import Law

if TYPE_CHECKING:
    from pydantic import BaseModel

T = TypeVar("T")


def load_case(file: TomlFile, *, stem: str, around: Callable[[Mapping[str, Any]], Surroundings]) -> Case:
    """Check a case file and make the noun of it; `around` finds what lies around it.

    Raises:
        Faults: Every fault at once: types, rules inside the file, and what it names outside itself.
    """
    from urgentaction.library import case_schema

    case, problems = checked(lambda: case_schema.case_of(file.data, path=file.path), case_schema.CaseFile)
    problems += tuple(case_problems(file.data, stem=stem))
    elsewhere: tuple[Fault, ...] = ()
    try:
        problems += tuple(link_problems(file.data, around(file.data)))
    except Faults as unreadable:  # a file that it names
        elsewhere = unreadable.faults
    return unless(case, faults_of(file, problems), elsewhere)


def load_authority(entry: Entry, *, library: str, forms: Collection[str] = ()) -> Authority:
    """Check one entry of an authority file and make the noun of it; `forms` are the forms of address there are.

    Raises:
        Faults: Every fault of the entry.
    """
    from urgentaction.library import authority_schema

    authority, problems = checked(
        lambda: authority_schema.authority_of(entry.table, id_=entry.id, library=library),
        authority_schema.Authority,
    )
    return unless(
        authority, faults_in(entry, (*problems, *authority_problems(entry.table), *form_problems(entry.table, forms)))
    )


def load_law(entry: Entry) -> Law:
    """Check one entry of a law file and make the noun of it.

    Raises:
        Faults: Every fault of the entry.
    """
    from urgentaction.library import law_schema

    law, problems = checked(lambda: law_schema.law_of(entry.table, id_=entry.id), law_schema.Law)
    return unless(law, faults_in(entry, (*problems, *law_problems(entry.table))))


def gather(calls: Iterable[Callable[[], T]]) -> tuple[list[T], list[Fault]]:
    """What each call gives, and the faults of those that give none."""
    made: list[T] = []
    faults: list[Fault] = []
    for call in calls:
        try:
            made.append(call())
        except Faults as found:
            faults += found.faults
    return made, faults


def checked(make: Callable[[], T], model: type[BaseModel]) -> tuple[T | None, tuple[Problem, ...]]:
    """What pydantic makes of a table, or every fault that it finds."""
    from pydantic import ValidationError

    try:
        return make(), ()
    except ValidationError as error:
        return None, problems_of(error, model)


def faults_in(entry: Entry, problems: Iterable[Problem]) -> tuple[Fault, ...]:
    """The faults of one entry at their places in its file."""
    inside = (Problem(entry.path + found.path, found.message, at_key=found.at_key) for found in problems)
    return faults_of(entry.file, inside)


def unless(made: T | None, *faults: tuple[Fault, ...]) -> T:
    """What was made.

    Raises:
        Faults: It could not be, or there are faults all the same.
    """
    found = [fault for part in faults for fault in part]
    if found or made is None:
        raise Faults(found)
    return made
