"""Records of the French directory in every documented shape, and a directory on this machine; all values invented."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import parse_qs, urlsplit

from support.web import Asked, Reply, Web

LISTS = ("pivot", "adresse", "telephone", "telecopie", "formulaire_contact", "affectation_personne", "site_internet")

COURT_ID = "9a7d3c1e-0001-4000-8000-000000000001"
PREFECTURE_ID = "9a7d3c1e-0002-4000-8000-000000000002"
EMBASSY_ID = "9a7d3c1e-0003-4000-8000-000000000003"
MINISTRY_ID = "9a7d3c1e-0004-4000-8000-000000000004"


def address(**parts: str) -> dict[str, str]:
    """An address with every key that the directory gives."""
    return {
        "type_adresse": "Adresse",
        "complement1": "",
        "complement2": "",
        "numero_voie": "1 place de l'Exemple",
        "service_distribution": "",
        "code_postal": "01234",
        "nom_commune": "Exempleville",
        "pays": "",
        "continent": "",
        "longitude": "5.1",
        "latitude": "45.1",
        "accessibilite": "ACC",
        "note_accessibilite": "",
        **parts,
    }


def head(duty: str, civility: str = "Mme", first: str = "Ada", last: str = "EXEMPLE") -> dict[str, Any]:
    """Who holds an office, with the decree that says so."""
    person = {
        "nom": last,
        "prenom": first,
        "civilite": civility,
        "grade": "",
        "texte_reference": [{"libelle": "JORF n°0001 du 1er janvier 2026", "valeur": "https://legifrance.example/1"}],
        "adresse_courriel": [],
    }
    return {"fonction": duty, "telephone": "", "personne": person}


def record(**fields: Any) -> dict[str, Any]:
    """A court of appeal as the bulk file has it: real lists."""
    return {
        "id": COURT_ID,
        "nom": "Cour d'appel d'Exempleville",
        "sigle": None,
        "categorie": "SL",
        "type_organisme": "Juridiction",
        "pivot": [{"type_service_local": "cour_appel", "code_insee_commune": ["01999"]}],
        "code_insee_commune": "01999",
        "adresse": [address()],
        "telephone": [{"valeur": "01 02 03 04 05", "description": ""}],
        "telecopie": [],
        "adresse_courriel": [],
        "site_internet": [{"libelle": "", "valeur": "https://exempleville.example"}],
        "formulaire_contact": [],
        "affectation_personne": [],
        "hierarchie": [],
        "mission": None,
        "siret": None,
        "statut_de_diffusion": "true",
        "date_modification": "08/03/2026 14:14:36",
        "url_service_public": "https://lannuaire.service-public.gouv.fr/example/cour-d-appel",
        **fields,
    }


def prefecture(**fields: Any) -> dict[str, Any]:
    own = {
        "id": PREFECTURE_ID,
        "nom": "Préfecture de l'Exemple",
        "type_organisme": "Préfecture, sous-préfecture",
        "pivot": [{"type_service_local": "prefecture", "code_insee_commune": ["01999"]}],
        "adresse_courriel": ["prefecture@exemple.example.org"],
        "affectation_personne": [head("Préfète")],
        "url_service_public": "https://lannuaire.service-public.gouv.fr/example/prefecture",
    }
    return record(**{**own, **fields})


def embassy(**fields: Any) -> dict[str, Any]:
    own = {
        "id": EMBASSY_ID,
        "nom": "Ambassade de France au Kazakhstan",
        "categorie": "SI",
        "type_organisme": "Ambassade ou mission diplomatique",
        "pivot": [],
        "code_insee_commune": None,
        "adresse": [address(code_postal="", nom_commune="Astana", pays="Kazakhstan")],
        "url_service_public": "https://lannuaire.service-public.gouv.fr/ambassades/example",
    }
    return record(**{**own, **fields})


def ministry(**fields: Any) -> dict[str, Any]:
    own = {
        "id": MINISTRY_ID,
        "nom": "Ministère de l'Exemple",
        "categorie": "SI",
        "type_organisme": "Administration centrale (ou Ministère)",
        "pivot": None,
        "adresse": [address(nom_commune="Paris Cedex 07", code_postal="75700")],
        "url_service_public": "https://lannuaire.service-public.gouv.fr/gouvernement/example",
    }
    return record(**{**own, **fields})


def as_answered(raw: dict[str, Any]) -> dict[str, Any]:
    """The same record as the interface answers: lists as JSON texts, the first e-mail as a plain text or null."""
    emails = raw.get("adresse_courriel")
    texts = {key: json.dumps(raw[key], ensure_ascii=False) for key in LISTS if isinstance(raw.get(key), list)}
    mail = (emails[0] if emails else None) if isinstance(emails, list) else emails
    return {**raw, **texts, "adresse_courriel": mail}


def as_cells(raw: dict[str, Any]) -> dict[str, str]:
    """The same record as a row of the CSV export: texts only, nothing is an empty cell."""
    return {key: "" if value is None else str(value) for key, value in as_answered(raw).items()}


class Directory:
    """The interface with these records: pages, its cap, and the conditions that we ask; `then` are its next answers."""

    def __init__(self, *records: dict[str, Any]) -> None:
        self.records = list(records)
        self.total: int | None = None
        self._found: dict[str, list[dict[str, Any]]] = {}
        self.next: list[Reply | Callable[[Asked], Reply]] = []
        self.web = Web(self._reply)

    @property
    def url(self) -> str:
        return f"{self.web.url}/api/explore/v2.1/catalog/datasets/api-lannuaire-administration"

    @property
    def asked(self) -> list[dict[str, str]]:
        """The questions, each by its parameters."""
        return [{key: found[0] for key, found in self._parts(one).items()} for one in self.web.asked]

    def then(self, *replies: Reply) -> None:
        self.next += replies

    def close(self) -> None:
        self.web.close()

    @staticmethod
    def _parts(asked: Asked) -> dict[str, list[str]]:
        return parse_qs(urlsplit(asked.target).query)

    def _reply(self, asked: Asked) -> Reply:
        if self.next:
            step = self.next.pop(0)
            return step if isinstance(step, Reply) else step(asked)
        parts = self._parts(asked)
        limit, offset = int(parts["limit"][0]), int(parts["offset"][0])
        if not 1 <= limit <= 100 or offset + limit > 10_000:
            return answer({"error_code": "InvalidRESTParameterError", "message": "Invalid value for limit"}, 400)
        fields = parts["select"][0].split(",")
        where = parts["where"][0]
        if where not in self._found or len(self.records) < 1000:  # the test of ten thousand looks once
            meeting = (one for one in self.records if meets(one, where))
            self._found[where] = sorted(meeting, key=lambda one: str(one["id"]))
        found = self._found[where]
        page = [{key: as_answered(one).get(key) for key in fields} for one in found[offset : offset + limit]]
        return answer({"total_count": self.total or len(found), "results": page})


def answer(body: Any, status: int = 200, **headers: str) -> Reply:
    return Reply(status, json.dumps(body, ensure_ascii=False).encode(), {"Content-Type": "application/json", **headers})


def meets(raw: dict[str, Any], where: str) -> bool:
    """The conditions that we ask, as Explore v2.1 takes them; any other is a fault of ours."""
    if found := re.fullmatch(r'pivot LIKE "(\w+)"', where):
        return found[1] in json.dumps(raw["pivot"])
    if found := re.fullmatch(r'type_organisme="([^"]+)" and startswith\(nom, "([^"]+)"\)', where):
        return raw["type_organisme"] == found[1] and raw["nom"].startswith(found[2])
    if found := re.fullmatch(r'search\(nom, "([^"]+)"\)', where):
        return set(_words(found[1])) <= set(_words(raw["nom"]))
    if found := re.fullmatch(r'id in \(("[^"]+"(?:, "[^"]+")*)\)', where):
        return raw["id"] in re.findall('"([^"]+)"', found[1])
    raise AssertionError(where)


def _words(text: str) -> Sequence[str]:
    return re.findall(r"\w+", text.casefold())
