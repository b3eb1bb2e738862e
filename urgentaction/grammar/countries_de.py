"""German country names with their articles, declined: in der Schweiz, des Iran, in die Vereinigten Staaten."""

from __future__ import annotations

import re
from collections.abc import Mapping


def the(code: str, name: str) -> str:
    """In the nominative: `Frankreich`, `die Schweiz`, `der Iran`, `die Vereinigten Staaten`."""
    kind = _KIND.get(code)
    return f"{_ARTICLE['nom'][kind]} {_weak(name, plural=kind == 'p')}" if kind else name


def within(code: str, name: str) -> str:
    """`in Frankreich`, `in der Schweiz`, `im Iran`, `auf den Philippinen`."""
    kind = _KIND.get(code)
    if code in _ISLANDS:
        return f"auf {_ARTICLE['dat'][kind]} {_dative(name, kind)}" if kind else f"auf {name}"
    if not kind:
        return f"in {_SAINTS.get(code, name)}"
    return f"im {_dative(name, kind)}" if kind in {"m", "n"} else f"in {_ARTICLE['dat'][kind]} {_dative(name, kind)}"


def of(code: str, name: str) -> str:
    """The genitive: `Frankreichs`, `der Schweiz`, `des Iran`; `von Honduras`, `von Burkina Faso` where it has none."""
    kind = _KIND.get(code)
    if kind:
        ending = "s" if kind == "n" else ""
        return f"{_ARTICLE['gen'][kind]} {_weak(name, plural=kind == 'p', oblique=True)}{ending}"
    bare = " " in name or name.endswith(("s", "ss", "ß", "x", "z"))
    return f"von {_SAINTS.get(code, name)}" if bare else f"{name}s"


def towards(code: str, name: str) -> str:
    """`nach Frankreich`, `in die Schweiz`, `in den Iran`, `auf die Philippinen`."""
    kind = _KIND.get(code)
    if not kind:
        return f"nach {name}"
    word = "auf" if code in _ISLANDS else "in"
    return f"{word} {_ARTICLE['acc'][kind]} {_weak(name, plural=kind == 'p', oblique=kind == 'm')}"


def _dative(name: str, kind: str) -> str:
    weak = _weak(name, plural=kind == "p", oblique=True)
    return weak + ("n" if kind == "p" and weak.endswith(("e", "er")) else "")


# An adjective before a noun, in the form that it has without an article; after one it ends in -e or -en.
_ADJECTIVE = re.compile(r"\b([A-ZÄÖÜ]\w*(?:isch|igt|lich))e[sr]?(?= )")


def _weak(name: str, *, plural: bool, oblique: bool = False) -> str:
    return _ADJECTIVE.sub(r"\1en" if plural or oblique else r"\1e", name)


_ARTICLE: Mapping[str, Mapping[str | None, str]] = {
    "nom": {"m": "der", "f": "die", "n": "das", "p": "die"},
    "gen": {"m": "des", "f": "der", "n": "des", "p": "der"},
    "dat": {"m": "dem", "f": "der", "n": "dem", "p": "den"},
    "acc": {"m": "den", "f": "die", "n": "das", "p": "die"},
}

# Articles as in the Foreign Office's list of States (Verzeichnis der Staatennamen) and, for m, Duden's usual use.
_BY_KIND: Mapping[str, str] = {
    "m": "IO IQ IR LB NE SD SN SS TD YE",
    "f": "AQ BV CD CF CG CH CP CX DO EH IM MD MN NF SK TR UA VA",
    "n": "GB",
    "p": "AE AX BQ BS CC CK FK FO IC KM KY MH MP MV NL PH PN PS SB SC TC TF UM US VG VI",
}
_KIND: Mapping[str, str] = {code: kind for kind, codes in _BY_KIND.items() for code in codes.split()}

_ISLANDS = frozenset(
    [
        "AX",
        "BS",
        "BV",
        "CC",
        "CK",
        "CP",
        "CX",
        "FK",
        "FO",
        "IC",
        "IM",
        "KM",
        "KY",
        "MH",
        "MP",
        "MV",
        "NF",
        "PH",
        "PN",
        "SB",
        "SC",
        "TC",
        "UM",
        "VG",
        "VI",
    ]
)
"""One is on them (auf), not in them."""

_SAINTS: Mapping[str, str] = {
    "GS": "Südgeorgien und den Südlichen Sandwichinseln",
    "HM": "Heard und den McDonaldinseln",
    "VC": "St. Vincent und den Grenadinen",
}
"""Names without an article in which a second name has one, in the dative."""

NAMES: Mapping[str, str] = {
    "BN": "Brunei",
    "CD": "Demokratische Republik Kongo",
    "CG": "Republik Kongo",
    "HK": "Hongkong",
    "HM": "Heard und die McDonaldinseln",
    "IO": "Chagos-Archipel",
    "MO": "Macau",
}
"""Where Babel's short name is not what a letter would say."""
