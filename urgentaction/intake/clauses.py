"""A demand as a document prints it, as the clause that goes on from the lead of a letter: `I ask you to ensure that …`.

What cannot be made one is left as the document has it: `grammar.is_infinitive` sees it, and the draft asks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from typing import Final

_FINITE: Final = {
    "en": r"^(?:(?!that\b|who\b|which\b|to\b|be\b|where\b).)+ (?:must|should)\b",
    "fr": r"^(?:(?!\bqu|\boù\b|\bdont\b).)+ (?:doit|doivent|devrai(?:t|ent)|appelle(?:nt)?|exhorte(?:nt)?|demande(?:nt)?)\b",
    "es": r"^(?:(?!\bque\b|\bdonde\b).)+ (?:deben?|debería[ns]?|insta[n]?|exhorta[n]?|pide[n]?)\b",
}
"""A sentence that says who must do it is no clause; nobody but a person words it anew."""


def printed(said: str, language: str, names: Collection[str] = ()) -> str:
    """A demand as a clause; `names` are of people, whose first letter stays a capital."""
    make = _MADE.get(language)
    if make is None or (re.match(r"(?:[A-ZÀ-Þ]|l['’])", said) and re.match(_FINITE[language], said)):
        return said if make else _low(said, names)
    return make(said, names)


def _low(said: str, names: Collection[str]) -> str:
    """The first letter small, unless it is that of a name or of letters that stand for words."""
    first = re.match(r"[\w’'-]+", said)
    known = first and any(first.group() in re.findall(r"[\w’'-]+", name) for name in names)
    is_name = re.match(r"[A-ZÀ-Þ]{2}|[A-ZÀ-Þ][\w’'-]+ [A-ZÀ-Þ]", said)
    return said if known or is_name else said[:1].lower() + said[1:]


# --- English

_CALLED = re.compile(
    r"(?:also )?(?:asking|calling|urging|demanding|requesting|insisting|pressing)(?: for| on| that)? ", re.IGNORECASE
)
_NOT_TO = re.compile(r"^not to (?=[a-z])")
_WHO = re.compile(
    r"(?:that|for|they|them|he|him|she|it|all|both|the|those|these|any|no|his|her|their|its) |(?:no one|nobody)\b"
)
_TO_BE = re.compile(
    r"(?:for )?(?P<who>(?:(?!(?:to|unless|until|if|is|are|was|were)\b)[\w’'-]+ ){1,9})to be (?P<rest>.+)", re.DOTALL
)
_BE = re.compile(
    r"(?:that )?(?P<who>(?:(?!(?:be|to|that|who|which|until|unless)\b)[\w’'-]+ ){1,9})be (?P<rest>.+)",
    re.DOTALL,
)
_HAVE = re.compile(r"(?:that )?(?P<who>they |he |she |it )have (?P<rest>.+)", re.DOTALL)
_THEY: Final = {"them": "they", "him": "he", "her": "she", "their": "their", "his": "his"}
_NOUN: Final = (
    r"(?:an?|the|his|her|their)\b|(?:(?:immediate|prompt|full|fair|effective|independent|impartial|urgent|thorough|adequate|safe|proper"
    r"|unrestricted|medical)\b,? ?(?:and )?)+(?=\w)|access to\b"
)
_PLURAL: Final = re.compile(r"(?:both|all|these|those|two|three|several|they|\d+)\b", re.IGNORECASE)
_OF: Final = r" (?:of|against|for|from|in|by|at|on|who|that|suspected|held|named|facing|under|to|with)\b"


def _english(said: str, names: Collection[str]) -> str:
    called = _CALLED.match(said)
    said = said[called.end() :] if called else said
    if called and re.match(r"(?:why|how|where)\b", said):
        return f"explain {said}"
    if called or _is_subject(said, names):
        for pattern, verb in ((_TO_BE, "be"), (_BE, "be"), (_HAVE, "have")):
            if wished := pattern.fullmatch(said):
                return _ensure(wished["who"], verb, wished["rest"], names)
    if re.match(r"(?:assurances|guarantees)\b", said, re.IGNORECASE):
        return f"give {_low(said, ())}"
    verb = "ensure " if re.match(_NOUN, said, re.IGNORECASE) else ""
    return verb + _low(_NOT_TO.sub("not ", said, count=1), names)


def _is_subject(said: str, names: Collection[str]) -> bool:
    """Whether it begins with who is to be treated so, and no verb."""
    return bool(_WHO.match(said)) or (said[:1].isupper() and said.startswith(tuple(names) or "\n"))


def _ensure(who: str, verb: str, rest: str, names: Collection[str]) -> str:
    """`them` to `be given`: ensure that they are given."""
    said = who.strip()
    said = _THEY.get(said, _low(said, names))
    form = {"be": ("is", "are"), "have": ("has", "have")}[verb][_is_many(said)]
    rest = re.sub(r"(?<=\b(?:and|but) )be (?=\w)", f"{form} ", rest) if verb == "be" else rest
    return f"ensure that {said} {form} {rest}"


def _is_many(who: str) -> bool:
    """Whether a subject has the verb of many: by its pronoun or number, two names, the end of its noun."""
    head = re.split(_OF, who)[0]
    last = head.rpartition(" ")[2]
    if _PLURAL.match(head) or " and " in head:
        return True
    return bool(re.fullmatch(r"people|men|women|children|police|[a-zà-ÿ’'-]+(?<![su])s(?<!is)", last))


# --- French

_INFINITIVE_FR: Final = (
    r"(?!(?:dossier|quartier|chantier|courrier|avenir|désir|pouvoir|devoir|papier|officier|prisonnier|policier|loyer|foyer|métier|cahier|cadre|ordre|cidre|gendre)s?\b)"
    r"(?:\w+(?:[eio]r|ttre|dre|aître|croire|clure|vre|mpre|crire)|\w*(?:faire|traire|duire|dire|être))\b"
)
_DEMAND_FR = re.compile(
    r"(?:et )?(?:(?:en )?(?:demand|exige|exigeant)(?:ez|ant|er)? (?:instamment |également |aussi )?)(?=qu(?:e |['’]))",
    re.IGNORECASE,
)
_LED_FR = re.compile(
    r"en (?:les?|la|leur|l['’]) ?\w+ant (?:(?:les|aux|à|le|la|au) \w+ )?(?:à |de |d['’])|en \w+ant (?:les|aux) [\w ]{3,40}? (?:à|de) "
)
_NOUN_FR: Final = rf"(?:une?\b|des\b|(?:la\b|les?\b|leurs?\b|l['’])(?! ?{_INFINITIVE_FR}))"


def _french(said: str, names: Collection[str]) -> str:
    said = _LED_FR.sub("", _DEMAND_FR.sub("", said, count=1), count=1)
    if re.match(_NOUN_FR, said, re.IGNORECASE):
        return f"de garantir {_low(said, names)}"
    said = clause(said, "fr", names)
    if re.search(r"\bà (?:en |les? |la |l['’]|leur |lui )?" + _INFINITIVE_FR, said.partition(" et à ")[0]):
        return said  # `commencer à … et à …`: that à is its own
    following = rf"\b(et|ou) à (?=((?:en|y|les?|la|leur|lui) |l['’])?{_INFINITIVE_FR})(?P<first>\w)"
    return re.sub(following, _de, said)  # `d'ouvrir … et à publier`


def _de(match: re.Match[str]) -> str:
    first = match["first"]
    return f"{match[1]} d'{first}" if re.match(r"[aeiouyhéèêàâîôû]", first) else f"{match[1]} de {first}"


def clause(said: str, language: str, names: Collection[str] = ()) -> str:
    """A demand as an infinitive clause; French has its `de` before it."""
    said = _low(said, names)
    if language != "fr" or re.match(r"(?:de |d['’])", said):
        return said
    if re.match(r"qu(?:e |['’])", said):
        return f"de veiller à ce {said}"
    return f"d'{said}" if re.match(r"[aeiouyhéèêàâîôû]", said, re.IGNORECASE) else f"de {said}"


# --- Spanish

_NOUN_ES: Final = r"(?:una?|la|el|los|las)\b"
_THEY_ES = re.compile(
    r"(?:no )?(?:(?:les?|l[ao]s?) )?(?!(?:plan|orden|examen|r[ée]gimen|imagen|margen|crimen|gran|buen)\b)[a-zà-ÿ]+[ae]n(?:l[aeo]s?)?\b"
)
_SUBJECT_ES = re.compile(
    r"(?:l[oa]s (?:(?!que\b|con\b|por\b|para\b)[\w.]+ ){1,6}?(?!ningun)[a-zà-ÿ]+[ae]n\b|(?:el|la) (?:(?!que\b|con\b|por\b|para\b)[\w.]+ ){1,5}?sea\b)"
)
_VERBS_ES: Final[Mapping[str, str]] = {
    "permita": "permitir",
    "suspenda": "suspender",
    "proteja": "proteger",
    "haga": "hacer",
    "ponga": "poner",
    "disponga": "disponer",
    "abra": "abrir",
    "reabra": "reabrir",
    "impida": "impedir",
    "emita": "emitir",
    "detenga": "detener",
    "dé": "dar",
}
"""Forms whose infinitive their end does not tell."""


def _spanish(said: str, names: Collection[str]) -> str:
    low = _low(said, names)
    bare = low.removeprefix("que ")
    if _THEY_ES.match(bare):
        return _and_that(f"velar por que las autoridades {bare}")
    if _SUBJECT_ES.match(bare) or bare != low or re.match(r"(?:no )?se \w", bare):
        return _and_that(f"velar por que {bare}")
    if re.match(_NOUN_ES, bare):
        return f"garantizar {bare}"
    low = _infinitive_es(low)
    low = re.sub(r"\b([yeou]) a (?=[a-zà-ÿ]+[aei]r(?:l[aeo]s?|se)?\b)", r"\1 ", low)  # `a abrir … y a publicar`
    return re.sub(r"\by a que (?=\w)", "y velar por que ", low)


def _and_that(said: str) -> str:
    return re.sub(r"\by a que (?=\w)", "y por que ", said)


def _infinitive_es(said: str) -> str:
    """`garantice …`, `le brinde …`: the verb in the form that follows a lead; what goes on in another form is left."""
    match = re.match(r"(?P<no>no )?(?P<whom>les? )?(?P<verb>[a-zà-ÿ]+)(?= )", said)
    if match is None or re.match(r"(?:(?! que ).)*\b(?:y|e) (?:que|les?|se) ", said):
        return said
    verb = _verb_es(match["verb"])
    whom = (match["whom"] or "").strip()
    return f"{match['no'] or ''}{verb}{whom}{said[match.end() :]}" if verb else said


def _verb_es(form: str) -> str:
    if form in _VERBS_ES:
        return _VERBS_ES[form]
    if form in {"aunque", "porque", "parque"} or re.search(r"(?:ie|ue)[^aeiou]+e$", form):
        return ""
    if form.endswith("zca"):
        return form[:-3] + ("cir" if form.endswith("duzca") else "cer")
    for end, wanted in (("ce", "zar"), ("gue", "gar"), ("que", "car")):
        if form.endswith(end):
            return form.removesuffix(end) + wanted
    return f"{form[:-1]}ar" if form in _KNOWN_ES else ""


_KNOWN_ES: Final = frozenset(
    [
        "ordene",
        "brinde",
        "proporcione",
        "revele",
        "retire",
        "libere",
        "adopte",
        "decrete",
        "anule",
        "informe",
        "solicite",
        "facilite",
        "traslade",
        "inicie",
        "suministre",
        "respete",
        "cese",
        "elimine",
        "levante",
    ]
)
"""Forms in -e of verbs in -ar: of these it is known, others may be nouns (`informe`, `transporte`)."""

_MADE: Final[Mapping[str, Callable[[str, Collection[str]], str]]] = {
    "en": _english,
    "fr": _french,
    "es": _spanish,
}
