"""Who signs a letter that is sent, with consent to its case: oneself, or a profile that agrees now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from urgentaction import errors
from urgentaction.cli import show as screen
from urgentaction.cli import wiring
from urgentaction.model.signer import Consent, Signer

if TYPE_CHECKING:
    from urgentaction.cli import drafting
    from urgentaction.cli.wiring import Desk
    from urgentaction.model.case import Case

NOBODY = Signer(name="")
"""Who signs a rehearsal where no profile is set up."""


def people(desk: Desk, wanted: drafting.Wanted, case: Case, *, rehearse: bool, test: bool) -> Iterator[Signer]:
    """Who signs, each with consent to this case: oneself by sending, a profile by saying so now, a row by its date."""
    today = desk.world.clock().astimezone().date()
    signer = wiring.signer(desk, wanted.as_name)
    if signer is None:
        if not rehearse:
            raise _no_profile(case, test=test)
        signer = NOBODY
    if wanted.as_name and wanted.as_name != "me" and wanted.consent_for != case.id:
        agreed = screen.confirm(
            desk.world, "sending.agrees", flag=f"--consent-for {case.id}", name=signer.name, case=case.id
        )
        if not agreed:
            raise errors.UserError("sending.no-consent", name=signer.name, exit_=errors.Exit.GATED)
    yield replace(signer, consent=Consent(case=case.id, on=today))


def _no_profile(case: Case, *, test: bool) -> errors.UserError:
    """Why nothing can be sent yet; whoever set up a profile only to hear that the case is over would be ill served."""
    if test or case.is_open:
        return errors.UserError("sending.no-profile", case=case.id)
    return wiring.over(case)
