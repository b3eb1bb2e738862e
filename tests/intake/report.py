"""Prints the score of each document of a folder: python tests/intake/report.py FOLDER [-v]."""

from __future__ import annotations

import sys
from pathlib import Path

import scoring


def main() -> None:
    expected = found = invented = 0
    for file in sorted(Path(sys.argv[1]).glob("*.expected.toml")):
        path = next(one for one in file.parent.glob(file.name.removesuffix(".expected.toml") + ".*") if one != file)
        try:
            made = scoring.score(path)
        except Exception as wrong:  # noqa: BLE001  # a report tells what failed and goes on
            print(f"{path.name}: {wrong!r}")  # noqa: T201
            continue
        expected, found, invented = expected + made.expected, found + made.found, invented + len(made.invented)
        print(f"{path.name}: {made.found}/{made.expected}, invented {len(made.invented)}")  # noqa: T201
        for line in [*made.missed, *(f"invented {one}" for one in made.invented)] if "-v" in sys.argv else ():
            print(f"    {line[:400]}")  # noqa: T201
    print(f"in all {found}/{expected} = {found / expected:.1%}, invented {invented}")  # noqa: T201


if __name__ == "__main__":
    main()
