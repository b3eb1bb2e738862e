"""Offices from a country's open directory: those we have compared with it, others brought in."""

from __future__ import annotations

from typing import Annotated

import typer

from urgentaction.cli.commands import options as opt
from urgentaction.cli.commands.authorities import authority

__all__ = ["authority"]

_Country = Annotated[str, typer.Argument(help="fr: the directory of the French administration.")]
_Words = Annotated[str, typer.Argument(help="An id, or words of the name; without it, all.")]
_From = Annotated[str, typer.Option("--from", help="A file of the directory (JSON or CSV) instead of asking it.")]
_Dry = Annotated[bool, typer.Option("--dry-run", help="Show, and write nothing.")]
_Unseen = Annotated[bool, typer.Option("--yes", help="Do not ask; what is written counts as unverified.")]


@authority.command("refresh")
def authority_refresh(
    ctx: typer.Context,
    country: _Country,
    query: _Words = "",
    *,
    source: _From = "",
    replace: Annotated[
        list[str] | None,
        typer.Option(
            "--replace", help="Let the directory win over what a person verified, for this id. May be repeated."
        ),
    ] = None,
    dry_run: _Dry = False,
    yes: _Unseen = False,
    as_json: opt.Json = False,
) -> None:
    """Compare offices with their country's open directory; write what you say yes to into your own library.

    Example: ua authority refresh fr aix
    """
    from urgentaction.cli import directories, refreshing

    how = directories.How(source=source, dry_run=dry_run, yes=yes, as_json=as_json)
    refreshing.refresh(ctx.obj, country, query, how, replaced=tuple(replace or ()))


@authority.command("import")
def authority_import(
    ctx: typer.Context,
    country: _Country,
    query: _Words = "",
    *,
    type_: Annotated[
        str, typer.Option("--type", help="cour_appel, prefecture, ministere, ambassade, maison_arret …")
    ] = "",
    source: _From = "",
    dry_run: _Dry = False,
    yes: _Unseen = False,
    as_json: opt.Json = False,
) -> None:
    """Bring every office of one kind from a country's open directory into your own library.

    Example: ua authority import fr --type cour_appel
    """
    from urgentaction.cli import directories, importing

    how = directories.How(source=source, dry_run=dry_run, yes=yes, as_json=as_json)
    importing.import_(ctx.obj, country, type_, query, how)
