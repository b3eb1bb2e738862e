"""Text for the clipboard, by the program that each desktop has for it."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence

PROGRAMS: Sequence[Sequence[str]] = (
    ("pbcopy",),
    ("wl-copy",),
    ("xclip", "-selection", "clipboard"),
    ("xsel", "--clipboard", "--input"),
)
"""macOS, Wayland, X11 twice."""

PATIENCE = 5.0
"""Seconds: without a display these programs fail at once, or hang."""


def put(text: str) -> bool:
    """Put a text on the clipboard; False where nothing here can."""
    for command in PROGRAMS:
        path = shutil.which(command[0])
        if path and _takes([path, *command[1:]], text):
            return True
    return False


def _takes(command: Sequence[str], text: str) -> bool:
    try:
        # xclip stays behind to serve what it holds: its streams must not be ours.
        done = subprocess.run(  # noqa: S603 - one of the programs above
            command,
            input=text.encode(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=PATIENCE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
