"""Write a letter: look at cases and offices, draft, check, send."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from urgentaction.cli.commands import options as opt


def cases(ctx: typer.Context, *, as_json: opt.Json = False) -> None:
    """List the cases, open ones first.

    Example: ua cases
    """
    from urgentaction.cli import looking

    looking.cases(ctx.obj, as_json=as_json)


def show(ctx: typer.Context, case: opt.Case, *, as_json: opt.Json = False) -> None:
    """Show a case: people, facts with their sources, demands, offices, what happened since.

    Example: ua show ablyazov-2013
    """
    from urgentaction.cli import looking

    looking.show(ctx.obj, case, as_json=as_json)


def authorities(
    ctx: typer.Context,
    query: Annotated[str, typer.Argument(help="Words of the office's name.")] = "",
    *,
    country: Annotated[str, typer.Option(help="Two letters, as in FR.")] = "",
    as_json: opt.Json = False,
) -> None:
    """List the offices one can write to: channels, how far each address is known, since when, and when it is due.

    Example: ua authorities aix
    """
    from urgentaction.cli import offices

    offices.authorities(ctx.obj, query, country=country, as_json=as_json)


def draft(
    ctx: typer.Context,
    case: opt.Case,
    *,
    to: opt.To = None,
    lang: opt.Lang = "",
    as_name: opt.AsName = "",
    signers: opt.Signers = "",
    say: opt.Say = "",
    edit: Annotated[bool, typer.Option("--edit", help="Open the letter in $EDITOR first; demands are locked.")] = False,
    date: Annotated[str, typer.Option(help="Date of the letter, as in 2026-11-24.")] = "",
    fmt: Annotated[str, typer.Option("-f", "--format", help="txt, md, html, eml, pdf or json.")] = "",
    output: Annotated[str, typer.Option("-o", "--output", help="File or folder; - is standard output.")] = "",
    beside: Annotated[
        str, typer.Option("--beside", help="Beside it the same in this language, to read; not for sending.")
    ] = "",
    blank: Annotated[bool, typer.Option("--blank", help="Ruled lines for name, address and signature.")] = False,
    copies: Annotated[int, typer.Option("--copies", min=1, max=250, help="With --blank: so many in one PDF.")] = 1,
    copy: Annotated[bool, typer.Option("--copy", help="Put the text of the mail on the clipboard.")] = False,
    open_: Annotated[bool, typer.Option("--open", help="Open the file when it is written.")] = False,
    force: opt.Force = False,
    consent_for: opt.ConsentFor = "",
    strict: opt.Strict = False,
    envelope: opt.Envelope = "",
    no_copies: opt.NoCopies = False,
    zones: Annotated[
        bool, typer.Option("--zones", help="Draw where the window shows, to try your envelope with a print.")
    ] = False,
) -> None:
    """Turn a case into a letter to one office, in the terminal or as a file.

    Example: ua draft ablyazov-2013 --to aix --lang fr -f pdf -o letter.pdf
    """
    from urgentaction.cli import drafting

    wanted = drafting.Wanted(
        case=case,
        to=tuple(to or ()),
        lang=lang,
        as_name=as_name,
        signers=signers,
        say=say,
        edit=edit,
        date=date,
        consent_for=consent_for,
        strict=strict,
        envelope=envelope,
        no_copies=no_copies,
    )
    drafting.draft(
        ctx.obj,
        wanted,
        drafting.Output(
            format=fmt,
            path=output,
            beside=beside,
            blank=blank,
            copies=copies,
            copy=copy,
            open=open_,
            force=force,
            zones=zones,
        ),
    )


def check(
    ctx: typer.Context,
    what: Annotated[
        str,
        typer.Argument(help="A case, a letter (JSON, or a text: .txt, .md, -), or a CSV of signers."),
    ] = "",
    *,
    for_case: Annotated[
        str, typer.Option("--case", "--for", help="The case of a text, or the one that a CSV's signers consent to.")
    ] = "",
    to: opt.To = None,
    lang: opt.Lang = "",
    rules: Annotated[bool, typer.Option("--rules", help="List every rule: what it asks, why, what to do.")] = False,
    as_json: opt.Json = False,
) -> None:
    """Look for faults in a case, a letter or a list of signers; exit 3 when there are any.

    Example: ua check ablyazov-2013
    """
    from urgentaction.cli import checking

    wanted = checking.Wanted(what=what, case=for_case, to=tuple(to or ()), lang=lang, rules=rules, as_json=as_json)
    checking.check(ctx.obj, wanted)


def send(
    ctx: typer.Context,
    case: Annotated[str, typer.Argument(help="A case, or a letter saved as JSON.", autocompletion=opt.case_names)],
    *,
    to: opt.To = None,
    lang: opt.Lang = "",
    as_name: opt.AsName = "",
    signers: opt.Signers = "",
    say: opt.Say = "",
    edit: Annotated[bool, typer.Option("--edit", help="Open the letter in $EDITOR first; demands are locked.")] = False,
    date: Annotated[str, typer.Option(help="Date of the letter, as in 2026-11-24.")] = "",
    by: Annotated[str, typer.Option("--by", help="email, post, print, mailto or webform.")] = "",
    rehearse: Annotated[bool, typer.Option("--rehearse", help="The whole path; nothing leaves the machine.")] = False,
    test_to: Annotated[str, typer.Option("--test-to", help="`me`: one letter to your own address, marked TEST.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show the plan and stop.")] = False,
    queue_only: Annotated[bool, typer.Option("--queue-only", help="Queue; `ua outbox run` sends.")] = False,
    limit: Annotated[int, typer.Option("--limit", min=0, help="Send at most so many now; 0 is no limit.")] = 0,
    attach_pdf: Annotated[bool, typer.Option("--attach-pdf", help="Attach the letter as a PDF to the mail.")] = False,
    accept_unverified: Annotated[
        bool,
        typer.Option("--accept-unverified", help="Use an address nobody has verified, or that only an action printed."),
    ] = False,
    still_true: Annotated[bool, typer.Option("--still-true", help="You looked: the case is as its file says.")] = False,
    again: Annotated[bool, typer.Option("--again", help="Write a second time in the same round.")] = False,
    no_copies: opt.NoCopies = False,
    output: Annotated[str, typer.Option("-o", "--output", help="Folder for printed letters.")] = "",
    duplex: Annotated[
        bool,
        typer.Option(
            "--duplex", help="With --signers, printed: each letter begins on a front side. By post: on both sides."
        ),
    ] = False,
    sort: Annotated[
        str, typer.Option("--sort", help="With --signers, printed: by postcode (as it is without), or by name.")
    ] = "",
    connections: opt.Connections = 1,
    provider: Annotated[str, typer.Option("--provider", help="Who prints and posts: pingen, mysendingbox, lob.")] = "",
    service: Annotated[
        str,
        typer.Option("--service", help="By post: standard, priority, tracked, registered or registered-receipt."),
    ] = "",
    colour: Annotated[bool, typer.Option("--colour", help="By post: printed in colour.")] = False,
    max_cost: Annotated[
        str, typer.Option("--max-cost", help='By post: no more than this in all, as in "50 EUR".')
    ] = "",
    consent_for: opt.ConsentFor = "",
    strict: opt.Strict = False,
    fresh_ledger_ok: Annotated[
        bool, typer.Option("--fresh-ledger-ok", help="This is the only machine that sends for this CSV.")
    ] = False,
    envelope: opt.Envelope = "",
    offline_ok: opt.OfflineOk = False,
    yes: opt.Yes = False,
    as_json: opt.Json = False,
) -> None:
    """Send a letter for real, once; or rehearse it, or send it to yourself.

    Example: ua send ablyazov-2013 --to aix --rehearse
    """
    from urgentaction.cli import drafting, freshness, sending

    world = replace(ctx.obj, offline_ok=offline_ok)
    if not (rehearse or dry_run or test_to):
        freshness.before(world, case)
    wanted = drafting.Wanted(
        case=case,
        to=tuple(to or ()),
        lang=lang,
        as_name=as_name,
        signers=signers,
        say=say,
        edit=edit,
        date=date,
        consent_for=consent_for,
        envelope=envelope,
    )
    how = sending.How(
        by=by,
        rehearse=rehearse,
        test_to=test_to,
        dry_run=dry_run,
        queue_only=queue_only,
        limit=limit or None,
        attach_pdf=attach_pdf,
        accept_unverified=accept_unverified,
        still_true=still_true,
        again=again,
        no_copies=no_copies,
        output=Path(output) if output else None,
        duplex=duplex,
        sort=sort,
        connections=connections,
        provider=provider,
        service=service,
        colour=colour,
        max_cost=max_cost,
        fresh_ledger_ok=fresh_ledger_ok,
        yes=yes,
        strict=strict,
        as_json=as_json,
    )
    sending.send(world, wanted, how)


def demo(
    ctx: typer.Context,
    *,
    output: Annotated[
        str, typer.Option("-o", "--output", help="Folder for what the demonstration writes.")
    ] = "ua-demo",
) -> None:
    """See the whole path on the real case; nothing leaves this machine.

    Example: ua demo
    """
    from urgentaction.cli import demonstration

    demonstration.demo(ctx.obj, Path(output))
