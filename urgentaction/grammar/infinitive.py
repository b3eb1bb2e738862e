"""Whether a clause is in the form in which a language asks for something: the infinitive, as letters take it."""

from __future__ import annotations

import re
from collections.abc import Mapping


def is_infinitive(clause: str, language: str) -> bool:
    """Whether a demand may follow its lead: `de veiller à …`, `garantizar que …`, `sicherzustellen, dass …`.

    French begins with de; Spanish with an infinitive, its pronouns hung on (`permitirle`), before which only no and
    adverbs stand; German has a zu. Of other languages nothing is known, and any clause may be one.
    """
    form = _FORMS.get(language)
    return form is None or form.search(clause) is not None


_FORMS: Mapping[str, re.Pattern[str]] = {
    "fr": re.compile(r"^d(?:e |['’])"),
    "es": re.compile(r"^(?:no |nunca |\w+mente )*\w*[aeiáéí]r(?:[mts]e|l[aeo]s?|nos)*\b"),
    "de": re.compile(r"\bzu \w+n\b|\b[a-zäöüß]+zu[a-zäöüß]{3,}n\b"),
}
