"""Write the command reference from the program itself: `make docs`; a test compares it with what is committed."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from typing import Any

import typer

from urgentaction.cli.app import app

HEAD = """\
# Commands

Made from the program by `make docs`; `ua COMMAND --help` says the same. Words for people go to standard error, letters
and data to standard output. Exit codes: 0 done, or waiting as planned · 1 error · 2 usage · 3 findings · 4 something
refused, uncertain or halted in this run · 5 the gates refused everything · 130 interrupted.
"""


def reference() -> str:
    """The whole page as Markdown."""
    return "\n".join([HEAD, *_group(typer.main.get_command(app), "ua")])


def _group(command: Any, name: str) -> Iterator[str]:
    panel = ""
    for word, child in command.commands.items():
        here = getattr(child, "rich_help_panel", "") or ""
        if name == "ua" and here and here != panel:
            panel = here
            yield f"## {panel}\n"
        if hasattr(child, "commands"):
            yield from _group(child, f"{name} {word}")
        else:
            yield from _command(child, f"{name} {word}")


def _command(command: Any, name: str) -> Iterator[str]:
    arguments = [parameter for parameter in command.params if parameter.param_type_name == "argument"]
    words = [parameter.name.upper() if parameter.required else f"[{parameter.name.upper()}]" for parameter in arguments]
    yield f"### `{' '.join([name, *words])}`\n"
    text = inspect.cleandoc(command.help or "")
    told, _, example = text.partition("Example: ")
    yield f"{' '.join(told.split())}\n"
    rows = [_row(parameter) for parameter in command.params if parameter.name != "help"]
    if rows:
        yield "| | |\n|---|---|"
        yield "\n".join(rows) + "\n"
    if example:
        yield f"```\n{example.strip()}\n```\n"


def _row(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        label = f"`{parameter.name.upper()}`"
    else:
        label = ", ".join(f"`{option}`" for option in (*parameter.opts, *parameter.secondary_opts))
    return f"| {label} | {' '.join((parameter.help or '').split())} |"


if __name__ == "__main__":
    sys.stdout.write(reference())
