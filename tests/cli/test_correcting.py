"""A correction as a patch: with its source, applied by git, and no file of offices touched."""

from __future__ import annotations

import re
import subprocess
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from support.ua import Ran, Ua

AIX = "fr/aix/procureur-general"
MINISTER = "xx/justice/minister"
ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "letters" / "authorities" / "fr.toml"
PAGE = "https://www.cours-appel.justice.fr/aix-en-provence"


@pytest.fixture
def repository(tmp_path: Path, library: Path) -> Path:
    """The manual's example in a repository, below a folder."""
    root = tmp_path / "group"
    (root / "ours").parent.mkdir()
    library.rename(root / "ours")
    subprocess.run(["git", "init", "-q"], cwd=root, check=True)
    return root


def report(me: Ua, repository: Path, *arguments: str, **more: Any) -> Ran:
    return me("--library", str(repository / "ours"), "authority", "report", MINISTER, *arguments, **more)


def applied(repository: Path, patch: str) -> dict[str, Any]:
    """The minister's entry once git has applied the patch."""
    subprocess.run(["git", "apply"], input=patch.encode(), cwd=repository, check=True)
    text = (repository / "ours" / "authorities" / "xx.toml").read_text(encoding="utf-8")
    return dict(tomllib.loads(text)["justice"]["minister"])


def test_the_patch_of_what_ships_applies_and_changes_one_line(me: Ua, tmp_path: Path) -> None:
    before = SHIPPED.read_bytes()
    ran = me("authority", "report", AIX, "--set", "postal.street=20 place de Verdun, palais", "--source", PAGE)
    assert ran.code == 0
    assert SHIPPED.read_bytes() == before
    assert f"Source: {PAGE}\nLooked at on: 2026-11-24\n" in ran.out
    folder = tmp_path / "letters" / "authorities"
    folder.mkdir(parents=True)
    (folder / "fr.toml").write_bytes(before)
    subprocess.run(["git", "apply"], input=ran.out.encode(), cwd=tmp_path, check=True)
    old, new = before.decode().split("\n"), (folder / "fr.toml").read_text(encoding="utf-8").split("\n")
    (changed,) = [pair for pair in zip(old, new, strict=True) if pair[0] != pair[1]]
    assert "20 place de Verdun, palais" in changed[1]


def test_a_contact_that_changes_has_the_source_and_the_day_and_is_unverified(me: Ua, repository: Path) -> None:
    told = ("--set", "emails[0].address=cabinet@example.org", "--source", PAGE, "--on", "2026-11-22")
    (mail,) = applied(repository, report(me, repository, *told).out)["emails"]
    assert mail == {
        "address": "cabinet@example.org",
        "source": PAGE,
        "verified_on": date(2026, 11, 22),
        "level": "unverified",
    }


def test_who_compared_a_contact_may_say_its_level(me: Ua, repository: Path) -> None:
    entry = applied(repository, report(me, repository, "--set", "postal.level=official", "--source", PAGE).out)
    assert (entry["postal"]["level"], entry["postal"]["source"]) == ("official", PAGE)
    assert entry["postal"]["street"] == "4 Constitution Square"


@pytest.mark.parametrize(
    ("settings", "key", "expected"),
    [
        (["channels=email; print"], "channels", ["email", "print"]),
        (['channels=["print"]', "emails="], "channels", ["print"]),
        (["office.en.any=Minister"], "office", {"en": {"any": "Minister"}}),
        (["limits.per_hour=2"], "limits", {"per_hour": 2}),
        (["review_by=2027-01-31"], "review_by", date(2027, 1, 31)),
        (["guidance.en=Write in English = good."], "guidance", {"en": "Write in English = good."}),
    ],
)
def test_values_are_read_as_their_key_asks(
    me: Ua, repository: Path, settings: list[str], key: str, expected: object
) -> None:
    flags = [part for one in settings for part in ("--set", one)]
    assert applied(repository, report(me, repository, *flags, "--source", PAGE).out)[key] == expected


def test_a_contact_that_was_not_there_is_added_below_those_that_are(me: Ua, repository: Path) -> None:
    settings = (
        "emails[1].address=press@example.org",
        "phones[0].number=+33 1 44 77 60 60",
        "web_form.url=https://a.example/w",
    )
    flags = [part for one in settings for part in ("--set", one)]
    entry = applied(repository, report(me, repository, *flags, "--source", PAGE).out)
    assert [mail["level"] for mail in entry["emails"]] == ["official", "unverified"]
    assert entry["phones"][0]["source"] == entry["web_form"]["source"] == PAGE


