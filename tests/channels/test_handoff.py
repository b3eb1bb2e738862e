"""Into a person's own hands."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from urgentaction.channels.base import Channel
from urgentaction.channels.handoff import LONGEST_URL, UNOPENED, Mailto, Print, Webform, mailto_url, not_placed
from urgentaction.errors import LANGUAGES, UserError, words
from urgentaction.model.authority import ChannelName
from urgentaction.model.delivery import (
    Accepted,
    Cancelled,
    Halted,
    Handed,
    Receipt,
    ReceiptKind,
    Refused,
    Scope,
    Unavailable,
)

Make = Callable[..., Any]
PDF = b"%PDF-1.7 the letter"


def unseen(link: str) -> None:
    """What is opened, or is not handed over, is not shown."""
    raise AssertionError(link)


def test_a_link_carries_address_subject_and_text() -> None:
    url = mailto_url("office@gov.example", "Écrire à l’office\u00a0: 100\u202f%", "Madame,\n\n& = + # ?\r\nfin")
    assert url is not None
    assert url.isascii()
    assert "%0D%0A%0D%0A" in url
    parts = urlsplit(url)
    asked = parse_qs(parts.query, strict_parsing=True)
    assert (parts.scheme, unquote(parts.path)) == ("mailto", "office@gov.example")
    assert asked == {"subject": ["Écrire à l’office\u00a0: 100\u202f%"], "body": ["Madame,\r\n\r\n& = + # ?\r\nfin"]}


def test_a_space_is_never_a_plus() -> None:
    assert mailto_url("a@b.example", "two words", "x y") == "mailto:a@b.example?subject=two%20words&body=x%20y"


@pytest.mark.parametrize(
    "to", ["a@b.example?bcc=spy@c.example", "a@b.example,c@d.example", "a@b.example&cc=c@d.example"]
)
def test_an_address_cannot_bring_another_field(to: str) -> None:
    url = mailto_url(to, "x", "y")
    assert url is not None
    assert url.count("?") == 1
    assert set(parse_qs(urlsplit(url).query)) == {"subject", "body"}


def test_a_link_that_is_too_long_is_none() -> None:
    fixed = len(mailto_url("a@b.example", "x", "") or "")
    fits = mailto_url("a@b.example", "x", "y" * (LONGEST_URL - fixed))
    assert fits is not None
    assert len(fits) == LONGEST_URL
    assert mailto_url("a@b.example", "x", "y" * (LONGEST_URL - fixed + 1)) is None


@pytest.mark.parametrize(
    ("to", "subject", "field"), [("a@b.example\r\n", "x", "to"), ("a@b.example", "x\nBcc: y", "subject")]
)
def test_a_line_break_in_a_header_field_is_refused(to: str, subject: str, field: str) -> None:
    with pytest.raises(UserError, match="control character") as caught:
        mailto_url(to, subject, "text")
    assert caught.value.message.values == {"field": field}


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"])), st.text(st.characters(exclude_categories=["Cs"])))
def test_what_a_link_carries_comes_out_again(subject: str, body: str) -> None:
    url = mailto_url("a@b.example", subject, body)
    if url is not None:
        query = dict(part.split("=", 1) for part in urlsplit(url).query.split("&"))
        assert unquote(query["subject"]) == subject
        assert unquote(query["body"]).splitlines() == body.replace("\r\n", "\n").replace("\r", "\n").splitlines()


def test_a_mail_window_opens_and_the_letter_is_handed_over(job: Make, begin: Make) -> None:
    opened: list[str] = []
    channel: Channel = Mailto(lambda url: opened.append(url) is None, show=unseen)
    ask = begin(then=lambda: opened.append("begin"))
    assert channel.send(job(body=b"mailto:a@b.example?subject=x&body=y"), ask) == Handed()
    assert opened == ["begin", "mailto:a@b.example?subject=x&body=y"]
    assert channel.name is ChannelName.MAILTO
    channel.close()


def test_a_mail_window_that_does_not_open_is_shown_and_is_in_the_person_s_hands(job: Make, begin: Make) -> None:
    def broken(_url: str) -> bool:
        raise FileNotFoundError

    for open_url in (lambda _url: False, broken):
        seen: list[str] = []
        ask = begin(then=lambda seen=seen: seen.append("begin"))
        assert Mailto(open_url, show=seen.append).send(job(body=b"mailto:a@b.example"), ask) == Handed(UNOPENED)
        assert seen == ["begin", "mailto:a@b.example"]


@pytest.mark.parametrize("body", [b"https://evil.example", b"file:///etc/passwd", b"mailto:a@b.example\n", b""])
def test_only_a_mail_link_is_opened(job: Make, begin: Make, body: bytes) -> None:
    ask = begin()
    assert isinstance(Mailto(lambda _url: True, show=unseen).send(job(body=body), ask), Refused)
    assert ask.asked == 0


@pytest.mark.parametrize(
    "make", [lambda: Mailto(lambda _url: True, show=unseen), lambda: Print(lambda _job: Path("/nowhere/x.pdf"))]
)
def test_a_withdrawn_letter_is_not_handed_over(
    job: Make, begin: Make, no_for_good: Exception, not_now: Exception, make: Callable[[], Channel]
) -> None:
    for body in (b"mailto:a@b.example", PDF):
        if isinstance(make().send(job(body=body), begin()), Refused):
            continue
        assert make().send(job(body=body), begin(no_for_good)) == Cancelled(no_for_good.reason)
        assert make().send(job(body=body), begin(not_now)) == Unavailable(not_now.reason, not_now.until)


def test_a_letter_to_print_is_a_file_for_its_owner_only(job: Make, begin: Make, tmp_path: Path) -> None:
    folder = tmp_path / "print"
    channel: Channel = Print(lambda job: folder / f"{job.authority.replace('/', '-')}.pdf")
    outcome = channel.send(job(body=PDF), begin())
    assert outcome == Accepted(Receipt(kind=ReceiptKind.PRINTED, reference="fr-aix-procureur-general.pdf"))
    (written,) = folder.iterdir()
    assert written.read_bytes() == PDF
    assert (written.stat().st_mode & 0o777, folder.stat().st_mode & 0o777) == (0o600, 0o700)
    channel.close()


def test_a_file_of_somebody_else_is_never_replaced_and_the_same_letter_is_the_same_file(
    job: Make, begin: Make, tmp_path: Path
) -> None:
    (tmp_path / "letter.pdf").write_bytes(b"not ours")
    channel = Print(lambda _job: tmp_path / "letter.pdf")
    names = [channel.send(job(body=body), begin()).receipt.reference for body in (PDF, PDF, PDF + b"!", PDF)]
    assert names == ["letter-2.pdf", "letter-2.pdf", "letter-3.pdf", "letter-2.pdf"]
    assert (tmp_path / "letter.pdf").read_bytes() == b"not ours"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["letter-2.pdf", "letter-3.pdf", "letter.pdf"]


def test_a_folder_full_of_letters_of_one_name_halts(job: Make, begin: Make, tmp_path: Path) -> None:
    for name in ("x.pdf", *(f"x-{number}.pdf" for number in range(2, 100))):
        (tmp_path / name).touch()
    outcome = Print(lambda _job: tmp_path / "x.pdf").send(job(body=PDF), begin())
    assert (type(outcome), outcome.reason.id) == (Halted, "handoff.unwritable")


def test_a_letter_that_is_no_pdf_is_refused(job: Make, begin: Make, tmp_path: Path) -> None:
    ask = begin()
    assert isinstance(Print(lambda _job: tmp_path / "x.pdf").send(job(), ask), Refused)
    assert (ask.asked, list(tmp_path.iterdir())) == (0, [])


def test_a_folder_that_cannot_be_written_halts_with_its_name(job: Make, begin: Make, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    folder = tmp_path / "file" / "folder"
    outcome = Print(lambda _job: folder / "x.pdf").send(job(body=PDF), begin())
    assert (type(outcome), outcome.scope, outcome.reason.id) == (Halted, Scope.CONNECTION, "handoff.unwritable")
    assert str(folder) in words(outcome.reason).text


def test_a_full_disk_halts_and_says_that_the_letters_wait() -> None:
    reason = not_placed(UserError("files.disk-full", path="/x", reason="No space left on device"), Path("/x"))
    assert reason.id == "handoff.disk-full"
    assert all("outbox run" in words(reason, language).hint for language in LANGUAGES)


DRAFT = b"X-Unsent: 1\r\nSubject: x\r\n\r\ny"


@pytest.mark.parametrize("opens", [True, False])
def test_a_draft_is_put_down_for_its_owner_and_opened_and_is_handed_over_even_where_nothing_opens(
    job: Make, begin: Make, tmp_path: Path, opens: bool
) -> None:
    opened: list[str] = []

    def open_url(url: str) -> bool:
        opened.append(url)
        return opens

    path = tmp_path / "drafts" / "office.eml"
    channel = Mailto(open_url, show=unseen, path_for=lambda _job: path)
    assert channel.send(job(body=DRAFT), begin()) == Handed("office.eml")
    assert opened == [path.as_uri()]
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (DRAFT, 0o600)


def test_a_draft_that_may_not_leave_or_cannot_be_written_is_not_handed_over(
    job: Make, begin: Make, no_for_good: Exception, tmp_path: Path
) -> None:
    opened: list[str] = []
    (tmp_path / "file").touch()
    path = tmp_path / "file" / "x.eml"
    channel = Mailto(lambda url: opened.append(url) is None, show=unseen, path_for=lambda _job: path)
    assert channel.send(job(body=DRAFT), begin(no_for_good)) == Cancelled(no_for_good.reason)
    assert channel.send(job(body=DRAFT), begin()).reason.id == "handoff.unwritable"
    assert isinstance(Mailto(lambda _url: True, show=unseen).send(job(body=DRAFT), begin()), Refused)
    assert not opened


FORM = "https://justice.example.org/contact"


def test_a_form_is_opened_after_begin_with_subject_and_text(job: Make, begin: Make) -> None:
    seen: list[object] = []
    channel: Channel = Webform(lambda *told: seen.append(told) is None)
    ask = begin(then=lambda: seen.append("begin"))
    assert channel.send(job(recipient=FORM, body="Liberté\n\nMadame,\n\nmerci".encode()), ask) == Handed()
    assert seen == ["begin", (FORM, "Liberté", "Madame,\n\nmerci")]
    assert (channel.name, channel.waits_for(job())) == (ChannelName.WEBFORM, False)
    channel.close()


def test_a_form_that_does_not_open_is_in_the_person_s_hands_all_the_same(job: Make, begin: Make) -> None:
    assert Webform(lambda *_: False).send(job(recipient=FORM, body=b"x\n\ny"), begin()) == Handed(UNOPENED)


@pytest.mark.parametrize(
    ("url", "body"),
    [
        ("file:///etc/passwd", b"x\n\ny"),
        ("javascript:alert(1)", b"x\n\ny"),
        ("https://x y", b"x\n\ny"),
        (FORM, b"no text"),
    ],
)
def test_only_a_form_on_the_web_is_opened(job: Make, begin: Make, url: str, body: bytes) -> None:
    ask = begin()
    assert isinstance(Webform(lambda *_: True).send(job(recipient=url, body=body), ask), Refused)
    assert ask.asked == 0


def test_a_form_of_a_withdrawn_letter_is_not_opened(
    job: Make, begin: Make, no_for_good: Exception, not_now: Exception
) -> None:
    seen: list[object] = []
    channel = Webform(lambda *told: seen.append(told) is None)
    wanted = job(recipient=FORM, body=b"x\n\ny")
    assert channel.send(wanted, begin(no_for_good)) == Cancelled(no_for_good.reason)
    assert channel.send(wanted, begin(not_now)) == Unavailable(not_now.reason, not_now.until)
    assert not seen


def test_a_letter_of_a_stack_that_is_printed_alone_is_typeset_before_it_is_begun(
    job: Make, begin: Make, tmp_path: Path
) -> None:
    def fails(_body: bytes) -> bytes:
        raise UserError("documents.copies-of-pages")

    channel = Print(lambda _job: tmp_path / "x.pdf", typeset=lambda body: PDF + body)
    assert isinstance(channel.send(job(body=b"letter"), begin()), Accepted)
    assert (tmp_path / "x.pdf").read_bytes() == PDF + b"letter"
    ask = begin()
    assert isinstance(Print(lambda _job: tmp_path / "y.pdf", typeset=fails).send(job(body=b"letter"), ask), Refused)
    assert ask.asked == 0


def test_what_is_refused_of_a_letter_that_cannot_be_typeset_names_nobody(
    job: Make, begin: Make, tmp_path: Path
) -> None:
    """It is kept in a history that is never erased."""

    def fails(_: bytes) -> bytes:
        raise UserError("documents.text-unsafe", text="Zoé Abel", character="U+202E")

    outcome = Print(lambda _job: tmp_path / "x.pdf", typeset=fails).send(job(body=b"letter"), begin())
    assert isinstance(outcome, Refused)
    assert outcome.reason.id == "documents.text-unsafe"
    for language in LANGUAGES:
        said = words(outcome.reason, language).text
        assert "Zoé" not in said
        assert "U+202E" in said
