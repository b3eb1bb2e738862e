"""One field of a list cannot smuggle anything: no recipient, header, path, escape, markup or formula, anywhere."""

from __future__ import annotations

import csv
import email
import email.policy
import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from email.message import EmailMessage
from html.parser import HTMLParser
from pathlib import Path

import pytest

from support.mail import MailServer
from support.ua import Ran, Ua
from urgentaction.channels.settings import Security, Settings
from urgentaction.ledger import open_ledger
from urgentaction.pace import UNLIMITED

OPEN = "example-2026"
OFFICE = "minister@justice.example.org"
GROUP = '\n[group]\nname = "Groupe 27"\ncontact = "groupe27@example.org"\n'

HONEST = {
    "name": "Ada Byron",
    "email": "",
    "street": "1 rue X",
    "postcode": "69001",
    "city": "Lyon",
    "country": "FR",
    "language": "en",
    "pronouns": "she",
    "about": "a nurse from Lyon",
    "message": "I read about her.",
    "consent": "2026-11-20",
    "case": OPEN,
    "privacy": "full",
    "id": "",
    "notes": "",
}
PAYLOADS = (
    "x\r\nBcc: evil@evil.example",
    "x\nTo: evil@evil.example\n\nbody",
    "x\u2028Bcc: evil@evil.example",
    "x\x0bCc: evil@evil.example",
    "fine@example.org, evil@evil.example",
    "fine@example.org;evil@evil.example",
    "fine@example.org>, <evil@evil.example",
    "Ada Byron <evil@evil.example>",
    '"evil@evil.example" Ada',
    "=?utf-8?q?Ada=0D=0ABcc:_evil=40evil.example?=",
    "=?utf-8?b?QmNjOiBldmlsQGV2aWwuZXhhbXBsZQ==?=",
    "../../../../../evil",
    "/etc/evil",
    "..\\..\\evil",
    "\x1b]0;evil\x07",
    "\x1b[31mevil\x1b[0m",
    "\x9b31mevil",
    "\u202elive\u202c",
    "\u2066evil\u2069",
    '=HYPERLINK("http://evil.example")',
    "+evil()",
    "-evil()",
    "@SUM(evil)",
    "\tevil",
    "＝evil()",
    "<script>evil()</script>",
    '<a href="http://evil.example">Ada</a>',
    "![Ada](http://evil.example/x.png)",
    "[Ada](javascript:evil)",
    "{{ evil }}",
    "{% include 'evil' %}",
    "#evil()[x]",
    "- evil\n- evil",
    "\U000e0065\U000e0076",
    "\ufeffevil",
)
HEADERS = {
    "date", "from", "to", "cc", "reply-to", "subject", "message-id", "mime-version", "content-type",
    "content-transfer-encoding", "content-language", "x-unsent", "auto-submitted",
}  # fmt: skip
UNSAFE = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\U000e0000-\U000e007f]")


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    """Every payload in every field, one hostile field a row."""
    found = []
    for field in HONEST:
        for payload in PAYLOADS:
            number = len(found) + 1
            mine = {"name": f"Ada Byron{number}", "email": f"s{number}@example.org", "postcode": f"{10000 + number}"}
            found.append({**HONEST, **mine, field: payload})
    return found


@pytest.fixture
def people(rows: list[dict[str, str]], tmp_path: Path) -> Path:
    return listed(tmp_path / "in" / "signers.csv", rows)


def listed(path: Path, rows: list[dict[str, str]]) -> Path:
    """A list of these rows."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(HONEST), delimiter=";")
    writer.writeheader()
    writer.writerows(rows)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(out.getvalue().encode())
    return path


@pytest.fixture
def few(rows: list[dict[str, str]], tmp_path: Path) -> Path:
    """Those of the fields that a page shows, for what is slow."""
    shown = [row for row in rows if any(row[name] in PAYLOADS for name in ("name", "city", "message"))]
    return listed(tmp_path / "in" / "few.csv", shown)


@pytest.fixture
def here(ua: Ua, library: Path) -> Ua:
    ua.environ["UA_LIBRARY"] = str(library)
    return ua


def quiet(ran: Ran) -> Ran:
    """Nothing that was said may steer a terminal."""
    for said in (ran.out, ran.err):
        assert not UNSAFE.search(said), UNSAFE.search(said)
    return ran


def drafted(here: Ua, people: Path, folder: Path, fmt: str) -> list[Path]:
    ran = quiet(here("draft", OPEN, "--signers", str(people), "-f", fmt, "-o", str(folder)))
    assert ran.code in {0, 1}, ran.err
    found = sorted(folder.rglob("*"))
    assert len(found) > len(PAYLOADS) * 3
    for path in found:
        assert path.parent == folder
        assert re.fullmatch(rf"example-2026_xx-justice-minister_en_\d{{4}}[a-z0-9_-]*\.{fmt}", path.name), path.name
    return found


class Tags(HTMLParser):
    """The tags and links of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found |= {tag, *(f"{tag}.{name}" for name, _ in attrs)}


