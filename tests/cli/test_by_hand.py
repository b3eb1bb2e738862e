"""`--by mailto` and `--by webform`: into a person's own hands, and theirs to say whether it was sent."""

from __future__ import annotations

import email
import email.policy
from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

import pytest

from support.ua import Ran, Ua
from urgentaction.ledger import open_ledger
from urgentaction.model.authority import ChannelName

OPEN = "example-2026"
FORM = "https://justice.example.org/contact"
LONG = "I was a teacher for thirty years, and I have read what she wrote. " * 12


@pytest.fixture
def at_home(me: Ua, library: Path) -> Ua:
    """The program of somebody with a profile and without an account; the office has a form."""
    office = library / "authorities" / "xx.toml"
    text = office.read_text(encoding="utf-8")
    form = f'web_form = {{ url = "{FORM}", source = "its own site", verified_on = 2026-11-01, level = "official" }}'
    lines = [
        f'channels = ["webform", "email", "print"]\n{form}' if line.startswith("channels") else line
        for line in text.splitlines()
    ]
    office.write_text("\n".join(lines) + "\n", encoding="utf-8")
    me.environ["UA_LIBRARY"] = str(library)
    return me


def send(ua: Ua, by: str, *further: str, answers: list[str] | None = None, code: int = 0) -> Ran:
    ran = ua("send", OPEN, "--by", by, *further, *(() if answers else ("--yes",)), answers=answers)
    assert ran.code == code, ran.err
    return ran


def key_of(ua: Ua) -> str:
    return ua("outbox", "list", "--all").out.split()[0]


def test_a_letter_too_long_for_a_link_says_why_before_the_question_and_opens_as_a_draft(at_home: Ua) -> None:
    ran = send(at_home, "mailto", "--say", LONG, answers=["yes"])
    assert ran.err.index("too long for the link") < ran.err.index("Send 1 letter")
    assert "2,000 characters" in ran.err
    assert f"ua draft {OPEN} --to xx/justice/minister --copy" in ran.err
    (url,) = at_home.opened
    path = Path(url2pathname(urlsplit(url).path))
    assert str(path) in ran.err
    assert (path.stat().st_mode & 0o777, path.suffix) == (0o600, ".eml")
    assert "Lef" not in path.name
    mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert (mail["X-Unsent"], "minister@justice.example.org" in mail["To"]) == ("1", True)
    body = mail.get_body(("plain",))
    assert body
    assert " ".join(LONG.split()[:12]) in " ".join(body.get_content().split())


def test_a_draft_goes_once_it_was_sent_and_counts_then(at_home: Ua) -> None:
    send(at_home, "mailto", "--say", LONG)
    (draft,) = (at_home.home / "data" / "drafts").iterdir()
    assert "handed 1" in at_home("status").out
    assert at_home("outbox", "resolve", key_of(at_home), "--sent").code == 0
    assert "sent 1" in at_home("status").out
    assert not draft.exists()


def test_a_draft_that_nothing_opens_is_in_the_folder_all_the_same(at_home: Ua) -> None:
    at_home.can_open = False
    ran = send(at_home, "mailto", "--say", LONG)
    (draft,) = (at_home.home / "data" / "drafts").iterdir()
    assert str(draft) in ran.err
    assert "handed 1" in at_home("status").out


def test_whoever_is_forgotten_leaves_no_draft(at_home: Ua) -> None:
    send(at_home, "mailto", "--say", LONG)
    assert list((at_home.home / "data" / "drafts").iterdir())
    ran = at_home("forget", "elise@example.org", "--yes")
    assert ran.code == 0, ran.err
    assert not list((at_home.home / "data" / "drafts").iterdir())


def shorten(library: Path) -> None:
    case = library / "cases" / f"{OPEN}.toml"
    text = case.read_text(encoding="utf-8")
    start, end = text.index('[[facts]]\nid = "request"'), text.index('[[facts]]\nid = "risk"')
    short = (text[:start] + text[end:]).replace('[[law]]\nbasis = "uncat-3"\n', "")
    case.write_text(short, encoding="utf-8")


def test_a_short_letter_is_a_link_and_nothing_is_said_of_a_draft(at_home: Ua, library: Path) -> None:
    shorten(library)
    ran = send(at_home, "mailto", answers=["yes"])
    assert ran.err.index("Your mail program opens") < ran.err.index("Send 1 letter")
    (url,) = at_home.opened
    assert url.startswith("mailto:minister@justice.example.org?subject=")
    assert len(url) <= 2000
    assert "Dear Minister" in unquote(url)
    assert "too long" not in ran.err


@pytest.mark.parametrize("clips", [True, False])
def test_a_form_opens_with_the_text_shown_and_copied(at_home: Ua, clips: bool) -> None:
    at_home.can_clip = clips
    ran = send(at_home, "webform", answers=["yes"])
    assert at_home.opened == [FORM]
    (text,) = at_home.clipped
    assert text.startswith("Dear Minister,")
    assert "Élise Lefèvre-Dubois" in text
    for line in text.splitlines():
        assert line in ran.err
    assert ("on the clipboard" if clips else "could not be copied") in ran.err
    assert ran.err.index("you send it yourself") < ran.err.index("Send 1 letter")
    assert FORM in ran.err
    assert f"ua outbox resolve {key_of(at_home)} --sent" in ran.err


