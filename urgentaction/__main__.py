"""Start the program: `ua`, `urgentaction` and `python -m urgentaction`."""

from __future__ import annotations

import sys
from pathlib import Path


def main() -> None:
    """Run the command line and leave with its exit code."""
    from urgentaction.cli.app import run

    # The name it was started by is the one that the shell completes.
    name = Path(sys.argv[0]).name
    sys.exit(run(sys.argv[1:], name=name if name in {"ua", "urgentaction"} else "ua"))


if __name__ == "__main__":
    main()
