"""The open directory of the French administration (DILA): its records read, asked for, and compared with our offices.

Nothing here writes a file or asks a person; reference/facts-france.md §4a tells what the directory says and how.
"""

from __future__ import annotations

COUNTRY = "fr"
"""The country of the offices that this directory knows."""

BASE = "https://api-lannuaire.service-public.gouv.fr/api/explore/v2.1/catalog/datasets/api-lannuaire-administration"
"""Where it is asked (OpenDataSoft Explore v2.1)."""

EXPORT = f"{BASE}/exports/json"
"""The whole of it in one file: the long address that whoever uses it must name."""

NAME = "api-lannuaire-administration"
"""What the data set is called, and hence a file of it."""

PATERNITY = "Service-Public.gouv.fr / DILA"
"""Whose data it is, as Licence Ouverte 2.0 wants it said."""

LICENCE = "Licence Ouverte 2.0"
