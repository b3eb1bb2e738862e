"""Campaign day: what waits, what was sent, what is uncertain."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from urgentaction.cli.commands import options as opt

outbox = typer.Typer(no_args_is_help=True, help="What waits to leave, and what became of it.")

HeldArgument = Annotated[
    str, typer.Argument(metavar="CASE|AUTHORITY", help="A case or an office, by its id.", autocompletion=opt.case_names)
]
CaseOption = Annotated[str, typer.Option("--case", help="Only this case.", autocompletion=opt.case_names)]


def status(ctx: typer.Context, *, as_json: opt.Json = False) -> None:
    """Say for each case what was sent, what waits and what is uncertain.

    Example: ua status
    """
    from urgentaction.cli import standing

    standing.status(ctx.obj, as_json=as_json)


def log(
    ctx: typer.Context,
    *,
    case: CaseOption = "",
    limit: Annotated[int, typer.Option("--limit", min=1, max=1_000_000, help="So many of the newest.")] = 50,
    as_json: opt.Json = False,
) -> None:
    """Show what happened to every letter, the newest last.

    Example: ua log --json
    """
    from urgentaction.cli import queue

    queue.log(ctx.obj, case=case, limit=limit, as_json=as_json)


@outbox.command("list")
def list_(
    ctx: typer.Context,
    *,
    case: CaseOption = "",
    uncertain: Annotated[
        bool, typer.Option("--uncertain", help="Only those that may or may not have arrived.")
    ] = False,
    everything: Annotated[bool, typer.Option("--all", help="Finished ones too.")] = False,
    as_json: opt.Json = False,
) -> None:
    """List the letters on their way.

    Example: ua outbox list --uncertain
    """
    from urgentaction.cli import queue

    queue.list_(ctx.obj, case=case, uncertain=uncertain, everything=everything, as_json=as_json)


@outbox.command("show")
def show(ctx: typer.Context, key: opt.Key, *, as_json: opt.Json = False) -> None:
    """Show one delivery and its history.

    Example: ua outbox show 2f9c
    """
    from urgentaction.cli import queue

    queue.show(ctx.obj, key, as_json=as_json)


@outbox.command("run")
def run(
    ctx: typer.Context,
    *,
    case: CaseOption = "",
    limit: Annotated[int, typer.Option("--limit", min=0, help="At most so many; 0 is no limit.")] = 0,
    wait: Annotated[bool, typer.Option("--wait", help="Go on until nothing waits.")] = False,
    for_: Annotated[str, typer.Option("--for", help="Go on for so long: 2h, 90m, 1h30.")] = "",
    until: Annotated[str, typer.Option("--until", help="Go on until the clock says so: 18:00.")] = "",
    connections: opt.Connections = 1,
    offline_ok: opt.OfflineOk = False,
    as_json: opt.Json = False,
) -> None:
    """Send what is due, within the pace; or go on with what is due later.

    Example: ua outbox run --until 18:00
    """
    from urgentaction.cli import queue, running

    patience = running.patience(ctx.obj, wait=wait, for_=for_, until=until)
    world = replace(ctx.obj, offline_ok=offline_ok)
    queue.run(world, case=case, limit=limit or None, connections=connections, patience=patience, as_json=as_json)


@outbox.command("hold")
def hold(ctx: typer.Context, what: HeldArgument) -> None:
    """Let nothing more leave for a case, or for an office that telephones; it stays in the queue.

    Example: ua outbox hold example-2026
    """
    from urgentaction.cli import holding

    holding.hold(ctx.obj, what)


@outbox.command("release")
def release(ctx: typer.Context, what: HeldArgument) -> None:
    """Let what was held go on.

    Example: ua outbox release example-2026
    """
    from urgentaction.cli import holding

    holding.release(ctx.obj, what)


@outbox.command("retry")
def retry(ctx: typer.Context, key: opt.Key) -> None:
    """Queue a refused or cancelled letter once more.

    Example: ua outbox retry 2f9c
    """
    from urgentaction.cli import queue

    queue.retry(ctx.obj, key)


@outbox.command("resolve")
def resolve(
    ctx: typer.Context,
    key: Annotated[str, typer.Argument(help="A delivery's key; leave it out with --batch.")] = "",
    *,
    batch: Annotated[str, typer.Option("--batch", help="A stack whose print run broke off, by its name.")] = "",
    sent: Annotated[bool | None, typer.Option("--sent/--not-sent", help="What you found out.")] = None,
) -> None:
    """Say what became of an uncertain letter, or of one that was handed to you.

    Example: ua outbox resolve 2f9c --sent
    """
    from urgentaction.cli import queue

    queue.resolve(ctx.obj, key, batch=batch, sent=sent)


@outbox.command("posted")
def posted(
    ctx: typer.Context,
    key: Annotated[str, typer.Argument(help="The key of a letter that was printed by itself.")] = "",
    *,
    batch: Annotated[str, typer.Option("--batch", help="A stack, or all stacks of a print run: ab12-1, ab12.")] = "",
    destroyed: Annotated[bool, typer.Option("--not", help="They are destroyed, and were not posted.")] = False,
    yes: opt.Yes = False,
) -> None:
    """Note that printed letters are in the post; or, with --not, that they are destroyed instead.

    Example: ua outbox posted --batch ab12-1
    """
    from urgentaction.cli import paper

    paper.posted(ctx.obj, key, batch=batch, destroyed=destroyed, yes=yes)


@outbox.command("cancel")
def cancel(
    ctx: typer.Context,
    key: Annotated[str, typer.Argument(help="A delivery's key; leave it out with --case.")] = "",
    *,
    case: CaseOption = "",
    yes: opt.Yes = False,
) -> None:
    """Take letters that wait out of the queue; those that a provider prints are taken back while they can be.

    Example: ua outbox cancel 2f9c
    """
    from urgentaction.cli import cancelling

    cancelling.cancel(ctx.obj, key, case=case, yes=yes)


@outbox.command("sync")
def sync(
    ctx: typer.Context,
    case: Annotated[str, typer.Argument(metavar="[CASE]", help="Only this case.", autocompletion=opt.case_names)] = "",
    *,
    provider: Annotated[str, typer.Option("--provider", help="Only this one: pingen, mysendingbox, lob.")] = "",
    as_json: opt.Json = False,
) -> None:
    """Ask the companies that print and post what has become of letters; each step is noted once.

    Example: ua outbox sync
    """
    from urgentaction.cli import syncing

    syncing.sync(ctx.obj, case=case, provider=provider, as_json=as_json)


@outbox.command("purge")
def purge(
    ctx: typer.Context,
    *,
    days: Annotated[int, typer.Option("--days", min=0, max=36500, help="Finished at least so many days ago.")] = 30,
    yes: opt.Yes = False,
) -> None:
    """Erase the texts of finished letters and the files of posted ones; what was sent when stays known.

    Example: ua outbox purge --days 30
    """
    from urgentaction.cli import queue

    queue.purge(ctx.obj, days=days, yes=yes)
