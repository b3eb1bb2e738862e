"""What must hold inside one entry of an authority or law file beyond the type of each value; every breach is named."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from urgentaction.library.languages import language_name
from urgentaction.library.loose import Table, day, rows, table, word, words
from urgentaction.library.problems import Problem, problem
from urgentaction.model.authority import ChannelName, Reply, Role

Rule = Callable[[Table], Iterator[Problem]]


def authority_problems(entry: Table) -> Iterator[Problem]:
    """Every breach in one authority's entry."""
    for rule in RULES:
        yield from rule(entry)


def law_problems(entry: Table) -> Iterator[Problem]:
    """Every breach in one legal basis."""
    start, end = day(entry, "valid_from"), day(entry, "valid_to")
    if start and end and end < start:
        yield problem(("valid_to",), "library.before-start", day=end, start=start)
    names = table(entry, "name")
    for language in table(entry, "text"):
        if names and language not in names:
            yield problem(("name", language), "library.name-missing", language=language_name(language))


def _words_in_each_language(entry: Table) -> Iterator[Problem]:
    for language in words(entry, "languages"):
        for key in ("salutation", "closing"):
            if table(entry, key) and language not in table(entry, key):
                yield problem((key, language), "library.language-missing", language=language_name(language))
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
        start, end = day(row, "from"), day(row, "to")
        if start and end and end < start:
            yield problem(("holders", index, "to"), "library.before-start", day=end, start=start)


RULES: Final[tuple[Rule, ...]] = (
    _words_in_each_language,
    _salutation_for_anybody,
    _office_has_a_form,
    _courts_are_not_asked,
    _embassies_represent,
    _email_or_none,
    _channels_lead_somewhere,
    _address_has_a_line,
    _holders_in_order,
)