def test_that_no_mail_is_published_has_a_source_and_a_day(me: Ua, repository: Path) -> None:
    text = report(
        me, repository, "--set", "emails=", "--set", "channels=print", "--set", "email_none.source=x", "--source", PAGE
    )
    entry = applied(repository, text.out)
    assert "emails" not in entry
    assert entry["email_none"]["on"].isoformat() == "2026-11-24"


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--set", "postal.street=x"], 2, "--source"),
        (["--set", "postal.street=x", "--source", "  "], 2, "guess"),
        (["--source", PAGE], 2, "--set"),
        (["--set", "postal.street", "--source", PAGE], 2, "no key"),
        (["--set", "postl.street=x", "--source", PAGE], 2, 'did you mean "postal"'),
        (["--set", "../x=1", "--source", PAGE], 2, "no key"),
        (["--set", "postal.stret=x", "--source", PAGE], 3, '--set  postal.stret  unknown key; did you mean "street"?'),
        (["--set", "emails[0].address=nobody", "--source", PAGE], 3, "emails[0].address"),
        (["--set", "channels=email; fax", "--source", PAGE], 3, "fax"),
        (["--set", "postal.verified_on=soon", "--source", PAGE], 2, "soon"),
        (["--set", "postal.street=x", "--source", PAGE, "--on", "yesterday"], 2, "yesterday"),
        (["--set", "postal.street=x", "--source", PAGE, "--on", "2026-12-24"], 2, "has not come"),
        (["--set", "emails[7].address=a@example.org", "--source", PAGE], 1, "cannot be changed safely"),
        (["--set", "postal.street=a\x1b[31mb", "--source", PAGE], 3, "postal.street"),
        (["--set", "postal.city=", "--source", PAGE], 3, "postal.city"),
    ],
)
def test_what_is_no_correction_is_refused(me: Ua, repository: Path, arguments: list[str], code: int, said: str) -> None:
    ran = report(me, repository, *arguments)
    assert (ran.code, ran.out) == (code, "")
    assert said in ran.err


def test_what_is_so_already_makes_no_patch(me: Ua, repository: Path) -> None:
    ran = report(me, repository, "--set", "role=ministry", "--source", PAGE)
    assert (ran.code, ran.out) == (0, "")
    assert "Nothing would change" in ran.err


def test_a_person_is_asked_for_what_is_wrong_what_is_right_and_who_says_so(me: Ua, repository: Path) -> None:
    answers = ["postal.stret.x y", "postal.street", "5 Constitution Square", "", "", PAGE]
    ran = report(me, repository, answers=answers)
    assert ran.code == 0
    assert re.search(r"emails\[0\]\.address +minister@justice", ran.err)
    assert "postal.street is now: 4 Constitution Square" in ran.err
    postal = applied(repository, ran.out)["postal"]
    assert (postal["street"], postal["source"]) == ("5 Constitution Square", PAGE)


def test_who_says_nothing_is_wrong_gets_no_patch(me: Ua, repository: Path) -> None:
    ran = report(me, repository, answers=[""])
    assert (ran.code, ran.out) == (0, "")


def test_the_patch_goes_to_a_file_that_is_not_written_over(me: Ua, repository: Path, tmp_path: Path) -> None:
    told = ("--set", "role=other", "--source", PAGE, "-o", str(tmp_path / "a.patch"))
    assert report(me, repository, *told).out == ""
    assert applied(repository, (tmp_path / "a.patch").read_text(encoding="utf-8"))["role"] == "other"
    assert report(me, repository, *told[:1], "role=police", *told[2:]).code == 1
    assert "ours/authorities/xx.toml" in (tmp_path / "a.patch").read_text(encoding="utf-8")


def test_comments_line_ends_and_layout_stay(me: Ua, repository: Path) -> None:
    file = repository / "ours" / "authorities" / "xx.toml"
    text = file.read_text(encoding="utf-8").replace('role = "ministry"', 'role   =  "ministry"  # of justice')
    file.write_bytes(text.replace("\n", "\r\n").encode())
    ran = report(me, repository, "--set", "review_by=2027-01-31", "--source", PAGE)
    subprocess.run(["git", "apply", "--whitespace=nowarn"], input=ran.out.encode(), cwd=repository, check=True)
    expected = text.replace("review_by = 2027-11-20", "review_by = 2027-01-31").replace("\n", "\r\n")
    assert file.read_bytes() == expected.encode()


def test_the_patch_is_of_ours_and_not_of_what_somebody_else_says(me: Ua, repository: Path, tmp_path: Path) -> None:
    theirs = tmp_path / "theirs" / "authorities"
    theirs.mkdir(parents=True)
    (theirs / "xx.toml").write_bytes((repository / "ours" / "authorities" / "xx.toml").read_bytes())
    config = me.home / "config.toml"
    config.write_text(f'library = ["{theirs.parent}"]\n' + config.read_text(encoding="utf-8"), encoding="utf-8")
    ran = report(me, repository, "--set", "role=other", "--source", PAGE)
    assert "+++ b/ours/authorities/xx.toml" in ran.out
