"""What looks like the name of a person, and what does not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from urgentaction.intake.nations import countries

_LARGE = "".join(filter(str.isupper, map(chr, (*range(0x41, 0x250), *range(0x1E00, 0x1F00)))))
_AL = r"(?:(?:al|el|ul|as|ad|at|an|ar|ash|de|da|do)-|[dDlLN]['’])"
WORD = rf"(?:[{_LARGE}]\.(?:-?[{_LARGE}]\.){{0,3}}|{_AL}?[{_LARGE}][\w’'`ʻ-]{{0,30}})"
OF = r"(?:de la|de los|de las|del|de|da|dos|das|do|bin|bint|ben|ibn|al|el|ul|van den|van der|van|von|der|den|ould|mint|uld|y|e|i|abu|di|du|des|le|la|st\.)"
NAME: Final = re.compile(rf"(?<![\w’'-]){WORD}(?: (?:{OF} )?{WORD}){{1,5}}")
TITLES: Final = {
    **dict.fromkeys(("Mr", "Mr.", "M.", "Sr.", "Sr", "Don", "Monsieur", "Señor"), "m"),
    **dict.fromkeys(
        ("Ms", "Ms.", "Mrs", "Mrs.", "Miss", "Mme", "Mme.", "Mlle", "Madame", "Sra.", "Sra", "Srta.", "Doña", "Señora"),
        "f",
    ),
}
_NOT: Final = frozenset(
    """
    Amnesty Amnistía International Internacional Internationale Human Rights Ministry Minister President Prime Court Tribunal National Nationale
    United Nations European Union Government Republic State States Supreme Central Director Directorate General Attorney Prosecutor Police Prison
    Department Office Street Programme Ministerio Ministro Ministra Presidente Presidenta Corte Nacional Derechos Humanos Fiscal Fiscalía
    República Gobierno Estado Estados Ministère Ministre Président Présidente Cour Droits République Gouvernement Procureur Procureure Monsieur
    Madame Dear Your Excellency Excellence Excelencia Señor Señora Sir Urgent Action Acción Urgente Convention Convenio Convención Pacto Pacte
    Covenant Constitution Constitución Law Ley Loi Declaration Declaración Déclaration University Universidad Université Center Centre Centro
    Asia Europe Africa America North South East West Northern Southern Eastern Western Norte Sur Nord Sud Commission Comisión Committee Comité
    Council Consejo Conseil Parliament Parlement Parlamento Assembly Asamblea Assemblée Appeal Appeals Extradition Report News Yours Sincerely
    Universal Embassy Embajada Ambassade Republics Republican Returns Removals Transfers Forcible French Italian Russian Ukrainian Spanish German
    British Chinese Kazakhstani English Portuguese Arabic Congress Congreso Congrès Senate Senado Sénat High Prisons Prisión Cárcel Penal
    Penitenciaría Penitentiary Hospital Hôpital Station Camp Region Región Région Province Provincia District Distrito Village River Río Mount
    Lake Lago Lac Party Partido Parti Movement Movimiento Mouvement Association Asociación Organization Organisation Organización Network Red
    Réseau Syndicat Sindicato Front Frente Army Ejército Armée Force Forces Fuerzas Guard Guardia Garde Unit Unidad Bureau Act Code Código
    Criminal Article Artículo Protocol Protocolo Special Rapporteur Agency Agencia Agence Company Compañía Corporation Church Iglesia Église
    School Escuela Colegio École College Institute Instituto Institut Foundation Fundación Fondation Day Día Journée World Mundial Community
    Comunidad Communauté City Ciudad Ville Calle Avenida Avenue Rue Road Square Place Plaza Bridge Puente Pont Island Islands Isla Île Valley Valle
    Vallée Bay Bahía Baie Port Puerto Harbour Market Mercado Marché Coast Costa Côte Hall House Palace Palacio Palais Radio Television
    Federation Federación Fédération Confederation Front Coalition Alliance Alianza Colectivo Collectif Workers Trabajadores Travailleurs
    Security Seguridad Sécurité Justice Justicia Interior Intérieur Defence Defensa Défense Affairs Asuntos Affaires Health Salud Santé
    Playa Loma Cerro Monte Montaña Pueblo Aldea Barrio Colonia Bosque Laguna Ciénaga Quebrada Selva Mont Colline Forêt Plaine Plage Rivière Fleuve
    Hill Hills Beach Creek Forest Mountain Mountains Fort Upper Lower Haut Bas Nueva Nuevo Gran Grand Grande
    """.split()  # noqa: SIM905  # as people read them
)
_BEGINS: Final = frozenset(
    """
    January February March April May June July August September October November December Monday Tuesday Wednesday Thursday Friday Saturday
    Sunday The On In He She They It His Her Their We I This That These Those As At By For From If When Since After Before While During
    Although According Both Some Many All Please Name Names
    Le La Les Un Une Il Elle Ils Elles On Selon Lors Dans Pour Depuis Après Avant Quand Si Son Sa Ses Leur Leurs Ce Cette Ces En Au Aux Par
    Sur Nous Je Vous Deux Trois Plusieurs Plus
    El Los Las Una Según Al Tras Desde Después Cuando Su Sus Este Esta Estos Estas Para Por Con Ha Han Fue Dos Tres Varios Nombre Nombres
    """.split()  # noqa: SIM905  # as people read them
)
_ITS = re.compile(r"[’']s?$")


def plain_names(said: str) -> Iterator[str]:
    """What looks like a person's name: not an office, a country, or a body."""
    for match in NAME.finditer(said):
        words = [_ITS.sub("", word) for word in match.group().split()]
        while words and (words[0] in _NOT or words[0] in _BEGINS or words[0] in TITLES):
            words.pop(0)
        name = " ".join(words)
        if (
            len(words) > 1
            and not (_NOT | _BEGINS).intersection(words)
            and not any(countries(name))
            and not name.isupper()
        ):
            yield name


def is_other(said: str) -> bool:
    """Whether a text has a word that no person's name has."""
    return bool(_NOT.intersection(re.findall(r"[^\W\d_]+", said)))


def common_aside(words: Mapping[str, int], name: str) -> str:
    """A name without what begins its sentence: a word that the document has small as well."""
    first, _, rest = name.partition(" ")
    return rest if " " in rest and first[:1].isupper() and words.get(first.casefold()) else name
