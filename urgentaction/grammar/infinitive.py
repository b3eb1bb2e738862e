"""Whether a clause is in the form in which a language asks for something: the infinitive, as letters take it."""

from __future__ import annotations

import re
from collections.abc import Mapping


def is_infinitive(clause: str, language: str) -> bool:
    """Whether a demand may follow its lead: `de veiller à …`, `garantizar que …`, `sicherzustellen, dass …`.

    English begins with a bare verb, French with de and an infinitive, before which only pronouns, negations and adverbs
    stand; Spanish with an infinitive, its pronouns hung on (`permitirle`), before which only no and adverbs stand;
    German has a zu. Of other languages nothing is known, and any clause may be one. English verbs have no ending to
    know them by: only what is plainly none is seen.
    """
    form = _FORMS.get(language)
    return form is None or form.search(clause) is not None


_FINITE = r"(?:is|are|was|were|has|had|been|be|will|would|should|must|ought|can|could|may|might|did|does)"
_PLAINLY_NONE = (
    r"(?:i|you|he|she|it|we|they|the|an?|this|that|these|those|there|his|her|its|their|our|your|my|no|nobody|everybody"
    r"|all|to|for|if|because|when|where|whether|how|who|which|what|why|both|them|him|us|not only|asking|please note)"
)
_ED = r"(?:need|feed|heed|speed|exceed|proceed|succeed|shed|embed|breed)"
_LETS = r"(?:ensure|guarantee|see|make|let|say|have|help|confirm|explain|establish|show|know)"

_FORMS: Mapping[str, re.Pattern[str]] = {
    "en": re.compile(
        rf"^(?!(?-i:[A-ZÀ-Þ][a-zà-ÿ])|{_PLAINLY_NONE}\b|(?-i:\w+ {_FINITE}\b)"
        rf"|\w{{0,12}}[aeiouy]\w{{0,12}}ing\b|(?!{_ED}\b)\w{{1,24}}ed\b"
        rf"|(?!{_LETS}\b)\w+ (?-i:[A-ZÀ-Þ])\w+ (?-i:{_FINITE})\b)",
        re.IGNORECASE,
    ),
    "fr": re.compile(
        r"^d(?:e |['’])(?!autre\b)(?:(?:ne|pas|plus|jamais|rien|tout|toute|leur|lui|l[ae]s?|se|y|en|nous|vous|bien"
        r"|mieux|sans délai,?|\w+ment,?) |[nls]['’])*[a-zà-ÿœ]*(?:er|[iï]r|oir|[dtpciuv]re)\b"
    ),
    "es": re.compile(r"^(?:no |nunca |\w+mente )*\w*[aeiáéí]r(?:[mts]e|l[aeo]s?|nos)*\b"),
    "de": re.compile(r"\bzu \w+n\b|\b[a-zäöüß]+zu[a-zäöüß]{3,}n\b"),
}
