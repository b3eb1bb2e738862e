"""Copies for information: planned behind the letter that they copy, sent after it, and never without it."""

from __future__ import annotations

import email
import email.policy
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import pdfplumber
import pytest

from support.mail import MailServer, RudeServer
from support.posthouse import Posthouse, change, posthouse
from support.ua import Ua
from urgentaction.channels.settings import Security, Settings
from urgentaction.ledger import open_ledger
from urgentaction.pace import UNLIMITED

OPEN = "example-2026"
PASSWORD = "correct horse battery staple"
TARGETS = """\
as = "main"

[[targets]]
lookup = "embassy-of:KZ in:signer"
as = "copy"

[[targets]]
authority = "xx/press"
as = "copy"
"""
PRESS = """
[press]
role = "other"
body.en = "Example Press"
office.en = { any = "The Editor" }
style.en = "of the Example Press"
salutation.en = { any = "Dear Editor," }
closing.en = "Yours sincerely,"
languages = ["en"]
timezone = "Europe/Paris"
reply = "none"
postal = { lines = ["Example Press"], street = "1 Paper Street", postcode = "10000", city = "Port Saint-Aubin", source = "invented", verified_on = 2026-11-20, level = "official" }
channels = ["print", "post"]
"""
EMBASSY = """\
[embassy.kz]
role = "embassy"
represents = "KZ"
body.fr = "Ambassade d'exemple"
office.fr = { any = "Ambassadeur d'exemple" }
office.en = { any = "Example Ambassador" }
salutation.fr = { any = "Madame l'Ambassadrice, Monsieur l'Ambassadeur," }
closing.fr = "haute considération"
languages = ["fr"]
timezone = "Europe/Paris"
reply = "none"
postal = { lines = ["Ambassade d'exemple"], street = "1 rue Inventée", postcode = "75000", city = "Paris", source = "invented", verified_on = 2026-11-20, level = "official" }
emails = [{ address = "post@embassy.example.org", source = "invented", verified_on = 2026-11-20, level = "official" }]
channels = ["email", "print", "post"]
"""
MINISTER, AMBASSADOR, EDITOR = "Minister of Justice", "Example Ambassador", "The Editor of the Example Press"
INFORMED = "Copy for information: letter to Minister of Justice"

Account = Callable[[Settings], Ua]


@pytest.fixture
def library(library: Path) -> Path:
    """The library of an open case whose letters an embassy and a newspaper get copies of."""
    case, offices = library / "cases" / f"{OPEN}.toml", library / "authorities"
    case.write_text(case.read_text().replace('as = "main"\n', TARGETS))
    (offices / "xx.toml").write_text((offices / "xx.toml").read_text() + PRESS)
    (offices / "fr.toml").write_text(EMBASSY)
    return library


@pytest.fixture
def writer(me: Ua, library: Path) -> Ua:
    """A profile whose library is in the environment, and no account."""
    me.environ["UA_LIBRARY"] = str(library)
    return me


@pytest.fixture
def mails(account: Account, mail_server: Callable[..., MailServer], library: Path) -> tuple[Ua, MailServer]:
    """The program with an account on a real server."""
    server = mail_server(Security.TLS, user="elise@example.org", password=PASSWORD)
    ua = account(server.settings)
    ua.environ["UA_LIBRARY"] = str(library)
    return ua, server


@pytest.fixture
def people(tmp_path: Path) -> str:
    """Two signers in France and one in Sweden, where no embassy is known."""
    path = tmp_path / "signers.csv"
    head = "name,email,street,postcode,city,country,consent,case"
    rows = (
        f"Ana Silva,ana@example.net,1 rue A,69001,Lyon,FR,2026-11-20,{OPEN}",
        f"Bo Berg,bo@example.net,2 Gata,11120,Stockholm,SE,2026-11-20,{OPEN}",
        f"Cy Roux,cy@example.net,3 rue C,69003,Lyon,FR,2026-11-20,{OPEN}",
    )
    path.write_text("\n".join((head, *rows)) + "\n", encoding="utf-8")
    return str(path)


