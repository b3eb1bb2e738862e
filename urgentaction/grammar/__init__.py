"""The grammar and typography that a letter needs: pure functions, usable as they are in templates."""

from urgentaction.grammar.agreement import Pronouns, agree, possessive, pronouns
from urgentaction.grammar.countries import country, country_or_code, in_country, of_country, the_country, to_country
from urgentaction.grammar.elision import elide, elide_each, vowel_sound
from urgentaction.grammar.guess import looks_like
from urgentaction.grammar.spacing import NARROW, NO_BREAK, typography
from urgentaction.grammar.written import dates, join_list

__all__ = [
    "NARROW",
    "NO_BREAK",
    "Pronouns",
    "agree",
    "country",
    "country_or_code",
    "dates",
    "elide",
    "elide_each",
    "in_country",
    "join_list",
    "looks_like",
    "of_country",
    "possessive",
    "pronouns",
    "the_country",
    "to_country",
    "typography",
    "vowel_sound",
]
