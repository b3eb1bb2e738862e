"""Whether a clause is in the form in which a language asks for something: the infinitive, as letters take it."""

from __future__ import annotations

import re
from collections.abc import Mapping


def is_infinitive(clause: str, language: str) -> bool:
    """Whether a demand may follow its lead: `de veiller à …`, `garantizar que …`, `sicherzustellen, dass …`.

    French begins with de, then an infinitive with its pronouns before it; Spanish with an infinitive, its pronouns hung
    on (`permitirle`), before which only no and adverbs stand; German has a zu. English shows no infinitive, but what
    begins as a subject, a name or a participle is none. Of other languages nothing is known: any clause may be one.
    """
    form = _FORMS.get(language)
    return form is None or form.search(clause) is not None


_FORMS: Mapping[str, re.Pattern[str]] = {
    "en": re.compile(
        r"^(?!(?:an?|the|these|those|this|that|his|her|its|their|our|my|your|i|you|he|she|it|they|we|him|them|us|to|for|if"
        r"|why|how|where|whether|who|which|both|all|is|are|was|were"
        r"|has|had|does|did|must|should|will|would|can|could|may|might|shall)\b)"
        r"(?!(?!(?:br|s|r|w|spr|sw|cl|fl|str)ing\b)\w+ing\b)(?![A-Z][a-z])\S"
    ),
    "fr": re.compile(
        r"^d(?:e |['’])(?!il\b)(?:ne |pas |plus |jamais |rien |tout |bien |y |en |les? |la |l['’]|leur |lui |nous "
        r"|vous |se |s['’]|\w+ment |sans délai )*\w+(?:[eio]r|re)\b"
    ),
    "es": re.compile(r"^(?:no |nunca |\w+mente )*\w*[aeiáéí]r(?:[mts]e|l[aeo]s?|nos)*\b"),
    "de": re.compile(r"\bzu \w+n\b|\b[a-zäöüß]+zu[a-zäöüß]{3,}n\b"),
}
