"""Which office of ours could another be taken for: the same name, or an id that differs in one character."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from itertools import zip_longest

from urgentaction.library.entries import Entry
from urgentaction.library.loose import Table, table, word
from urgentaction.model.authority import Authority


def resembled(authority: Authority, ours: Mapping[str, str]) -> str:
    """The id of one of our offices that this one could be taken for; empty where there is none. `ours`: see `index`."""
    named = next((ours[name] for name in _names(asdict(authority)) if name in ours), "")
    return named or next((id_ for id_ in sorted(set(ours.values())) if _one_apart(authority.id, id_)), "")


def index(entries: Iterable[Entry]) -> Mapping[str, str]:
    """The ids of offices by each of their names."""
    return {name: entry.id for entry in entries for name in (*_names(entry.table), f"id {entry.id}")}


def _names(entry: Table) -> Iterator[str]:
    """An office with what tells it from others of its title: what follows the title, else the body."""
    for language, forms in table(entry, "office").items():
        style = word(table(entry, "style"), language) or word(table(entry, "body"), language)
        for form in forms.values() if isinstance(forms, dict) else ():
            if isinstance(form, str) and form.strip():
                yield plain(f"{form} {style}")


def plain(text: str) -> str:
    """Letters and figures only, without accents, in small: what two names have in common for who reads them."""
    letters = "".join(part for part in unicodedata.normalize("NFKD", text) if not unicodedata.combining(part))
    return re.sub(r"[\W_]+", " ", letters.casefold()).strip()


def _one_apart(one: str, other: str) -> bool:
    """Whether one character more, less or another makes one of the other."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    start = next((n for n, (a, b) in enumerate(zip_longest(one, other)) if a != b), 0)
    shorter, longer = sorted((one[start:], other[start:]), key=len)
    return longer[1:] == (shorter[1:] if len(shorter) == len(longer) else shorter)
