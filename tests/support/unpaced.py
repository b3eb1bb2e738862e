"""The real program as a process, but for its pace, which is unlimited, and its clock, which stands (`support.ua.NOON`)."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from support.ua import NOON
from urgentaction.cli.app import run
from urgentaction.cli.world import system
from urgentaction.pace import UNLIMITED

if __name__ == "__main__":
    sys.exit(run(sys.argv[1:], replace(system(), pace=UNLIMITED, clock=lambda: NOON)))
