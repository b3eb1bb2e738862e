"""`ua bundle`: one letter for many to a real server, once; on paper; rehearsed; what is refused."""

from __future__ import annotations

import email
import email.policy
import io
import json
import mailbox
from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pdfplumber
import pytest

from support.mail import MailServer, RudeServer
from support.ua import Ran, Ua
from urgentaction.channels.settings import Security, Settings

CASE = "example-2026"
PASSWORD = "correct horse battery staple"
HEADER = "name;email;street;postcode;city;message;privacy;consent;case\n"
ROWS = (
    f"Ana Ruiz;ana@example.org;1 rue Haute;69001;Lyon;Because nobody should be tortured.;;2026-11-20;{CASE}\n"
    f"Ben Adler;ben@example.org;2 rue Haute;69001;Lyon;;initials-town;2026-11-22;{CASE}\n"
    f"Cem Kaya;;;06000;Nice;;name-only;2026-11-24;{CASE}\n"
)


@pytest.fixture
def server(mail_server: Callable[..., MailServer]) -> MailServer:
    return mail_server(Security.TLS, user="elise@example.org", password=PASSWORD)


@pytest.fixture
def group(account: Callable[[Settings], Ua], library: Path, server: MailServer) -> Ua:
    """A group with an account, an open case, and a list of three who signed."""
    ua = account(server.settings)
    ua.environ["UA_LIBRARY"] = str(library)
    ua("config", "set", "group.name", "Group 27")
    ua("config", "set", "group.contact", "group27@example.org")
    listed(ua, ROWS)
    return ua


def listed(ua: Ua, rows: str) -> None:
    (ua.home / "signers.csv").write_text(HEADER + rows, encoding="utf-8")


def bundle(ua: Ua, *further: str) -> Ran:
    only = ("--fresh-ledger-ok",) if "--yes" in further else ()
    return ua("bundle", CASE, "--signers", str(ua.home / "signers.csv"), *further, *only)


def received(server: MailServer) -> list[EmailMessage]:
    return [email.message_from_bytes(one.content, policy=email.policy.default) for one in server.mails]


def text_of(pdf: bytes) -> str:
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        return "\n".join(page.extract_text() or "" for page in opened.pages)


def test_three_people_write_in_one_mail_with_the_table_as_text_and_as_pdf(group: Ua, server: MailServer) -> None:
    ran = bundle(group, "--yes")
    assert ran.code == 0, ran.err
    (mail,) = received(server)
    assert str(mail["From"]) == "Group 27 <elise@example.org>"
    assert (str(mail["Reply-To"]), mail["Cc"]) == ("group27@example.org", None)
    body = mail.get_body(("plain",))
    assert body
    text = body.get_content().replace("\r\n", "\n").replace("\u00a0", " ")
    joined = " ".join(text.split())
    assert "what 3 people write to you" in joined
    assert "given between 20 November 2026 and 24 November 2026" in joined
    assert "1. Ana Ruiz, Lyon\n2. B. A., Lyon\n3. Cem Kaya\n" in text
    assert "Because nobody should be tortured." in joined
    (attached,) = mail.iter_attachments()
    pdf = attached.get_content()
    shown = text_of(pdf)
    for told in (text, shown, str(mail)):
        for secret in ("ana@example.org", "rue Haute", "Adler", "06000"):
            assert secret not in told
    assert "B. A." in shown
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf


def test_whoever_is_in_a_bundle_has_written(group: Ua, server: MailServer) -> None:
    bundle(group, "--yes")
    again = bundle(group, "--yes")
    assert again.code == 0
    assert "Already written" in again.err
    own = group("send", CASE, "--signers", str(group.home / "signers.csv"), "--yes")
    assert len(received(server)) == 1, own.err
    group.now += timedelta(hours=1)
    listed(group, ROWS + f"Dua Hof;;;;;;name-only;2026-11-24;{CASE}\nEva Ito;;;;;;name-only;2026-11-24;{CASE}\n")
    assert bundle(group, "--yes").code == 0
    body = received(server)[1].get_body(("plain",))
    assert body
    assert "1. Dua Hof\n2. Eva Ito\n" in body.get_content().replace("\r\n", "\n")
    status = group("status").out
    assert "in a bundle" in status
    assert [cell["count"] for cell in json.loads(group("report", "--json").out)["cells"]] == [5]


def test_a_refused_bundle_sets_everybody_free(
    group: Ua, account: Callable[[Settings], Ua], rude_server: Callable[..., RudeServer], server: MailServer
) -> None:
    config = group.home / "config.toml"
    good = config.read_text(encoding="utf-8")
    rude = rude_server({"MAIL": "550 5.7.1 not you"})
    account(rude.settings)
    group("config", "set", "group.name", "Group 27")
    group("config", "set", "group.contact", "group27@example.org")
    assert bundle(group, "--yes").code == 4
    config.write_text(good, encoding="utf-8")
    assert bundle(group, "--dry-run").code == 0
    group("outbox", "cancel", "--case", CASE, "--yes")
    assert bundle(group, "--yes").code == 0
    assert len(received(server)) == 1


