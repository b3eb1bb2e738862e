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


@authority.command("accept")
def authority_accept(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="The id of an office.", autocompletion=opt.authority_ids)],
    *,
    source: Annotated[str, typer.Option("--from", help="The added library, where several say otherwise.")] = "",
    digest: Annotated[
        str,
        typer.Option("--digest", help="With --yes: the digest of what you looked at, so that no other is accepted."),
    ] = "",
    yes: opt.Yes = False,
    as_json: opt.Json = False,
) -> None:
    """Show how an added library would change an office's addresses, and use them only if you say yes.

    Example: ua authority accept fr/aix/procureur-general
    """
    from urgentaction.cli import accepting

    accepting.accept(ctx.obj, name, source=source, digest=digest, yes=yes, as_json=as_json)
