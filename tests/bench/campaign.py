"""A whole list planned and queued, and `ua status` on a large ledger: time, and the memory of a process of its own.

Run by `make bench` (about three minutes), or alone: python tests/bench/campaign.py [signers [deliveries]].
"""

from __future__ import annotations

import os
import re
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).parents[2]
SIGNERS = 100_000
DELIVERIES = 1_000_000
OWN_WORDS = 20
"""One signer in so many has words of their own; whose letters are checked one by one."""

SETTINGS = """\
[me]
name = "Élise Lefèvre-Dubois"
[group]
name = "Groupe 27"
contact = "groupe27@example.org"
[email]
address = "campaign@example.org"
host = "127.0.0.1"
port = 1
"""
EXAMPLE = re.compile(r"^```toml\n(.*?)^```", re.MULTILINE | re.DOTALL)


def main(signers: int = SIGNERS, deliveries: int = DELIVERIES) -> None:
    """Print every figure with what it must be."""
    with tempfile.TemporaryDirectory(prefix="ua-bench-") as name:
        queueing(Path(name), signers)
        status(Path(name), deliveries)


def queueing(folder: Path, signers: int) -> None:
    """Plan and queue a quarter of the list, then all of it: memory must not grow, time only in proportion."""
    quarter, whole = (queued(folder, count) for count in (signers // 4, signers))
    seconds, memory = whole
    grown = seconds / quarter[0] / 4
    print(f"{signers:,} signers planned and queued  {seconds:6.1f} s  {signers / seconds:,.0f}/s")
    print(f"  peak memory  {memory:6.1f} MiB   (a quarter of them: {quarter[1]:.1f})   must be ≤ 150 MiB")
    print(f"  time, over four times that of a quarter  {grown:.2f}   must be ≤ 1.25")


def queued(folder: Path, signers: int) -> tuple[float, float]:
    """Seconds and MiB of one `ua send --signers … --queue-only`."""
    home = home_of(folder / str(signers))
    people = home / "signers.csv"
    write_signers(people, signers)
    out = subprocess.run(
        [sys.executable, __file__, "queue", str(people)], env=environ(home), capture_output=True, check=False, text=True
    )
    if out.returncode:
        raise SystemExit(out.stderr)
    seconds, memory, count = map(float, out.stdout.split())
    if count != signers:
        raise SystemExit(f"{count:.0f} letters queued for {signers} signers")
    return seconds, memory


def queue(people: str) -> None:
    """In a process of its own: queue, then say how long it took, the peak of memory, and how many letters wait."""
    from urgentaction.cli.app import run
    from urgentaction.cli.world import system
    from urgentaction.ledger import open_ledger
    from urgentaction.pace import UNLIMITED

    before = time.perf_counter()
    command = [
        "send",
        "example-2026",
        "--signers",
        people,
        "--by",
        "email",
        "--queue-only",
        "--yes",
        "--still-true",
        "--fresh-ledger-ok",
    ]
    code = run(command, replace(system(), pace=UNLIMITED))
    seconds = time.perf_counter() - before
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**10 if sys.platform.startswith("linux") else 2**20)
    if code:
        raise SystemExit(code)
    ledger = open_ledger(next((Path(os.environ["UA_HOME"]) / "data").glob("ledger.sqlite*")))
    print(seconds, peak, sum(count.count for count in ledger.counts()))


def status(folder: Path, deliveries: int) -> None:
    """`ua status`, from a cold start, on a ledger that has seen so many letters."""
    home = home_of(folder / "status")
    fill(home, deliveries)
    command = [sys.executable, "-m", "urgentaction", "status"]
    times, work = [], []
    for _ in range(7):
        before, used = time.perf_counter(), os.times()
        done = subprocess.run(command, env=environ(home), capture_output=True, check=True, text=True)
        times.append(time.perf_counter() - before)
        now = os.times()
        work.append(now.children_user + now.children_system - used.children_user - used.children_system)
    if f"sent {deliveries // 2}" not in done.stdout:
        raise SystemExit(done.stdout)
    print(f"ua status, {deliveries:,} deliveries  {statistics.median(times):6.3f} s   must be ≤ 0.5 s")
    print(f"  of it work of its own  {statistics.median(work):6.3f} s   (the rest is a busy machine)")


def fill(home: Path, deliveries: int) -> None:
    """Put rows into a new ledger, as they would be after a long campaign."""
    from urgentaction.ledger import open_ledger

    path = home / "data" / "ledger.sqlite"
    open_ledger(path).close()
    database = sqlite3.connect(path)
    known = database.execute(
        "SELECT name, type, dflt_value, \"notnull\" FROM pragma_table_info('deliveries')"
    ).fetchall()
    given = {
        "key": "printf('%032x', n)",
        "case": "'example-2026'",
        "round": "1",
        "authority": "'xx/justice/minister'",
        "channel": "'email'",
        "state": "CASE WHEN n % 2 THEN 'sent' ELSE 'queued' END",
        "created": "'2026-11-24T08:00:00.000000Z'",
        "due": "strftime('%Y-%m-%dT%H:%M:%S.000000Z', 1790000000 + n, 'unixepoch')",
        "held": "0",
    }
    columns = [
        (name, given.get(name, "0" if kind == "INTEGER" else "''"))
        for name, kind, default, needed in known
        if name in given or (needed and default is None and name != "id")
    ]
    names = ", ".join(f'"{name}"' for name, _ in columns)
    values = ", ".join(value for _, value in columns)
    numbers = "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < :count)"
    insert = f"{numbers} INSERT INTO deliveries ({names}) SELECT {values} FROM numbers"  # noqa: S608 - our own words
    with database:
        database.execute(insert, {"count": deliveries})
    database.close()


def home_of(folder: Path) -> Path:
    """A home with settings, an open case, and its office."""
    case, office = EXAMPLE.findall((ROOT / "docs" / "case-files.md").read_text(encoding="utf-8"))
    for path, text in (("cases/example-2026.toml", case), ("authorities/xx.toml", office)):
        (folder / "library" / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / "library" / path).write_text(text, encoding="utf-8")
    (folder / "config.toml").write_text(SETTINGS, encoding="utf-8")
    return folder


def write_signers(path: Path, count: int) -> None:
    """A list as a spreadsheet would write it."""
    with path.open("w", encoding="utf-8") as file:
        file.write("name;email;street;postcode;city;country;consent;case;message\n")
        file.writelines(rows(count))


def rows(count: int) -> Iterator[str]:
    """One line for each signer."""
    for n in range(count):
        words = f"I have read about her case, and I write for the {n}th time." if n % OWN_WORDS == 0 else ""
        yield f"Signer Number{n};s{n}@example.org;{n} rue X;{n % 90000 + 10000};Lyon;FR;2026-11-20;example-2026;{words}\n"


def environ(home: Path) -> dict[str, str]:
    """The environment of a run in this home."""
    given = {"UA_HOME": str(home), "UA_LIBRARY": str(home / "library"), "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"}
    quiet = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**quiet, **given}


if __name__ == "__main__":
    if sys.argv[1:2] == ["queue"]:
        queue(sys.argv[2])
    else:
        main(*map(int, sys.argv[1:]))
