"""Files that people write, in layers: cases, authorities, law and templates, checked with every fault at once."""

from __future__ import annotations

from urgentaction.library.acceptance import Acceptance, Proposal, Standing
from urgentaction.library.collection import Library, open_library
from urgentaction.library.json_schema import schema
from urgentaction.library.layers import Layer, built_in
from urgentaction.library.lookups import Named, answer, depends_on_home, everywhere, named, targeted_as
from urgentaction.library.targets import select_targets

__all__ = [
    "Acceptance",
    "Layer",
    "Library",
    "Named",
    "Proposal",
    "Standing",
    "answer",
    "built_in",
    "depends_on_home",
    "everywhere",
    "named",
    "open_library",
    "schema",
    "select_targets",
    "targeted_as",
]
