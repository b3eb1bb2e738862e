"""The zone in which a country's government keeps its office hours."""

from __future__ import annotations

from functools import cache
from typing import Final

_MEANT: Final = {"RU": "Europe/Moscow", "BR": "America/Sao_Paulo", "US": "America/New_York", "CA": "America/Toronto",
    "AU": "Australia/Sydney", "MX": "America/Mexico_City", "ID": "Asia/Jakarta", "KZ": "Asia/Almaty", "CN": "Asia/Shanghai",
    "CD": "Africa/Kinshasa", "ES": "Europe/Madrid", "PT": "Europe/Lisbon", "CL": "America/Santiago", "UA": "Europe/Kyiv",
    "AR": "America/Argentina/Buenos_Aires", "EC": "America/Guayaquil", "MN": "Asia/Ulaanbaatar", "MY": "Asia/Kuala_Lumpur",
    "NZ": "Pacific/Auckland", "UZ": "Asia/Tashkent", "PS": "Asia/Hebron", "CY": "Asia/Nicosia", "DE": "Europe/Berlin"}  # fmt: skip
"""The zone of the government, where a country has several."""


@cache
def timezone(country: str) -> str:
    """The zone of a country's government; UTC where none is known."""
    if country in _MEANT:
        return _MEANT[country]
    from importlib.resources import files

    for line in (files("tzdata.zoneinfo") / "zone.tab").read_text(encoding="utf-8").splitlines():
        parts = line.split("\t")
        if parts[0] == country:
            return parts[2]
    return "UTC"
