"""`ua forget`: a person goes from every place within reach, and what is out of reach is named."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from support.letters import begin_leased, new_letter, person, queue, send
from support.ua import Ua
from urgentaction.ledger import Ledger, copies, open_ledger
from urgentaction.model.authority import ChannelName
from urgentaction.model.delivery import Accepted, Receipt, ReceiptKind, State
from urgentaction.pace import UNLIMITED

NAME, MAIL = "Ana Silva", "ana.silva@example.org"


def opened(ua: Ua) -> closing[Ledger]:
    return closing(open_ledger(ua.home / "data" / "ledger.sqlite"))


@pytest.fixture
def keys(ua: Ua) -> list[str]:
    """A ledger in which Ana has written once and waits once, and Béa waits."""
    with opened(ua) as ledger:
        sent, other = queue(ledger, ua.now, NAME, "Béa")
        send(ledger, ua.now, sent)
        (waits,) = queue(ledger, ua.now, NAME, again=True)
    return [sent, waits, other]


def holds(folder: Path) -> list[Path]:
    """The files below a folder in which her name or her address stands."""
    return [
        path
        for path in folder.rglob("*")
        if path.is_file() and any(text.encode() in path.read_bytes() for text in (NAME, MAIL))
    ]


@pytest.mark.parametrize(
    "who",
    [(MAIL,), ("Ana.Silva@EXAMPLE.org",), (NAME, "--postcode", "13100"), ("ana  SILVA", "--postcode", "13 100")],
)
def test_a_person_is_forgotten_by_address_or_by_name_and_postcode(
    ua: Ua, keys: list[str], who: tuple[str, ...]
) -> None:
    ran = ua("forget", *who, "--yes")
    assert ran.code == 0, ran.err
    assert "2 letters of this person" in ran.err
    assert "1 letter that waited is cancelled" in ran.err
    with opened(ua) as ledger:
        assert [ledger.get(key).state for key in keys] == [State.SENT, State.CANCELLED, State.QUEUED]
        assert ledger.withdrawn(ledger.marks(person(NAME)))
        assert not ledger.check()
    assert not holds(ua.home / "data")
    assert "sent 1" in ua("status").out


def test_it_is_asked_about(ua: Ua, keys: list[str]) -> None:
    assert "Nothing was erased" in ua("forget", MAIL, answers=[""]).err
    assert ua("forget", MAIL).code == 2
    with opened(ua) as ledger:
        assert ledger.body(keys[0])
    assert ua("forget", MAIL, answers=["y"]).code == 0
    with opened(ua) as ledger:
        assert ledger.body(keys[0]) is None


def test_somebody_must_be_named(ua: Ua) -> None:
    ran = ua("forget", "--yes")
    assert ran.code == 2
    assert "Who is to be forgotten?" in ran.err


def test_whoever_never_wrote_can_still_say_never(ua: Ua) -> None:
    ran = ua("forget", "--id", "17", "--yes")
    assert ran.code == 0
    assert "0 letters" in ran.err


def test_a_name_alone_that_finds_nobody_says_what_is_missing(ua: Ua, keys: list[str]) -> None:
    ran = ua("forget", NAME, "--yes")
    assert "--postcode" in ran.err
    assert keys


def test_the_copy_on_the_stick_and_those_of_other_machines_forget_too(ua: Ua, keys: list[str], tmp_path: Path) -> None:
    stick, other = tmp_path / "stick", tmp_path / "other" / "ledger.sqlite"
    stick.mkdir()
    with closing(open_ledger(other)) as ledger:
        queue(ledger, ua.now, NAME)
    with copies.alone(other, wait=True):
        copies.take(other, stick / "ua-ledger-00000000.sqlite", now=ua.now)
    ua("config", "set", "backup_to", str(stick))
    ua("ledger", "backup")
    assert len(holds(stick)) == 2
    ran = ua("forget", MAIL, "--yes")
    assert ran.code == 0, ran.err
    assert "The copy is made anew" in ran.err
    assert "Forgotten in the copy" in ran.err
    assert not holds(stick)
    assert keys


def test_a_ledger_that_was_kept_when_a_copy_was_restored_forgets_too(ua: Ua, keys: list[str], tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    ua("ledger", "backup", str(stick))
    assert ua("ledger", "restore", str(next(stick.iterdir())), "--force").code == 0
    ua("forget", MAIL, "--yes")
    assert not holds(ua.home / "data")
    (kept,) = (ua.home / "data").glob("ledger-kept-*.sqlite")
    assert ua("ledger", "check", str(kept)).code == 0
    assert keys


def test_copies_out_of_reach_are_named(ua: Ua, keys: list[str], tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    ua("config", "set", "backup_to", str(stick))
    ran = ua("forget", MAIL, "--yes")
    assert ran.code == 0
    assert f"copies in {stick}" in ran.err
    for said in ("Sent folder", "sheets signed at a stall", "ledgers of other machines"):
        assert said in ran.err
    stick.mkdir()
    (stick / "ua-ledger-00000000.sqlite").write_bytes(b"broken")
    again = ua("forget", MAIL, "--yes")
    assert again.code == 0
    assert "the copy " in again.err
    assert "is damaged" in again.err
    assert keys


def test_rehearsals_go(ua: Ua, keys: list[str]) -> None:
    folder = ua.home / "data" / "rehearsal" / "new"
    folder.mkdir(parents=True)
    (folder / "1.mail").write_text(NAME)
    rehearsal = ua.home / "data" / "rehearsal.sqlite"
    with closing(open_ledger(rehearsal)) as ledger:
        queue(ledger, ua.now, NAME)
    ran = ua("forget", MAIL, "--yes")
    assert "1 file of rehearsals is erased" in ran.err
    assert not holds(ua.home / "data")
    assert keys


def test_printed_pages_go_and_those_elsewhere_are_named(ua: Ua, keys: list[str]) -> None:
    prints = ua.home / "data" / "prints"
    prints.mkdir()
    (prints / "page-here.pdf").write_text(NAME)
    with opened(ua) as ledger:
        for name, office in (("page-here.pdf", "fr/a"), ("page-there.pdf", "fr/b")):
            marks = ledger.marks(person(NAME))
            letter = new_letter(
                ledger, ua.now, NAME, channel=ChannelName.PRINT, authority=office,
                key=ledger.slot("example-2026", 1, office, marks=marks).key,
            )  # fmt: skip
            ledger.enqueue([letter], now=ua.now)
            found = ledger.lease("w", now=ua.now, channel=ChannelName.PRINT)
            assert found
            begin_leased(ledger, letter.key, worker="w", now=ua.now, date=ua.now, pace=UNLIMITED)
            receipt = Receipt(kind=ReceiptKind.PRINTED, reference=name)
            ledger.settle(letter.key, Accepted(receipt), worker="w", now=ua.now)
    ran = ua("forget", MAIL, "--yes")
    assert not (prints / "page-here.pdf").exists()
    assert "page-there.pdf, in a folder of your choosing" in ran.err
    assert keys


LIST = """\
name;email;postcode;consent;case
Béa;;13100;2026-11-20;example-2026
Ana Silva;;13100;2026-11-20;example-2026
Cléo;;13100;2026-11-20;example-2026
Somebody Else;ANA.SILVA@example.org;75001;2026-11-20;example-2026
Ána  silva;;;no;
"""


def test_the_lines_of_lists_that_name_them_are_told(ua: Ua, keys: list[str], tmp_path: Path) -> None:
    (ua.home / "signers.csv").write_text(LIST)
    (ua.home / "other.csv").write_text("name;consent\nBéa;2026-11-20\n")
    (tmp_path / "far.csv").write_text("just a note about Ana Silva\n")
    ran = ua("forget", MAIL, "--email", MAIL, "--signers", str(tmp_path / "far.csv"), "--yes")
    assert "signers.csv: line 3, 5" in ran.err
    assert "Not in" in ran.err
    by_name = ua("forget", NAME, "--postcode", "13100", "--signers", str(tmp_path / "far.csv"), "--yes")
    assert "signers.csv: line 3, 5, 6" in by_name.err
    assert "far.csv: line 1" in by_name.err
    assert keys


def test_a_profile_of_theirs_is_told(me: Ua) -> None:
    me("config", "set", "signers.ana.name", NAME)
    me("config", "set", "signers.ana.postcode", "13100")
    ran = me("forget", NAME, "--postcode", "13100", "--yes")
    assert "Take their profile [signers.ana] out of" in ran.err


def test_nobody_who_was_forgotten_is_written_for_again(me: Ua, library: Path, sheet: Callable[..., str]) -> None:
    path = sheet()
    me.environ["UA_LIBRARY"] = str(library)
    me("forget", NAME, "--postcode", "13100", "--yes")
    ran = me("send", "example-2026", "--signers", path, "--by", "print", "--yes", "--fresh-ledger-ok")
    assert ran.code == 0, ran.err
    assert len(list((me.home / "data" / "prints").rglob("letters-*.pdf"))) == 1


@pytest.fixture
def sheet(tmp_path: Path) -> Callable[..., str]:
    def write() -> str:
        path = tmp_path / "people.csv"
        path.write_text(
            "name;street;postcode;city;country;consent;case\n"
            "Ana Silva;1 rue X;13100;Aix;FR;2026-11-20;example-2026\n"
            "Béa Roche;1 rue X;13100;Aix;FR;2026-11-20;example-2026\n"
        )
        return str(path)

    return write


def test_it_speaks_french(ua: Ua, keys: list[str]) -> None:
    ua.environ["UA_LANG"] = "fr"
    ran = ua("forget", MAIL, "--yes")
    assert "2 lettres de cette personne" in ran.err
    assert "Hors de portée de ce programme" in ran.err
    assert keys
