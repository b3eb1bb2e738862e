"""Say things: words to standard error, data to standard output, questions only to a person."""

from __future__ import annotations

import json
import re
import shutil
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TextIO

from urgentaction import errors

if TYPE_CHECKING:
    from urgentaction.cli.world import World

UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control and bidi characters, and halves of one: what a file or a server says must not steer the terminal."""

STYLES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33"}

GAP = "  "

WIDEST, NARROWEST = 110, 30
"""Characters of a line of prose that the eye still follows, and of a column that still reads."""


def say(world: World, id_: str, *, style: str = "", **values: object) -> None:
    """Say a catalogue entry, and its hint on a line of its own."""
    tell(world, errors.message(id_, **values), style=style)


def tell(world: World, message: errors.Message, *, style: str = "") -> None:
    """Say a message, and its hint on a line of its own."""
    words = errors.words(message, world.language)
    for text, its in ((words.text, style), (words.hint, "dim")):
        if text:
            line(world, _wrapped(text, 0, world.stderr), style=its)


def line(world: World, text: str = "", *, style: str = "") -> None:
    """Write a line to standard error."""
    print(styled(world, UNSAFE.sub("\ufffd", text), style), file=world.stderr)


def data(world: World, text: str) -> None:
    """Write a letter or data to standard output, ended by a line break."""
    world.stdout.write(text if text.endswith("\n") else text + "\n")
    world.stdout.flush()


def as_json(world: World, value: Any) -> None:
    """Write data for programs; its words never change with the language, and nothing in them steers a terminal."""
    text = json.dumps(value, ensure_ascii=False, indent=2, sort_keys=False, default=str)
    data(world, UNSAFE.sub(lambda match: f"\\u{ord(match.group()):04x}", text))


def word(world: World, id_: str, **values: object) -> str:
    """The text of a catalogue entry in the person's language."""
    return errors.words(errors.message(id_, **values), world.language).text


def columns(world: World, rows: Iterable[Sequence[str]], *, styles: Sequence[str] = (), answer: bool = False) -> None:
    """Write rows in aligned columns; the last column runs on, wrapped under itself where somebody reads along.

    `answer`: the rows are what the command was asked for and go to standard output; otherwise they are words.
    """
    out = world.stdout if answer else world.stderr
    table = [[UNSAFE.sub("\ufffd", cell) for cell in row] for row in rows]
    across = max((len(row) for row in table), default=0)
    widths = [max((len(row[n]) for row in table if n < len(row)), default=0) for n in range(across)]
    for row in table:
        indent = sum(widths[: len(row) - 1]) + len(GAP) * (len(row) - 1)
        cells = [cell.ljust(widths[n]) for n, cell in enumerate(row[:-1])] + [_wrapped(row[-1], indent, out)]
        shown = [styled(world, cell, styles[n] if n < len(styles) else "", out) for n, cell in enumerate(cells)]
        print(GAP.join(shown).rstrip(), file=out)


def _wrapped(text: str, indent: int, out: TextIO) -> str:
    """The text broken for the terminal, the next lines under its beginning; as it is where nobody reads along."""
    if not out.isatty():
        return text
    width = min(shutil.get_terminal_size().columns, WIDEST) - indent
    if width < NARROWEST:
        return text
    return f"\n{' ' * indent}".join(textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)) or text


def answer(world: World, text: str = "", *, style: str = "") -> None:
    """Write a line of what the command was asked for to standard output."""
    print(styled(world, UNSAFE.sub("\ufffd", text), style, world.stdout), file=world.stdout)


def styled(world: World, text: str, style: str, out: TextIO | None = None) -> str:
    """The text in a style where somebody sees colours; NO_COLOR is obeyed (https://no-color.org)."""
    if not style or not text or not world.colours(out or world.stderr):
        return text
    return f"\x1b[{STYLES[style]}m{text}\x1b[0m"


def confirm(world: World, id_: str, *, flag: str, **values: object) -> bool:
    """Ask a yes-or-no question; only a typed yes is a yes.

    Raises:
        UsageError: Nobody sits at a terminal; the message names the flag that answers.
    """
    answer = ask(world, id_, flag=flag, **values).strip().casefold()
    return answer in {"y", "yes", "o", "oui"}


def ask(world: World, id_: str, *, flag: str, **values: object) -> str:
    """Ask for a line of text (see `confirm`)."""
    question = word(world, id_, **values)
    if not world.terminal:
        raise errors.UsageError("cli.no-terminal", question=question.strip(), flag=flag)
    print(UNSAFE.sub("\ufffd", question), end=" ", file=world.stderr, flush=True)
    answer = world.stdin.readline()
    if not answer:
        raise KeyboardInterrupt
    return answer.rstrip("\n")


def faults(world: World, found: Sequence[errors.Fault]) -> None:
    """List faults as `path:line:column  key  what is wrong`, and count them."""
    rows = []
    for fault in found:
        words = errors.words(fault.message, world.language)
        place = ":".join([fault.path, *(str(n) for n in (fault.line, fault.column) if n)]) if fault.path else ""
        rows.append((place, fault.key, f"{words.text} ({words.hint})" if words.hint else words.text))
    columns(world, rows, styles=("bold", "yellow"))
    say(world, "errors.faults", count=len(found))


def in_language(world: World, language: str) -> World:
    """The same surroundings, speaking this language."""
    return replace(world, spoken=language)
