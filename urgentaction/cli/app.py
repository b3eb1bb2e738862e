"""The program: the command tree put together, one place where errors become words and exit codes."""

from __future__ import annotations

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
        typer.main.get_command(app).main(args=list(arguments), prog_name=name, obj=world or _system())
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


def _system() -> World:
    from urgentaction.cli.world import system

    return system()
