"""Keep things true: who you are, how you send, what the files may hold."""

from __future__ import annotations

from typing import Annotated

import typer

from urgentaction.cli.commands import options as opt

config = typer.Typer(no_args_is_help=True, help="Your settings.")
secret = typer.Typer(no_args_is_help=True, help="Passwords, kept by your system's keyring.")


def setup(ctx: typer.Context) -> None:
    """Say who you are and how you send; nothing is asked twice.

    Example: ua setup
    """
    from urgentaction.cli import settingup

    settingup.setup(ctx.obj)


def doctor(ctx: typer.Context, *, as_json: opt.Json = False) -> None:
    """Look whether everything that sending needs is in order.

    Example: ua doctor
    """
    from urgentaction.cli import doctor as doctoring

    doctoring.doctor(ctx.obj, as_json=as_json)


@config.command("show")
def config_show(ctx: typer.Context, *, as_json: opt.Json = False) -> None:
    """Show your settings; secrets are never among them.

    Example: ua config show
    """
    from urgentaction.cli import settings

    settings.show(ctx.obj, as_json=as_json)


@config.command("path")
def config_path(ctx: typer.Context) -> None:
    """Say where your settings are.

    Example: ua config path
    """
    from urgentaction.cli import settings

    settings.path(ctx.obj)


@config.command("set")
def config_set(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="As in email.port.")],
    value: Annotated[str, typer.Argument(help="The new value; empty removes it.")],
) -> None:
    """Change one setting; comments in the file stay.

    Example: ua config set email.port 465
    """
    from urgentaction.cli import settings

    settings.set_(ctx.obj, name, value)


@secret.command("set")
def secret_set(ctx: typer.Context, name: Annotated[str, typer.Argument(help="As in email.")]) -> None:
    """Keep a password in your system's keyring.

    Example: ua secret set email
    """
    from urgentaction.cli import settings

    settings.secret_set(ctx.obj, name)


@secret.command("delete")
def secret_delete(ctx: typer.Context, name: Annotated[str, typer.Argument(help="As in email.")]) -> None:
    """Take a password out of your system's keyring.

    Example: ua secret delete email
    """
    from urgentaction.cli import settings

    settings.secret_delete(ctx.obj, name)


def schema(
    ctx: typer.Context,
    name: Annotated[
        str, typer.Argument(help="case, authority, authorities, forms, config, report, findings or explained.")
    ],
) -> None:
    """Print the JSON Schema of a file that people write or send, for editors and programs.

    Example: ua schema case
    """
    from urgentaction.cli import settings

    settings.schema(ctx.obj, name)
