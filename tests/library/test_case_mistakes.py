"""Each mistake that a person can make in a case file, where it is shown, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from urgentaction.errors import Fault

FaultsOf = Callable[[Callable[[], object]], tuple[Fault, ...]]


@pytest.mark.parametrize(
    ("old", "new", "shown_at", "said"),
    [
        ("deadline = ", "dedline = ", "dedline = 2026-12-24", 'dedline  unknown key; did you mean "deadline"?'),
        (
            'publisher = "A group"',
            'publisher = "A group"\nlicence = "free"',
            'licence = "free"',
            "sources[0].licence  unknown key",
        ),
        ("checked_on = 2026-11-20\n", "", "schema = 1", "checked_on  missing"),
        ("round = 1", 'round = "1"', '"1"', 'round  a whole number without quotes is expected, not "1"'),
        ("round = 1", "round = 0", "0", "round  at least 1 is expected, not 0"),
        (
            "round = 1",
            "round = 9223372036854775808",
            "9223372036854775808",
            "round  at most 1000000 is allowed, not a number of more than eighteen figures",
        ),
        (
            "round = 1",
            f"round = 0x{'f' * 5_000}",
            f"0x{'f' * 5_000}",
            "round  at most 1000000 is allowed, not a number of more than eighteen figures",
        ),
        ("round = 1", "round = true", "true", "round  a whole number without quotes is expected, not true"),
        (
            "issued = 2026-11-01",
            'issued = "2026-11-01"',
            '"2026-11-01"',
            'issued  a date without quotes and time is expected, as in 2013-08-01, not "2026-11-01"',
        ),
        (
            "issued = 2026-11-01",
            "issued = 2026-11-01T10:00:00",
            "2026-11-01T10:00:00",
            "issued  a date without quotes and time is expected, as in 2013-08-01, not 2026-11-01 10:00:00",
        ),
        ('gender = "f"', 'gender = "w"', '"w"', 'people[0].gender  one of m, f, x is expected, not "w"'),
        (
            'hedges = ["reported"]',
            'hedges = ["reportd"]',
            '"reportd"]',
            (
                "facts[0].hedges[0]  one of reported, alleged, believed, apparent, possible is expected, "
                'not "reportd"; did you mean "reported"?'
            ),
        ),
        (
            'hedges = ["reported"]',
            'hedges = "reported"',
            '"reported"',
            'facts[0].hedges  a list in square brackets is expected, not "reported"',
        ),
        ("[[people]]", "[people]", "people]", "people  a list of tables is expected: write [[people]], once for each"),
        (
            'title.en = "A farmer faces execution"\ntitle.fr = "Un paysan risque l\'exécution"',
            'title = "A farmer"',
            '"A farmer"',
            'title  a table is expected, not "A farmer"',
        ),
        (
            'title.en = "A farmer faces execution"',
            'title.en = ["A farmer"]',
            '["A farmer"]',
            "title.en  a text in quotes is expected, not a list",
        ),
        (
            "title.en",
            "title.gr",
            'gr = "A farmer faces execution"',
            'title.gr  "gr" is not a language; two letters are expected, as in en, fr, uk',
        ),
        (
            "title.en",
            "title.English",
            'English = "A farmer faces execution"',
            'title.English  "English" is not a language; two letters are expected, as in en, fr, uk',
        ),
        ('"A farmer faces execution"', '"  "', '"  "', "title.en  this text is empty"),
        (
            '"A farmer faces execution"',
            '"""One.\n \nTwo."""',
            '"""One.',
            "title.en  one paragraph is expected; this text has blank lines",
        ),
        (
            '"A farmer faces execution"',
            '"A \\u202Eremraf"',
            '"A \\u202Eremraf"',
            "title.en  this text holds U+202E (RIGHT-TO-LEFT OVERRIDE), which cannot be seen and may mislead",
        ),
        (
            '"A farmer faces execution"',
            '"A \\u0007 farmer"',
            '"A \\u0007 farmer"',
            "title.en  this text holds U+0007, which cannot be seen and may mislead",
        ),
        (
            'country = "XX"',
            'country = "xx"',
            '"xx"',
            'country  "xx" is not a country; two capitals are expected, as in FR',
        ),
        (
            'country = "XX"',
            'country = "UK"',
            '"UK"',
            'country  "UK" is not a country; two capitals are expected, as in FR',
        ),
        (
            "schema = 1",
            "schema = 2",
            "2",
            "schema  this program reads files of schema 1; for schema 2 it needs an update",
        ),
        (
            'id = "valley-2026"',
            'id = "valley-2025"',
            '"valley-2025"',
            'id  the file is valley-2026.toml, so the id must be "valley-2026", not "valley-2025"',
        ),
        (
            "round = 1",
            'round = 1\nnumber = "60/16"',
            '"60/16"',
            "number  the number is part of the id, which must hold 60-16",
        ),
        ("2026-12-24", "2026-10-24", "2026-10-24", "deadline  24 Oct 2026 is before the day of issue, 1 Nov 2026"),
        (
            'source = "group#1"',
            'source = "groop#1"',
            '"groop#1"',
            'facts[0].source  no source has the id "groop"; did you mean "group"?',
        ),
        (
            'source = "group#2"',
            'source = "the second"',
            '"the second"',
            (
                'demands[0].source  "the second" does not name a source; '
                "its id is expected, with #paragraph where there is one"
            ),
        ),
        (
            'attribute_to = "the group"\n',
            "",
            "facts]]",
            "facts[0].attribute_to  missing: the fact is reported, so it must say by whom",
        ),
        (
            'carries_out = "commute"',
            'carries_out = "comute"',
            '"comute"',
            'demands[1].carries_out  no demand has the id "comute"; did you mean "commute"?',
        ),
        ('id = "known"', 'id = "trial"', '"trial"', 'facts[1].id  "trial" is there twice'),
        (
            "[[law]]",
            '[[references]]\nauthority = "xx/port/court"\nnumber = "n° 7"\nsource = "group#2"\n\n[[references]]\nauthority = "xx/port/court"\nnumber = "n° 7"\nsource = "group#2"\n\n[[law]]',
            '"xx/port/court"',
            'references[1].authority  "xx/port/court" is there twice',
        ),
        (
            "[[law]]",
            '[[references]]\nauthority = "xx/port/court"\nnumber = "n° 7"\nsource = "group#2"\n\n[[law]]'.replace(
                "court", "cour"
            ),
            '"xx/port/cour"',
            'references[0].authority  no authority has the id "xx/port/cour"; did you mean "xx/port/court"?',
        ),
        (
            "[[law]]",
            '[[references]]\nauthority = "xx/port/court"\nnumber = "n° 7"\nsource = "group#2"\n\n[[law]]'.replace(
                "group", "grup"
            ),
            '"grup#2"',
            'references[0].source  no source has the id "grup"; did you mean "group"?',
        ),
        (
            'for = ["ministry"]',
            'for = ["minister"]',
            '"minister"]',
            (
                'demands[1].for[0]  "minister" is neither a role (head-of-state, head-of-government, ministry, '
                "prosecution, court, police, prison, embassy, parliament, other), nor the id of an authority, nor *; "
                'did you mean "ministry"?'
            ),
        ),
        (
            "xx/port/court",
            "xx/port/cour",
            '"xx/port/cour"]',
            'demands[2].for[0]  no authority has the id "xx/port/cour"; did you mean "xx/port/court"?',
        ),
        (
            'authority = "xx/justice/minister"',
            'authority = "xx/justice/ministre"',
            '"xx/justice/ministre"',
            'targets[0].authority  no authority has the id "xx/justice/ministre"; did you mean "xx/justice/minister"?',
        ),
        (
            'authority = "xx/justice/minister"',
            'authority = "Ministry of Justice"',
            '"Ministry of Justice"',
            'targets[0].authority  "Ministry of Justice" is not an id of an authority, as in fr/aix/procureur-general',
        ),
        (
            'authority = "xx/justice/minister"',
            'authority = "xx/justice/minister"\nlookup = "embassy-of:XX in:signer"',
            "targets]]",
            "targets[0]  a target has either an authority or a lookup",
        ),
        (
            'authority = "xx/justice/minister"',
            'authority = "xx/justice/minister"\nas = "copy"',
            "targets]]",
            "targets  at least one target must be main, not a copy",
        ),
        (
            'basis = "iccpr-6"',
            'basis = "icpr-6"',
            '"icpr-6"',
            'law[0].basis  no legal basis has the id "icpr-6"; did you mean "iccpr-6"?',
        ),
        (
            'kind = "death-penalty"',
            'kind = "death-penality"',
            '"death-penality"',
            'kind  no templates for the kind "death-penality"; did you mean "death-penalty"?',
        ),
        (
            'text.fr = "de commuer sa peine"\n',
            'for = ["police"]\n',
            '["police"]',
            "demands[0].for  no target of the case can be asked this, which is for police",
        ),
        (
            'text.fr = "de proposer que sa peine soit commuée"\n',
            "",
            'text.en = "propose that her sentence be commuted"',
            "demands[1].text.fr  missing: the letter to xx/justice/minister is in French",
        ),
        (
            'text.fr = "Elle a été condamnée à mort le 3 octobre."\n',
            "",
            'text.en = "She was sentenced to death on 3 October."',
            "facts[0].text.fr  missing: the letter to xx/justice/minister is in French",
        ),
        (
            "[[sources]]",
            '[status]\nstate = "closed"\non = 2026-11-05\nsource = "group"\n\n[[sources]]',
            "status]",
            "status.why  missing: a case that is closed says when, why and where that is written",
        ),
        (
            "[[sources]]",
            '[status]\nstate = "stopped"\non = 2026-10-05\nwhy.en = "Over."\nsource = "group"\n\n[[sources]]',
            "2026-10-05",
            "status.on  5 Oct 2026 is before the day of issue, 1 Nov 2026",
        ),
        (
            'id = "trial"\n',
            'id = "trial"\ndate = 2026-10-03\nuntil = 2026-10-01\n',
            "2026-10-01",
            "facts[0].until  1 Oct 2026 is before the beginning, 3 Oct 2026",
        ),
    ],
)
def test_a_mistake_is_one_fault_at_its_place_that_says_what_to_do(
    letters: Any, faults_of: FaultsOf, old: str, new: str, shown_at: str, said: str
) -> None:
    path = letters.case((old, new))
    (fault,) = faults_of(lambda: letters.open().case("valley-2026"))
    line = path.read_text(encoding="utf-8").split("\n")[fault.line - 1]
    assert f"{fault.key}  {fault.message}" == said
    assert line[fault.column - 1 :] == shown_at
    assert fault.path == "letters/cases/valley-2026.toml"