def parsed(server: MailServer) -> list[EmailMessage]:
    return [email.message_from_bytes(one.content, policy=email.policy.default) for one in server.mails]


def text_of(path: Path) -> str:
    return page_text(path.read_bytes())


def page_text(data: bytes) -> str:
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        return "\n".join(page.extract_text() for page in pdf.pages)


def rows(ua: Ua, *more: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(ua("outbox", "list", "--all", "--json", *more).out)
    return found


# --- One signer -------------------------------------------------------------------------------------------------------


def test_copies_leave_after_their_letter_each_by_a_way_of_its_office(
    mails: tuple[Ua, MailServer], tmp_path: Path
) -> None:
    ua, server = mails
    ran = ua("send", OPEN, "--yes", "-o", str(tmp_path))
    assert ran.code == 0, ran.err
    assert "1 letter  →  Minister of Justice of Karvania" in ran.err
    assert ran.err.count("1 copy ") == 2
    main, copy = parsed(server)
    assert (str(main["To"]), str(copy["To"])) == (
        "Minister of Justice of Karvania <minister@justice.example.org>",
        "Example Ambassador <post@embassy.example.org>",
    )
    assert str(copy["Subject"]).startswith("Copy for information: Extradition")
    words = " ".join(copy.get_content().split())
    assert words.startswith(f"{INFORMED}, Ministry of Justice, 4 Constitution Square, 10000 Port Saint-Aubin Dear Min")
    foot = f"Copy to: {AMBASSADOR} {EDITOR}"
    assert " ".join(main.get_content().split()).endswith(foot)
    assert words.endswith(foot)
    (page,) = tmp_path.glob("xx-press-*.pdf")
    assert INFORMED in text_of(page)
    told = {line.split()[0]: line for line in ua("report").out.splitlines() if line.startswith("  ") or "/" in line}
    assert [", copies " in told[id_] for id_ in ("xx/justice/minister", "xx/press")] == [False, True]


def test_without_copies_the_letter_names_none(mails: tuple[Ua, MailServer]) -> None:
    ua, server = mails
    assert ua("send", OPEN, "--yes", "--no-copies").code == 0
    (mail,) = parsed(server)
    assert "Copy to" not in mail.get_content()


def test_the_question_counts_letters_and_copies(mails: tuple[Ua, MailServer]) -> None:
    ua, server = mails
    ran = ua("send", OPEN, answers=["n"])
    assert "Send 1 letter and 2 copies by e-mail, on paper now" in ran.err
    assert not server.mails


def test_a_copy_of_a_refused_letter_does_not_leave(
    account: Account, rude_server: Callable[..., RudeServer], library: Path
) -> None:
    server = rude_server({"RCPT": ["550 5.1.1 no such user", "250 ok"]})
    ua = account(server.settings)
    ua.environ["UA_LIBRARY"] = str(library)
    assert ua("send", OPEN, "--yes").code == 4
    assert {str(one["authority"]): one["state"] for one in rows(ua)} == {
        "xx/justice/minister": "refused",
        "fr/embassy/kz": "cancelled",
        "xx/press": "cancelled",
    }
    assert not server.letters


def test_a_copy_waits_for_word_of_a_letter_that_was_handed_over(writer: Ua) -> None:
    assert writer("send", OPEN, "--by", "mailto", "--yes").code == 0
    waiting = writer("outbox", "list").out
    assert waiting.count("copy; waits for") == 2
    key = next(str(one["key"]) for one in rows(writer) if one["authority"] == "xx/justice/minister")
    assert f"waits for {key[:8]}" in waiting
    assert "handed 1" in writer("status").out
    assert writer("outbox", "resolve", key[:8], "--sent").code == 0
    assert "copy; waits" not in writer("outbox", "list").out
    assert writer("outbox", "run").code == 0
    assert {one["state"] for one in rows(writer) if one["authority"] == "xx/press"} == {"sent"}


def test_an_office_that_cannot_be_reached_gets_none_and_is_not_named(
    mails: tuple[Ua, MailServer], library: Path
) -> None:
    ua, server = mails
    (library / "authorities" / "fr.toml").write_text(EMBASSY.replace('"official"', '"unverified"'))
    ran = ua("send", OPEN, "--yes")
    assert ran.code == 0, ran.err
    assert f"No copy to {AMBASSADOR}: " in ran.err
    assert "--accept-unverified" in ran.err
    (mail,) = parsed(server)
    assert AMBASSADOR not in mail.get_content()
    assert EDITOR in mail.get_content()


def test_a_look_up_that_gives_nothing_is_said_with_where_to_look(mails: tuple[Ua, MailServer], library: Path) -> None:
    ua, server = mails
    (library / "authorities" / "fr.toml").unlink()
    ran = ua("send", OPEN, "--yes")
    assert ran.code == 0, ran.err
    assert "The embassy of Kazakhstan in France is not in the directory." in ran.err
    assert "authorities/fr.toml" in ran.err
    assert len(server.mails) == 1
    shown = ua("show", OPEN).out
    assert "embassy-of:KZ in:signer  The embassy of Kazakhstan in France is not" in shown
    checked = ua("check", OPEN)
    assert "look-up" in checked.err
    assert checked.code == 0


def test_what_a_look_up_gives_is_shown(writer: Ua) -> None:
    assert "embassy-of:KZ in:signer → fr/embassy/kz  Example Ambassador" in writer("show", OPEN).out
    assert "look-up" not in writer("check", OPEN).err


def test_a_second_letter_of_the_same_round_is_not_copied_again(mails: tuple[Ua, MailServer]) -> None:
    ua, server = mails
    assert ua("send", OPEN, "--yes").code == 0
    again = ua("send", OPEN, "--yes")
    assert "Already written to Minister of Justice" in again.err
    assert "copy" not in again.err
    assert len(server.mails) == 2
    assert ua("send", OPEN, "--yes", "--again").code == 0
    assert len(server.mails) == 4


def test_only_a_copy_is_not_sent(writer: Ua) -> None:
    ran = writer("send", OPEN, "--to", "xx/press", "--yes")
    assert ran.code == 2
    assert "gets a copy of a letter" in ran.err
    assert f"ua send {OPEN}" in ran.err


def test_a_court_never_gets_a_copy(writer: Ua, library: Path) -> None:
    offices = library / "authorities" / "xx.toml"
    offices.write_text(offices.read_text().replace('role = "other"', 'role = "court"'))
    ran = writer("send", OPEN, "--by", "print", "--dry-run")
    assert f"No copy to {EDITOR}: it is a court" in ran.err
    assert ran.err.count("1 copy ") == 1


def test_a_letter_to_a_court_is_copied_only_where_the_case_names_the_court(writer: Ua, library: Path) -> None:
    offices, case = library / "authorities" / "xx.toml", library / "cases" / f"{OPEN}.toml"
    offices.write_text(offices.read_text().replace('role = "ministry"', 'role = "court"').replace('"ask"', '"none"'))
    text = case.read_text().replace('text.en = "ensure', 'for = ["*", "court"]\ntext.en = "ensure')
    case.write_text(text)
    sent = ("send", OPEN, "--to", "xx/justice/minister", "--by", "print", "--dry-run")
    assert writer(*sent).err.count("1 copy ") == 2
    case.write_text(text.replace('authority = "xx/justice/minister"', 'authority = "xx/other"'))
    offices.write_text(offices.read_text() + PRESS.replace("[press]", "[other]"))
    assert "copy" not in writer(*sent).err


def test_a_rehearsal_and_a_test_to_oneself(mails: tuple[Ua, MailServer]) -> None:
    ua, server = mails
    ran = ua("send", OPEN, "--rehearse")
    assert ran.code == 0, ran.err
    assert "Rehearsed: 1 letter and 2 copies" in ran.err
    assert ran.err.count("PDF: ") == 3
    assert not server.mails
    assert ua("send", OPEN, "--test-to", "me", "--yes").code == 0
    (test,) = parsed(server)
    assert test["To"].addresses[0].addr_spec == "elise@example.org"
    assert "information" not in test.get_content()


def test_a_saved_letter_is_copied_as_any_other(mails: tuple[Ua, MailServer], tmp_path: Path) -> None:
    ua, server = mails
    path, copy = tmp_path / "letter.json", tmp_path / "copy.json"
    ua("draft", OPEN, "-f", "json", "-o", str(path))
    path.write_text(path.read_text().replace("a personal capacity", "a purely personal capacity"))
    ran = ua("send", str(path), "--yes")
    assert ran.code == 0, ran.err
    assert ["purely personal" in mail.get_content() for mail in parsed(server)] == [True, True]
    ua("draft", OPEN, "--to", "fr/embassy/kz", "-f", "json", "-o", str(copy))
    for command in ("send", "check"):
        ran = ua(command, str(copy))
        assert ran.code == 2
        assert "This is a copy for information" in ran.err


# --- Drafts -----------------------------------------------------------------------------------------------------------


def test_a_draft_names_who_gets_a_copy(writer: Ua) -> None:
    ran = writer("draft", OPEN)
    assert " ".join(ran.out.split()).endswith(f"Copy to: {AMBASSADOR} {EDITOR}")
    assert "--to fr/embassy/kz" in ran.err
    assert "Copy to" not in writer("draft", OPEN, "--no-copies").out


def test_the_draft_for_an_office_that_gets_a_copy_is_the_copy(writer: Ua, tmp_path: Path) -> None:
    ran = writer("draft", OPEN, "--to", "embassy")
    assert "for information, of the letter to Minister of Justice" in ran.err
    assert "Dear Minister," in ran.out
    assert INFORMED in ran.out
    for fmt in ("md", "html", "eml", "pdf"):
        path = tmp_path / f"copy.{fmt}"
        assert writer("draft", OPEN, "--to", "embassy", "-o", str(path)).code == 0
        said = text_of(path) if fmt == "pdf" else path.read_text(encoding="utf-8")
        assert "Copy for information" in said, fmt


# --- Many signers -----------------------------------------------------------------------------------------------------


def test_a_list_copies_each_letter_to_the_embassy_where_its_signer_lives(
    writer: Ua, people: str, tmp_path: Path
) -> None:
    command = ("send", OPEN, "--signers", people, "--by", "print", "--fresh-ledger-ok", "-o", str(tmp_path / "out"))
    plan = writer(*command, "--dry-run", "--json")
    assert [(one["authority"], one["copy_of"], one["letters"]) for one in json.loads(plan.out)["groups"]] == [
        ("xx/justice/minister", None, 3),
        ("fr/embassy/kz", "xx/justice/minister", 2),
        ("xx/press", "xx/justice/minister", 3),
    ]
    ran = writer(*command, "--yes")
    assert ran.code == 0, ran.err
    assert "The embassy of Kazakhstan in Sweden is not in the directory." in ran.err
    assert "printed 8" in ran.err
    letters, copies = sorted((tmp_path / "out").rglob("letters-*.pdf"))
    assert "Copy for information" not in text_of(letters)
    assert text_of(letters).count(AMBASSADOR) == 2
    assert text_of(copies).count("Copy for information") == 5
    assert "on paper · copy" in writer("status").out


def test_letters_by_mail_are_copied_on_paper_in_the_same_run(
    mails: tuple[Ua, MailServer], people: str, tmp_path: Path
) -> None:
    ua, server = mails
    config = ua.home / "config.toml"
    config.write_text(config.read_text() + '\n[group]\nname = "Group"\ncontact = "group@example.org"\n')
    with_ledger = open_ledger(ua.home / "data" / "ledger.sqlite")
    with_ledger.vouch(now=ua.now)
    with_ledger.close()
    ua.change = lambda world: replace(world, pace=UNLIMITED)
    ran = ua("send", OPEN, "--signers", people, "--yes", "-o", str(tmp_path / "out"))
    assert ran.code == 0, ran.err
    states = {(str(one["authority"]), one["state"]) for one in rows(ua)}
    assert states == {(office, "sent") for office in ("xx/justice/minister", "fr/embassy/kz", "xx/press")}
    assert len(list((tmp_path / "out").rglob("letters-*.pdf"))) == 1
    # Three letters and two copies for information; each mail goes to its signer too.
    assert len(server.mails) == 2 * (3 + 2)


def test_a_row_that_writes_for_the_second_time_brings_no_copy(writer: Ua, people: str, tmp_path: Path) -> None:
    command = ("send", OPEN, "--signers", people, "--by", "print", "--fresh-ledger-ok", "--yes", "-o", str(tmp_path))
    assert writer(*command).code == 0
    assert "copies" not in writer(*command).err
    assert len(rows(writer)) == 8


def test_an_embassy_as_main_office_is_written_to_by_those_who_live_where_it_is(
    writer: Ua, people: str, library: Path
) -> None:
    case = library / "cases" / f"{OPEN}.toml"
    case.write_text(case.read_text().replace('signer"\nas = "copy"', 'signer"\nas = "main"'))
    ran = writer("send", OPEN, "--signers", people, "--by", "print", "--lang", "fr", "--dry-run")
    assert ran.code == 2, "the case speaks English only"
    (library / "authorities" / "fr.toml").write_text(
        EMBASSY.replace("salutation.fr", 'salutation.en = { any = "Your Excellency," }\nsalutation.fr').replace(
            "closing.fr", 'closing.en = "Yours faithfully,"\nclosing.fr'
        )
    )
    ran = writer("send", OPEN, "--signers", people, "--by", "print", "--dry-run", "--json")
    assert [(one["authority"], one["copy_of"], one["letters"]) for one in json.loads(ran.out)["groups"]] == [
        ("fr/embassy/kz", None, 2),
        ("xx/justice/minister", None, 3),
        ("xx/press", "xx/justice/minister", 3),
    ]
    assert ran.err.count("The embassy of Kazakhstan in Sweden is not in the directory.") == 1
    one = writer("send", OPEN, "--by", "print", "--dry-run")
    assert "1 letter  →  Example Ambassador" in one.err


def test_a_list_whose_only_office_is_nowhere_is_refused(writer: Ua, people: str, library: Path) -> None:
    case = library / "cases" / f"{OPEN}.toml"
    named = 'authority = "xx/justice/minister"'
    case.write_text(case.read_text().replace(named, 'lookup = "embassy-of:TR in:signer"'))
    for command in (("--signers", people), ()):
        ran = writer("send", OPEN, "--by", "print", "--dry-run", *command)
        assert ran.code == 2
        assert "Traceback" not in ran.err


# --- A company that posts ---------------------------------------------------------------------------------------------


@pytest.fixture
def house(me: Ua, library: Path) -> Iterator[Posthouse]:
    """Companies that print and post; the office is in Aix, the embassy in Paris."""
    with posthouse(me, library) as made:
        offices = library / "authorities" / "fr.toml"
        offices.write_text(f"{offices.read_text()}\n{EMBASSY}")
        change(library, "xx/press", "fr/press")
        yield made


def test_a_company_posts_the_copies_to_their_own_addresses(house: Posthouse) -> None:
    house.has("pingen", live=True)
    assert "4.35 CHF in all" in house.send("--by", "post", "--yes", "--max-cost", "50 CHF").err
    assert [one["state"] for one in rows(house.ua)] == ["sent"] * 3
    pages = [page_text(data) for data in house.pingen.uploads.values() if data]
    assert len(pages) == 3
    assert sum("Copy for information" in page for page in pages) == 2
    assert sum("1 RUE INVENTEE" in page for page in pages) == 1
