"""The labels of actions in English, French and Spanish, and the parts of a document that they begin.

A label is told by its letters alone: case, accents and what a scanner takes for a letter do not count.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from urgentaction.intake.lines import BULLET, Line

PHRASES: Final[Mapping[str, Sequence[str]]] = {
    "title": (
        *(
            "urgent action title",
            "title",
            "titre de l'action urgente",
            "titre",
            "título de la acción urgente",
            "título",
        ),
    ),
    "issued": (
        *("publication date", "date of publication", "issue date", "date issued", "date de publication", "fecha"),
        *("fecha de publicación", "date", "date d'émission", "fecha de emisión"),
    ),
    "number": (
        *("urgent action type and number", "type et numéro de l'action urgente", "urgent action number"),
        *("tipo y número de la acción urgente", "tipo y número de acción urgente", "type et numéro d'action urgente"),
        *("numéro de l'action urgente", "número de acción urgente", "número de la acción urgente"),
    ),
    "index": (
        *("index number", "ai index", "numéro d'index", "numéro de l'index", "número de índice", "índice ai"),
        *("index ai", "numéro index", "index", "índice"),
    ),
    "summary": (
        *("urgent action summary", "summary", "résumé de l'action urgente", "résumé", "resumen"),
        *("resumen de la acción urgente",),
    ),
    "letter": (
        *(
            "urgent action letter",
            "model letter",
            "sample letter",
            "lettre de l'action urgente",
            "lettre type",
            "passez à l'action…",
        ),
        *("write a letter…", "actúen: redacten…", "envoyez un appel…", "actúa: redacta…"),
        *("modèle de lettre", "carta de la acción urgente", "carta modelo", "modelo de carta", "lettre modèle"),
        *("take action: write an appeal…", "write an appeal in your own words…", "texto de la carta"),
        *("passez à l'action : écrivez…", "passez à l'action: écrivez…", "actúen: redacten…", "actúa: escribe…"),
        *("actúen: escriban…", "write in your own words…", "écrivez avec vos propres mots…", "agissez : écrivez…"),
        *("rédigez un appel…", "escriban un llamamiento…", "redacten un llamamiento…", "pasa a la acción: escribe…"),
        *("utilisez vos propres mots ou…", "escriba un llamamiento…", "escribe un llamamiento…"),
    ),
    "ask": (
        *("recommended action", "recommended actions", "action recommandée", "actions recommandées", "what you can do"),
        *("acción recomendada", "acciones recomendadas", "please write immediately…", "please write…", "que faire"),
        *("please send appeals to arrive as quickly as possible…", "please send appeals immediately…"),
        *("write immediately…", "escriban inmediatamente…", "escriba inmediatamente…", "écrivez immédiatement…"),
        *("veuillez écrire…", "merci d'écrire…", "prière d'écrire…", "dans les appels que vous ferez…"),
        *("envíen llamamientos lo antes posible…", "sírvanse escribir…", "escriban de inmediato…", "qué pueden hacer"),
        *("les appels…doivent", "envoyez des appels…", "dans vos appels…", "demandas", "demands", "demandes"),
        *("por favor, escriban…", "rogamos escriban…", "por favor escriban…"),
    ),
    "targets": (
        *("appeals to", "please send appeals before…", "send appeals before…", "target's contact details…"),
        *("please send your appeals before…", "please send appeals by…", "send appeals to", "please send appeals to"),
        *("coordonnées de la cible…", "coordonnées du destinataire…", "coordonnées des destinataires…", "write to"),
        *("datos de contacto del destinatario…", "datos de contacto de los destinatarios…", "appels à", "envíen a"),
        *("envíen llamamientos, antes…", "envíen sus llamamientos, antes…", "envoyez vos appels, avant…"),
        *("datos de contacto de la autoridad…", "envoyez vos appels avant…", "envíen llamamientos a", "destinatarios"),
        *("vos appels avant le…", "merci d'envoyer vos appels avant…", "veuillez envoyer vos appels avant…"),
        *("envoyez vos appels à", "envíen sus llamamientos antes…", "envíen llamamientos antes…", "appels aux"),
        *("envíen los llamamientos antes…", "llamamientos a", "destinataires", "destinataire", "destinatario"),
        *("target's contact details", "target", "targets", "send to", "prière d'envoyer vos appels avant…"),
        *("escriban, antes del…", "escriban antes del…", "écrivez à", "escriban a", "contact details of target…"),
    ),
    "copies": (
        *("copies to", "and copies to", "copy to", "and copy to", "copies à", "copie à", "et copies à", "copias a"),
        *("copia a", "y copias a", "y copia a", "with copies to", "avec copies à", "con copia a", "con copias a"),
        *("et copie à", "copies", "copias", "veuillez également envoyer des copies à"),
    ),
    "diplomatic": (
        *("also send copies to diplomatic representatives…", "and to diplomatic representatives…"),
        *("copies to diplomatic representatives…", "and copies to diplomatic representatives…"),
        *("also send copies to the diplomatic…", "please also send copies to diplomatic…"),
        *("copies aux représentants diplomatiques…", "et aux représentants diplomatiques…"),
        *("veuillez également adresser des copies aux représentants diplomatiques…", "veuillez également adresser…"),
        *("envoyez également des copies aux représentants diplomatiques…", "envoyez aussi des copies…"),
        *("envíen también copias a la representación diplomática…", "y a la representación diplomática…"),
        *("envíen también copia a los representantes diplomáticos…", "envíen también copias…"),
        *("copias a la representación diplomática…", "también envíen copias…", "y a los representantes diplomáticos…"),
        *("please send copies to diplomatic…", "adressez aussi des copies…", "adressez également des copies…"),
    ),
    "languages": (
        *("preferred language to address target", "preferred language", "preferred languages", "idioma preferente"),
        *(
            "langue préférée pour écrire au destinataire",
            "langue préférée",
            "langue de préférence",
            "langue à utiliser",
        ),
        *("langues préférées", "idioma preferido para dirigirse al destinatario", "idioma preferido", "langues"),
        *("preferred language to address target(s)", "langue privilégiée…", "idioma de preferencia", "idiomas"),
        *("pueden escribir llamamientos en", "puede escribir en", "langue(s) à privilégier…", "langues à privilégier…"),
        *("langue à privilégier…", "idioma(s) preferido(s)…", "pueden escribir en"),
        *("langue(s) préférée(s)…", "langues privilégiées…", "idioma preferente…", "idiomas preferidos…"),
        *("idioma preferido para…", "langue préférée pour…", "preferred language to…", "idioma para…"),
    ),
    "deadline": (
        *("appeal deadline notice", "appeal deadline", "deadline", "date limite", "date limite d'envoi des appels"),
        *("fecha límite", "fecha límite de los llamamientos", "plazo", "please take action as soon as possible until…"),
        *("and please take action as soon as possible until…", "merci d'agir dès que possible avant le…"),
        *("veuillez agir dès que possible…", "actúen lo antes posible…", "avis de date limite…", "aviso de fecha…"),
        *(
            "merci d'agir dans les plus brefs délais…",
            "merci d'agir dès que possible…",
            "date limite pour…",
            "date limite des appels",
            "merci d'agir…",
        ),
        *("actúen lo antes posible, y no más tarde del…", "actúen antes…"),
        *("fecha límite para…", "fecha límite de…", "plazo para…", "merci d'agir jusqu'au…", "agissez dès que…"),
        *("plazo de envío…", "take action as soon as possible…", "actúen cuanto antes…", "actúe lo antes posible…"),
    ),
    "previous": (
        *("link to previous ua", "link to previous urgent action", "lien vers l'au précédente", "previous ua"),
        *("lien vers l'action urgente précédente", "enlace a la au anterior", "enlace a la acción urgente anterior"),
        *("lien vers la précédente action urgente", "previous urgent action", "lien vers la précédente au"),
        *("lien vers l'ua précédente", "enlace a la ua anterior", "more information", "further information"),
    ),
    "background": (
        *("background information…words and relevant links", "background information", "additional information"),
        *("background", "complément d'information", "informations complémentaires", "información complementaria"),
        *("información adicional", "contexte", "informations générales", "información general", "antecedentes"),
        *("background information (…", "complément d'information (…", "información complementaria (…"),
        *("informations complémentaires (…", "información adicional (…", "compléments d'information"),
    ),
    "name": (
        *("name", "names", "name(s)", "name and pronoun", "name and preferred pronoun", "nom", "noms", "nom et pronom"),
        *("nombre", "nombres", "nombre y pronombre", "nombre y pronombre preferido", "nom et pronom préféré"),
        *("nom(s)", "nombre(s)", "nombre y pronombres", "name and pronouns", "noms et pronoms", "nom et pronoms"),
        *("prénom, nom et pronom…", "nom et pronom…", "nombre y género…", "nombre y pronombre…", "name and preferred…"),
        *("names and pronouns", "names and preferred pronouns", "nom(s) et pronom(s)", "nombres y pronombres"),
    ),
    "gender": (
        *(
            "gender m/f",
            "gender",
            "genre",
            "sexe",
            "sexo",
            "género",
            "género m/f",
            "genre h/f",
            "sexe h/f",
            "genre f/h",
        ),
        *(
            "género h/m",
            "género m/h",
            "genre m/f",
            "sexe f/h",
            "sexo m/f",
            "sexo h/m",
            "hombre/mujer",
            "homme/femme",
            "h/f",
            "mujer/hombre",
            "femme/homme",
            "f/h",
            "h/m",
            "género f/m",
            "gender f/m",
        ),
    ),
    "elsewhere": (
        *("more urgent actions", "related actions", "related", "latest actions", "últimas acciones", "más acciones"),
        *("dernières actions", "autres actions", "autres actions urgentes", "à lire aussi", "acciones relacionadas"),
        *("share this", "partager", "compartir", "see also", "voir aussi"),
    ),
    "report": (
        *("report back", "how to report back", "let us know", "tell us", "dites-nous", "cuéntennos", "rendez compte"),
        *("let us know if you took action", "reporting back", "rendre compte", "informez-nous", "infórmennos"),
        *("comuniquen sus acciones", "comment rendre compte", "cómo informar", "report your actions…"),
    ),
}

_SHORT = frozenset(
    {"title", "date", "index", "name", "names", "nom", "noms", "nombre", "titre", "titulo", "fecha", "copies"}
)
_LIKE = {"0": "o", "1": "i", "l": "i", "|": "i", "5": "s", "’": "'", "‘": "'", "8": "b", "!": "i"}


def fold(text: str) -> str:
    """A text as labels are compared: as many characters, small, without accents, and without a scanner's errors."""
    return "".join(_folded(character) for character in text)


