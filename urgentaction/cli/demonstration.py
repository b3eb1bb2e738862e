"""`ua demo`: the main job on the real case, from the letter to the rehearsed sending; nothing leaves the machine."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from urgentaction.cli import drafting, sending
from urgentaction.cli import show as screen

if TYPE_CHECKING:
    from urgentaction.cli.world import World

CASE = "ablyazov-2013"

TO = "aix"

PROFILE = """\
# The profile of the demonstration; the person is invented.
[me]
name = "Camille Exemple"
email = "camille@example.org"
street = "1, rue de l'Exemple"
postcode = "69001"
city = "Lyon"
country = "FR"
language = "fr"
"""


def demo(world: World, folder: Path) -> None:
    """Draft the letter to the prosecution at Aix, write it in every format, and rehearse sending it.

    Everything is written below `folder`, with a home of its own: your profile and your ledger are not touched.
    """
    from urgentaction import files

    home = folder.absolute() / "home"
    files.write_whole(home / "config.toml", PROFILE.encode(), overwrite=True)
    environ = {name: value for name, value in world.environ.items() if not name.startswith("UA_") or name == "UA_LANG"}
    here = replace(world, environ={**environ, "UA_HOME": str(home)}, terminal=False, libraries=())
    wanted = drafting.Wanted(case=CASE, to=(TO,))

    _step(here, "demonstration.read", f"ua draft {CASE} --to {TO}")
    drafting.draft(here, wanted, drafting.Output())
    _step(here, "demonstration.page", f"ua draft {CASE} --to {TO} -f pdf -o {folder / 'letter.pdf'}")
    for name in ("letter.pdf", "letter.html", "letter.eml"):
        drafting.draft(here, wanted, drafting.Output(path=str(folder / name), force=True))
    _step(here, "demonstration.rehearse", f"ua send {CASE} --to {TO} --rehearse")
    sending.send(here, wanted, sending.How(rehearse=True))
    _step(here, "demonstration.refuse", f"ua send {CASE} --to {TO} --yes")
    try:
        sending.send(here, wanted, sending.How(yes=True))
    except SystemExit as refused:
        screen.say(here, "demonstration.exit", code=refused.code)
    screen.line(here)
    screen.say(here, "demonstration.done", folder=str(folder))


def _step(world: World, id_: str, command: str) -> None:
    screen.line(world)
    screen.say(world, id_, style="bold")
    screen.line(world, f"$ {command}", style="bold")
