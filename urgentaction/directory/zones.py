"""In which zone an office's hours are counted: its capital's, where a country has several."""

from __future__ import annotations

from collections.abc import Mapping

HOME = "Europe/Paris"

_CAPITALS: Mapping[str, str] = {
    "AR": "America/Argentina/Buenos_Aires",
    "AU": "Australia/Sydney",
    "BR": "America/Sao_Paulo",
    "CA": "America/Toronto",
    "CD": "Africa/Kinshasa",
    "CL": "America/Santiago",
    "CN": "Asia/Shanghai",
    "CY": "Asia/Nicosia",
    "DE": "Europe/Berlin",
    "EC": "America/Guayaquil",
    "ES": "Europe/Madrid",
    "FM": "Pacific/Pohnpei",
    "ID": "Asia/Jakarta",
    "KI": "Pacific/Tarawa",
    "KZ": "Asia/Almaty",
    "MN": "Asia/Ulaanbaatar",
    "MX": "America/Mexico_City",
    "MY": "Asia/Kuala_Lumpur",
    "NZ": "Pacific/Auckland",
    "PG": "Pacific/Port_Moresby",
    "PT": "Europe/Lisbon",
    "RU": "Europe/Moscow",
    "UA": "Europe/Kyiv",
    "US": "America/New_York",
    "UZ": "Asia/Tashkent",
}
"""By IANA's zone.tab, for the countries that have several zones."""


def zone(country: str) -> str | None:
    """The zone of a country's capital (ISO 3166; empty: France); None where it is not known."""
    from zoneinfo import ZoneInfo

    from babel.core import get_global

    if country in {"", "FR"}:
        return HOME
    zones = get_global("territory_zones").get(country, [])
    found = _CAPITALS.get(country) or (zones[0] if len(zones) == 1 else None)
    try:
        return ZoneInfo(found).key if found else None
    except (KeyError, ValueError):  # a name of the Unicode consortium's that this machine does not know
        return None
