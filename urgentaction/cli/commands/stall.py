"""At a stall and after it: lists and sheets for signers, bundles, what was done by hand, numbers."""

from __future__ import annotations

from typing import Annotated

import typer

from urgentaction.cli.commands import options as opt

signers = typer.Typer(no_args_is_help=True, help="Lists of people who agree to sign.")


@signers.command("new")
def signers_new(
    ctx: typer.Context,
    case: opt.Case,
    *,
    to: opt.To = None,
    lang: Annotated[str, typer.Option("--lang", help="Language of sheet and list: fr, en.")] = "",
    output: Annotated[str, typer.Option("-o", "--output", help="Folder for both.")] = "",
    force: Annotated[bool, typer.Option("--force", help="Overwrite the sheet; the list never is.")] = False,
) -> None:
    """Write an empty list for Excel, and a sheet to print with the same columns.

    Example: ua signers new ablyazov-2013 --lang fr -o stall
    """
    from urgentaction.cli import stalling

    stalling.new(ctx.obj, case, to=tuple(to or ()), lang=lang, output=output, force=force)


def bundle(
    ctx: typer.Context,
    case: opt.Case,
    *,
    signers: opt.Signers,
    to: opt.To = None,
    lang: opt.Lang = "",
    by: Annotated[str, typer.Option("--by", help="email or print.")] = "",
    rehearse: Annotated[bool, typer.Option("--rehearse", help="The whole path; nothing leaves the machine.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show the plan and stop; with -o, the PDF too.")] = False,
    queue_only: Annotated[bool, typer.Option("--queue-only", help="Queue; `ua outbox run` sends.")] = False,
    accept_unverified: Annotated[
        bool,
        typer.Option("--accept-unverified", help="Use an address nobody has verified, or that only an action printed."),
    ] = False,
    still_true: Annotated[bool, typer.Option("--still-true", help="You looked: the case is as its file says.")] = False,
    fresh_ledger_ok: Annotated[
        bool, typer.Option("--fresh-ledger-ok", help="This is the only machine that sends for this CSV.")
    ] = False,
    output: Annotated[str, typer.Option("-o", "--output", help="Folder for the PDF.")] = "",
    consent_for: opt.ConsentFor = "",
    yes: opt.Yes = False,
    as_json: opt.Json = False,
) -> None:
    """Write one letter for many, with the table of who signs it and their own words; each of them has then written.

    Example: ua bundle example-2026 --to minister --signers signers.csv
    """
    from pathlib import Path

    from urgentaction.cli import bundling

    wanted = bundling.Wanted(case=case, signers=signers, to=tuple(to or ()), lang=lang, by=by, consent_for=consent_for)
    how = bundling.How(
        rehearse=rehearse,
        dry_run=dry_run,
        queue_only=queue_only,
        accept_unverified=accept_unverified,
        still_true=still_true,
        fresh_ledger_ok=fresh_ledger_ok,
        output=Path(output) if output else None,
        yes=yes,
        as_json=as_json,
    )
    bundling.bundle(ctx.obj, wanted, how)


def record(
    ctx: typer.Context,
    case: opt.Case,
    *,
    to: opt.To = None,
    count: Annotated[int, typer.Option("--count", help="How many letters; below zero takes back.")] = 0,
    by: Annotated[str, typer.Option("--by", help="post, print, email, mailto or webform.")] = "post",
    on: Annotated[str, typer.Option("--on", help="The day, as in 2026-11-24; today without it.")] = "",
) -> None:
    """Note letters that left without this program: a number, no names.

    Example: ua record ablyazov-2013 --to garde-des-sceaux --count 47 --by post
    """
    from urgentaction.cli import recording

    recording.record(ctx.obj, case, to=tuple(to or ()), count=count, by=by, on=on)


def report(
    ctx: typer.Context,
    files: Annotated[list[str] | None, typer.Argument(help="With --merge: reports of several groups, as JSON.")] = None,
    *,
    case: Annotated[str, typer.Option("--case", help="Only this case.", autocompletion=opt.case_names)] = "",
    share: Annotated[
        bool, typer.Option("--share", help="Withhold what is small, so that it may be given away.")
    ] = False,
    merge: Annotated[bool, typer.Option("--merge", help="Add up the files of several groups.")] = False,
    as_json: opt.Json = False,
) -> None:
    """Say how many letters went where, by what way, on which day; never who wrote.

    Example: ua report --share --json
    """
    from urgentaction.cli import reporting

    reporting.report(ctx.obj, tuple(files or ()), case=case, merge=merge, share=share, as_json=as_json)
