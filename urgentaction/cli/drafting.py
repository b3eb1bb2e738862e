"""`ua draft`: a case becomes a letter, shown in the terminal or written to a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from urgentaction import errors, files
from urgentaction.cli import composing, leftopen, ownwords, wiring
from urgentaction.cli import show as screen
from urgentaction.model.letter import Document, Format

if TYPE_CHECKING:
    from urgentaction.cli.world import World
    from urgentaction.model.authority import Authority
    from urgentaction.model.finding import Finding
    from urgentaction.model.letter import Letter

RULE = "─" * 72

READ = (Format.TXT, Format.MD, Format.PDF)
"""Formats of a reading copy; a mail draft and JSON can be sent."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which letter: the options that `draft` and `send` share."""

    case: str
    to: tuple[str, ...] = ()
    lang: str = ""
    as_name: str = ""
    signers: str = ""
    say: str = ""
    edit: bool = False
    date: str = ""
    consent_for: str = ""
    strict: bool = False
    envelope: str = ""
    no_copies: bool = False


@dataclass(frozen=True, kw_only=True)
class Output:
    """Where a draft goes and in which format."""

    format: str = ""
    path: str = ""
    beside: str = ""
    blank: bool = False
    copies: int = 1
    copy: bool = False
    open: bool = False
    force: bool = False
    zones: bool = False


def draft(world: World, wanted: Wanted, output: Output) -> None:
    """Draft the letters that are wanted and put them where they are wanted."""
    desk = replace(wiring.enveloped(wiring.desk(world), wanted.envelope, wanted.as_name), show_zones=output.zones)
    fmt = chosen_format(output)
    with leftopen.told(desk, wanted.case):
        case = desk.library.case(wanted.case)
    me = None if output.blank or wanted.signers else wiring.signer(desk, wanted.as_name)
    authorities = wiring.targets(desk, case, wanted.to) if wanted.to else wiring.main_targets(desk, case, me)[:1]
    if wanted.signers and output.beside:
        raise errors.UsageError("drafting.beside-one")
    if wanted.signers and not output.blank:
        from urgentaction.cli import filing

        filing.draft(desk, wanted, output, fmt, case=case, authorities=authorities)
        return
    if not output.blank:
        language = wiring.language(desk, case, authorities[0], wanted.lang)
        wanted = replace(wanted, say=ownwords.said(desk, case, wanted, me, language=language))
    drafts = [make(me) for make in composing.composers(desk, wanted, output, case, authorities)]
    if fmt is Format.TXT and not output.path and not output.blank:
        for one in drafts:
            present(desk, one, copy=output.copy)
        return
    _write(desk, drafts, fmt, output)


def chosen_format(output: Output) -> Format:
    """The format that is named, or the file's ending, or text; blank letters are for paper.

    Raises:
        UsageError: No such format, or one that does not go with the other options.
    """
    ending = Path(output.path).suffix.lstrip(".").lower()
    default = "pdf" if output.blank else (ending if ending in set(Format) else "txt")
    name = (output.format or default).lower()
    if name not in set(Format):
        raise errors.UsageError("drafting.no-format", format=name, known=[fmt.value for fmt in Format])
    if output.beside and (output.blank or name not in READ):
        raise errors.UsageError("drafting.beside-read", format="--blank" if output.blank else f"-f {name}")
    if output.blank and name != Format.PDF:
        raise errors.UsageError("drafting.blank-pdf", format=name)
    if output.zones and name != Format.PDF:
        raise errors.UsageError("drafting.zones-pdf", format=name)
    return Format(name)


def present(desk: wiring.Desk, one: composing.Draft, *, copy: bool = False) -> None:
    """Show one letter in the terminal: who it is to above, the letter on standard output, what is next below."""
    world, letter = desk.world, one.letter
    _heading(desk, one)
    screen.line(world, RULE, style="dim")
    from urgentaction.documents import text

    screen.data(world, _beside(letter, one.beside) if one.beside else text.render(letter))
    screen.line(world, RULE, style="dim")
    if copy:
        done = world.clip(text.mail(letter))
        screen.say(world, "drafting.copied" if done else "drafting.not-copied")
    _summary(desk, one)


def _beside(letter: Letter, other: Letter) -> str:
    from urgentaction.documents import beside

    return beside.render(letter, other)


def _heading(desk: wiring.Desk, one: composing.Draft) -> None:
    world, letter = desk.world, one.letter
    known = _known(world, one.authority)
    dated = "drafting.dated-over" if letter.historical else "drafting.dated"
    sender = letter.sender.name if not letter.gaps else f"{letter.sender.name}  {' '.join(letter.sender.lines)}".strip()
    others = composing.readable(desk, one.case, letter.language)
    rows = [
        (screen.word(world, "drafting.to"), f"{letter.office}   ({known})"),
        (
            screen.word(world, "drafting.letter"),
            screen.word(
                world, dated, language=screen.word(world, f"drafting.language-{letter.language}"), on=letter.dated
            ),
        ),
        (screen.word(world, "drafting.from"), sender),
    ]
    if one.copied:
        of = screen.word(world, "drafting.copy-of", office=one.copied.letter.office)
        rows.insert(1, (screen.word(world, "drafting.copy"), of))
    elif letter.copies:
        rows.insert(1, (screen.word(world, "drafting.copies"), ", ".join(letter.copies)))
    if letter.gaps:
        rows.append(("", screen.word(world, "drafting.setup-fills")))
    elif others and not one.beside:
        rows.append(("", screen.word(world, "drafting.beside", language=others[0])))
    screen.columns(world, rows, styles=("dim",))


