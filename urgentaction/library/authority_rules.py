"""What must hold inside one entry of an authority or law file beyond the type of each value; every breach is named."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import date
from itertools import pairwise
from typing import Final

from urgentaction.library.languages import language_name
from urgentaction.library.loose import Table, day, rows, table, word, words
from urgentaction.library.near import meant, near
from urgentaction.library.problems import Problem, problem
from urgentaction.model.authority import ChannelName, Reply, Role

Rule = Callable[[Table], Iterator[Problem]]


def authority_problems(entry: Table) -> Iterator[Problem]:
    """Every breach in one authority's entry."""
    for rule in RULES:
        yield from rule(entry)


def form_problems(entry: Table, known: Collection[str]) -> Iterator[Problem]:
    """That the form of address which an entry names is in no language's file."""
    form = word(entry, "form")
    if form and known and form not in known:
        yield problem(("form",), "library.unknown-form", found=form, meant=meant(near(form, known)))


def law_problems(entry: Table) -> Iterator[Problem]:
    """Every breach in one legal basis."""
    start, end = day(entry, "valid_from"), day(entry, "valid_to")
    if start and end and end < start:
        yield problem(("valid_to",), "library.before-start", day=end, start=start)
    names = table(entry, "name")
    for language in table(entry, "text"):
        if names and language not in names:
            yield problem(("name", language), "library.name-missing", language=language_name(language))


def _words_in_the_first_language(entry: Table) -> Iterator[Problem]:
    first = words(entry, "languages")[:1]
    for language in first:
        for key in ("body", "office"):
            if table(entry, key) and language not in table(entry, key):
                yield problem((key, language), "library.language-missing", language=language_name(language))


def _salutation_for_anybody(entry: Table) -> Iterator[Problem]:
    salutation = table(entry, "salutation")
    for language, forms in salutation.items():
        if isinstance(forms, dict) and "any" not in forms:
            yield problem(("salutation", language, "any"), "library.salutation-any")


def _form_of_its_role(entry: Table) -> Iterator[Problem]:
    form, role = word(entry, "form"), word(entry, "role")
    if form and role and not f"{form}.".startswith(f"{role}."):
        yield problem(("form",), "library.form-of-role", found=form, role=role)


def _office_has_a_form(entry: Table) -> Iterator[Problem]:
    for language, forms in table(entry, "office").items():
        if isinstance(forms, dict) and not forms.keys() & {"m", "f", "any"}:
            yield problem(("office", language), "library.no-form")


def _courts_are_not_asked(entry: Table) -> Iterator[Problem]:
    if word(entry, "role") == Role.COURT and word(entry, "reply") not in {"", Reply.NONE}:
        yield problem(("reply",), "library.court-reply")


def _embassies_represent(entry: Table) -> Iterator[Problem]:
    if "represents" in entry and word(entry, "role") not in {"", Role.EMBASSY}:
        yield problem(("represents",), "library.represents", role=word(entry, "role"))


def _email_or_none(entry: Table) -> Iterator[Problem]:
    if entry.get("emails") and "email_none" in entry:
        yield problem(("email_none",), "library.email-and-none")


def _channels_lead_somewhere(entry: Table) -> Iterator[Problem]:
    needs = {
        ChannelName.EMAIL: "emails",
        ChannelName.MAILTO: "emails",
        ChannelName.POST: "postal",
        ChannelName.WEBFORM: "web_form",
    }
    for index, channel in enumerate(words(entry, "channels")):
        key = needs.get(ChannelName(channel), "") if channel in set(ChannelName) else ""
        if key and not entry.get(key):
            yield problem(("channels", index), "library.channel-without-contact", channel=channel, key=key)


def _address_has_a_line(entry: Table) -> Iterator[Problem]:
    postal = table(entry, "postal")
    if postal and not (postal.get("lines") or word(postal, "street")):
        yield problem(("postal",), "library.address-without-line")


def _holders_in_order(entry: Table) -> Iterator[Problem]:
    for index, row in rows(entry, "holders"):
        start, end, seen = day(row, "from"), day(row, "to"), day(row, "seen")
        if start and end and end < start:
            yield problem(("holders", index, "to"), "library.before-start", day=end, start=start)
        if start and seen and seen < start:
            yield problem(("holders", index, "seen"), "library.before-start", day=seen, start=start)
        if end and seen:
            yield problem(("holders", index, "seen"), "library.seen-and-to")


def _one_holder_at_a_time(entry: Table) -> Iterator[Problem]:
    """One may hand over on the day the next begins; before that there is one."""
    held = [(index, _start(row), _end(row), word(row, "name")) for index, row in rows(entry, "holders")]
    held.sort(key=lambda one: (one[1], one[2]))
    for (_, _, end, name), (index, start, _, _) in pairwise(held):
        if start < end:
            yield problem(("holders", index), "library.holders-overlap", name=name)


def _start(holder: Table) -> date:
    return day(holder, "from") or day(holder, "seen") or date.min


def _end(holder: Table) -> date:
    return day(holder, "to") or day(holder, "seen") or date.max


RULES: Final[tuple[Rule, ...]] = (
    _words_in_the_first_language,
    _salutation_for_anybody,
    _form_of_its_role,
    _office_has_a_form,
    _courts_are_not_asked,
    _embassies_represent,
    _email_or_none,
    _channels_lead_somewhere,
    _address_has_a_line,
    _holders_in_order,
    _one_holder_at_a_time,
)
