"""docs/campaign-day.md: its script turns a stall's list into letters, and goes on after the laptop has died."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from support.mail import MailServer
from support.ua import Ua
from urgentaction.channels.settings import Security, Settings

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "campaign-day.md"
SCRIPT = re.compile(r"^```bash\n(.*?)^```", re.MULTILINE | re.DOTALL)
CASE = "example-2026"
OFFICE = "minister@justice.example.org"
SIGNERS = 60
PASSWORD = "correct horse battery staple"
GROUP = '\n[group]\nname = "Group 27"\ncontact = "group27@example.org"\n'
LIST = "name;email;street;postcode;city;country;consent;message;privacy\n"


@pytest.fixture
def server(mail_server: Callable[..., MailServer]) -> MailServer:
    return mail_server(Security.TLS, user="elise@example.org", password=PASSWORD)


@pytest.fixture
def stall(tmp_path: Path) -> Path:
    """A folder with the list of the stall and the script of the page."""
    folder = tmp_path / "stall"
    folder.mkdir()
    rows = [f"Ada Byron{n};a{n}@example.org;{n} rue X;6900{n % 10};Lyon;France;24/11/2026;;\n" for n in range(SIGNERS)]
    rows[3] = "Zoë Quiet;zoe@example.org;3 rue X;69003;Lyon;France;24/11/2026;I know her.;name-only\n"
    rows[4] = "Noël Gone;gone@example.org;4 rue X;6000;Nice;France;;;\n"
    (folder / "signers.csv").write_text(LIST + "".join(rows), encoding="utf-8")
    (folder / "evening.sh").write_text(*SCRIPT.findall(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    return folder


@pytest.fixture
def surroundings(
    account: Callable[[Settings], Ua], server: MailServer, library: Path, tmp_path: Path
) -> Mapping[str, str]:
    """A home with an account and a group, and the program on the path, as `ua`."""
    home = account(server.settings).home
    with (home / "config.toml").open("a", encoding="utf-8") as config:
        config.write(GROUP)
    program = tmp_path / "bin" / "ua"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {sys.executable} {ROOT}/tests/support/unpaced.py "$@"\n')
    program.chmod(0o755)
    return {
        "PATH": f"{program.parent}:/usr/bin:/bin",
        "PYTHONPATH": str(ROOT),
        "UA_HOME": str(home),
        "UA_LIBRARY": str(library),
        "UA_EMAIL_PASSWORD": PASSWORD,
        "LANG": "en_GB.UTF-8",
        "HOME": str(home),
    }


def evening(stall: Path, surroundings: Mapping[str, str], *options: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        ["bash", "evening.sh", CASE, "signers.csv", *options],
        cwd=stall,
        env=dict(surroundings),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def to_the_office(server: MailServer) -> Counter[str]:
    """Who signed the letters that arrived at the office, and how often."""
    found: Counter[str] = Counter()
    for mail in server.mails:
        if mail.rcpt_tos == [OFFICE]:
            text = message_from_bytes(mail.content or b"", policy=policy.default).get_content()
            found.update(set(re.findall(r"Ada Byron\d+|Zoë Quiet|Noël Gone", text)))
    return found


def die_in_the_middle(process: subprocess.Popen[str], server: MailServer) -> None:
    """The battery is empty: the script and the program are gone at one instant."""
    limit = time.monotonic() + 120
    while sum(mail.rcpt_tos == [OFFICE] for mail in server.mails) < 12 and process.poll() is None:
        assert time.monotonic() < limit
        time.sleep(0.002)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    assert process.returncode == -signal.SIGKILL


def ask(stall: Path, surroundings: Mapping[str, str], *words: str) -> str:
    command = ["ua", *words]
    return subprocess.run(command, env=dict(surroundings), cwd=stall, capture_output=True, text=True, check=True).stdout


def test_the_script_of_the_page_sends_for_a_whole_stall_though_the_laptop_dies(
    stall: Path, surroundings: Mapping[str, str], server: MailServer
) -> None:
    die_in_the_middle(evening(stall, surroundings, "--fresh-ledger-ok"), server)
    assert 0 < len(to_the_office(server)) < SIGNERS - 1
    again = evening(stall, surroundings)
    said, _ = again.communicate(timeout=300)
    assert again.returncode == 0, said
    for words in ("line 6", "consent: empty", '"6000" → "06000"', "Rehearsed: 3 letters", "Already written"):
        assert words in said, said
    arrived = to_the_office(server)
    assert max(arrived.values()) == 1
    assert arrived["Noël Gone"] == 0
    assert SIGNERS - 2 <= len(arrived) <= SIGNERS - 1  # one letter may have died with the laptop
    assert (stall / "letter.pdf").read_bytes().startswith(b"%PDF-")
    names = [path.name.casefold() for path in (stall / "letters").iterdir()]
    assert len(names) == SIGNERS - 1
    assert not any("quiet" in name for name in names)
    report = (stall / "report.json").read_text(encoding="utf-8")
    assert sum(cell["count"] or 0 for cell in json.loads(report)["cells"] if cell["state"] == "sent") >= SIGNERS - 2
    assert not re.search("Byron|Quiet|example.org", report)

    doubts = json.loads(ask(stall, surroundings, "outbox", "list", "--uncertain", "--json"))
    assert len(doubts) <= 1
    for doubt in doubts:
        assert f"{doubt['key'][:8]}  uncertain" in said
        came = "--sent" if len(arrived) == SIGNERS - 1 else "--not-sent"
        ask(stall, surroundings, "outbox", "resolve", doubt["key"], came)
    ask(stall, surroundings, "outbox", "run")
    arrived = to_the_office(server)
    assert (len(arrived), arrived.total()) == (SIGNERS - 1, SIGNERS - 1)
