"""Options that several commands share, worded once."""

from __future__ import annotations

from typing import Annotated

import typer


def case_names(incomplete: str) -> list[str]:
    """Complete the id of a case."""
    from urgentaction.cli import completing

    return completing.cases(incomplete)


def authority_ids(incomplete: str) -> list[str]:
    """Complete the id of an authority."""
    from urgentaction.cli import completing

    return completing.authorities(incomplete)


def signer_names(incomplete: str) -> list[str]:
    """Complete the name of a profile."""
    from urgentaction.cli import completing

    return completing.signers(incomplete)


Case = Annotated[str, typer.Argument(help="A case (ua cases lists them) or a case file.", autocompletion=case_names)]
To = Annotated[
    list[str] | None,
    typer.Option(
        "--to", help="The office: an id, or words of its name. May be repeated.", autocompletion=authority_ids
    ),
]
Lang = Annotated[str, typer.Option("--lang", help="Language of the letter: fr, en …")]
AsName = Annotated[
    str, typer.Option("--as", help="A profile of yours: signers.NAME in the settings.", autocompletion=signer_names)
]
Signers = Annotated[str, typer.Option("--signers", help="A CSV of people who agreed to sign; - is standard input.")]
ConsentFor = Annotated[str, typer.Option("--consent-for", help="The case that this CSV's signers consented to.")]
Strict = Annotated[
    bool, typer.Option("--strict", help="Stop, with exit 3, where a row of the CSV cannot sign; nothing is done then.")
]
Envelope = Annotated[
    str,
    typer.Option(
        "--envelope", help="Your envelope: fr-right, ch-left, ch-right, din-5008-a, din-5008-b, us-10 or cover-page."
    ),
]
NoCopies = Annotated[bool, typer.Option("--no-copies", help="Leave out the copies for information.")]
Say = Annotated[str, typer.Option("--say", help="A sentence of your own.")]
Connections = Annotated[
    int,
    typer.Option("--connections", min=1, max=32, help="So many at once to the mail server; never more than it allows."),
]
OfflineOk = Annotated[
    bool, typer.Option("--offline-ok", help="Go on although a library that keeps the case is out of reach.")
]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask; for scripts.")]
Force = Annotated[bool, typer.Option("--force", help="Overwrite the file.")]
Json = Annotated[bool, typer.Option("--json", help="Data for programs, on standard output.")]
Key = Annotated[str, typer.Argument(help="The first letters of a delivery's key, as ua outbox list shows it.")]
