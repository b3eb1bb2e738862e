"""French elision and contraction: d’Ukraine, qu’il, l’homme, du Kazakhstan, aux États-Unis."""

from __future__ import annotations

import re
import unicodedata

_ELIDING = frozenset({"le", "la", "de", "je", "me", "te", "se", "ne", "ce"})
_CONTRACTED = {("de", "le"): "du", ("de", "les"): "des", ("à", "le"): "au", ("à", "les"): "aux"}

# Words whose h is silent, by their stems; every other h keeps the full form: du Haut-Commissariat, de Hassan.
_MUTE_H = re.compile(
    "h(?:abeas|abi[lt]|allucin|armoni|ebdo|éberg|ébrai|ébreu|ectare|égémon|élas|élic|émi|émo|épat|erb|érédi|érit|éroï|ésit"
    "|eure|ier(?!ar)|ipp|irond|isto|iver|olo|omé|omicid|omm|omo|onnê|onneur|onor|ôpita|orair|orizon|orlog|orreu|orri|osp"
    "|ostil|ostie|ôte|otage|uile|uiss|uître|umain|umani|umeur|umid|umili|umus|ydr|ygi|ymn|yp|yst)",
)
# A vowel letter that counts as a consonant: le onze, le oui, de Iouri, de Ianoukovitch.
_NO_ELISION = re.compile(r"(?:onz(?:e|ième)s?|oui|ouistitis?|uhlans?|ululements?)\b|I(?:ou|a|e[lv])")
_LEADING = "«“‘\"'( \u00a0\u202f"


def vowel_sound(text: str, *, force: bool = False) -> bool:
    """Whether a French word elides the one before it; `force` says so of a name in h (d’Hélène)."""
    word = text.lstrip(_LEADING)
    low = unicodedata.normalize("NFC", word.casefold())
    if not low or _NO_ELISION.match(word) or _NO_ELISION.match(low):
        return False
    if low[0] == "h":
        return force or _MUTE_H.match(low) is not None
    if low[0] == "y":
        return force or not low[1:2].isalpha() or not _vowel(low[1])
    return force or _vowel(low[0])


def elide(word: str, following: str, *, force: bool = False) -> str:
    """Put a word before another: `d’Ukraine`, `qu’il`, `l’extrader`, `de Hassan`, `du procureur`, `aux ministres`.

    `word` may be a phrase (`afin que`, `à la demande de`): its last word is elided. A name in h keeps the full form
    unless `force` (d’Hélène). Articles are read in small letters only, so `de Le Mans` stays.
    """
    head, _, last = word.rpartition(" ")
    lead = f"{head} " if head else ""
    article, _, rest = following.partition(" ")
    joined = _CONTRACTED.get((last.casefold(), article))
    if joined and rest:
        return f"{lead}{joined.capitalize() if last[0].isupper() else joined} {rest}"
    if word == "le ou la" and vowel_sound(following, force=force):
        return f"l’{following}"
    if _elides(last.casefold(), following, force=force):
        return f"{lead}{last[:-1]}’{following}"
    return f"{word} {following}" if following else word


def _elides(word: str, following: str, *, force: bool) -> bool:
    if word == "si":
        return re.match(r"ils?\b", following) is not None
    return (word in _ELIDING or word.endswith("que")) and vowel_sound(following, force=force)


def _vowel(letter: str) -> bool:
    return unicodedata.normalize("NFD", letter)[0] in "aeiouœæ"
