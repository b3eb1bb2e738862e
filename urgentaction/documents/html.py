"""A letter as one HTML page: self-contained, printable, escaped by the template engine."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from urgentaction.documents.labels import labels
from urgentaction.documents.plain import guard, right_to_left
from urgentaction.documents.runs import Cutter
from urgentaction.errors import UserError
from urgentaction.model.letter import Letter

if TYPE_CHECKING:
    import jinja2


def render(letter: Letter, *, layout: Path) -> str:
    """The letter set by a Jinja2 layout (autoescaped, sandboxed, every undefined name an error).

    Raises:
        UserError: `documents.layout-missing`, `documents.layout-failed` (file, line, problem), `documents.text-unsafe`.
    """
    from jinja2 import TemplateError

    guard(letter)
    try:
        return _template(_read(layout)).render(_values(letter))
    except TemplateError as fault:
        line = getattr(fault, "lineno", None) or _line(fault)
        raise UserError("documents.layout-failed", path=str(layout), line=line, problem=fault.message or "") from None


def _values(letter: Letter) -> dict[str, object]:
    cut = Cutter(letter)
    label = labels(letter.language)
    sender = (letter.sender.name, *letter.sender.lines, letter.sender.email)
    details = (
        (label.information, letter.information),
        (label.reference, letter.reference),
        (label.copies, ", ".join(letter.copies)),
    )
    blocks = [{"part": str(block.part), "paragraphs": cut.paragraphs(block.paragraphs)} for block in letter.blocks]
    return {
        "letter": letter,
        "labels": label,
        "direction": "rtl" if right_to_left("".join(p.text for b in letter.blocks for p in b.paragraphs)) else "ltr",
        "notice": cut.line(letter.notice),
        "sender": [cut.line(line) for line in sender if line],
        "recipient": [cut.line(line) for line in letter.recipient],
        "dateline": cut.line(letter.dateline),
        "details": [{"label": name, "runs": cut.line(value)} for name, value in details if value],
        "subject": cut.line(letter.subject),
        "blocks": blocks,
        "signature": cut.line(letter.signature),
    }


def _read(layout: Path) -> str:
    try:
        return layout.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise UserError("documents.layout-missing", path=str(layout), problem=str(fault)) from None


@lru_cache(maxsize=8)
def _template(source: str) -> jinja2.Template:
    """A layout compiled once for all letters that use it."""
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
    environment.filters["csp_hash"] = _csp_hash
    return environment.from_string(source)


def _csp_hash(style: str) -> str:
    """The source expression that lets exactly this style sheet through the Content-Security-Policy."""
    from base64 import b64encode
    from hashlib import sha256

    return f"'sha256-{b64encode(sha256(str(style).encode()).digest()).decode('ascii')}'"


def _line(fault: BaseException) -> int:
    """The line of the layout where rendering stopped (Jinja rewrites the traceback to its own lines)."""
    line, trace = 0, fault.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
