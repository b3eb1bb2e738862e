"""The ledger as a whole from the command line: copies on a stick, restored, merged, exported; and a new one that asks."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from support.letters import queue, send
from support.mail import MailServer
from support.ua import Ran, Ua
from urgentaction.channels.settings import Security, Settings
from urgentaction.cli import backing
from urgentaction.cli.world import World
from urgentaction.errors import UserError
from urgentaction.ledger import Ledger, open_ledger
from urgentaction.model.delivery import State
from urgentaction.pace import UNLIMITED

OPEN = "example-2026"
PASSWORD = "correct horse battery staple"
HEAD = "name;email;street;postcode;city;country;consent;case\n"


@pytest.fixture
def stick(tmp_path: Path, ua: Ua) -> Path:
    """A stick, and the setting that names it."""
    folder = tmp_path / "stick"
    folder.mkdir()
    assert ua("config", "set", "backup_to", str(folder)).code == 0
    return folder


def opened(ua: Ua) -> closing[Ledger]:
    return closing(open_ledger(ua.home / "data" / "ledger.sqlite"))


def written(ua: Ua, *names: str, sent: int = 0) -> list[str]:
    """A ledger with letters, so many of them sent."""
    with opened(ua) as ledger:
        keys = list(queue(ledger, ua.now, *names))
        for key in keys[:sent]:
            send(ledger, ua.now, key)
    return keys


def state(ua: Ua, key: str) -> State:
    with opened(ua) as ledger:
        return ledger.get(key).state


def copy_of(stick: Path) -> Path:
    (found,) = stick.glob("ua-ledger-*.sqlite")
    return found


# --- Copies ------------------------------------------------------------------------------------------------------------


def test_a_copy_is_made_when_asked(ua: Ua, stick: Path) -> None:
    written(ua, "Ana", "Béa", sent=1)
    ran = ua("ledger", "backup")
    assert ran.code == 0, ran.err
    assert str(copy_of(stick)) in ran.err
    assert "same disk" in ran.err
    told = ua("ledger", "check", str(copy_of(stick)))
    assert (told.code, told.out) == (0, "")
    assert "2 letters, of which 1 wait" in told.err
    assert "is whole: 2 letters" in told.err


def test_a_copy_goes_where_the_command_says(ua: Ua, stick: Path, tmp_path: Path) -> None:
    written(ua, "Ana")
    other = tmp_path / "other"
    other.mkdir()
    assert ua("ledger", "backup", str(other)).code == 0
    assert copy_of(other)
    assert not list(stick.iterdir())


def test_there_is_nothing_to_copy_before_anything_was_written(ua: Ua, stick: Path) -> None:
    ran = ua("ledger", "backup")
    assert ran.code == 1
    assert "no ledger yet" in ran.err
    assert not list(stick.iterdir())


def test_without_a_folder_the_setting_is_named(ua: Ua) -> None:
    ran = ua("ledger", "backup")
    assert ran.code == 2
    assert "ua config set backup_to" in ran.err


def test_a_missing_stick_is_an_error_where_a_copy_was_asked_for(ua: Ua, stick: Path) -> None:
    stick.rmdir()
    ran = ua("ledger", "backup")
    assert ran.code == 1
    assert f"{stick} is not there" in ran.err
    assert "Put the stick in" in ran.err


def test_a_folder_for_sticks_without_one_is_no_stick(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        backing.need_drive(Path(f"/mnt/..{tmp_path}"), tmp_path)
    assert caught.value.message.id == "ledger.copy-not-mounted"
    backing.need_drive(tmp_path, tmp_path)


# --- While letters leave -----------------------------------------------------------------------------------------------


@pytest.fixture
def server(mail_server: Callable[..., MailServer]) -> MailServer:
    return mail_server(Security.TLS, user="elise@example.org", password=PASSWORD)


@pytest.fixture
def group(account: Callable[[Settings], Ua], server: MailServer, library: Path) -> Ua:
    """A group with an account and no pace."""
    ua = account(server.settings)
    config = ua.home / "config.toml"
    config.write_text(config.read_text() + '\n[group]\nname = "Groupe 27"\ncontact = "groupe27@example.org"\n')
    ua.environ["UA_LIBRARY"] = str(library)

    def unpaced(world: World) -> World:
        return replace(world, pace=UNLIMITED)

    ua.change = unpaced
    return ua


def campaign(ua: Ua, count: int, *options: str, answers: list[str] | None = None) -> Ran:
    path = ua.home / "signers.csv"
    rows = (f"Signer {n};s{n}@example.org;1 rue X;69001;Lyon;FR;2026-11-20;{OPEN}\n" for n in range(count))
    path.write_text(HEAD + "".join(rows))
    return ua("send", OPEN, "--signers", str(path), "--by", "email", *options, answers=answers)


SCRIPT = ("--yes", "--fresh-ledger-ok")


def test_a_run_leaves_a_copy_that_knows_what_was_sent(group: Ua, stick: Path) -> None:
    ran = campaign(group, 3, *SCRIPT)
    assert ran.code == 0, ran.err
    assert f"Copy of the ledger: {copy_of(stick)}" in ran.err
    with closing(sqlite3.connect(copy_of(stick))) as raw:
        assert raw.execute("SELECT state, COUNT(*) FROM deliveries GROUP BY state").fetchall() == [("sent", 3)]


def test_what_is_only_queued_is_copied_too(group: Ua, stick: Path) -> None:
    assert campaign(group, 3, *SCRIPT, "--queue-only").code == 0
    with closing(sqlite3.connect(copy_of(stick))) as raw:
        assert raw.execute("SELECT state, COUNT(*) FROM deliveries GROUP BY state").fetchall() == [("queued", 3)]


def test_a_copy_is_made_after_every_fifty_letters(
    group: Ua, stick: Path, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []
    take = backing.copy

    def counting(*arguments: object, **options: bool) -> Path | None:
        seen.append(len(server.mails))
        return take(*arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(backing, "copy", counting)
    monkeypatch.setattr(backing, "SHARE", 0)
    assert campaign(group, 120, *SCRIPT).code == 0
    # The signer gets a copy of each mail.
    assert [count // 2 for count in seen] == [50, 100, 120]
    assert copy_of(stick)


@pytest.mark.parametrize("what", ["gone", "a file"])
def test_a_stick_that_is_pulled_is_said_once_and_never_stops_sending(
    group: Ua, stick: Path, server: MailServer, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backing, "SHARE", 0)
    stick.rmdir()
    if what == "a file":
        stick.write_text("")
    ran = campaign(group, 60, *SCRIPT)
    assert ran.code == 0, ran.err
    assert ran.err.count("No copy was made") == 1
    assert len(server.mails) == 120


def test_a_rehearsal_leaves_no_copy(group: Ua, stick: Path) -> None:
    assert campaign(group, 1, "--rehearse").code == 0
    assert not list(stick.iterdir())


# --- A new ledger asks -------------------------------------------------------------------------------------------------


def test_a_new_ledger_asks_once_whether_another_machine_has_sent(group: Ua, server: MailServer) -> None:
    first = campaign(group, 1, answers=["y", "y"])
    assert first.code == 0, first.err
    assert "Is this the only machine that sends for these people?" in first.err
    second = campaign(group, 2, answers=["y"])
    assert second.code == 0, second.err
    assert "only machine" not in second.err
    assert len(server.mails) == 4


def test_whoever_is_not_sure_sends_nothing(group: Ua, server: MailServer) -> None:
    ran = campaign(group, 1, answers=["y", ""])
    assert ran.code == 1
    assert "ua ledger merge FILE" in ran.err
    assert not server.mails
    assert "Nothing was written" in group("status").err


def test_a_script_must_say_so(group: Ua, server: MailServer) -> None:
    ran = campaign(group, 1, "--yes")
    assert ran.code == 2
    assert "--fresh-ledger-ok" in ran.err
    assert not server.mails


def test_a_plan_and_a_letter_of_ones_own_are_not_asked_about(group: Ua) -> None:
    assert campaign(group, 1, "--dry-run").code == 0
    assert group("send", OPEN, "--by", "email", "--yes").code == 0


def test_a_restored_ledger_asks_about_what_came_after_the_copy(group: Ua, stick: Path) -> None:
    assert campaign(group, 1, *SCRIPT).code == 0
    assert copy_of(stick)
    shutil.rmtree(group.home / "data")
    assert group("ledger", "restore").code == 0
    ran = campaign(group, 2, "--yes")
    assert ran.code == 2
    assert "knows nothing of what was sent after" in ran.err
    assert campaign(group, 2, "--yes", "--fresh-ledger-ok").code == 0
    assert campaign(group, 3, "--yes").code == 0


# --- Restored ----------------------------------------------------------------------------------------------------------


def test_a_laptop_that_was_stolen_goes_on_from_the_stick_and_sends_nothing_twice(ua: Ua, stick: Path) -> None:
    sent, waits = written(ua, "Ana", "Béa", sent=1)
    ua("ledger", "backup")
    shutil.rmtree(ua.home / "data")
    ua.now += timedelta(days=1)
    ran = ua("ledger", "restore", str(copy_of(stick)))
    assert ran.code == 0, ran.err
    assert "1 letter may have left since, and is uncertain" in ran.err
    assert [state(ua, key) for key in (sent, waits)] == [State.SENT, State.UNCERTAIN]
    assert ua("outbox", "resolve", waits, "--not-sent").code == 0
    assert state(ua, waits) is State.QUEUED


def test_whoever_is_sure_gets_the_queue_back(ua: Ua, stick: Path) -> None:
    (key,) = written(ua, "Ana")
    ua("ledger", "backup")
    shutil.rmtree(ua.home / "data")
    ran = ua("ledger", "restore", answers=["y"])
    assert ran.code == 0, ran.err
    assert "Are you sure that there were none?" in ran.err
    assert state(ua, key) is State.QUEUED
    shutil.rmtree(ua.home / "data")
    assert ua("ledger", "restore", "--nothing-sent-since").code == 0
    assert state(ua, key) is State.QUEUED
    assert stick


def test_a_ledger_that_is_there_is_never_overwritten_by_accident(ua: Ua, stick: Path) -> None:
    (key,) = written(ua, "Ana")
    ua("ledger", "backup")
    (later,) = written(ua, "Béa", sent=1)
    ran = ua("ledger", "restore")
    assert ran.code == 2
    assert "ua ledger merge" in ran.err
    forced = ua("ledger", "restore", "--force")
    assert forced.code == 0, forced.err
    assert "is kept" in forced.err
    assert [state(ua, one) for one in (key, later)] == [State.QUEUED, State.SENT]
    assert len(list((ua.home / "data").glob("ledger-kept-*.sqlite"))) == 1
    assert stick


def test_a_ledger_that_is_sent_from_right_now_is_not_replaced(ua: Ua, stick: Path) -> None:
    written(ua, "Ana")
    ua("ledger", "backup")
    with opened(ua) as ledger, ledger.attend():
        ran = ua("ledger", "restore", "--force")
    assert ran.code == 1
    assert "has the ledger open" in ran.err
    assert stick


@pytest.mark.parametrize(
    ("file", "said"),
    [("nowhere.sqlite", "There is no copy"), ("config.toml", "is not a copy of a ledger")],
)
def test_what_is_no_copy_is_said(ua: Ua, stick: Path, file: str, said: str) -> None:
    ran = ua("ledger", "restore", str(ua.home / file))
    assert ran.code in {1, 2}
    assert said in ran.err
    assert stick


def test_an_empty_stick_and_one_with_several_copies_are_said(ua: Ua, stick: Path) -> None:
    assert "no copy of a ledger in" in ua("ledger", "restore").err
    for name in ("11111111", "22222222"):
        (stick / f"ua-ledger-{name}.sqlite").write_bytes(b"")
    ran = ua("ledger", "restore")
    assert ran.code == 2
    assert "several ledgers" in ran.err


# --- Merged, exported, imported ----------------------------------------------------------------------------------------


@pytest.fixture
def second(tmp_path: Path) -> Ua:
    """Another laptop."""
    home = tmp_path / "second"
    home.mkdir()
    return Ua(home)


def test_the_ledger_of_another_laptop_is_merged_and_its_signers_are_recognised(ua: Ua, second: Ua, stick: Path) -> None:
    written(ua, "Ana", sent=1)
    sent, waits = written(second, "Béa", "Cléo", sent=1)
    assert second("ledger", "backup", str(stick)).code == 0
    copy = str(copy_of(stick))
    ran = ua("ledger", "merge", copy)
    assert ran.code == 0, ran.err
    for said in ("2 letters were unknown here", "its secret came along", "1 letter may have left since"):
        assert said in ran.err
    assert [state(ua, key) for key in (sent, waits)] == [State.SENT, State.UNCERTAIN]
    assert len(list(stick.iterdir())) == 2, "ours lies beside it now"
    again = ua("ledger", "merge", copy)
    assert "Of 2 letters this ledger knew as much or more" in again.err


def test_without_the_secret_a_merge_is_asked_about(ua: Ua, second: Ua, tmp_path: Path) -> None:
    written(ua, "Ana")
    written(second, "Béa", sent=1)
    export = str(tmp_path / "l.jsonl")
    assert second("ledger", "export", "-o", export).code == 0
    refused = ua("ledger", "merge", export, answers=[""])
    assert refused.code == 1
    assert "are not recognised here" in refused.err
    assert ua("ledger", "merge", export).code == 2
    taken = ua("ledger", "merge", export, "--yes")
    assert taken.code == 0, taken.err
    assert "without its secret" in taken.err


def test_a_ledger_moves_to_another_machine_without_loss(ua: Ua, second: Ua, tmp_path: Path) -> None:
    sent, waits = written(ua, "Ana", "Béa", sent=1)
    export = tmp_path / "l.jsonl"
    out = ua("ledger", "export", "--with-secret", "-o", str(export))
    assert "holds the ledger's secret" in out.err
    assert export.stat().st_mode & 0o777 == 0o600
    assert ua("ledger", "export", "-o", str(export)).code == 1
    ran = second("ledger", "import", str(export), "--nothing-sent-since")
    assert ran.code == 0, ran.err
    assert [state(second, key) for key in (sent, waits)] == [State.SENT, State.QUEUED]
    assert second("log", "--json").out == ua("log", "--json").out
    again = second("ledger", "import", str(export))
    assert again.code == 2
    assert "ua ledger merge" in again.err


def test_an_export_goes_through_a_pipe(ua: Ua, second: Ua) -> None:
    written(ua, "Ana", sent=1)
    out = ua("ledger", "export", "--with-secret")
    assert all(json.loads(line) for line in out.out.splitlines())
    assert second("ledger", "import", "-", stdin=out.out).code == 0
    with opened(second) as ledger:
        assert len(ledger.list()) == 1


@pytest.mark.parametrize("text", ["", "x", '{"ledger": 1}', '{"end": {}}'])
def test_another_file_is_no_export(ua: Ua, tmp_path: Path, text: str) -> None:
    (tmp_path / "l.jsonl").write_text(text)
    for command in ("import", "merge", "check"):
        ran = ua("ledger", command, str(tmp_path / "l.jsonl"))
        assert ran.code == 1, command
        assert "not an export" in ran.err


def test_an_export_is_looked_through(ua: Ua, tmp_path: Path) -> None:
    written(ua, "Ana")
    ua("ledger", "export", "-o", str(tmp_path / "l.jsonl"))
    assert "is whole: 1 letter" in ua("ledger", "check", str(tmp_path / "l.jsonl")).err
    text = (tmp_path / "l.jsonl").read_text()
    (tmp_path / "l.jsonl").write_text(text[: len(text) // 2])
    assert ua("ledger", "check", str(tmp_path / "l.jsonl")).code == 1


# --- Looked through ----------------------------------------------------------------------------------------------------


def test_a_ledger_is_looked_through(ua: Ua) -> None:
    written(ua, "Ana", sent=1)
    ran = ua("ledger", "check")
    assert (ran.code, ran.out) == (0, "")
    told = json.loads(ua("ledger", "check", "--json").out)
    assert (told["ok"], told["letters"], told["wrong"]) == (True, 1, [])


def test_what_is_wrong_is_a_finding(ua: Ua) -> None:
    written(ua, "Ana")
    with closing(sqlite3.connect(ua.home / "data" / "ledger.sqlite", isolation_level=None)) as raw:
        raw.execute("DELETE FROM bodies")
    ran = ua("ledger", "check")
    assert ran.code == 3
    assert "1 letter waits without its text" in ran.err
    assert "ua ledger restore" in ran.err
    assert json.loads(ua("ledger", "check", "--json").out)["wrong"]


def test_to_look_makes_no_ledger(ua: Ua) -> None:
    assert ua("ledger", "check").code == 0
    assert ua("ledger", "export").code == 0
    assert not (ua.home / "data" / "ledger.sqlite").exists()


def test_the_doctor_looks_whether_there_are_copies(ua: Ua, tmp_path: Path) -> None:
    def told() -> dict[str, str]:
        (found,) = (one for one in json.loads(ua("doctor", "--json").out)["checks"] if one["check"] == "copies")
        return dict(found)

    assert (told()["state"], "backup_to" in told()["hint"]) == ("note", True)
    folder = tmp_path / "stick"
    ua("config", "set", "backup_to", str(folder))
    assert "is not there" in told()["message"]
    folder.mkdir()
    assert "no copy yet" in told()["message"]
    written(ua, "Ana")
    ua("ledger", "backup")
    assert told()["state"] == "ok"