def _folded(character: str) -> str:
    plain = unicodedata.normalize("NFD", character)[:1].casefold()[:1] or character
    return _LIKE.get(plain, plain)


@dataclass(frozen=True)
class Label:
    """A label as it is compared; `open`: more words follow up to a colon or the end of its lines."""

    part: str
    text: str
    open: bool


def _labels() -> tuple[Label, ...]:
    made = [
        Label(part, fold(phrase.partition("…")[0]).rstrip(), "…" in phrase)
        for part, phrases in PHRASES.items()
        for phrase in phrases
    ]
    return tuple(sorted(made, key=lambda label: -len(label.text)))


LABELS: Final = _labels()
_AFTER = re.compile(r"\s*(?:\([^)]*\)\s*)?(?:[:–—]|$|\t)\s*|\s+-\s+")


@dataclass(frozen=True)
class Part:
    """What a label begins: the label's line, the words after it there, the lines below up to the next label."""

    name: str
    label: str
    head: Line
    rest: str
    lines: tuple[Line, ...] = ()

    @property
    def all(self) -> list[Line]:
        """The words on the label's line and the lines below it."""
        first = [Line(self.rest, self.head.number, self.head.page, self.head.paragraph, self.head.links)]
        return [*(first if self.rest else []), *self.lines]