def _known(world: World, authority: Authority) -> str:
    """The e-mail address, or that none is published, or that none is known: the second is a fact with a source."""
    mailbox = authority.mailbox
    if mailbox:
        return mailbox.value
    return screen.word(world, "drafting.no-email" if authority.email_none else "drafting.email-unknown")


def _summary(desk: wiring.Desk, one: composing.Draft) -> None:
    world, letter = desk.world, one.letter
    page = wiring.typeset(desk, letter)
    found = [one for one in _checked(desk, one, page) if one.rule != "gaps" and not one.silenced]
    wrong = [finding for finding in found if finding.stops]
    screen.say(
        world,
        "drafting.summary",
        pages=errors.message("drafting.pages", count=page.pages or 0),
        words=letter.words,
        demands=errors.message("drafting.demands", count=len(letter.demands)),
        errors=errors.message("drafting.errors", count=len(wrong)),
        remarks=errors.message("drafting.remarks", count=len(found) - len(wrong)),
    )
    for finding in found:
        screen.tell(world, finding.message, style="red" if finding.stops else "dim")
    for said in one.foot.missing if one.foot else ():
        screen.tell(world, said, style="yellow")
    if one.foot and letter.copies and not one.copied:
        screen.say(world, "drafting.copies-go", case=letter.case, to=one.foot.ids[0], style="dim")
    to = (one.copied or one).authority.id.rpartition("/")[2]
    screen.say(world, "drafting.next", case=letter.case, to=to)


def _checked(desk: wiring.Desk, one: composing.Draft, page: Document) -> tuple[Finding, ...]:
    """What the rules say; of the words of a copy, as of the letter that it copies."""
    from urgentaction import check

    main = one.copied or one
    return (*wiring.check_letter(desk, one.case, main.authority, main.letter, None), *check.document(page, one.letter))


def _write(desk: wiring.Desk, drafts: Sequence[composing.Draft], fmt: Format, output: Output) -> None:
    """Write documents to a file, a folder, or standard output."""
    world = desk.world
    written = [(one, _document(desk, one, fmt, output)) for one in drafts]
    if output.path == "-":
        if len(written) > 1 and fmt not in {Format.TXT, Format.MD}:
            raise errors.UsageError("drafting.several-to-one", count=len(written), format=fmt.value)
        for _, document in written:
            to_standard_output(world, document)
        return
    for number, (one, document) in enumerate(written, start=1):
        path = _path(one, fmt, output, number if len(written) > 1 else 0)
        files.write_whole(path, document.data, overwrite=output.force)
        screen.say(
            world, "drafting.written", path=str(path), pages=errors.message("drafting.pages", count=document.pages or 1)
        )
        as_sent = fmt is Format.PDF and output.copies == 1 and not one.beside
        _wrong(desk, one, document if as_sent else wiring.typeset(desk, one.letter))
        if output.open and not world.open_url(path.resolve().as_uri()):
            screen.say(world, "drafting.not-opened", path=str(path))


def _document(desk: wiring.Desk, one: composing.Draft, fmt: Format, output: Output) -> Document:
    if one.beside is None:
        return wiring.document(desk, one.letter, fmt, authority=one.authority, copies=output.copies)
    from urgentaction.documents import beside

    if fmt is Format.PDF:
        return beside.pdf(one.letter, one.beside, layout=desk.library.layout("beside.typ"))
    marked = beside.markdown(one.letter, one.beside)
    text = marked if fmt is Format.MD else beside.render(one.letter, one.beside, marked=True)
    return Document(format=fmt, data=text.encode())


def _wrong(desk: wiring.Desk, one: composing.Draft, page: Document) -> None:
    """Say what would keep this letter from being sent; a file is written all the same, to be looked at."""
    for finding in _checked(desk, one, page):
        if finding.stops and finding.rule != "gaps":
            screen.tell(desk.world, finding.message, style="red")


def to_standard_output(world: World, document: Document) -> None:
    """Write one document to standard output, as it is."""
    if document.format is Format.PDF and world.stdout.isatty():
        raise errors.UsageError("drafting.pdf-to-terminal")
    binary = getattr(world.stdout, "buffer", None)
    if binary is None:
        screen.data(world, document.data.decode())
        return
    world.stdout.flush()
    binary.write(document.data)
    binary.flush()


def _path(one: composing.Draft, fmt: Format, output: Output, number: int) -> Path:
    """The file named, or a predictable name in the folder named: case, office, number; never anybody's name."""
    letter, beside = one.letter, f"-{one.beside.language}_reading-copy" if one.beside else ""
    office = letter.authority.replace("/", "-")
    name = f"{letter.case}_{office}_{letter.language}{beside}{f'_{number:04}' if number else ''}.{fmt.value}"
    wanted = Path(output.path) if output.path else Path(name)
    return wanted / name if number or wanted.is_dir() else wanted
