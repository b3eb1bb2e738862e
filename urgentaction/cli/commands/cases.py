"""Keep things true: the rounds of a case."""

from __future__ import annotations

from typing import Annotated

import typer

from urgentaction.cli.commands import options as opt

case = typer.Typer(no_args_is_help=True, help="A case through its rounds: update, more time, stop.")

Day = Annotated[str, typer.Option("--on", help="The day, as in 2026-11-24; today without it.")]


@case.command("stop")
def stop(
    ctx: typer.Context,
    name: opt.Case,
    *,
    why: Annotated[str, typer.Option("--why", help="What ended it, in a sentence.")] = "",
    source: Annotated[str, typer.Option("--source", help="Where that is written.")] = "",
    on: Day = "",
    lang: Annotated[str, typer.Option("--lang", help="The language of --why: en, fr …")] = "",
    closed: Annotated[bool, typer.Option("--closed", help="Ended by events, not stopped by its publisher.")] = False,
    yes: opt.Yes = False,
) -> None:
    """Stop a case: nothing more leaves, on any machine of the ledger, and what waits is cancelled.

    Example: ua case stop example-2026 --why "She was released on 20 November." --source "Stop action of 23 November"
    """
    from urgentaction.cli import rounds

    rounds.stop(ctx.obj, name, rounds.Ending(why=why, source=source, on=on, language=lang, closed=closed), yes=yes)


@case.command("extend")
def extend(
    ctx: typer.Context,
    name: opt.Case,
    *,
    until: Annotated[str, typer.Option("--until", help="The new deadline, as in 2026-12-24.")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Taken as by the other commands: nothing is asked here.")] = False,
) -> None:
    """Give a case more time; it stays the same round, and who has written has written.

    Example: ua case extend example-2026 --until 2027-01-31
    """
    from urgentaction.cli import rounds

    del yes
    rounds.extend(ctx.obj, name, until)


@case.command("update")
def update(
    ctx: typer.Context,
    file: Annotated[
        str, typer.Argument(metavar="FILE|CASE", help="The case file of the next round; a case: do what is left.")
    ],
    *,
    no_rewrite: Annotated[
        bool, typer.Option("--no-rewrite", help="Write no letter again that waited for the old round.")
    ] = False,
    accept_unverified: Annotated[
        bool, typer.Option("--accept-unverified", help="Use an address nobody has verified.")
    ] = False,
    fresh_ledger_ok: Annotated[
        bool, typer.Option("--fresh-ledger-ok", help="This is the only machine that sends for these people.")
    ] = False,
    yes: opt.Yes = False,
) -> None:
    """Open the next round of a case from its new file: show what changes, keep the old one, cancel what waits for it.

    What waited is written again for those whose consent covers what is asked now.

    Example: ua case update ./example-2026.toml
    """
    from urgentaction.cli import rewriting, rounds

    how = rewriting.How(
        yes=yes, no_rewrite=no_rewrite, accept_unverified=accept_unverified, fresh_ledger_ok=fresh_ledger_ok
    )
    rounds.update(ctx.obj, file, how)


@case.command("diff")
def diff(
    ctx: typer.Context,
    old: Annotated[str, typer.Argument(metavar="A", help="A case, a file, or CASE@N for a round that was kept.")],
    new: Annotated[str, typer.Argument(metavar="[B]", help="The other one; without it, the case's last two.")] = "",
    *,
    as_json: opt.Json = False,
) -> None:
    """Show what differs between two versions of a case: what is asked, of whom, until when.

    Example: ua case diff example-2026@1 example-2026
    """
    from urgentaction.cli import rounds

    rounds.diff(ctx.obj, old, new, as_json=as_json)


@case.command("import")
def import_(
    ctx: typer.Context,
    source: Annotated[str, typer.Argument(metavar="FILE|URL|-", help="PDF, HTML, DOCX, EML or text.")],
    *,
    lang: Annotated[str, typer.Option("--lang", help="The document's language, if it is not seen: en, fr, es.")] = "",
    output: Annotated[str, typer.Option("-o", "--output", metavar="DIR", help="A library to write into.")] = "",
    explain: Annotated[bool, typer.Option("--explain", help="Show each value beside its line; write nothing.")] = False,
    follows: Annotated[
        str, typer.Option("--case", help="The case that it follows, where its number does not say so.")
    ] = "",
    as_json: opt.Json = False,
    yes: opt.Yes = False,
) -> None:
    """Make a case file of a published action: what it says is filled in, what it does not say is marked as a gap.

    Example: ua case import ./action.pdf
    """
    from urgentaction.cli import intake

    how = intake.How(lang=lang, output=output, explain=explain, as_json=as_json, case=follows, yes=yes)
    intake.import_(ctx.obj, source, how)


@case.command("new")
def new(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="[ID]", help="Its id; without it, one of its number or title.")] = "",
    *,
    lang: Annotated[str, typer.Option("--lang", help="The language of its texts; yours without it.")] = "",
    output: Annotated[str, typer.Option("-o", "--output", metavar="DIR", help="A library to write into.")] = "",
    blank: Annotated[bool, typer.Option("--blank", help="Ask nothing: each question is a gap of the file.")] = False,
) -> None:
    """Make a case file by answering questions: Enter leaves one open, and Ctrl-C keeps what is answered.

    Example: ua case new
    """
    from urgentaction.cli import newcase

    newcase.new(ctx.obj, newcase.How(id=name, lang=lang, output=output, blank=blank))
