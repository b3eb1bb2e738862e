"""One large document, set by a process of its own: what Typst keeps in mind of it ends with that process.

Typst takes 1 MB and more for each letter of a file and lets nothing of it go; in our own process, file after file would
add up (1,000 letters: 700 MB).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from urgentaction.documents.press import Press, Refusal
from urgentaction.errors import UserError
from urgentaction.model.letter import Document, Format

_HOME = Path(__file__).parents[2]


def pdf(layout: Path, data: Mapping[str, object], *, on: date) -> Document:
    """As `Press.pdf`.

    Raises:
        Refusal, UserError: As `Press.pdf`; `documents.pdf-failed` too where the process died.
    """
    asked = json.dumps({"layout": str(layout), "on": on.isoformat(), "data": data}, ensure_ascii=False)
    path = os.pathsep.join(filter(None, (str(_HOME), os.environ.get("PYTHONPATH", ""))))
    # -P: whatever lies in the working folder is not imported.
    command = [sys.executable, "-P", "-m", "urgentaction.documents.apart"]
    done = subprocess.run(  # noqa: S603 - our own module
        command,
        input=asked.encode(),
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONPATH": path},
        start_new_session=True,  # Ctrl-C is for us: a run ends after its stack
    )
    head, _, made = done.stdout.partition(b"\n")
    if done.returncode or not head:
        raise UserError("documents.pdf-failed", problem=f"exit {done.returncode}")
    return _answer(json.loads(head), made)


def _answer(head: Mapping[str, Any], made: bytes) -> Document:
    if "refused" in head:
        raise Refusal(*head["refused"])
    if "error" in head:
        raise UserError(head["error"], **head["values"])
    return Document(format=Format.PDF, data=made, pages=head["pages"])


def _set(asked: Mapping[str, Any]) -> tuple[Mapping[str, object], bytes]:
    try:
        made = Press(Path(asked["layout"])).pdf(asked["data"], on=date.fromisoformat(asked["on"]))
    except Refusal as refusal:
        return {"refused": [refusal.code, refusal.index]}, b""
    except UserError as fault:
        return {"error": fault.message.id, "values": dict(fault.message.values)}, b""
    return {"pages": made.pages}, made.data


def main() -> None:
    """Read what to set from standard input; write what came of it, a line of JSON and then the file."""
    head, made = _set(json.load(sys.stdin.buffer))
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + made)


if __name__ == "__main__":
    main()
