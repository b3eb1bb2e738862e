"""What people call the columns of a sheet, in English, French, German and Spanish."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

FIELDS: Mapping[str, str] = {
    "name": (
        "full name|your name|names|nom complet|nom et prenom|nom et prenoms|prenom et nom|prenoms et nom"
        "|nom prenom|prenom nom|vor und nachname|vorname und nachname|vorname nachname|vorname name"
        "|name vorname|vollstandiger name|voller name|nombre completo|nombre y apellido|nombre y apellidos"
        "|apellidos y nombre"
    ),
    "given": (
        "first name|firstname|given name|given names|forename|forenames|prenom|prenoms|vorname|vornamen|nombre de pila"
    ),
    "surname": (
        "last name|lastname|surname|family name|nom de famille|nachname|familienname|zuname|apellido"
        "|apellidos|primer apellido"
    ),
    "surname2": "second surname|segundo apellido",
    "email": (
        "email|e mail|mail|email address|e mail address|your email|adresse email|adresse e mail|adresse mail"
        "|adresse electronique|adresse courriel|courriel|mel|emailadresse|mailadresse|email adresse"
        "|e mail adresse|correo|correo electronico|direccion de correo|direccion de correo electronico"
        "|direccion de email"
    ),
    "street": (
        "street|street address|address|address line 1|address 1|postal address|adresse|adresse postale"
        "|adresse 1|rue|voie|rue et numero|numero et rue|n et rue|strasse|strasse und hausnummer"
        "|strasse hausnummer|strasse und nr|strasse nr|anschrift|calle|calle y numero|direccion"
        "|direccion postal|domicilio"
    ),
    "street2": (
        "address line 2|address 2|complement d adresse|complement|adresse 2|adresszusatz|complemento de direccion"
    ),
    "postcode": (
        "postcode|post code|postal code|zip|zip code|zipcode|code postal|cp|c p|plz|postleitzahl|codigo postal"
    ),
    "city": (
        "city|town|city town|town city|ville|commune|localite|ort|stadt|wohnort|ciudad|localidad|poblacion|municipio"
    ),
    "place": (
        "code postal et ville|code postal ville|cp et ville|cp ville|postcode and city|postcode and town|postcode city"
        "|zip city|plz ort|plz und ort|plz stadt|codigo postal y ciudad|cp y ciudad|cp ciudad"
    ),
    "country": "country|pays|land|staat|pais",
    "language": "language|lang|langue|sprache|idioma|lengua",
    "pronouns": "pronouns|pronoun|pronom|pronoms|pronomen|pronombre|pronombres",
    "about": "about|about me|about you|who i am|a propos|a propos de moi|qui je suis|uber mich|ueber mich|sobre mi",
    "message": (
        "message|own words|my own words|my words|your words|message personnel|mots personnels|mes mots"
        "|mes propres mots|nachricht|botschaft|eigene worte|mensaje|mensaje personal|mis palabras"
    ),
    "consent": (
        "consent|consent date|date of consent|consented on|agreed|agreed on|signed on|date signed"
        "|signature date|date of signature|i agree|consentement|date du consentement|date de consentement"
        "|accord|d accord|date d accord|date de l accord|j accepte|signe le|date de signature"
        "|date de la signature|einwilligung|datum der einwilligung|einwilligung am|einwilligungsdatum"
        "|zustimmung|einverstanden|unterschrieben am|datum der unterschrift|consentimiento"
        "|fecha de consentimiento|fecha del consentimiento|acuerdo|de acuerdo|acepto|firmado el"
        "|fecha de firma"
    ),
    "day": "date|day|timestamp|jour|horodateur|datum|tag|zeitstempel|fecha|dia|marca temporal",
    "case": "case|case id|urgent action|cas|affaire|action urgente|fall|caso|accion urgente",
    "privacy": "privacy|confidentialite|vie privee|datenschutz|privatsphare|privacidad|confidencialidad",
    "id": "id|signer id|identifier|identifiant|kennung|identificador",
}
"""Our field → its names as `plain` writes them.

A comment column is nobody's message: it may be a note among volunteers.
"""

EITHER = frozenset({"name", "nom", "nombre"})
"""The whole name where it stands alone; beside a given name the surname, beside a surname the given name."""


_WORD = re.compile(r"[^\W_]+")
_BRACKETS = re.compile(r"\([^)]*\)")


def plain(text: str) -> str:
    """A column name without accents, case, brackets and punctuation: `Code-postal * (obligatoire)` → `code postal`."""
    letters = text.casefold()
    if not letters.isascii():
        decomposed = unicodedata.normalize("NFKD", letters)
        letters = "".join([char for char in decomposed if not unicodedata.combining(char)])
    return " ".join(_WORD.findall(_BRACKETS.sub(" ", letters) if "(" in letters else letters))


@cache
def known() -> Mapping[str, str]:
    """Every name → our field, for those that always mean the same."""
    return {name: field for field, names in FIELDS.items() for name in names.split("|")}


def is_known(text: str) -> bool:
    """Whether a cell could be the name of one of our columns."""
    name = plain(text)
    return name in EITHER or name in known()
