"""The grammar and typography that a letter needs: pure functions, usable as they are in templates."""

from urgentaction.grammar.agreement import TONGUES, Pronouns, agree, possessive, pronouns
from urgentaction.grammar.contraction import contract, contract_each
from urgentaction.grammar.countries import country, country_or_code, in_country, of_country, the_country, to_country
from urgentaction.grammar.elision import elide, vowel_sound
from urgentaction.grammar.guess import looks_like
from urgentaction.grammar.naming import dative, is_declined_by_hand, titled
from urgentaction.grammar.spacing import NARROW, NO_BREAK, typography
from urgentaction.grammar.written import dates, join_list

__all__ = [
    "NARROW",
    "NO_BREAK",
    "TONGUES",
    "Pronouns",
    "agree",
    "contract",
    "contract_each",
    "country",
    "country_or_code",
    "dates",
    "dative",
    "elide",
    "in_country",
    "is_declined_by_hand",
    "join_list",
    "looks_like",
    "of_country",
    "possessive",
    "pronouns",
    "the_country",
    "titled",
    "to_country",
    "typography",
    "vowel_sound",
]
