"""TOML that people write, changed by chance, through the commands that read it: every fault in words, never a traceback.

`UA_ROUNDS` and `UA_SEED` are as in the tests of fuzzed documents.
"""

from __future__ import annotations

import os
import random
import re
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from support import tables
from support.mutating import bounded, keeps_to_its_word
from support.ua import Ua

ROOT = Path(__file__).parents[2]
ROUNDS = int(os.environ.get("UA_ROUNDS", "6"))
SEED = os.environ.get("UA_SEED", "")
CODES = {0, 1, 2, 3, 5}
EXAMPLE = re.compile(r"^```toml\n(.*?)^```", re.MULTILINE | re.DOTALL)
CASE, OFFICE, *_ = EXAMPLE.findall((ROOT / "docs" / "case-files.md").read_text(encoding="utf-8"))
SETTINGS = """\
language = "fr"
envelope = "fr-right"

[me]
name = "Élise Lefèvre"
email = "elise@example.org"
street = "12 rue de l’Église"
postcode = "06000"
city = "Nice"
country = "FR"
language = "fr"
about = "infirmière à Nice"

[signers.jose]
name = "José Muñoz"

[group]
name = "Groupe 27"
contact = "groupe27@example.org"

[email]
host = "smtp.example.org"
port = 465
security = "tls"
timeout = 60
per_hour = 100
"""
LIBRARIES = """\
[[library]]
name = "theirs"
kind = "folder"
source = "/nowhere"
updated = 2026-11-24T10:00:00Z

[[library]]
name = "ours"
kind = "git"
source = "https://example.org/x.git"
updated = 2026-11-24T10:00:00Z
"""


def kept(folder: str) -> list[str]:
    return [path.read_text(encoding="utf-8") for path in sorted((ROOT / folder).glob("*.toml"))]


FILES: Mapping[str, tuple[str, Sequence[str]]] = {
    "case": (
        "home/data/letters/cases/example-2026.toml",
        [CASE, CASE, *kept("tests/golden/cases"), *kept("letters/cases")],
    ),
    "round": ("home/data/letters/cases/example-2026.rounds/1.toml", [CASE]),
    "office": (
        "home/data/letters/authorities/xx.toml",
        [OFFICE, *kept("tests/golden/authorities"), *kept("letters/authorities")],
    ),
    "law": ("home/data/letters/law/more.toml", kept("letters/law")),
    "forms": ("home/data/letters/forms/en.toml", kept("letters/forms")),
    "settings": ("home/config.toml", [SETTINGS]),
    "libraries": ("home/data/libraries.toml", [LIBRARIES]),
}
READING: tuple[tuple[str, ...], ...] = (
    *(
        ("cases",),
        ("cases", "--json"),
        ("show", "example-2026"),
        ("show", "example-2026", "--json"),
        ("check", "example-2026"),
    ),
    *(
        ("draft", "example-2026"),
        ("draft", "example-2026", "-f", "html", "-o", "-"),
        ("draft", "example-2026", "--lang", "en"),
    ),
    *(
        ("authorities",),
        ("authorities", "minister", "--json"),
        ("case", "diff", "example-2026"),
        ("library", "list"),
        (),
    ),
    *(
        ("send", "example-2026", "--dry-run", "--by", "print"),
        ("authority", "show", "xx/justice/minister"),
        ("config", "show"),
    ),
    *(
        ("case", "extend", "example-2026", "--until", "2027-01-31"),
        ("case", "stop", "example-2026", "--why", "over", "--source", "x", "--yes"),
    ),
    *(
        ("case", "update", "{letters}/cases/example-2026.toml", "--yes"),
        ("case", "diff", "example-2026@1", "example-2026"),
    ),
    *(
        ("library", "add", "{letters}", "--name", "added"),
        ("authority", "check"),
        ("send", "example-2026", "--by", "print", "--yes"),
    ),
)


@pytest.mark.parametrize("kind", FILES)
def test_a_file_is_used_or_its_faults_are_told(kind: str, tmp_path: Path) -> None:
    for number in range(ROUNDS):
        seed = f"{kind}-{number}"
        if SEED and seed != SEED:
            continue
        try:
            _tried(tmp_path / seed, kind, seed)
        except BaseException as failed:
            failed.add_note(f"UA_SEED={seed}")
            raise
        shutil.rmtree(tmp_path / seed)


def _tried(folder: Path, kind: str, seed: str) -> None:
    chance = random.Random(seed)
    ua = _home(folder)
    place, real = FILES[kind]
    every = [text for _, texts in FILES.values() for text in texts]
    path = folder / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(tables.mutated(chance, chance.choice(real), every))
    commands = chance.sample(READING, 4)
    # Settings may name servers and files: nothing is asked that would use them.
    for command in (("config", "show"), ("check", "example-2026")) if kind == "settings" else commands:
        with bounded():
            ran = ua(*_said(ua, command))
        try:
            keeps_to_its_word(ran, CODES)
        except AssertionError as failed:
            failed.add_note(" ".join(command))
            raise


def _said(ua: Ua, command: tuple[str, ...]) -> list[str]:
    return [word.format(letters=ua.home / "data" / "letters") for word in command]


def _home(folder: Path) -> Ua:
    """A home with a profile, an open case and its office."""
    home = folder / "home"
    for place, text in (
        (home / "data/letters/cases/example-2026.toml", CASE.replace("round = 1", "round = 2")),
        (home / "data/letters/cases/example-2026.rounds/1.toml", CASE),
        (home / "data/letters/authorities/xx.toml", OFFICE),
    ):
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    (home / "config.toml").write_text(SETTINGS, encoding="utf-8")
    return Ua(home)


NOT_DONE = {("case", "stop"), ("case", "update"), ("authority", "check")}
"""It would close the case, is of no newer round, and finds what it is there to find."""


def test_the_home_that_is_fuzzed_works_as_long_as_nothing_is_changed(tmp_path: Path) -> None:
    ua = _home(tmp_path)
    ran = {command: ua(*_said(ua, command)) for command in READING if command[:2] not in NOT_DONE}
    assert {command: one.err for command, one in ran.items() if one.code} == {}
