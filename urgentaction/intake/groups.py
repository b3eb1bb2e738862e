"""Groups without names: so many people of a kind, a community, the families of a place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from urgentaction.intake.found import Person, Sure, Value
from urgentaction.intake.lines import Document, Line, paragraphs

_COUNT = (
    r"(?:\d{1,3}(?:[.,\u00a0 ]\d{3})?|about|around|approximately|at least|some|over|more than|up to|nearly|almost|hundreds of|dozens of|thousands of"
    r"|environ|au moins|près de|quelque|plus de|des dizaines de|des centaines de|une (?:dizaine|vingtaine|trentaine|quarantaine|cinquantaine|centaine) de"
    r"|unos|unas|al menos|más de|cerca de|alrededor de|aproximadamente|decenas de|cientos de|centenares de|several|plusieurs|varios|varias|two|three"
    r"|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|twenty|thirty|forty|fifty|sixty|deux|trois|quatre|cinq|sept"
    r"|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingt|trente|quarante|cinquante|soixante|dos|tres|cuatro|cinco|seis|siete|ocho|nueve"
    r"|diez|once|doce|trece|catorce|quince|veinte|treinta|cuarenta|cincuenta)"
)
_KIND = (
    r"(?:people|persons|individuals|families|households|villagers|residents|inhabitants|students|pupils|schoolgirls|activists|workers|prisoners|inmates|women|men|children"
    r"|girls|boys|minors|neighbou?rs|relatives|colleagues|detainees|refugees|migrants|members|asylum[- ]seekers|protesters|demonstrators|journalists|lawyers|teachers|miners|farmers|peasants|fishermen"
    r"|fishers|monks|nuns|nationals|protestors|defenders|leaders|youths|employees|evictees|tenants|traders|nurses|doctors|trade unionists|sailors"
    r"|personnes|familles|foyers|ménages|villageois|villageoises|habitants|habitantes|étudiants|étudiantes|élèves|militants|militantes|travailleurs|travailleuses"
    r"|femmes|hommes|enfants|filles|mineurs|mineures|détenus|détenues|prisonniers|prisonnières|réfugiés|migrants|membres|demandeurs|demandeuses|manifestants|journalistes"
    r"|avocats|enseignants|enseignantes|paysans|paysannes|pêcheurs|moines|ressortissants|ouvriers|ouvrières|locataires|syndicalistes|bergers"
    r"|personas|familias|hogares|vecinos|vecinas|habitantes|estudiantes|alumnas|activistas|trabajadores|trabajadoras|mujeres|hombres|niños|niñas|menores|presos|presas"
    r"|detenidos|detenidas|refugiados|migrantes|miembros|campesinos|campesinas|pescadores|solicitantes|manifestantes|periodistas|abogados|mineros|jornaleros|jornaleras"
    r"|maestros|maestras|docentes|integrantes|pobladores|comuneros)"
)
_OF = r"(?: ?(?:of|from|in|at|de|du|des|del|d['’]) ?(?:(?:the|la|las|los|les|le|l['’]) ?)?[\w’-]{2,30}(?-i:(?: [A-ZÀ-Ý][\w’-]{1,30}){0,3}))"
_ADJECTIVE = (
    r"(?:campesin[ao]s|indígenas|afrodescendientes|desplazad[ao]s|rurales|rom[ai]?s?|gitan[ao]s|autochtones|paysannes?|déplacé(?:e?s)|indigènes|nomades|kurdes|tibétain(?:e?s)"
    r"|haïtien(?:ne)?s|haitian[ao]s|pesquer[ao]s|mapuches|mayas|garífunas)"
)
_ACTORS: Final = re.compile(
    r"\b(?:armed|masked|hooded|unidentified|unknown|plain-?clothes|plainclothes|uniformed|police|security|officers|soldiers|armés|armées|cagoulés|masqués|inconnus"
    r"|armados|encapuchados|desconocidos|enmascarados|policías|soldados|agentes|policiers|gendarmes|suspected)\b",
    re.IGNORECASE,
)
"""Words of people who do something to others."""

_GROUP: Final = re.compile(
    rf"\b(?:family|famille|familia) (?:of|de) {_COUNT}\b|\b{_COUNT} (?:of|de) (?:his|her|their|ses|leurs|sus) {_KIND}\b|\b{_COUNT}(?: \d{{1,4}})?(?: [a-zà-ÿ-]{{2,20}}){{0,2}}? {_KIND}(?: d['’][\w-]{{2,20}})?\b(?: {_ADJECTIVE}\b){{0,2}}{_OF}{{0,2}}",
    re.IGNORECASE,
)
_NAMED: Final = re.compile(
    r"\b(?:(?:the|la|les|los|las|el|le) )?(?:(?:members|membres|miembros|families|familles|familias|residents|habitants|habitantes|inhabitants|villagers|people"
    r"|leaders|integrantes) (?:of|de|du|des|del|d['’]) ?(?:the |la |las |los |les |l['’])?)?"
    r"(?:(?:indigenous|peasant|fishing|communauté|comunidad|community|peace|Indigenous|pueblo|peuple|village|camp|neighbourhood|quartier|barrio) )"
    r"(?:community |village |camp |autochtone |indígena |campesina |de paz )?(?:(?:of|de|du|des|del|d['’]) ?(?:la |las |los |les |l['’])?)?[A-ZÀ-Ý][\w’'-]+"
    r"(?: (?:(?:of|de|du|des|del|la|los|las|les|el|al) ){0,2}[A-ZÀ-Ý][\w’'-]+){0,4}"
)
_BEGINS: Final = re.compile(
    rf"(?:{_COUNT}\b|(?:and |et |y )?(?:the |les |los |las |a |an |une? |la |el |le )?(?:others? |autres |otr[oa]s |[a-z]+ )?(?:members|integrantes|family|famille|familia|community|communities|group|families|residents|villagers|people|communauté|groupe|familles"
    r"|habitants|membres|villageois|comunidad|grupo|familias|habitantes|miembros|vecinos|pobladores|indigenous|inhabitants|detainees|prisoners|students|refugees)\b|(?:and |et |y )?(?:at least )?(?:\w+ )?(?:others|autres|otr[oa]s)\b)",
    re.IGNORECASE,
)
"""How a line of the head, or behind a label of names, begins that names a group."""


_PLACE = re.compile(
    r"(?:(?:the|la|les|los|las|el|le) )?(?:village|camp|neighbourhood|quartier|barrio|pueblo (?:de|of))\b",
    re.IGNORECASE,
)
_IN = re.compile(r"\b(?:in|at|near|to|from|en|dans|à|au|a|vers|desde|hacia) $", re.IGNORECASE)


def is_group(said: str) -> bool:
    """Whether a text names a group rather than a person."""
    is_small = said[:1].islower() and not re.match(r"(?:al|el|de|van|von|bin|da|d)[-’' ]", said)
    return is_small or begins(said)


def begins(said: str) -> bool:
    """Whether a text begins as the name of a group does: so many, members, the family, others."""
    return bool(_BEGINS.match(said))


def first(document: Document, lines: Sequence[Line]) -> Iterator[Person]:
    """The group that these lines speak of first; one at most."""
    for rows in paragraphs(lines):
        said = document.joined(rows)
        found = sorted([*_GROUP.finditer(said), *_NAMED.finditer(said)], key=lambda one: (one.start(), -one.end()))
        for match in found:
            is_place = _PLACE.match(match.group()) or (
                _IN.search(said[: match.start()][-12:]) and not match.group().casefold().startswith("famil")
            )
            if not is_place and not _ACTORS.search(match.group()):
                line = next((row for row in rows if match.group().split()[0] in row.text), rows[0])
                yield group(match.group().strip(), line, Sure.PERHAPS)
                return


def beside(document: Document, lines: Sequence[Line], names: Sequence[str]) -> Iterator[Person]:
    """Groups that are named in one breath with somebody: as a sentence begins: `Ana Paz, a nurse, and twenty of her neighbours`."""
    for rows in paragraphs(lines):
        said = document.joined(rows)
        some = "|".join(map(re.escape, names))
        for match in re.finditer(rf"(?:^|(?<=[.!?…] ))(?:(?:{some}), )*(?:{some}){_WITH}", said) if some else ():
            if (found := _GROUP.match(said, match.end())) and not _ACTORS.search(found.group()):
                line = next((row for row in rows if found.group().split()[0] in row.text), rows[0])
                yield group(found.group().strip(), line, Sure.PERHAPS)
                return


_WITH = r"(?:, [^,.;]{3,40},)? (?:and|et|y) "
"""What stands between a name and a group."""


def group(said: str, line: Line, sure: Sure = Sure.LABEL) -> Person:
    """A group under this name."""
    return Person(name=Value(said, said, line, sure), gender="x", many=True, unnamed=True)
