"""What must hold inside one case file beyond the type of each value; each rule names every breach of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from urgentaction.library.loose import Table, day, rows, table, word, words
from urgentaction.library.near import meant, near
from urgentaction.library.positions import KeyPath
from urgentaction.library.problems import Problem, problem
from urgentaction.model.case import CaseState
from urgentaction.model.rule import SILENCEABLE, RuleId

Rule = Callable[[Table], Iterator[Problem]]


def case_problems(data: Table, *, stem: str) -> Iterator[Problem]:
    """Every breach in a case file; `stem` is the file's name without `.toml`."""
    if word(data, "id") not in {"", stem}:
        yield problem(("id",), "library.id-not-file-name", id=word(data, "id"), stem=stem)
    for rule in RULES:
        yield from rule(data)


def _number_in_id(data: Table) -> Iterator[Problem]:
    digits = "-".join(_plain(part) for part in re.findall(r"[0-9]+", word(data, "number")))
    plain_id = "-".join(_plain(part) for part in word(data, "id").split("-"))
    if digits and f"-{digits}-" not in f"-{plain_id}-":
        yield problem(("number",), "library.number-not-in-id", digits=digits)


def _plain(digits: str) -> str:
    """`008` and `8` are the same number of an action."""
    return digits.lstrip("0") or digits


def _days_in_order(data: Table) -> Iterator[Problem]:
    issued = day(data, "issued")
    ends = ((("deadline",), day(data, "deadline")), (("status", "on"), day(table(data, "status"), "on")))
    for path, end in ends:
        if issued and end and end < issued:
            yield problem(path, "library.before-issued", day=end, issued=issued)
    since = day(data, "asked_since")
    if issued and since and issued < since:
        yield problem(("issued",), "library.before-start", day=issued, start=since)
    for index, row in rows(data, "facts"):
        start, until = day(row, "date"), day(row, "until")
        if start and until and until < start:
            yield problem(("facts", index, "until"), "library.before-start", day=until, start=start)


def _reason_for_end(data: Table) -> Iterator[Problem]:
    status = table(data, "status")
    state = word(status, "state")
    if state not in {CaseState.CLOSED, CaseState.STOPPED}:
        return
    for key in ("on", "why", "source"):
        if key not in status:
            yield problem(("status", key), "library.status-unexplained", state=state)


_TOLD_APART_BY = {
    "sources": "id",
    "facts": "id",
    "demands": "id",
    "targets": "authority",
    "references": "authority",
    "law": "basis",
    "silenced": "rule",
}


def _nothing_twice(data: Table) -> Iterator[Problem]:
    for name, key in _TOLD_APART_BY.items():
        seen: set[str] = set()
        for index, row in rows(data, name):
            value = word(row, key)
            if value in seen:
                yield problem((name, index, key), "library.twice", found=value)
            seen.add(value or f"row {index}")  # a missing one is another rule's fault


def _sources_exist(data: Table) -> Iterator[Problem]:
    known = [word(row, "id") for _, row in rows(data, "sources")]
    for name in ("facts", "demands", "updates", "references"):
        for index, row in rows(data, name):
            cited = word(row, "source").partition("#")[0]
            if cited and cited not in known:
                yield problem(
                    (name, index, "source"), "library.unknown-source", found=cited, meant=meant(near(cited, known))
                )


def _hedges_attributed(data: Table) -> Iterator[Problem]:
    for index, row in rows(data, "facts"):
        hedges = words(row, "hedges")
        if hedges and not word(row, "attribute_to"):
            yield problem(("facts", index, "attribute_to"), "library.hedge-without-attribution", hedges=hedges)


def _unnamed_described(data: Table) -> Iterator[Problem]:
    for index, row in rows(data, "people"):
        if row.get("unnamed") is True and not row.get("description"):
            yield problem(("people", index, "description"), "library.unnamed-undescribed")


def _carries_out(data: Table) -> Iterator[Problem]:
    above = {word(row, "id"): word(row, "carries_out") for _, row in rows(data, "demands") if word(row, "id")}
    for index, row in rows(data, "demands"):
        path: KeyPath = ("demands", index, "carries_out")
        other = word(row, "carries_out")
        if other and other not in above:
            yield problem(path, "library.unknown-demand", found=other, meant=meant(near(other, above)))
        elif other and _leads_back(word(row, "id"), above):
            yield problem(path, "library.carries-out-itself", found=other)


def _leads_back(start: str, above: dict[str, str]) -> bool:
    seen: set[str] = set()
    at = above.get(start, "")
    while at and at != start and at not in seen:
        seen.add(at)
        at = above.get(at, "")
    return bool(at) and at == start


def _targets_named(data: Table) -> Iterator[Problem]:
    main = False
    for index, row in rows(data, "targets"):
        main = main or word(row, "as") != "copy"
        if ("authority" in row) == ("lookup" in row):
            yield problem(("targets", index), "library.authority-or-lookup")
    if not main and any(rows(data, "targets")):
        yield problem(("targets",), "library.no-main-target")


def _only_style_silenced(data: Table) -> Iterator[Problem]:
    for index, row in rows(data, "silenced"):
        rule = word(row, "rule")
        if rule in set(RuleId) and rule not in SILENCEABLE:
            yield problem(("silenced", index, "rule"), "library.never-silenced", rule=rule, known=sorted(SILENCEABLE))


RULES: Final[tuple[Rule, ...]] = (
    _number_in_id,
    _days_in_order,
    _reason_for_end,
    _nothing_twice,
    _sources_exist,
    _hedges_attributed,
    _unnamed_described,
    _carries_out,
    _targets_named,
    _only_style_silenced,
)
