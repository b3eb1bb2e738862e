"""A home that posts through companies on this machine: an open case to an office in France, keys, a list of signers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from support.pingen import SECRET, Pingen
from support.printhouses import LOB_KEY, SENDINGBOX_KEY, Lob, SendingBox
from support.ua import Ran, Ua
from support.webserver import House
from urgentaction.ledger import open_ledger

OPEN = "example-2026"
POSTAL = 'street = "20 place de Verdun", postcode = "13616", city = "Aix-en-Provence", cedex = "CEDEX 1", '
HEAD = "name;email;street;postcode;city;country;consent;case;message;privacy\n"
KEYS = {"UA_PINGEN_PASSWORD": SECRET, "UA_LOB_PASSWORD": LOB_KEY, "UA_MYSENDINGBOX_PASSWORD": SENDINGBOX_KEY}
TABLES = {
    "pingen": '\n[providers.pingen]\nclient_id = "my-app"\n',
    "mysendingbox": "\n[providers.mysendingbox]\n",
    "lob": "\n[providers.lob]\n",
}


@dataclass
class Posthouse:
    """The program, and the three companies as they are on this machine."""

    ua: Ua
    pingen: Pingen
    box: House
    lob: House

    def has(self, *names: str, live: bool = False, keys: bool = True) -> None:
        """Set up companies; without `keys`, in the settings only."""
        text = "".join(TABLES[name] + ("live = true\n" if live else "") for name in names)
        with (self.ua.home / "config.toml").open("a", encoding="utf-8") as file:
            file.write(text)
        if keys:
            self.ua.environ |= {key: value for key, value in KEYS.items() if key.split("_")[1].lower() in names}

    def send(self, *further: str, code: int = 0, answers: tuple[str, ...] | None = None) -> Ran:
        ran = self.ua("send", OPEN, *further, answers=answers)
        assert ran.code == code, ran.err
        return ran

    def signers(self, rows: str) -> str:
        """A list in the home, on the only machine that sends for it."""
        path = self.ua.home / "signers.csv"
        path.write_text(HEAD + rows, encoding="utf-8")
        ledger = open_ledger(self.ua.home / "data" / "ledger.sqlite")
        ledger.vouch(now=self.ua.now)
        ledger.close()
        return str(path)


def change(library: Path, old: str, new: str) -> None:
    """Change the case or its office."""
    for path in (library / "cases" / f"{OPEN}.toml", library / "authorities" / "fr.toml"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace(old, new), encoding="utf-8")


def french(library: Path) -> None:
    """The example's office, moved to Aix, where letters can be posted to."""
    old = library / "authorities" / "xx.toml"
    old.rename(library / "authorities" / "fr.toml")
    change(library, 'street = "4 Constitution Square", postcode = "10000", city = "Port Saint-Aubin", ', POSTAL)
    change(library, '["email", "print", "mailto"]', '["post", "print", "email"]')
    change(library, 'country = "XX"', 'country = "FR"')
    change(library, "xx/justice/minister", "fr/justice/minister")


@contextmanager
def posthouse(ua: Ua, library: Path) -> Iterator[Posthouse]:
    """A home with nothing set up yet; whatever host a company has, it is on this machine."""
    french(library)
    ua.environ["UA_LIBRARY"] = str(library)
    with ExitStack() as stack:
        pingen = Pingen()
        web = pingen.start()
        box, lob = House(SendingBox().answers, web.url), House(Lob().answers, web.url)
        for server in (web, box.web, lob.web):
            stack.callback(server.close)
        hosts = {"pingen": web.url, "mysendingbox": box.url, "lob": f"{lob.url}/v1"}
        ua.change = lambda world: replace(world, hosts=hosts)
        yield Posthouse(ua, pingen, box, lob)