SMALL: Final = frozenset({"index", "number", "issued", "title", "deadline", "languages", "name", "gender", "previous"})
"""Labels of one value: what stands below it, in another paragraph, is no part of them."""


def match(line: Line) -> tuple[Label, int] | None:
    """The label that a line begins with, and where what follows it begins; -1 where the label runs on."""
    mark = BULLET.match(line.text)
    start = mark.end() if mark else 0
    folded = fold(line.text[start:])
    for label in LABELS:
        if not folded.startswith(label.text):
            continue
        at = start + len(label.text)
        if label.open:
            return label, _opened(line.text, at)
        after = _AFTER.match(line.text, at)
        if (
            after
            and (after.group().strip() or after.end() == len(line.text))
            and not _is_prose(line, label, after.end())
        ):
            return label, after.end()
    return None


def _is_prose(line: Line, label: Label, end: int) -> bool:
    """Whether a short word stands alone that could be the end of a sentence above."""
    return label.text in _SHORT and end == len(line.text) and line.text[:1].islower()


def _opened(text: str, at: int) -> int:
    colon = text.find(":", at)
    return colon + 1 if colon >= 0 else -1


def parts(lines: Sequence[Line]) -> tuple[list[Line], list[Part]]:
    """What stands before the first label, and the parts that labels begin."""
    before: list[Line] = []
    made: list[Part] = []
    index = 0
    while index < len(lines):
        line = lines[index]
        found = match(line)
        index += 1
        if found is None:
            _last_takes(made, before, line)
            continue
        label, at = found
        at = -1 if label.open and label.part == "letter" else at
        text = line.text
        while (
            at < 0 and index < len(lines) and lines[index].paragraph == line.paragraph and _runs_on(text, lines[index])
        ):
            text = f"{text} {lines[index].text}"
            at = _opened(text, len(text) - len(lines[index].text))
            index += 1
        rest = text[at:].strip() if at >= 0 else ""
        made.append(Part(label.part, text[:at].strip() if at >= 0 else text, line, rest))
    return before, made


def _runs_on(text: str, line: Line) -> bool:
    """Whether a label goes on in the next line: in capitals like it, or as a sentence that has not ended."""
    if text.rstrip().endswith((".", ":")) or match(line) or line.is_item:
        return False
    return line.text == line.text.upper() or ":" in line.text or text != text.upper()


def _last_takes(made: list[Part], before: list[Line], line: Line) -> None:
    if not made:
        before.append(line)
        return
    last = made[-1]
    if last.name in SMALL and last.all and line.paragraph != last.all[-1].paragraph:
        large = next((part for part in reversed(made) if part.name not in SMALL), None)
        if large is None:
            before.append(line)
            return
        last = Part("rest", "", line, "")
        made.append(last)
    made[-1] = Part(last.name, last.label, last.head, last.rest, (*last.lines, line))
