"""The ways to reach an office, and how it is addressed: keys, numbers, accounts, forms, salutations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from urgentaction.intake import tongues
from urgentaction.intake.asks import salutes
from urgentaction.intake.found import Value
from urgentaction.intake.lines import BULLET, Line

EMAIL: Final = re.compile(r"[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
URL: Final = re.compile(r"(?:https?://|www\.)[^\s<>()\"]{1,400}[^\s<>()\".,;:]")
_PHONE = re.compile(r"\+? ?\(?\+?\d[\d ().\-/]{5,30}\d(?: ?(?:ext|poste|extensión|int)\.? ?\d{1,6})?")
_HANDLE = re.compile(r"(?<![\w.])@\w[\w.]{1,30}")
_WORDS: Final = {
    "email": r"e-?mails?(?: address(?:es)?)?|courriels?|mél|mail|adresses? (?:électroniques?|e-?mail)|correos?(?: electrónicos?)?|correo-e"
    r"|direcci(?:ón|ones) (?:de correo|electrónicas?)|e",
    "both": r"(?:tel(?:ephone)?s?|phones?|tél(?:éphone)?s?|teléfonos?)\.?\s*(?:/|&|et|and|y|-|–|\+)\s*(?:fax|télécopie|télécopieur)(?: numbers?)?"
    r"|(?:fax|télécopie)\s*(?:/|&|et|and|y|\+)\s*(?:tel(?:ephone)?|phone|tél(?:éphone)?|teléfono)",
    "fax": r"fax(?:es)?(?: numbers?)?|télécopies?|télécopieurs?|f",
    "phone": r"tel(?:ephone)?s?|phones?(?: numbers?)?|téléphones?|tél|teléfonos?|tfno|tlf|mobile|móvil|t",
    "social": r"twitter(?:\s*/\s*x|\s*\(x\))?|x\s*/\s*twitter|x\s*\((?:ex-?)?twitter\)|x|facebook|instagram|social media|réseaux sociaux"
    r"|redes sociales|mastodon|telegram|tiktok|bluesky|comptes?(?: x| twitter)?|cuentas?(?: de)?(?: x| twitter)?",
    "form": r"web ?forms?|online forms?|contact forms?|(?:online )?contact|web ?sites?|web|formulaires?(?: en ligne| de contact| web)*"
    r"|formularios?(?: web| en línea| de contacto| electrónico)*|sitio web|página web|site(?: web| internet)?",
    "salutation": r"salutations?(?: and close)?|formules? d['’]appel|formules? de politesse|formule|appel|tratamientos?|encabezamientos?|saludos?"
    r"|fórmulas? de (?:tratamiento|cortesía|saludo)|greeting|titre de civilité|civilité|form of address",
    "none": r"telegrams?|telex|télégrammes?|télex|telegramas?|télex|cables?|hashtags?",
    "postal": r"(?:postal |mailing )?address|adresse(?: postale)?|dirección(?: postal)?",
    "office": r"titre|fonction|post|position|title|cargo|puesto|office",
    "holder": r"name|nom|nombre",
}
_KEY = re.compile(
    "(?:"
    + "|".join(f"(?P<{kind}>{words})" for kind, words in _WORDS.items())
    + r")\.?(?P<q>\s*\([^)]{1,40}\))?\s*(?::|：|(?<=[xl.])\s(?=[+(]{0,2}\d))\s*",
    re.IGNORECASE,
)
_INNER = re.compile(
    rf"(?:(?<=[\s|;/•·(])|^)(?:{'|'.join(_WORDS[kind] for kind in ('email', 'both', 'fax', 'phone', 'social', 'form', 'salutation'))})"
    r"\.?(?:\s*\([^)]{1,40}\))?\s*[:：]",
    re.IGNORECASE,
)
_OR = re.compile(r"\s+/\s+|\s*[,;|]\s+|\s+(?:or|ou|o|y|et|and|e)\s+")
_APART = re.compile(r"\w(?: \w){3,}[,:]?")
"""Letters set apart, as a PDF has those of a script from right to left: in which order is not known."""

_LONGEST = 90
"""Characters of a salutation at most."""


@dataclass
class Ways:
    """How one office is reached, as far as its lines are read."""

    emails: list[Value[str]] = field(default_factory=list)
    phones: list[Value[str]] = field(default_factory=list)
    fax: list[Value[str]] = field(default_factory=list)
    social: list[Value[str]] = field(default_factory=list)
    form: list[Value[str]] = field(default_factory=list)
    salutations: list[tuple[str, Value[str]]] = field(default_factory=list)


def kind(said: str) -> str:
    """Which key a line begins with; empty where it begins with none."""
    match = _KEY.match(BULLET.sub("", said))
    return next((name for name in _WORDS if match[name]), "") if match else ""


def keyed(said: str) -> tuple[str, str, str]:
    """The key that a line begins with, what is in brackets behind it, and the value."""
    match = _KEY.match(said)
    return (kind(said), match["q"] or "", said[match.end() :].strip()) if match else ("", "", said)


def is_way(said: str) -> bool:
    """Whether a line says how to reach an office or address its holder."""
    return (
        kind(said) not in {"", "none", "postal", "office", "holder"} or bool(EMAIL.search(said)) or is_salutation(said)
    )


def is_salutation(said: str) -> bool:
    """Whether a line says how to begin a letter."""
    return kind(said) == "salutation" or salutes(said)


def pieces(line: Line) -> Iterator[Line]:
    """A line that has several keys, key by key."""
    starts = [match.start() for match in _INNER.finditer(line.text)]
    cuts = [at for at in starts if at] if starts else []
    for start, end in zip([0, *cuts], [*cuts, len(line.text)], strict=True):
        said = line.text[start:end].strip(" |;•·")
        said = said[:-2] if said.endswith((" /", " I")) else said
        if said:
            yield Line(said, line.number, line.page, line.paragraph, line.links, line.big)


def take(ways: Ways, name: str, value: str, line: Line) -> bool:
    """Take what a keyed line, or one with an address of e-mail, says; False where that is nothing."""
    mails = EMAIL.findall(value)
    ways.emails += [Value(one, one, line) for one in mails if one not in {known.value for known in ways.emails}]
    if name in {"phone", "fax", "both"}:
        numbers = [Value(one, one, line) for part in _OR.split(value) for one in map(str.strip, _PHONE.findall(part))]
        ways.phones += numbers if name != "fax" else []
        ways.fax += numbers if name != "phone" else []
    elif name == "social":
        rest = EMAIL.sub("", value)
        ways.social += [Value(one, one, line) for one in _HANDLE.findall(rest) or URL.findall(rest)]
    elif name in {"form", "email"} and not mails:
        found = URL.findall(value) or [link for link in line.links if not link.startswith("mailto:")]
        found = found or ([value] if re.fullmatch(r"[\w.-]+\.\w{2,10}/\S*", value) else [])
        ways.form += [Value(one, one, line) for one in found]
    return bool(name or mails)


def bare(ways: Ways, value: str, line: Line) -> bool:
    """A handle or an address of a page without a key; whether there was one."""
    handles = [Value(one, one, line) for one in _HANDLE.findall(value)]
    forms = [] if handles else [Value(one, one, line) for one in URL.findall(value)]
    ways.social += handles
    ways.form += forms
    return bool(handles or forms)


def salute(ways: Ways, value: str, line: Line, language: str, quality: str) -> None:
    """Each salutation with its language: as stated, as its words tell, else the document's; empty where none tells."""
    given = list(_each(value))
    for part in given:
        stated = re.search(r"\s*\(([^)]*)\)\s*[,:]?\s*$", part)
        said = (part[: stated.start()] if stated else part).strip()
        before = re.match(r"(?:in |en )?(?P<l>\w{4,12})\s*:\s+(?=\S)", said)
        named = tongues.first_named(before["l"]) if before else ""
        said = said[before.end() :] if before and named else said
        own = tongues.first_named(stated.group(1) if stated else quality) or named or tongues.of_salutation(said)
        if said and len(said) <= _LONGEST and not _APART.fullmatch(said):
            ways.salutations.append((own or (language if len(given) == 1 else ""), Value(said, said, line)))


_OTHER = re.compile(r"(?P<first>[^()]+?)\s*\((?P<other>(?P<tongue>\w{4,12})\s?: [^()]+)\)[,:]?")
"""A salutation, and in brackets that of another language: `Dear Minister (French: Madame la Ministre)`."""


def _each(value: str) -> Iterator[str]:
    """Salutations set side by side; `Sir/Madam` is one."""
    if (bracketed := _OTHER.fullmatch(value)) and tongues.first_named(bracketed["tongue"]):
        yield from (bracketed["first"], bracketed["other"])
        return
    for part in re.split(
        r"\s+[/|]\s+|\s*;\s+|[,:]\s*/\s*|\s+(?:or|ou|o|u)\s+(?=[A-ZÀ-Þ¡])|,\s+(?=Dear\b|Estimad|Monsieur|Madame|Señor)",
        value,
    ):
        halves = [half for half in part.split("/") if half.strip()]
        tongue = [tongues.of_salutation(half.strip()) for half in halves]
        if len(halves) > 1 and all(tongue) and len(set(tongue)) == len(tongue):
            yield from halves
        elif part and part.strip():
            yield part
