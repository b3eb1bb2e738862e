"""The directory of offices: what is known of one, what is wrong with any, and how to mend it."""

from __future__ import annotations

from typing import Annotated

import typer

from urgentaction.cli.commands import options as opt

authority = typer.Typer(no_args_is_help=True, help="Offices, and what is known of them.")


@authority.command("show")
def authority_show(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="An id, or words of its name.", autocompletion=opt.authority_ids)],
    *,
    as_json: opt.Json = False,
) -> None:
    """Show an office: how to reach it, how to address it, and the source of each.

    Example: ua authority show fr/aix/procureur-general
    """
    from urgentaction.cli import looking

    looking.authority(ctx.obj, name, as_json=as_json)
