"""Numbers from the command line: recorded by hand, told, shared without what is small, added up over groups."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from support.ua import Ran, Ua

CASE = "example-2026"
HEADER = "name;street;postcode;city;consent;case\n"


@pytest.fixture
def group(me: Ua, library: Path) -> Ua:
    """The program with an open case, in a group."""
    me.environ["UA_LIBRARY"] = str(library)
    me("config", "set", "group.name", "Group 27")
    me("config", "set", "group.contact", "group27@example.org")
    return me


def printed(ua: Ua, names: Sequence[str]) -> Ran:
    """Letters of these people, on paper."""
    signers = ua.home / "signers.csv"
    signers.write_text(
        HEADER + "".join(f"{name};1 rue Haute;69001;Lyon;2026-11-20;{CASE}\n" for name in names), encoding="utf-8"
    )
    return ua(
        "send", CASE, "--signers", str(signers), "--by", "print", "--accept-unverified", "--yes", "--fresh-ledger-ok"
    )


def record(ua: Ua, count: int, *further: str) -> Ran:
    return ua("record", CASE, "--to", "minister", "--count", str(count), *further)


def cells(ran: Ran) -> list[tuple[str, str, str | None, int | None]]:
    assert ran.code == 0, ran.err
    return [(cell["channel"], cell["state"], cell["day"], cell["count"]) for cell in json.loads(ran.out)["cells"]]


def test_what_was_done_by_hand_is_noted_and_told(group: Ua) -> None:
    ran = record(group, 47, "--by", "post")
    assert ran.code == 0
    assert "Noted: 47 letters to Minister of Justice of Karvania, by post, 24 Nov 2026" in ran.err
    record(group, 3, "--on", "2026-11-20")
    told = group("report")
    assert told.code == 0
    assert "recorded by hand" in told.out
    assert ["2026-11-20", "3"] in [line.split() for line in told.out.splitlines()]
    assert cells(group("report", "--json")) == [
        ("post", "by-hand", "2026-11-20", 3),
        ("post", "by-hand", "2026-11-24", 47),
    ]


def test_a_slip_is_taken_back_but_not_more_than_was_noted(group: Ua) -> None:
    record(group, 470)
    assert "In all that day: 47." in record(group, -423).err
    assert record(group, -48).code == 2
    assert cells(group("report", "--json")) == [("post", "by-hand", "2026-11-24", 47)]


@pytest.mark.parametrize(
    ("further", "said"),
    [
        (("--count", "0"), "0 is not a number of letters"),
        (("--count", "9999999"), "not a number of letters"),
        (("--count", "5", "--on", "2026-11-25"), "still to come"),
        (("--count", "5", "--on", "2026-01-01"), "before example-2026 was issued"),
        (("--count", "5", "--on", "soon"), "not a date"),
        (("--count", "5", "--by", "pigeon"), "no way out called"),
        (("--count", "5", "--by", "bundle"), "no way out called"),
    ],
)
def test_what_cannot_have_been_is_refused(group: Ua, further: Sequence[str], said: str) -> None:
    ran = group("record", CASE, "--to", "minister", *further)
    assert ran.code == 2
    assert said in ran.err
    assert "Nothing has been sent or recorded yet" in group("report").err


def test_letters_are_told_without_a_single_name(group: Ua) -> None:
    names = [f"Nameless Person{n}" for n in range(6)]
    assert printed(group, names).code == 0
    for ran in (group("report"), group("report", "--json"), group("report", "--share", "--json")):
        assert "Nameless" not in ran.out + ran.err
        assert "6" in ran.out
    assert cells(group("report", "--json")) == [("print", "sent", "2026-11-24", 6)]


def test_small_numbers_are_withheld_when_shared(group: Ua) -> None:
    printed(group, ["Ana", "Ben"])
    record(group, 30)
    record(group, 3, "--on", "2026-11-20")
    assert "which may point to a person" in group("report").err
    shared = group("report", "--share")
    assert "fewer than 5" in shared.out
    assert "cannot be worked out" in shared.err
    assert cells(group("report", "--share", "--json")) == [
        ("post", "by-hand", None, 33),
        ("print", "sent", None, None),
    ]


def test_groups_are_added_up(group: Ua, tmp_path: Path) -> None:
    record(group, 30)
    ours, theirs = tmp_path / "ours.json", tmp_path / "theirs.json"
    ours.write_text(group("report", "--share", "--json").out, encoding="utf-8")
    other = json.loads(ours.read_text(encoding="utf-8"))
    other["sources"][0] |= {"group": "Group 9", "ledger": "another"}
    theirs.write_text(json.dumps(other), encoding="utf-8-sig")
    assert cells(group("report", "--merge", str(ours), str(theirs), "--json")) == [
        ("post", "by-hand", "2026-11-24", 60)
    ]
    told = group("report", "--merge", str(ours), str(theirs))
    assert "Numbers of 2 groups: Group 27, Group 9." in told.err
    twice = group("report", "--merge", str(ours), str(ours))
    assert twice.code == 2
    assert "there twice" in twice.err


def test_what_is_no_report_is_refused_with_its_place(group: Ua, tmp_path: Path) -> None:
    bad = tmp_path / "bad.json"
    bad.write_text('{"schema": 1, "shared": true, "sources": [], "cells": []}', encoding="utf-8")
    assert group("report", "--merge", str(bad)).code == 3
    bad.write_text("no", encoding="utf-8")
    assert group("report", "--merge", str(bad)).code == 1
    assert group("report", "--merge", str(tmp_path / "gone.json")).code == 2
    assert group("report", "--merge").code == 2
    assert group("report", str(bad)).code == 2


def test_the_case_says_where_its_numbers_go(group: Ua, library: Path) -> None:
    record(group, 30)
    assert f"The case {CASE} does not say where its numbers go" in group("report").err
    file = library / "cases" / f"{CASE}.toml"
    where = '\n[report]\nto = "ua@centre.example.org"\nmethod = "e-mail"\nsubject_tag = "UA-7"\n'
    file.write_text(file.read_text(encoding="utf-8") + where, encoding="utf-8")
    assert "numbers go to ua@centre.example.org, e-mail, UA-7" in group("report").err


def test_one_case_can_be_asked_for(group: Ua) -> None:
    record(group, 30)
    group("record", "ablyazov-2013", "--to", "garde-des-sceaux", "--count", "9")
    assert [cell["case"] for cell in json.loads(group("report", "--json").out)["cells"]] == ["ablyazov-2013", CASE]
    assert [cell["case"] for cell in json.loads(group("report", "--case", CASE, "--json").out)["cells"]] == [CASE]
