"""When a text that was found is the one that is expected.

Texts are compared after NFKC, white space collapsed, hyphens at line ends joined, case and last punctuation aside.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

LEAD = 14
"""Words at most that lead up to a demand: `calling on the authorities to`."""

SAID = 8
"""Words at most behind a sentence of a news item that asks: `, a person of the organisation said today`."""

HONORIFICS = re.compile(
    r"(?:mr|mrs|ms|miss|dr|mm?|mme|mlle|me|maître|sra?|srta|d|dña|don|doña|licd?a?|ing|hon|prof|gen|col|maj|judge|justice|juge"
    r"|juez|jueza|sheikh|sir|dame|lord|general|général|coronel|cor|cap|colonel|dra|honourable|his|her|excellency|\w)"
)
"""Words of a title, without which a holder's name is right as well."""

PRONOUNS = {
    "en": {"f": r"she|her|hers|herself", "m": r"he|him|his|himself"},
    "fr": {"f": r"elle", "m": r"il"},
    "es": {"f": r"ella", "m": r"él"},
}


def exact(text: object) -> str:
    folded = unicodedata.normalize("NFKC", str(text)).replace("\u00ad", "")
    folded = re.sub(r"(\w)-\s+(?=[a-zà-ÿ])", r"\1", folded)
    return re.sub(r"\s+", " ", re.sub(r"^\s*[•▪*-]\s+", "", folded)).strip()  # a mark of a list is no word of it


def plain(text: object) -> str:
    return exact(text).strip(" .;:,!").casefold()


def asks(wanted: str, got: str, said: int) -> bool:
    """Whether a clause is all that a point asks: its end, after a few words; `; and` to the next point is no part of it.

    So many words at the end may be left out that say who asks.
    """
    whole, mine = (re.sub(r"[;,.]?\s+(?:and|et|y)$", "", plain(one)).strip(" .;:,!»”\"'") for one in (wanted, got))
    lead, is_there, tail = whole.rpartition(mine) if mine else ("", "", "")
    few = len(lead.split()) <= LEAD and len(tail.split()) <= said
    return bool(is_there) and few and len(mine) * 3 > len(whole)


def is_name(wanted: str, got: str) -> bool:
    """The same, or without the title before a name."""
    whole, mine = plain(wanted), plain(got)
    title = re.findall(r"\w+", whole.removesuffix(mine))
    return whole.endswith(mine) and bool(mine) and all(map(HONORIFICS.fullmatch, title))


def shows(expected: Mapping[str, Any], gender: str) -> bool:
    """Whether what a document tells has pronouns of this gender and none of the other: then it is not made up."""
    told = (expected.get("summary", ""), *expected.get("model_letter", ()), *expected.get("demands", ()))
    pronouns = PRONOUNS[expected["language"]]
    there = {one for one in pronouns if re.search(rf"\b(?:{pronouns[one]})\b", " ".join(told), re.IGNORECASE)}
    return there == {gender}
