"""Keep things true: the ledger as a whole, and people who want to be forgotten."""

from __future__ import annotations

from typing import Annotated

import typer

from urgentaction.cli.commands import options as opt

ledger = typer.Typer(no_args_is_help=True, help="The record of what was sent: copies, checks, moves.")

Settled = Annotated[
    bool,
    typer.Option("--nothing-sent-since", help="Nothing was sent or queued after it was made: what waits still waits."),
]
File = Annotated[str, typer.Argument(help="A copy (.sqlite) or an export (.jsonl).")]


@ledger.command("check")
def check(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(help="A copy or an export; without it, the ledger itself.")] = "",
    *,
    as_json: opt.Json = False,
) -> None:
    """Look whether the ledger, or a copy of one, is whole; exit 3 where it is not.

    Example: ua ledger check
    """
    from urgentaction.cli import ledgers

    ledgers.check(ctx.obj, file, as_json=as_json)


@ledger.command("backup")
def backup(
    ctx: typer.Context,
    folder: Annotated[str, typer.Argument(help="Where to; without it, backup_to of the settings.")] = "",
) -> None:
    """Make a copy of the ledger, with its secret, while others may go on sending.

    Example: ua ledger backup /media/usb
    """
    from urgentaction.cli import ledgers

    ledgers.backup(ctx.obj, folder)


@ledger.command("restore")
def restore(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(help="A copy; without it, the one in backup_to.")] = "",
    *,
    force: Annotated[
        bool, typer.Option("--force", help="Replace the ledger that is there; it is kept beside.")
    ] = False,
    settled: Settled = False,
) -> None:
    """Put a copy in the place of the ledger; what waited in it may have been sent since, and is uncertain.

    Example: ua ledger restore /media/usb/ua-ledger-3f9a1c02.sqlite
    """
    from urgentaction.cli import ledgers

    ledgers.restore(ctx.obj, file, force=force, settled=settled)


@ledger.command("merge")
def merge(ctx: typer.Context, file: File, *, settled: Settled = False, yes: opt.Yes = False) -> None:
    """Take in what the ledger of another machine knows; that one stays as it is.

    Example: ua ledger merge /media/usb/ua-ledger-77b0e5d1.sqlite
    """
    from urgentaction.cli import ledgers

    ledgers.merge(ctx.obj, file, settled=settled, yes=yes)


@ledger.command("export")
def export(
    ctx: typer.Context,
    *,
    output: Annotated[str, typer.Option("-o", "--output", help="The file; - is standard output.")] = "-",
    secret: Annotated[
        bool, typer.Option("--with-secret", help="With the secret by which signers are recognised.")
    ] = False,
    force: opt.Force = False,
) -> None:
    """Write everything the ledger knows as JSON Lines, for another machine or a PostgreSQL server.

    Example: ua ledger export --with-secret -o ledger.jsonl
    """
    from urgentaction.cli import ledgers

    ledgers.export(ctx.obj, output, secret=secret, force=force)


@ledger.command("import")
def import_(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(help="An export; - is standard input.")],
    *,
    settled: Settled = False,
    yes: opt.Yes = False,
) -> None:
    """Read an export into a new ledger, which becomes the one that was exported.

    Example: ua ledger import ledger.jsonl --nothing-sent-since
    """
    from urgentaction.cli import ledgers

    ledgers.import_(ctx.obj, file, settled=settled, yes=yes)


def forget(
    ctx: typer.Context,
    who: Annotated[str, typer.Argument(help="A name, or an e-mail address.")] = "",
    *,
    postcode: Annotated[str, typer.Option("--postcode", help="With a name.")] = "",
    email: Annotated[str, typer.Option("--email", help="Their e-mail address, besides the name.")] = "",
    id_: Annotated[str, typer.Option("--id", help="Their id in your lists.")] = "",
    signers: Annotated[
        list[str] | None, typer.Option("--signers", help="A CSV to look through; those in this folder are anyway.")
    ] = None,
    yes: opt.Yes = False,
) -> None:
    """Forget a person: erase their letters and addresses, cancel what waits, never write for them again.

    Example: ua forget "Élise Lefèvre" --postcode 69002
    """
    from urgentaction.cli import forgetting

    forgetting.forget(ctx.obj, who, email=email, postcode=postcode, id_=id_, signers=tuple(signers or ()), yes=yes)
