"""Documents changed by chance and documents made to do harm, through `ua case import`: never a traceback, never long.

`UA_ROUNDS` says how many of each format: few by themselves, thousands in `make fuzz`. A case that fails names its seed:
`UA_SEED=html-17` does that one alone.
"""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from support import hostile
from support.mutating import bounded, changed, keeps_to_its_word, relined
from support.ua import Ua
from urgentaction.intake.reading import apart

HERE = Path(__file__).parents[1] / "intake"
ROUNDS = int(os.environ.get("UA_ROUNDS", "5"))
SEED = os.environ.get("UA_SEED", "")
FORMATS = ("pdf", "docx", "html", "eml", "txt")
REAL = {kind: [path.read_bytes() for path in sorted((HERE / "other_hand").glob(f"*.{kind}"))] for kind in FORMATS}
TEXTS = [data.decode() for data in REAL["txt"]] + [path.read_text() for path in sorted((HERE / "corpus").glob("*.txt"))]
CODES = {0, 1, 2, 3}

OURS = (500 << 20) - apart.MEMORY - (80 << 20)
"""Memory that an import may need beside its child and what the program itself is."""

SECONDS_OURS = 10 - apart.SECONDS


def made(kind: str, chance: random.Random) -> bytes:
    if kind == "txt" and chance.random() < 0.5:
        return relined(chance, chance.choice(TEXTS), TEXTS).encode("utf-8", "surrogatepass")
    if chance.random() < 0.5:
        return chance.choice(hostile.MAKERS[kind])(chance)
    return changed(chance, chance.choice(REAL[kind]), REAL[kind])


@pytest.mark.parametrize("kind", FORMATS)
def test_a_document_is_imported_or_refused_in_words_in_time_and_memory(kind: str, tmp_path: Path) -> None:
    for number in range(ROUNDS):
        seed = f"{kind}-{number}"
        if SEED and seed != SEED:
            continue
        try:
            _imported(tmp_path / seed, kind, seed)
        except BaseException as failed:
            failed.add_note(f"UA_SEED={seed}")
            raise


def _imported(folder: Path, kind: str, seed: str) -> None:
    chance = random.Random(seed)
    folder.mkdir()
    ua = Ua(folder)
    (folder / "document").write_bytes(made(kind, chance))
    with bounded(seconds=SECONDS_OURS, memory=OURS):
        shown = ua("case", "import", "document", "--explain")
    keeps_to_its_word(shown, CODES)
    if shown.code or number_of(seed) % 3:
        return
    with bounded(seconds=SECONDS_OURS, memory=OURS):
        keeps_to_its_word(ua("case", "import", "document", "--yes"), CODES)
    for case in sorted((folder / "data" / "letters" / "cases").glob("*.toml")):
        with bounded():
            keeps_to_its_word(ua("check", case.stem), CODES)
        with bounded():
            keeps_to_its_word(ua("draft", case.stem), {0, 1, 2, 3, 5})


def number_of(seed: str) -> int:
    return int(seed.rsplit("-", 1)[1])
