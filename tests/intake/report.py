"""Prints the score of each corpus and of all: python tests/intake/report.py [-v] [FOLDER]… (-v: what is missed)."""

from __future__ import annotations

import sys
from pathlib import Path

import scoring


def _one(path: Path, *, verbose: bool) -> scoring.Score:
    made = scoring.score(path)
    print(f"  {path.name}: {made.found}/{made.expected}, invented {len(made.invented)}")  # noqa: T201
    for line in [*made.missed, *(f"invented {one}" for one in made.invented)] if verbose else ():
        print(f"      {line[:400]}")  # noqa: T201
    return made


def _line(name: str, made: scoring.Score) -> None:
    share = made.found / made.expected if made.expected else 0
    print(f"{name}: {made.found}/{made.expected} = {share:.1%}, invented {len(made.invented)}")  # noqa: T201


def main() -> None:
    verbose = "-v" in sys.argv
    folders = [Path(one) for one in sys.argv[1:] if one != "-v"] or [
        one for name in scoring.CORPORA if (one := Path(__file__).parent / name).is_dir()
    ]
    whole = scoring.Score()
    for folder in folders:
        corpus = scoring.total([_one(path, verbose=verbose) for path in scoring.documents(folder)])
        _line(folder.name, corpus)
        whole = scoring.total([whole, corpus])
    _line("in all", whole)


if __name__ == "__main__":
    main()
