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