@pytest.mark.parametrize("fmt", ["txt", "md", "html", "json", "eml"])
def test_no_draft_holds_what_a_field_smuggled(here: Ua, people: Path, tmp_path: Path, fmt: str) -> None:
    honest = tmp_path / "honest"
    clean = people.with_name("honest.csv")
    assert here("draft", OPEN, "--signers", str(listed(clean, [HONEST])), "-f", fmt, "-o", str(honest)).code == 0
    (model,) = honest.iterdir()
    for path in drafted(here, people, tmp_path / "out", fmt):
        text = path.read_bytes().decode()
        if fmt == "eml":
            check_mail(email.message_from_bytes(path.read_bytes(), policy=email.policy.default), {OFFICE})
        elif fmt == "json":
            check_texts(json.loads(text))
        else:
            assert not UNSAFE.search(text), path
        if fmt == "html":
            assert Tags(text).found <= Tags(model.read_text()).found, path
        if fmt == "md":
            assert not re.search(r"(?<!\\)!\[|(?<!\\)\]\(|(?<!\\)<[a-z]", text), path


def test_pages_are_written_into_their_folder_and_nowhere_else(here: Ua, few: Path, tmp_path: Path) -> None:
    before = {path for path in tmp_path.rglob("*") if path.is_file()}
    ran = quiet(here("draft", OPEN, "--signers", str(few), "-f", "pdf", "-o", str(tmp_path / "out")))
    assert ran.code in {0, 1}, ran.err
    pages = [path for path in tmp_path.rglob("*") if path.is_file() and path not in before]
    assert len(pages) > len(PAYLOADS)
    assert all(path.parent == tmp_path / "out" for path in pages)


def check_texts(value: object) -> None:
    match value:
        case str():
            assert not UNSAFE.search(value)
        case dict():
            for inner in value.values():
                check_texts(inner)
        case list():
            for inner in value:
                check_texts(inner)


def check_mail(mail: EmailMessage, known: set[str]) -> None:
    """Only our headers, one address in each, and no part but the letter."""
    assert {name.lower() for name in mail} <= HEADERS, mail.keys()
    assert len(mail.keys()) == len({name.lower() for name in mail})
    for name in ("From", "To", "Cc", "Reply-To"):
        if mail[name] is not None:
            (one,) = mail[name].addresses
            assert one.addr_spec in known, mail[name]
    assert not UNSAFE.search(str(mail["Subject"]))
    assert not mail.is_multipart()
    assert not UNSAFE.search(mail.get_content().replace("\r\n", "\n"))


def test_no_mail_goes_anywhere_or_says_anything_that_a_field_smuggled(
    account: Callable[[Settings], Ua],
    mail_server: Callable[..., MailServer],
    library: Path,
    people: Path,
    rows: list[dict[str, str]],
    tmp_path: Path,
) -> None:
    server = mail_server(Security.TLS, user="elise@example.org", password="correct horse battery staple")
    ua = account(server.settings)
    config = ua.home / "config.toml"
    config.write_text(config.read_text() + GROUP)
    ua.environ["UA_LIBRARY"] = str(library)
    ua.change = lambda world: replace(world, pace=UNLIMITED)
    ledger = open_ledger(ua.home / "data" / "ledger.sqlite")
    ledger.vouch(now=ua.now)
    ledger.close()
    quiet(ua("check", str(people), "--for", OPEN))
    quiet(ua("check", str(people), "--for", OPEN, "--json"))
    ran = quiet(ua("send", OPEN, "--signers", str(people), "--by", "email", "--yes"))
    assert ran.code in {0, 4}, ran.err
    known = {OFFICE, "elise@example.org"} | {f"s{number}@example.org" for number in range(1, len(rows) + 1)}
    assert len(server.mails) > len(PAYLOADS) * 6
    for one in server.mails:
        assert len(one.rcpt_tos) == 1
        assert one.rcpt_tos[0] in known
        check_mail(email.message_from_bytes(one.content, policy=email.policy.default), known)
    for command in (("status",), ("log", "--limit", "5000"), ("outbox", "list", "--all"), ("log", "--json")):
        said = quiet(ua(*command))
        assert "evil" not in said.out + said.err
    assert not [path for path in written(tmp_path) if "evil" in path.name or path.suffix == ".csv"]


def written(folder: Path) -> Iterator[Path]:
    """What was written; not the list itself."""
    return (path for path in folder.rglob("*") if path.is_file() and "in" not in path.relative_to(folder).parts)


def test_printed_pages_are_named_by_case_and_time(here: Ua, few: Path, tmp_path: Path) -> None:
    command = ("send", OPEN, "--signers", str(few), "--by", "print", "--yes", "--fresh-ledger-ok")
    ran = quiet(here(*command, "-o", str(tmp_path / "prints")))
    assert ran.code in {0, 4, 5}, ran.err
    names = {path.relative_to(tmp_path / "prints").as_posix() for path in (tmp_path / "prints").rglob("*")}
    assert all(re.fullmatch(r"example-2026-\d{8}T\d{6}-[0-9a-f]{4}(/(letters|list)-1\.pdf)?", name) for name in names)
