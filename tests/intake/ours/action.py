"""An invented action as its facts, from a source file; and days, numbers and languages as a document prints them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

YEARS = {"bulletin": 2004, "sheet": 2011, "form": 2017, "letter": 2018}
"""The first year of each layout."""

MONTHS = {
    "en": "January February March April May June July August September October November December".split(),  # noqa: SIM905
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),  # noqa: SIM905
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split(),  # noqa: SIM905
}
TONGUES = {
    "en": {"en": "English", "fr": "French", "es": "Spanish", "pt": "Portuguese", "ar": "Arabic", "ru": "Russian"},
    "fr": {"en": "anglais", "fr": "français", "es": "espagnol", "pt": "portugais", "ar": "arabe", "sw": "swahili"},
    "es": {"en": "inglés", "fr": "francés", "es": "español", "pt": "portugués", "ar": "árabe", "nl": "neerlandés"},
}
TONGUES["en"] |= {"id": "Indonesian", "sw": "Swahili", "tr": "Turkish", "it": "Italian", "el": "Greek"}
OR = {"en": "or", "fr": "ou", "es": "o"}


@dataclass(frozen=True)
class Action:
    """The facts of an action and how one of its documents is laid out; `turn` varies what nothing else decides."""

    facts: Mapping[str, Any]
    layout: str
    form: str
    how: Mapping[str, Any] = field(default_factory=dict)
    turn: int = 0

    @property
    def language(self) -> str:
        return str(self.facts["language"])

    def get(self, key: str, default: Any = None) -> Any:
        """A fact, or another one that only this layout tells."""
        return self.how.get(key, self.facts.get(key, default))

    def omits(self, key: str) -> bool:
        return key in self.how.get("omit", ())

    @property
    def year(self) -> int:
        span = 1 if self.layout == "form" else 6
        return int(self.how.get("year", YEARS[self.layout] + self.turn % span))

    @property
    def issued(self) -> date:
        month, day = self.facts["issued"]
        return date(self.year, month, day)

    @property
    def deadline(self) -> date:
        return self.issued + timedelta(days=self.facts.get("days", 42))

    @property
    def earlier(self) -> date:
        """The day of the document before this one."""
        return self.issued - timedelta(days=49)

    @property
    def number(self) -> str:
        return f"{self.facts['number']}/{self.year % 100:02}"

    @property
    def number_printed(self) -> str:
        return self.number.replace("/", self.how.get("point", "/"))

    def index(self, serial: int | None = None, year: int | None = None) -> str:
        serial = self.facts["serial"] if serial is None else serial
        width = "04" if self.layout in {"form", "letter"} else "03"
        return f"{self.facts['region']}/{serial:{width}}/{year or self.year}"

    @property
    def previous(self) -> str:
        """Where the document before this one is, as this layout prints it."""
        serial = self.facts["serial"] - 3
        if self.layout == "bulletin":
            return self.index(serial, self.earlier.year)
        code = self.facts["region"].replace(" ", "").lower()
        return f"https://www.archive.example/{self.language}/{code}/{serial:04}/{self.earlier.year}/{self.language}/"

    @property
    def sequence(self) -> int:
        return int(self.get("sequence", 1))

    def day(self, on: date) -> str:
        """A day in the document's language, in the form that this document has."""
        way = self.how.get("dates", "long")
        if way == "iso":
            return on.isoformat()
        if way == "figures":
            return f"{on.day}/{on.month}/{on.year}" if self.turn % 2 else f"{on:%d/%m/%Y}"
        if way == "american":
            return f"{MONTHS['en'][on.month - 1]} {on.day}, {on.year}"
        month = MONTHS[self.language][on.month - 1]
        if self.language == "es":
            return f"{on.day} de {month} de {on.year}"
        first = "1er" if self.language == "fr" and on.day == 1 else str(on.day)
        return f"{first} {month} {on.year}"

    def tongues(self, codes: Sequence[str], *, last: str = "") -> str:
        """Languages by name, with a word before the last or only commas."""
        names = [TONGUES[self.language][code] for code in codes]
        if last and len(names) > 1:
            return f"{', '.join(names[:-1])} {last} {names[-1]}"
        return ", ".join(names)


def read(path: Path) -> list[Action]:
    """The documents of a source: each with its layout and format."""
    facts = tomllib.loads(path.read_text(encoding="utf-8"))
    turn = int(path.stem.split("-")[0])
    made = []
    for number, name in enumerate(facts["documents"]):
        layout, form = name.split(".")
        made.append(Action(facts, layout, form, facts.get("how", {}).get(layout, {}), turn + number))
    return made
