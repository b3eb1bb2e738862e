"""`ua case import`: from a document to a letter; gaps keep a case from leaving; updates and stops find their case."""

from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from support.ua import Ua

ACTION = """\
URGENT ACTION

UA: 12/26 Index: EUR 14/0412/2026 Belgium Date: 20 November 2026

LIGHTHOUSE KEEPER DETAINED
Lighthouse keeper Odette Vanderlinden has been detained in Port Saint-Aubin since 12 November 2026. According to her family, she has not seen a lawyer. Amnesty International believes that she is at risk of ill-treatment in the harbour barracks.

Please write immediately in French, English or your own language:
• Urging the authorities to ensure that Odette Vanderlinden can see a lawyer of her choice;
• Calling on them to protect Odette Vanderlinden from ill-treatment.

PLEASE SEND APPEALS BEFORE 31 DECEMBER 2026 TO:
Minister of Harbours
Quay Palace
4 Quay Street
1000 Port Saint-Aubin
Belgium
Email: minister@harbours.example.org
Salutation: Dear Minister

Name: Odette Vanderlinden
Gender m/f: f
"""


@pytest.fixture
def action(tmp_path: Path) -> Path:
    path = tmp_path / "action.txt"
    path.write_text(ACTION, encoding="utf-8")
    return path


def case_file(me: Ua) -> Path:
    return me.home / "data" / "letters" / "cases" / "ua-12-26.toml"


def test_from_a_document_to_a_letter_in_three_commands(me: Ua, action: Path) -> None:
    ran = me("case", "import", str(action), "--yes")
    assert ran.code == 0, ran.err
    checked = me("check", "ua-12-26")
    assert checked.code == 0, checked.err + checked.out
    sent = me("send", "ua-12-26", "--by", "print", "--yes")
    assert sent.code == 0, sent.err
    letter = me("draft", "ua-12-26").out
    assert "ensure that Odette Vanderlinden can see a lawyer of her choice" in letter
    assert "Dear Minister," in letter


def test_mail_to_an_office_of_the_document_asks_for_one_confirmation(me: Ua, action: Path) -> None:
    me("case", "import", str(action), "--yes")
    office = json.loads(me("authority", "show", "be/minister-of-harbours", "--json").out)
    assert office["emails"][0]["provenance"]["level"] == "published"
    assert office["review_by"] == "2026-12-31"


def test_without_a_yes_nothing_is_written(me: Ua, action: Path) -> None:
    assert me("case", "import", str(action), answers=["n"]).code == 0
    assert not case_file(me).exists()


def test_explain_shows_each_value_beside_its_line_and_writes_nothing(me: Ua, action: Path) -> None:
    ran = me("case", "import", str(action), "--explain")
    row = next(line for line in ran.out.splitlines() if line.startswith("deadline"))
    assert "2026-12-31" in row
    assert "PLEASE SEND APPEALS BEFORE 31 DECEMBER 2026 TO:" in row
    assert not case_file(me).exists()


def test_a_required_gap_is_named_and_keeps_the_case_from_leaving(me: Ua, action: Path) -> None:
    action.write_text(ACTION.replace("Amnesty International", "Her union"), encoding="utf-8")
    ran = me("case", "import", str(action), "--yes")
    assert "who says so?" in ran.err
    checked = me("check", "ua-12-26")
    assert checked.code == 3
    assert "who says so?" in checked.err
    assert me("send", "ua-12-26", "--by", "print", "--yes").code != 0


def test_a_gap_that_may_stay_open_is_a_remark(me: Ua, action: Path) -> None:
    action.write_text(ACTION.replace("BEFORE 31 DECEMBER 2026 ", ""), encoding="utf-8")
    me("case", "import", str(action), "--yes")
    checked = me("check", "ua-12-26")
    assert checked.code == 0, checked.err
    assert "until when may letters leave?" in checked.out + checked.err


