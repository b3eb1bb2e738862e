"""Keep things true: libraries of cases and offices that others keep."""

from __future__ import annotations

from typing import Annotated

import typer

from urgentaction.cli.commands import options as opt

library = typer.Typer(no_args_is_help=True, help="Cases and offices that others keep.")


@library.command("add")
def add(
    ctx: typer.Context,
    source: Annotated[
        str,
        typer.Argument(
            metavar="DIR|ZIP|GIT-URL",
            help="A folder, a ZIP file, or https://, ssh://, user@host:path or file:// of a git repository.",
        ),
    ],
    *,
    name: Annotated[str, typer.Option("--name", help="What to call it; from its address without it.")] = "",
) -> None:
    """Add a library: a folder, a ZIP file or a git repository. It may say more, and restrict; nothing in it is run.

    Example: ua library add https://example.org/letters.git
    """
    from urgentaction.cli import libraries

    libraries.add(ctx.obj, source, name=name)


@library.command("update")
def update(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="Which; all without it.")] = "",
) -> None:
    """Bring libraries up to date with where they come from.

    Example: ua library update
    """
    from urgentaction.cli import libraries

    libraries.update(ctx.obj, name)


@library.command("remove")
def remove(ctx: typer.Context, name: Annotated[str, typer.Argument(help="Which.")], *, yes: opt.Yes = False) -> None:
    """Use a library no more; a folder of yours stays where it is.

    Example: ua library remove letters
    """
    from urgentaction.cli import libraries

    libraries.remove(ctx.obj, name, yes=yes)


@library.command("list")
def list_(ctx: typer.Context, *, as_json: opt.Json = False) -> None:
    """List the libraries in use, the strongest first, with what they hold and when they were brought up to date.

    Example: ua library list
    """
    from urgentaction.cli import libraries

    libraries.list_(ctx.obj, as_json=as_json)
