"""Which language a text is in, by its small words: enough to see that a letter is not in the language it claims."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache

_WORD = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=1024)
def looks_like(text: str) -> str | None:
    """The language (fr, en, es, de) that most of a text's small words belong to; None where nothing decides.

    Two words are enough (`Dear Minister`); names, figures, other languages and other scripts decide nothing.
    """
    counts = Counter(word for word in _WORD.findall(text.casefold()) if word in _LANGUAGES_OF)
    scores: Counter[str] = Counter()
    for word, times in counts.items():
        for language in _LANGUAGES_OF[word]:
            scores[language] += times if len(_LANGUAGES_OF[word]) > 1 else 2 * times
    ranked = scores.most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]


_SMALL_WORDS: Mapping[str, str] = {
    "fr": "le la les un une des du de et est sont que qui quoi dans pour par sur avec sans ce cette ces cet il elle ils"
    " elles je nous vous on ne pas plus mais ou où donc leur leurs son sa ses mon ma mes notre nos votre vos aux au à"
    " été être avoir ont avait a y en lui dont afin ainsi selon chez entre comme très monsieur madame l d qu j n s c"
    " agréer prie",
    "en": "the a an and is are was were be been of to in on for by with without from at as that which who whom this"
    " these those it he she they i we you not no more but or so their his her my our your have has had do does did will"
    " would should could may can if about under into dear sir madam minister sincerely yours me him them",
    "es": "el la los las un una unos unas y es son que quien en para por con sin este esta estos estas ese esa él ella"
    " ellos ellas yo nosotros usted ustedes no más pero o u su sus mi mis nuestro nuestra al del de a ha han fue ser"
    " estar como muy se le les lo me según entre hasta señor señora excelentísimo atentamente saludo",
    "de": "der die das den dem des ein eine einen einem einer eines und ist sind war waren sein dass daß wer in im auf"
    " für von vom mit ohne aus bei zu zum zur dieser diese dieses er sie es ich wir ihr nicht kein keine mehr aber oder"
    " sich mich uns ihre ihren ihm haben hat hatte wird werden wurde als wie auch nach über unter sehr geehrte geehrter"
    " herr frau",
}
_LANGUAGES_OF: Mapping[str, tuple[str, ...]] = {
    word: tuple(language for language, words in _SMALL_WORDS.items() if word in words.split())
    for words in _SMALL_WORDS.values()
    for word in words.split()
}