def test_on_paper_the_pdf_is_where_it_was_asked_for(group: Ua, tmp_path: Path, server: MailServer) -> None:
    ran = bundle(group, "--by", "print", "-o", str(tmp_path / "out"), "--yes")
    assert ran.code == 0, ran.err
    (page,) = (tmp_path / "out").iterdir()
    assert "Cem Kaya" in text_of(page.read_bytes())
    assert page.stat().st_mode & 0o077 == 0
    assert "Kaya" not in page.name
    assert not received(server)


def test_a_look_changes_nothing(group: Ua, tmp_path: Path, server: MailServer) -> None:
    ran = bundle(group, "--dry-run", "-o", str(tmp_path / "look"))
    assert ran.code == 0
    assert "Signatures  3; with words of their own: 1" in ran.err
    assert (tmp_path / "look" / f"{CASE}_xx-justice-minister_bundle.pdf").exists()
    assert not received(server)
    assert group("status").out == ""


def test_a_question_is_asked_and_only_yes_is_yes(group: Ua, server: MailServer) -> None:
    ran = group("bundle", CASE, "--signers", str(group.home / "signers.csv"), answers=["n"])
    assert ran.code == 0
    assert "Send this letter with 3 signatures by e-mail?" in ran.err
    assert not received(server)
    assert bundle(group).code == 2, "a script must say --yes"


def test_a_rehearsal_leaves_the_mail_and_the_page_on_this_machine(group: Ua, server: MailServer) -> None:
    ran = bundle(group, "--rehearse")
    assert ran.code == 0, ran.err
    box = mailbox.Maildir(next(path for path in group.home.rglob("new") if path.is_dir()).parent, create=False)
    (mail,) = box
    assert "Ana Ruiz, Lyon" in mail.get_payload(0).get_payload(decode=True).decode()  # type: ignore[union-attr]  # a multipart
    assert not received(server)
    assert bundle(group, "--dry-run").code == 0


def test_who_may_not_sign_is_left_out_with_line_and_reason(group: Ua, server: MailServer) -> None:
    listed(group, ROWS + f"Dua Hof;;;;;You are all murderers.;;2026-11-24;{CASE}\nEva Ito;;;;;;;2026-11-01;{CASE}\n")
    ran = bundle(group, "--yes")
    assert ran.code == 4, "a signer's words were refused"
    assert "line 5" in ran.err
    assert "line 6" in ran.err
    assert "2. B. A." in str(received(server)[0].get_body(("plain",)).get_content())  # type: ignore[union-attr]  # it has one
    assert "Dua" not in str(received(server)[0])


def test_one_person_alone_is_no_bundle(group: Ua, server: MailServer) -> None:
    listed(group, ROWS.splitlines(keepends=True)[0])
    ran = bundle(group, "--yes")
    assert "One person alone is no bundle" in ran.err
    assert not received(server)


def test_a_sign_that_no_font_has_is_named_with_its_line(group: Ua) -> None:
    listed(group, ROWS + f"Dua Hof;;;;;Free her 😀;;2026-11-24;{CASE}\n")
    ran = bundle(group, "--yes")
    assert ran.code == 1
    assert "😀" in ran.err
    assert "lines of the list: 5" in ran.err


def test_without_a_group_there_is_no_bundle(group: Ua) -> None:
    group("config", "set", "group.contact", "")
    ran = bundle(group, "--yes")
    assert ran.code == 1
    assert "ua config set group.name" in ran.err


@pytest.mark.parametrize("by", ["mailto", "post", "bundle", "pigeon"])
def test_a_bundle_goes_by_mail_or_on_paper(group: Ua, by: str) -> None:
    assert bundle(group, "--by", by, "--yes").code == 2


def test_several_offices_are_listed_not_guessed(group: Ua) -> None:
    signers = str(group.home / "signers.csv")
    ran = group("bundle", "ablyazov-2013", "--signers", signers)
    assert ran.code == 2
    assert "fr/justice/garde-des-sceaux" in ran.err


def test_a_case_that_is_over_is_refused(group: Ua) -> None:
    listed(group, ROWS.replace(CASE, "ablyazov-2013"))
    signers = str(group.home / "signers.csv")
    ran = group("bundle", "ablyazov-2013", "--to", "garde-des-sceaux", "--by", "print", "--signers", signers, "--yes")
    assert ran.code == 5
    assert "over" in ran.err


def test_a_new_ledger_asks_whether_another_machine_has_sent(group: Ua, server: MailServer) -> None:
    signers = str(group.home / "signers.csv")
    ran = group("bundle", CASE, "--signers", signers, "--yes")
    assert ran.code == 2
    assert "--fresh-ledger-ok" in ran.err
    assert not received(server)


def test_a_waiting_bundle_is_one_letter_to_whoever_cancels_it(group: Ua, server: MailServer) -> None:
    assert bundle(group, "--queue-only", "--yes").code == 0
    assert len(group("outbox", "list").out.splitlines()) == 1
    ran = group("outbox", "cancel", "--case", CASE, answers=["y"])
    assert "1" in ran.err
    assert "4" not in ran.err.partition("[y/N]")[0]
    assert bundle(group, "--dry-run").code == 0
    assert "Signatures  3" in bundle(group, "--dry-run").err
    assert not received(server)