def test_the_same_document_twice_is_refused(me: Ua, action: Path) -> None:
    me("case", "import", str(action), "--yes")
    before = case_file(me).read_bytes()
    assert me("case", "import", str(action), "--yes").code == 2
    assert case_file(me).read_bytes() == before


def test_an_update_opens_the_next_round(me: Ua, action: Path) -> None:
    me("case", "import", str(action), "--yes")
    text = ACTION.replace("UA: 12/26", "Further information on UA: 12/26").replace("20 November", "22 November")
    text = text.replace("31 DECEMBER 2026", "20 JANUARY 2027").replace("0412", "0413")
    action.write_text(text, encoding="utf-8")
    ran = me("case", "import", str(action), "--yes")
    assert ran.code == 0, ran.err
    assert "round = 2" in case_file(me).read_text(encoding="utf-8")
    assert (case_file(me).parent / "ua-12-26.rounds" / "1.toml").is_file()


def test_a_stop_ends_the_case_and_sending_is_refused(me: Ua, action: Path) -> None:
    me("case", "import", str(action), "--yes")
    action.write_text(STOP, encoding="utf-8")
    ran = me("case", "import", str(action), "--yes")
    assert ran.code == 0, ran.err
    refused = me("send", "ua-12-26", "--by", "print", "--yes")
    assert refused.code == 5
    assert "was released" in refused.err


STOP = """\
Further information on UA: 12/26 Index: EUR 14/0413/2026 Belgium Date: 23 November 2026

URGENT ACTION

LIGHTHOUSE KEEPER FREE
Lighthouse keeper Odette Vanderlinden was released without charge on 22 November 2026, and is with her family again.

No further action is requested. Many thanks to all who sent appeals.
"""


def test_an_office_that_the_library_has_is_linked_after_its_differences_are_shown(me: Ua, action: Path) -> None:
    me("case", "import", str(action), "--yes")
    action.write_text(ACTION.replace("12/26", "13/26").replace("Gender", "Fax: none\nGender"), encoding="utf-8")
    text = action.read_text(encoding="utf-8").replace("Email: minister@", "Email: cabinet@")
    action.write_text(text, encoding="utf-8")
    ran = me("case", "import", str(action), "--yes")
    assert "be/minister-of-harbours in the library" in ran.err
    assert "cabinet@harbours.example.org" in ran.err
    assert "The document says otherwise" in ran.err


def test_a_free_text_is_gone_through_one_by_one(me: Ua, tmp_path: Path) -> None:
    path = tmp_path / "news.txt"
    path.write_text(
        "Belgium: Free the lighthouse keeper\n\nThe authorities in Belgium must release Odette Vanderlinden, Amnesty International said today. "
        "Odette Vanderlinden was reportedly beaten.\n",
        encoding="utf-8",
    )
    ran = me("case", "import", str(path), answers=["", "", "", "", "", "d", "y"])
    assert ran.code == 0, ran.err
    written = next((me.home / "data" / "letters" / "cases").glob("*.toml")).read_text(encoding="utf-8")
    assert "release Odette Vanderlinden" in written
    assert "reportedly beaten" not in written


def test_an_address_is_asked_once(me: Ua, action: Path) -> None:
    asked: list[str] = []

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(action.read_bytes())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Page) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        ran = me("case", "import", f"http://127.0.0.1:{server.server_port}/ua", "--explain")
        server.shutdown()
    assert ran.code == 0, ran.err
    assert "12/26" in ran.out
    assert asked == ["/ua"]


@pytest.mark.parametrize(
    ("source", "says"),
    [("missing.pdf", "No file"), ("http://example.org/a", "http"), ("file:///etc/passwd", "")],
)
def test_what_cannot_be_fetched_is_refused_in_words(me: Ua, source: str, says: str) -> None:
    ran = me("case", "import", source)
    assert ran.code in {1, 2}
    assert says in ran.err
    assert "Traceback" not in ran.err
