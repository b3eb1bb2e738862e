"""Letters of 1,000 signers on paper, by `ua send --by print` from a cold start: seconds, and memory of all its processes.

Beside it, bare Typst on the same layout with the same letters, 100 in a file, one process for each (`make bench`).
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from run import ROOT, prepared

LETTERS = 1000
MOST_SECONDS, MOST_MB = 10, 250
EXAMPLE = re.compile(r"^```toml\n(.*?)^```", re.MULTILINE | re.DOTALL)
EVERY = 0.02
"""Seconds between two looks at the memory."""

PROFILE = '[me]\nname = "A B"\nstreet = "1 rue X"\npostcode = "69001"\ncity = "Lyon"\ncountry = "FR"\n'


def main() -> None:
    """Print the figures and what they must be."""
    with tempfile.TemporaryDirectory(prefix="ua-bench-") as name:
        folder = Path(name)
        home, signers = setting(folder)
        command = [sys.executable, "-m", "urgentaction", "send", "example-2026", "--signers", str(signers)]
        environ = {**os.environ, "UA_HOME": str(home), "UA_LIBRARY": str(folder / "library"), "PYTHONPATH": str(ROOT)}
        for further in ((), ("--duplex",)):
            seconds, memory = watched(
                [*command, "--by", "print", "--yes", "--again", "--fresh-ledger-ok", "--still-true", *further], environ
            )
            said = f"{LETTERS:,} letters printed{' --duplex' if further else ''}"
            print(f"{said:<32} {seconds:6.2f} s  must be ≤ {MOST_SECONDS}    {memory:5.0f} MB  must be ≤ {MOST_MB}")
        print(f"{'bare Typst, same letters':<32} {bare():6.2f} s")


def setting(folder: Path) -> tuple[Path, Path]:
    """A home with a profile, an open case, and a list; gives the home and the list."""
    from urgentaction.ledger import open_ledger

    home = folder / "home"
    home.mkdir(mode=0o700)
    (home / "config.toml").write_text(PROFILE, encoding="utf-8")
    (home / "config.toml").chmod(0o600)
    case, office = EXAMPLE.findall((ROOT / "docs" / "case-files.md").read_text(encoding="utf-8"))
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    for path, text in (("cases/example-2026.toml", renewed(case)), ("authorities/xx.toml", office)):
        (folder / "library" / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / "library" / path).write_text(text, encoding="utf-8")
    rows = (
        f"Signer Number{n};s{n}@example.org;{n} rue X;{n % 95000:05};Lyon;FR;{today};example-2026;"
        f"{'I write because I was a teacher.' if n % 20 == 0 else ''}\n"
        for n in range(LETTERS)
    )
    signers = folder / "signers.csv"
    signers.write_text(
        "name;email;street;postcode;city;country;consent;case;message\n" + "".join(rows), encoding="utf-8"
    )
    with closing(open_ledger(home / "data" / "ledger.sqlite")) as ledger:
        ledger.vouch(now=datetime.now(UTC))
    return home, signers


def renewed(case: str) -> str:
    """The case of the documentation, open whenever this runs."""
    return re.sub(r"^deadline.*\n", "", case, flags=re.MULTILINE)


def watched(command: list[str], environ: dict[str, str]) -> tuple[float, float]:
    """Seconds, and the most memory that the command and its children held at one time, in MB (Linux; else 0)."""
    before, most = time.perf_counter(), 0.0
    with subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        while process.poll() is None:
            most = max(most, sum(map(resident, family(process.pid))))
            time.sleep(EVERY)
        if process.returncode:
            assert process.stderr
            raise SystemExit(process.stderr.read().decode())
    return time.perf_counter() - before, most


def family(pid: int) -> list[int]:
    """A process and its children."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except OSError:
        children = []
    return [pid, *map(int, children)]


def resident(pid: int) -> float:
    """Memory of a process in MB, what it shares counted in part (PSS)."""
    try:
        told = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0.0
    return int(re.findall(r"^Pss: +(\d+)", told, re.MULTILINE)[0]) / 1024


def bare() -> float:
    """Typst on the layout of a run, nothing around it."""
    from dataclasses import replace

    from urgentaction import library
    from urgentaction.documents import apart, sheet

    layout = library.open_library([library.built_in()]).layout("run.typ")
    composer, signer = prepared()
    letters = [composer.letter(replace(signer, name=f"Signer Number{n}")) for n in range(100)]
    setting = sheet.Setting(10.5, 0.85)
    rows = [{**sheet.sheet(one, setting, sign_line=True), "copies": 1, "pages": 1} for one in letters]
    before = time.perf_counter()
    for _ in range(LETTERS // 100):
        apart.pdf(layout, {**rows[0], "title": "x", "letters": rows, "duplex": False}, on=letters[0].dated)
    return time.perf_counter() - before


if __name__ == "__main__":
    main()
