"""`ua draft --signers`: a letter for each signer and office: on the terminal, as one stream, or a file each."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from urgentaction import errors, files
from urgentaction.cli import candour, composing, drafting, reading, running, wiring
from urgentaction.cli import show as screen
from urgentaction.model.case import Privacy
from urgentaction.model.letter import Document, Format, Letter

if TYPE_CHECKING:
    from urgentaction.cli.composing import Draft
    from urgentaction.cli.drafting import Output, Wanted
    from urgentaction.model.authority import Authority
    from urgentaction.model.case import Case
    from urgentaction.model.signer import Signer

LONGEST_NAME = 40
"""Characters of a person's name in the name of a file."""

_STREAMS = frozenset({Format.TXT, Format.MD})


def draft(
    desk: wiring.Desk, wanted: Wanted, output: Output, fmt: Format, *, case: Case, authorities: Sequence[Authority]
) -> None:
    """Draft the letters of a list, one after the other.

    Raises:
        UsageError: Nobody can sign, or `-o` names one file for many letters; with `--strict`, a row cannot sign.
    """
    if wanted.edit:
        raise errors.UsageError("batch.edit")
    folder = _folder(output)
    with reading.opened(desk, wanted.signers) as source:
        roll = reading.Roll(desk, wanted.signers, case.id, wanted.consent_for, source=source)
        if wanted.strict:
            roll.all_or_nobody()
        drafts = _drafts(desk, wanted, output, case, authorities, roll)
        first = next(drafts, None)
        if first is None:
            raise errors.UsageError("drafting.nobody", path=wanted.signers)
        letters = chain([first], drafts)
        if not output.path and fmt is Format.TXT:
            for _, one in letters:
                drafting.present(desk, one)
        elif output.path == "-":
            _stream(desk, letters, fmt)
        else:
            _file(desk, letters, fmt, output, folder, roll)
        candour.alike(desk.world, roll.alike.likeness())


def _folder(output: Output) -> Path:
    path = Path(output.path or ".")
    if path.suffix.lstrip(".").lower() in set(Format) and not path.is_dir():
        raise errors.UsageError("filing.one-file", path=output.path)
    return path


def _drafts(
    desk: wiring.Desk,
    wanted: Wanted,
    output: Output,
    case: Case,
    authorities: Sequence[Authority],
    roll: reading.Roll,
) -> Iterator[tuple[Signer, Draft]]:
    """The letters of each signer to every office, composed when they are asked for."""
    makers = composing.composers(desk, wanted, output, case, authorities)
    bare = composing.composers(desk, replace(wanted, say=""), replace(output, beside=""), case, authorities)
    common = [make(None).letter for make in bare]
    for signer in roll.signers():
        for make, nobodys in zip(makers, common, strict=True):
            one = make(signer)
            if not one.copied:
                roll.alike.add(one.letter, nobodys)
            yield signer, one


def _stream(desk: wiring.Desk, letters: Iterator[tuple[Signer, Draft]], fmt: Format) -> None:
    """All letters to standard output; only text can be parted by those who read it."""
    first = next(letters)
    second = next(letters, None)
    if second is not None and fmt not in _STREAMS:
        raise errors.UsageError("filing.one-stream", format=fmt.value)
    for _, one in chain([first], [second] if second else [], letters):
        drafting.to_standard_output(desk.world, _document(desk, one, fmt))


def _file(
    desk: wiring.Desk,
    letters: Iterator[tuple[Signer, Draft]],
    fmt: Format,
    output: Output,
    folder: Path,
    roll: reading.Roll,
) -> None:
    """A file for each letter; one that is there and is not the same stays, and is told."""
    world = desk.world
    written = kept = failed = 0
    with running.counting(world, "filing.writing") as counted:
        for signer, one in letters:
            try:
                document = _document(desk, one, fmt)
            except errors.UserError as fault:
                failed += 1
                screen.say(world, "reading.skipped", line=signer.row, reason=fault.message, style="red")
                continue
            path = folder / name(one.letter, signer, fmt)
            if _placed(path, document.data, force=output.force, named=_is_named(one.letter)):
                written += 1
            else:
                kept += 1
                screen.say(world, "filing.kept", path=str(path), style="yellow")
            counted(roll.count)
    screen.say(world, "filing.written", count=written, folder=str(folder))
    if output.open and not world.open_url(folder.resolve().as_uri()):
        screen.say(world, "drafting.not-opened", path=str(folder))
    if kept:
        screen.say(world, "filing.kept-all", count=kept, style="yellow")
    if kept or failed:
        raise SystemExit(errors.Exit.ERROR)


def name(letter: Letter, signer: Signer, fmt: Format) -> str:
    """`<case>_<office>_<language>_<line>_<name>.<format>`; without the name where privacy is less than full.

    The line is that of the list; of the name only Latin letters and figures are kept.
    """
    office = letter.authority.replace("/", "-")
    person = _plain(letter.sender.name) if _is_named(letter) else ""
    parts = [letter.case, office, letter.language, f"{signer.row:04}", *([person] if person else [])]
    return f"{'_'.join(parts)}.{fmt.value}"


def _is_named(letter: Letter) -> bool:
    """Whether the name of the file tells whose letter it is: only such a file may be written over."""
    return letter.sender.privacy is Privacy.FULL and bool(_plain(letter.sender.name))


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", letters)[:LONGEST_NAME].strip("-")


def _placed(path: Path, data: bytes, *, force: bool, named: bool) -> bool:
    """Whether the letter stands in a file now.

    Another's letter is never written over: where the name does not tell whose it is, `force` puts the new one beside.
    """
    from urgentaction.channels import handoff

    if force and not named:
        handoff.place(path, data)
        return True
    try:
        files.write_whole(path, data, overwrite=force)
    except errors.UserError as error:
        if error.message.id != "files.exists":
            raise
        return path.is_file() and path.read_bytes() == data
    return True


def _document(desk: wiring.Desk, one: Draft, fmt: Format) -> Document:
    if fmt is Format.PDF:
        return wiring.typeset(desk, one.letter)
    return wiring.document(desk, one.letter, fmt, authority=one.authority)
