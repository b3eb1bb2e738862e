"""Rounds of a case: what an update changes, a stop, more time; in the file and in the ledger together."""

from urgentaction.chain.differences import Change, Kind, differences, same_demands
from urgentaction.chain.turning import CaseFile, End, Turned, end, extend, note_open, open_round

__all__ = [
    "CaseFile",
    "Change",
    "End",
    "Kind",
    "Turned",
    "differences",
    "end",
    "extend",
    "note_open",
    "open_round",
    "same_demands",
]
