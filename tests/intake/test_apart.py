"""The process in which documents are read: whatever happens to it is told in words, and nothing it says is believed."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from support import hostile
from urgentaction.errors import UserError
from urgentaction.intake import layouts, plainly
from urgentaction.intake.lines import Document, Line
from urgentaction.intake.reading import apart, bounds, plain
from urgentaction.intake.reading.refusals import Refused

HERE = Path(__file__).parent
DOCUMENTS = sorted(
    path for path in (HERE / "other_hand").iterdir() if path.suffix in {".pdf", ".docx", ".eml", ".html", ".txt"}
)


def answer(code: str, *, data: bytes = b"", seconds: float = 20.0) -> bytes:
    return apart._answer([sys.executable, "-c", code], data, seconds)


def refusal(code: str, *, seconds: float = 20.0) -> str:
    with pytest.raises(UserError) as caught:
        apart._understood(answer(code, seconds=seconds))
    return caught.value.message.id


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_what_was_found_is_the_same_after_it_was_told(path: Path) -> None:
    data = path.read_bytes()
    here = layouts.found(apart.read(data))
    assert plainly.made(json.loads(json.dumps(plainly.told(here)))) == here
    assert apart.found(data).found == here


def test_a_child_that_is_killed_is_told_in_words() -> None:
    assert refusal("import os, signal; os.kill(os.getpid(), signal.SIGKILL)") == "intake.gave-up"


def test_half_an_answer_is_none() -> None:
    code = (
        """import sys, os; sys.stdout.write('{"form": "text", "lines": [["a", 1, 0'); sys.stdout.flush(); os.abort()"""
    )
    assert refusal(code) == "intake.gave-up"


def test_an_answer_without_end_is_broken_off() -> None:
    began = time.monotonic()
    assert refusal("import sys\nwhile True: sys.stdout.write('x' * 65536)") == "intake.gave-up"
    assert time.monotonic() - began < 10


def test_an_answer_that_drips_is_not_waited_for() -> None:
    code = "import sys, time\nwhile True: sys.stdout.write('x'); sys.stdout.flush(); time.sleep(0.01)"
    assert refusal(code, seconds=0.5) == "intake.too-slow"


def test_what_the_child_started_ends_with_it(tmp_path: Path) -> None:
    held = tmp_path / "held"
    os.mkfifo(held)
    reader = os.open(held, os.O_RDONLY | os.O_NONBLOCK)
    grandchild = f"import os; w = os.open({str(held)!r}, os.O_WRONLY); os.write(w, b'x'); import signal; signal.pause()"
    code = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {grandchild!r}])"
    assert refusal(code, seconds=3) == "intake.too-slow"
    os.set_blocking(reader, True)
    assert os.read(reader, 9) == b"x"
    assert os.read(reader, 9) == b""  # comes only when whoever held it is gone
    os.close(reader)


@pytest.mark.parametrize(
    "told",
    [
        b"[]",
        b"7",
        b'{"lines": 7}',
        b'{"refused": "intake.no-such-entry", "values": {}}',
        b'{"refused": "intake.too-large", "values": {}}',
        b'{"refused": "../../secret.text", "values": {}}',
        b'{"refused": ["x"], "values": []}',
        b"[" * 100_000,
        b"\xff\xfe",
    ],
)
def test_an_answer_of_another_shape_is_none(told: bytes) -> None:
    with pytest.raises(UserError) as caught, apart._believing():
        plainly.made(apart._understood(told)["found"])
    assert caught.value.message.id == "intake.gave-up"


def test_values_of_another_kind_are_not_taken_over() -> None:
    told = json.loads(json.dumps(plainly.told(layouts.found(apart.read(DOCUMENTS[0].read_bytes())))))
    for change in ({"title": 7}, {"layout": "x"}, {"issued": [1, "x", 0, "label"]}, {"facts": {}}, {"is_stop": "yes"}):
        with pytest.raises((TypeError, ValueError, KeyError, IndexError)):
            plainly.made({**told, "found": {**told["found"], **change}})


def test_no_password_of_ours_is_in_its_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UA_EMAIL_PASSWORD", "hunter2")
    assert b"hunter2" not in answer("import os; print(dict(os.environ))")


CHILD = "import sys; sys.path.insert(0, {root!r}); from urgentaction.intake.reading import child; "


def in_child(code: str) -> subprocess.CompletedProcess[str]:
    code = CHILD.format(root=str(HERE.parents[1])) + code
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS keeps no limit on the address space: see the next test")
def test_more_memory_than_the_limit_is_not_had() -> None:
    ran = in_child(f"child.limit({apart.MEMORY}, 9); print('in'); bytearray({apart.MEMORY})")
    assert ran.stdout == "in\n"
    assert "MemoryError" in ran.stderr


def test_where_the_system_keeps_no_limit_memory_is_watched() -> None:
    ran = in_child("child.watch(1)")
    assert ran.returncode == 1
    assert not ran.stderr


def test_no_file_is_written_there(tmp_path: Path) -> None:
    ran = in_child(
        f"child.limit({apart.MEMORY}, 9); from pathlib import Path; Path({str(tmp_path / 'x')!r}).write_text('x')"
    )
    assert ran.returncode != 0
    assert not (tmp_path / "x").exists() or not (tmp_path / "x").stat().st_size


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a\n" * (bounds.MOST_LINES + 1), "intake.too-many-lines"),
        ("a" * (bounds.LONGEST_LINE + 1), "intake.too-long"),
        (("word " * 2_000 + "\n") * 40, "intake.too-long"),
        ("\u202e\u0007\n" * 9, "intake.empty"),
        ("a" * 9_000_000, "intake.too-long"),
    ],
    ids=["lines", "line", "characters", "unseen", "one-line"],
)
def test_a_text_longer_than_any_action_is_refused_and_not_cut(text: str, reason: str) -> None:
    with pytest.raises(UserError) as caught:
        apart.found(text.encode())
    assert caught.value.message.id == reason


def test_characters_that_nobody_sees_or_that_turn_text_around_are_left_out() -> None:
    rows = [
        Line("Fr\u202eee\x1b[31m Od\u2066ette\ud800 \U000e0041Vander\ufefflinden", 1, links=("https://a\u202eb/",)),
        Line("\uf0b7 Urging them", 2),
        Line("\u200eمحامية", 3),
    ]
    assert [line.text for line in bounds.kept(rows)] == [
        "Free[31m Odette Vanderlinden",
        "• Urging them",
        "\u200eمحامية",
    ]
    assert bounds.kept(rows)[0].links == ()


def test_offices_without_end_are_refused() -> None:
    block = "Minister of Harbours {n}\n4 Quay Street\n1000 Port Saint-Aubin\nBelgium\nEmail: m{n}@harbours.example.org\nSalutation: Dear Minister\n\n"
    text = "URGENT ACTION\nUA: 12/26 Index: EUR 14/0412/2026 Belgium Date: 20 November 2026\n\nPLEASE SEND APPEALS BEFORE 31 DECEMBER 2026 TO:\n"
    text += "".join(block.format(n=n) for n in range(60))
    with pytest.raises(Refused):
        bounds.check(layouts.found(apart.read(text.encode())))
    with pytest.raises(UserError) as caught:
        apart.found(text.encode())
    assert caught.value.message.id == "intake.too-much"


def test_no_disk_for_the_document_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    if not os.access("/dev/full", os.W_OK):
        pytest.skip("a full disk is /dev/full here")
    monkeypatch.setattr(apart.tempfile, "TemporaryFile", lambda: open("/dev/full", "r+b", buffering=0))  # noqa: SIM115, PTH123
    with pytest.raises(UserError) as caught:
        apart.read(b"text")
    assert caught.value.message.id == "files.disk-full"


def test_a_text_without_an_empty_line_is_no_reason_to_give_up() -> None:
    rows = "\n".join(f"Odette Vanderlinden wrote line {n} of this long text to her union." for n in range(1_500))
    document = Document(tuple(plain.lines_of(rows)), "text")
    began = time.process_time()
    document.joined(document.lines)
    assert time.process_time() - began < 1


MEASURED = """
import re, sys
from pathlib import Path
from urgentaction.cli.app import run
code = run(["case", "import", sys.argv[1], "--explain"])
print("PEAK", re.search(r"VmHWM:\\s*(\\d+)", Path("/proc/self/status").read_text())[1], code)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the peak is read from /proc")
@pytest.mark.parametrize("make", [hostile.docx_bombs, hostile.text_long, hostile.pdf_bomb, hostile.html_nests])
def test_an_import_and_its_child_need_no_more_than_half_a_gigabyte_together(tmp_path: Path, make: hostile.Make) -> None:
    (tmp_path / "document").write_bytes(make(random.Random(3)))
    ran = subprocess.run(
        [sys.executable, "-c", MEASURED, "document"],
        cwd=tmp_path,
        env={"UA_HOME": str(tmp_path), "PATH": os.environ["PATH"], "PYTHONPATH": str(HERE.parents[1])},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    _, peak, _code = next(line for line in ran.stdout.splitlines() if line.startswith("PEAK")).split()
    assert (int(peak) << 10) + apart.MEMORY <= 500 << 20
