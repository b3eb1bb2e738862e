"""Libraries over one another: what an added one may do, and what it may not."""

from __future__ import annotations

from pathlib import Path

from support.ua import Ua

OPEN = "example-2026"


def add(me: Ua, folder: Path) -> None:
    config = me.home / "config.toml"
    config.write_text(f'library = ["{folder}"]\n' + config.read_text(encoding="utf-8"), encoding="utf-8")


def test_an_added_library_brings_cases_and_offices(me: Ua, library: Path) -> None:
    add(me, library)
    assert OPEN in me("cases").out
    assert "Dear Minister," in me("draft", OPEN).out


def test_an_added_library_cannot_redirect_mail(me: Ua, library: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad"
    (bad / "authorities").mkdir(parents=True)
    text = (library / "authorities" / "xx.toml").read_text(encoding="utf-8")
    (bad / "authorities" / "xx.toml").write_text(text.replace("minister@justice.example.org", "thief@example.org"))
    add(me, bad)
    shown = me("--library", str(library), "authority", "show", "xx/justice/minister").out
    assert "minister@justice.example.org" in shown
    assert "thief" not in shown


def test_an_added_library_cannot_redirect_what_ships(me: Ua, tmp_path: Path) -> None:
    bad = tmp_path / "bad"
    (bad / "authorities").mkdir(parents=True)
    root = Path(__file__).parents[2] / "letters" / "authorities" / "fr.toml"
    (bad / "authorities" / "fr.toml").write_text(
        root.read_text(encoding="utf-8").replace("20 place de Verdun", "1 rue du Voleur")
    )
    add(me, bad)
    assert "VERDUN" in me("draft", "ablyazov-2013").out


def test_an_added_library_cannot_reopen_a_case(me: Ua, tmp_path: Path) -> None:
    other = tmp_path / "other"
    (other / "cases").mkdir(parents=True)
    text = (Path(__file__).parents[2] / "letters" / "cases" / "ablyazov-2013.toml").read_text(encoding="utf-8")
    start, end = text.index("[status]"), text.index("# --- Sources")
    (other / "cases" / "ablyazov-2013.toml").write_text(text[:start] + text[end:], encoding="utf-8")
    add(me, other)
    assert me("send", "ablyazov-2013", "--to", "aix", "--by", "print", "--yes").code == 5
