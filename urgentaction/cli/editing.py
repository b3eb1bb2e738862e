"""A letter in the person's editor: their words are free, demands, salutation and closing are locked."""

from __future__ import annotations

import shlex
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from urgentaction import errors, files, grammar
from urgentaction.cli import show as screen
from urgentaction.model.letter import Block, Letter, Paragraph, Part

if TYPE_CHECKING:
    from urgentaction.cli.world import World

LOCKED = frozenset({Part.SALUTATION, Part.DEMANDS, Part.CLOSING})
"""What is asked, and how the office is addressed, is the case's and the directory's, not the editor's."""

MARK = "=== "

MOST = 20_000
"""Characters of an edited letter; one page holds about 3,500."""


def edit(world: World, letter: Letter) -> Letter:
    """Open the letter in $VISUAL or $EDITOR and read it back; closing without a change keeps it as it is.

    Raises:
        UserError: There is no editor, or it failed, or the text cannot be read back; the text is kept and named.
    """
    before = written(letter, world)
    with tempfile.TemporaryDirectory(prefix="ua-") as folder:
        path = Path(folder) / "letter.txt"
        files.write_whole(path, before.encode())
        try:
            _run(editor(world), path)
            return read_back(letter, path.read_bytes().decode() if path.exists() else "")
        except (UnicodeDecodeError, errors.UserError) as wrong:
            after = path.read_bytes() if path.exists() else b""
            if after in {b"", before.encode()} and isinstance(wrong, errors.UserError):
                raise
            kept = _keep(world, after)
            reason = wrong.message if isinstance(wrong, errors.UserError) else errors.message("editing.not-utf8")
            raise errors.UserError("editing.kept", reason=reason, path=str(kept)) from wrong


def _keep(world: World, text: bytes) -> Path:
    """Put the edited text where the person works, beside what was kept before."""
    taken = ("", *(f"-{number}" for number in range(2, 1000)))
    kept = next(path for n in taken if not (path := world.cwd / f"letter-edited{n}.txt").exists())
    files.write_whole(kept, text)
    return kept


def editor(world: World) -> list[str]:
    """The command of the person's editor.

    Raises:
        UserError: None is named, or nobody sits at a terminal.
    """
    if not world.terminal:
        raise errors.UsageError("cli.no-terminal", question="--edit", flag="--say")
    command = world.environ.get("VISUAL") or world.environ.get("EDITOR") or ""
    if not command.strip():
        raise errors.UserError("editing.no-editor")
    try:
        return shlex.split(command)
    except ValueError:
        raise errors.UserError("editing.no-editor") from None


def written(letter: Letter, world: World) -> str:
    """The letter as text to edit: one heading for each part, a blank line between paragraphs."""
    lines = [f"# {screen.word(world, 'editing.help')}", ""]
    for part in Part:
        paragraphs = letter.block(part)
        if not paragraphs and part is not Part.OWN_WORDS:
            continue
        locked = f" ({screen.word(world, 'editing.locked')})" if part in LOCKED else ""
        lines += [f"{MARK}{part.value}{locked}", *_lines(paragraphs), ""]
    return "\n".join(lines) + "\n"


def read_back(letter: Letter, text: str) -> Letter:
    """The letter with the edited words.

    Raises:
        UserError: A locked part was changed, a heading is unknown, or there is too much text.
    """
    if len(text) > MOST:
        raise errors.UserError("editing.too-long", limit=MOST)
    edited = _parts(text)
    if not edited:
        raise errors.UserError("editing.emptied")
    blocks = []
    for part in Part:
        before = letter.block(part)
        after = edited.get(part, () if part not in LOCKED else before)
        if part in LOCKED and _plain(after) != _plain(before):
            raise errors.UserError("editing.changed-locked", part=part.value)
        paragraphs = before if _plain(after) == _plain(before) else _set(after, letter.language)
        if paragraphs:
            blocks.append(Block(part, paragraphs))
    return replace(letter, blocks=tuple(blocks))


def _run(command: list[str], path: Path) -> None:
    try:
        done = subprocess.run([*command, str(path)], check=False)  # noqa: S603 - the person's own $EDITOR
    except OSError as failure:
        raise errors.UserError("editing.editor-missing", editor=command[0], reason=failure.strerror or "") from failure
    if done.returncode:
        raise errors.UserError("editing.editor-failed", editor=command[0], status=done.returncode)


def _lines(paragraphs: tuple[Paragraph, ...]) -> list[str]:
    lines: list[str] = []
    for paragraph in paragraphs:
        lines += [""] if lines else []
        lines += [f"- {item}" for item in paragraph.items] or [paragraph.text]
    return lines


def _parts(text: str) -> Mapping[Part, tuple[Paragraph, ...]]:
    found: dict[Part, list[str]] = {}
    part: Part | None = None
    for line in text.splitlines():
        if line.startswith(MARK):
            part = _part(line)
            found[part] = []
        elif part is not None and not line.startswith("#"):
            found[part].append(line)
    return {one: _paragraphs(lines) for one, lines in found.items()}


def _part(line: str) -> Part:
    name = line.removeprefix(MARK).split(" ", 1)[0].strip()
    if name not in set(Part):
        raise errors.UserError("editing.no-part", name=name, known=[part.value for part in Part])
    return Part(name)


def _paragraphs(lines: list[str]) -> tuple[Paragraph, ...]:
    from urgentaction.compose.templates import paragraphs

    return paragraphs("\n".join(lines))


def _set(paragraphs: tuple[Paragraph, ...], language: str) -> tuple[Paragraph, ...]:
    """Typography for the words of a person."""
    return tuple(
        Paragraph(grammar.typography(p.text, language), tuple(grammar.typography(item, language) for item in p.items))
        for p in paragraphs
    )


def _plain(paragraphs: tuple[Paragraph, ...]) -> tuple[tuple[str, ...], ...]:
    """What is compared: an editor may turn no-break spaces into spaces."""
    return tuple(tuple(" ".join(text.split()) for text in (p.text, *p.items)) for p in paragraphs)
