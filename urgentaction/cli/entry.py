"""The beginning and the end of a run: the home screen, the version, and errors put into words."""

from __future__ import annotations

import errno
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from urgentaction import __version__, errors
from urgentaction.cli import show

if TYPE_CHECKING:
    import typer

    from urgentaction.cli.world import World


def begin(ctx: typer.Context, *, libraries: tuple[str, ...], version: bool) -> None:
    """Take the options that stand before any command; without a command, show where one stands."""
    if version:
        show.data(ctx.obj, f"urgentaction {__version__}")
        return
    ctx.obj = replace(ctx.obj, libraries=tuple(Path(folder) for folder in libraries))
    if ctx.invoked_subcommand is None:
        from urgentaction.cli import looking

        looking.home(ctx.obj)


def failed(error: BaseException, world: World) -> int:
    """Put an error into words and give the exit code; what is not a person's doing is raised again."""
    world = _speaking(world)
    match error:
        case errors.Faults():
            show.faults(world, error.faults)
            return error.exit
        case errors.UserError():
            show.tell(world, error.message)
            return error.exit
        case KeyboardInterrupt():
            interrupted(world)
            return errors.Exit.INTERRUPTED
        case BrokenPipeError():
            return _quiet_pipe()
        case OSError() if not error.filename and error.errno in {errno.ENOSPC, errno.EBADF, errno.EIO}:
            _quiet_pipe()
            show.say(world, "cli.output", reason=error.strerror or str(error))
            return errors.Exit.ERROR
        case OSError() if error.filename:
            show.say(world, "cli.file", path=error.filename, reason=error.strerror or str(error))
            return errors.Exit.ERROR
        case _:
            raise error


def interrupted(world: World) -> None:
    """Say that stopping has lost nothing."""
    show.say(_speaking(world), "cli.interrupted")


def _speaking(world: World) -> World:
    """The same surroundings in the configured language, where the settings can be read."""
    from urgentaction import config

    try:
        return show.in_language(world, config.load(environ=world.environ).language)
    except (errors.UserError, OSError):
        return world


def _quiet_pipe() -> int:
    """The reader of our output has gone (`ua log | head`): say nothing, and keep Python from complaining at exit."""
    import os
    import sys

    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return errors.Exit.DONE
