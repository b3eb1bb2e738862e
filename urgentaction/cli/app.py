"""The program: the command tree put together, one place where errors become words and exit codes."""

from __future__ import annotations

import copy
import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from urgentaction.cli.commands import cases, directories, ledgers, libraries, queue, stall, upkeep, writing

if TYPE_CHECKING:
    from urgentaction.cli.world import World

WRITE = "Write a letter"
CAMPAIGN = "Campaign day"
UPKEEP = "Keep things true"

INTERRUPTED = 130
"""`Exit.INTERRUPTED`, written out: importing it would load the catalogue for every `--help`."""

app = typer.Typer(
    name="ua",
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Urgent actions: the right letter, to the right office, before it is too late.",
    pretty_exceptions_enable=False,
)


@app.callback()
def home(
    ctx: typer.Context,
    *,
    library: Annotated[
        list[str] | None, typer.Option("--library", help="A folder of cases and offices that goes before the others.")
    ] = None,
    version: Annotated[bool, typer.Option("--version", help="Say the version and stop.")] = False,
) -> None:
    """Urgent actions: the right letter, to the right office, before it is too late."""
    if not (version or library or ctx.invoked_subcommand is None):
        return
    from urgentaction.cli import entry

    entry.begin(ctx, libraries=tuple(library or ()), version=version)


COMMANDS: tuple[tuple[str, tuple[Callable[..., None], ...]], ...] = (
    (
        WRITE,
        (writing.cases, writing.show, writing.authorities, writing.draft, writing.check, writing.send, writing.demo),
    ),
    (CAMPAIGN, (queue.status, queue.log, stall.bundle, stall.record, stall.report)),
    (UPKEEP, (upkeep.setup, upkeep.doctor, upkeep.schema, ledgers.forget)),
)
for panel, commands in COMMANDS:
    for command in commands:
        app.command(rich_help_panel=panel)(command)
app.add_typer(queue.outbox, name="outbox", rich_help_panel=CAMPAIGN)
app.add_typer(stall.signers, name="signers", rich_help_panel=CAMPAIGN)
app.add_typer(cases.case, name="case", rich_help_panel=UPKEEP)
app.add_typer(directories.authority, name="authority", rich_help_panel=UPKEEP)
app.add_typer(libraries.library, name="library", rich_help_panel=UPKEEP)
app.add_typer(ledgers.ledger, name="ledger", rich_help_panel=UPKEEP)
app.add_typer(upkeep.config, name="config", rich_help_panel=UPKEEP)
app.add_typer(upkeep.secret, name="secret", rich_help_panel=UPKEEP)


def run(arguments: Sequence[str], world: World | None = None, *, name: str = "ua") -> int:
    """Run one command line and give its exit code; tests hand in a world of their own."""
    try:
        typer.main.get_command(part(app, arguments)).main(args=list(arguments), prog_name=name, obj=world or _system())
    except SystemExit as leaving:
        code = leaving.code if isinstance(leaving.code, int) else 1
        if code == INTERRUPTED:
            # Typer turns Ctrl-C into this; so does a run that finished the letter under way.
            from urgentaction.cli import entry

            entry.interrupted(world or _system())
        return code
    except BaseException as error:  # noqa: BLE001 - `entry.failed` raises again what is not a person's doing
        from urgentaction.cli import entry

        return entry.failed(error, world or _system())
    return 0


def part(tree: typer.Typer, arguments: Sequence[str]) -> typer.Typer:
    """What one command line can reach of the tree: typer's building of all of it costs more than most commands do."""
    if any(name.endswith("_COMPLETE") for name in os.environ):
        return tree
    reached, words = copy.copy(tree), _words(arguments)
    named = words[0] if words else ""
    commands = [one for one in tree.registered_commands if _called(one) == named]
    groups = [one for one in tree.registered_groups if one.name == named and one.typer_instance]
    if commands or groups:
        reached.registered_commands = commands
        reached.registered_groups = [_within(one, words[1:]) for one in groups]
    else:
        # Help, or a word that is none of ours: every name with its help, and nothing of what the groups hold.
        reached.registered_groups = [_within(one, None) for one in tree.registered_groups]
    return reached


def _within(group: typer.models.TyperInfo, words: Sequence[str] | None) -> typer.models.TyperInfo:
    """A group with the commands that the words can reach; with none of them for `None`."""
    held = group.typer_instance
    if held is None:
        return group
    reached = copy.copy(group)
    if words is None:
        reached.typer_instance = copy.copy(held)
        reached.typer_instance.registered_commands = []
    else:
        reached.typer_instance = part(held, words)
    return reached


def _called(command: typer.models.CommandInfo) -> str:
    if command.name or not command.callback:
        return command.name or ""
    return typer.main.get_command_name(command.callback.__name__)


def _words(arguments: Sequence[str]) -> Sequence[str]:
    """The command line from its first command on; nothing where an option comes first that is not a library's."""
    at = 0
    while at < len(arguments) and arguments[at].startswith("--library"):
        at += 1 if "=" in arguments[at] else 2
    return arguments[at:] if at < len(arguments) and not arguments[at].startswith("-") else ()


def _system() -> World:
    from urgentaction.cli.world import system

    return system()