def test_a_form_is_handed_until_the_person_says_that_it_was_sent(at_home: Ua) -> None:
    send(at_home, "webform")
    assert "handed 1" in at_home("status").out
    again = send(at_home, "webform")
    assert "handed to you for the office's form" in again.err
    assert len(at_home.opened) == 1
    assert at_home("outbox", "resolve", key_of(at_home), "--sent").code == 0
    assert "sent 1" in at_home("status").out


def test_a_form_that_was_not_sent_leaves_the_place_free(at_home: Ua) -> None:
    send(at_home, "webform")
    ran = at_home("outbox", "resolve", key_of(at_home), "--not-sent")
    assert ran.code == 0
    assert "it is cancelled" in ran.err
    assert "ua send" in ran.err
    assert "outbox run" not in ran.err
    send(at_home, "webform")
    assert len(at_home.opened) == 2


def test_without_a_browser_a_person_at_a_terminal_gets_address_and_text(at_home: Ua) -> None:
    at_home.can_open = False
    ran = send(at_home, "webform", answers=["yes"])
    assert f"No browser opened. The form: {FORM}" in ran.err
    assert "Dear Minister" in ran.err
    assert "handed 1" in at_home("status").out


def test_without_a_browser_the_form_is_handed_all_the_same_and_never_a_second_time(at_home: Ua) -> None:
    at_home.can_open = False
    ran = send(at_home, "webform")
    assert FORM in ran.err
    assert "Dear Minister" in ran.err
    assert "handed 1" in at_home("status").out
    at_home.can_open = True
    at_home.now += timedelta(days=1)
    at_home("outbox", "run")
    assert at_home.opened == [FORM]
    assert at_home("outbox", "resolve", key_of(at_home), "--sent").code == 0
    assert "sent 1" in at_home("status").out


def test_without_a_mail_program_the_whole_letter_is_shown_and_the_person_says_what_became_of_it(
    at_home: Ua, library: Path
) -> None:
    shorten(library)
    at_home.can_open = False
    ran = send(at_home, "mailto")
    (link,) = at_home.opened
    assert "No mail program opened" in ran.err
    assert "To: minister@justice.example.org" in ran.err
    text = unquote(link.partition("&body=")[2])
    assert all(line in ran.err for line in text.splitlines())
    key = key_of(at_home)
    assert f"ua outbox resolve {key} --sent" in ran.err
    assert "Dear Minister" not in at_home("outbox", "show", key).out
    at_home.now += timedelta(days=1)
    at_home("outbox", "run")
    assert len(at_home.opened) == 1
    assert at_home("outbox", "resolve", key, "--sent").code == 0
    assert "sent 1" in at_home("status").out


def test_a_form_whose_address_has_changed_since_is_not_opened(at_home: Ua, library: Path) -> None:
    send(at_home, "webform", "--queue-only")
    office = library / "authorities" / "xx.toml"
    office.write_text(office.read_text(encoding="utf-8").replace(FORM, FORM + "/new"), encoding="utf-8")
    ran = at_home("outbox", "run")
    assert "address has changed" in ran.err
    assert not at_home.opened


def test_an_office_without_a_form_is_refused(me: Ua, library: Path) -> None:
    me.environ["UA_LIBRARY"] = str(library)
    send(me, "webform", code=5)
    assert not me.opened


def test_the_first_way_that_the_office_allows_is_taken_without_by(at_home: Ua) -> None:
    ran = at_home("send", OPEN, "--dry-run")
    assert FORM in ran.err


def test_nobody_fills_in_a_form_from_a_list(at_home: Ua) -> None:
    path = at_home.home / "signers.csv"
    path.write_text(
        f"name;street;postcode;city;country;consent;case\nAna;1 rue X;69001;Lyon;FR;2026-11-20;{OPEN}\n",
        encoding="utf-8",
    )
    ran = at_home("send", OPEN, "--signers", str(path), "--by", "webform", "--yes")
    assert ran.code == 2
    assert "each person for themselves" in ran.err
    ledger = open_ledger(at_home.home / "data" / "ledger.sqlite")
    ledger.vouch(now=at_home.now - timedelta(days=1))
    ledger.close()
    # Without --by a list goes by paper where one's own letter would go by the form.
    ran = at_home("send", OPEN, "--signers", str(path), "--dry-run", "--json")
    assert f'"channel": "{ChannelName.PRINT}"' in ran.out


def test_both_speak_french(at_home: Ua) -> None:
    at_home.environ["UA_LANG"] = "fr"
    assert "trop longue pour le lien" in send(at_home, "mailto", "--say", LONG, "--dry-run").err
    assert "est dans le presse-papiers" in send(at_home, "webform").err
