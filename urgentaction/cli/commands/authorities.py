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
    withdraw: Annotated[
        bool, typer.Option("--withdraw", help="Take back what you accepted: our own data are used again.")
    ] = False,
    yes: opt.Yes = False,
    as_json: opt.Json = False,
) -> None:
    """Show how an added library would change an office's addresses, and use them only if you say yes.

    Example: ua authority accept fr/aix/procureur-general
    """
    from urgentaction.cli import accepting

    if withdraw:
        accepting.withdraw(ctx.obj, name, source=source)
        return
    accepting.accept(ctx.obj, name, source=source, digest=digest, yes=yes, as_json=as_json)


@authority.command("check")
def authority_check(
    ctx: typer.Context,
    query: Annotated[str, typer.Argument(help="Words of the office's name; without any, all.")] = "",
    *,
    country: Annotated[str, typer.Option(help="Two letters, as in FR.")] = "",
    as_json: opt.Json = False,
) -> None:
    """List what is unverified, overdue or contradictory in the directory; exit 3 when there is anything.

    Example: ua authority check --country FR
    """
    from urgentaction.cli import offices

    offices.check(ctx.obj, query, country=country, as_json=as_json)


@authority.command("report")
def authority_report(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="An id, or words of its name.", autocompletion=opt.authority_ids)],
    *,
    settings: Annotated[
        list[str] | None,
        typer.Option(
            "--set", metavar="KEY=VALUE", help="What it should say: postal.street=…, emails[0].address=…. Repeatable."
        ),
    ] = None,
    source: Annotated[str, typer.Option("--source", help="The page or document that says so.")] = "",
    on: Annotated[str, typer.Option("--on", help="When you looked at it, as in 2026-11-24; today.")] = "",
    output: Annotated[str, typer.Option("-o", "--output", help="A file for the patch; - is standard output.")] = "",
    force: opt.Force = False,
) -> None:
    """Prepare a correction of an office's entry as a patch, with its source; no file of offices is changed.

    Example: ua authority report fr/aix/procureur-general --set "postal.street=20 place de Verdun" --source URL
    """
    from urgentaction.cli import correcting

    told = correcting.Told(tuple(settings or ()), source, on)
    correcting.report(ctx.obj, name, told, output=output, force=force)
