"""Candidates of a free text are gone through on the terminal: taken, dropped, changed; hedges beside their fact."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from support.claims import CLAIMS
from support.ua import Ran, Ua

TEXT = """\
Belgium: Free the lighthouse keeper

17 November 2026

The authorities in Belgium must release Odette Vanderlinden, Amnesty International said today. Odette Vanderlinden was reportedly beaten in the harbour barracks by guards who came from France.

Odette Vanderlinden has kept the light of Port Saint-Aubin since May 2009. Her brother Joris Vanderlinden was seen in Belgium on Monday.
"""
CANDIDATES = ("title", "date", "country", "Odette", "Joris", "demand", "fact 1", "fact 2", "fact 3", "fact 4")
WRITE = "y"

GOLDEN = Path(__file__).parents[1] / "golden" / "drafts"
NEWS = Path("/work/shared/seed/news-item.txt")
needs_news = pytest.mark.skipif(not NEWS.is_file(), reason="the news item lies beside the project, not in it")


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "news.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def went_through(me: Ua, path: Path, **said: list[str]) -> Ran:
    """Enter for every candidate but those named."""
    answers = [one for name in CANDIDATES for one in said.get(name.replace(" ", "_"), [""])]
    return me("case", "import", str(path), answers=[*answers, WRITE])


def file_of(me: Ua) -> Path:
    return next((me.home / "data" / "letters" / "cases").glob("*.toml"))


def case(me: Ua) -> dict[str, Any]:
    return tomllib.loads(file_of(me).read_text(encoding="utf-8"))


def test_enter_takes_each_and_none_is_a_perhaps_any_more(me: Ua, text: Path) -> None:
    ran = went_through(me, text, Joris=["y"])
    assert ran.code == 0, ran.err
    made = case(me)
    assert "perhaps" not in file_of(me).read_text(encoding="utf-8")
    assert (made["country"], str(made["issued"])) == ("BE", "2026-11-17")
    assert [one["name"] for one in made["people"]] == ["Odette Vanderlinden", "Joris Vanderlinden"]
    assert [one["text"]["en"] for one in made["demands"]] == ["release Odette Vanderlinden"]
    assert len(made["facts"]) == 4


@pytest.mark.parametrize(
    ("arguments", "answers"), [(["--yes"], None), ([], ["", "", "", "a", WRITE])], ids=["yes", "taken"]
)
def test_the_file_reads_as_the_golden_one(
    me: Ua, text: Path, arguments: list[str], answers: list[str] | None, request: pytest.FixtureRequest
) -> None:
    me("case", "import", str(text), *arguments, answers=answers)
    golden = GOLDEN / f"free-{request.node.callspec.id}.toml"
    assert file_of(me).read_text(encoding="utf-8") == golden.read_text(encoding="utf-8")


def test_hedges_stand_beside_their_fact(me: Ua, text: Path) -> None:
    ran = went_through(me, text)
    assert "Fact (paragraph 2; reported): Odette Vanderlinden was reportedly beaten" in ran.err


@pytest.mark.parametrize(
    ("name", "key"), [("title", "title"), ("date", "issued"), ("country", "country"), ("demand", "demands")]
)
def test_what_is_dropped_is_a_gap(me: Ua, text: Path, name: str, key: str) -> None:
    went_through(me, text, **{name: ["d"]})
    assert f"# GAP {key}: " in file_of(me).read_text(encoding="utf-8")
    assert key not in case(me)
    assert me("check", file_of(me).stem).code == 3


def test_people_and_facts_that_are_dropped_are_not_in_the_file(me: Ua, text: Path) -> None:
    went_through(me, text, Joris=["d"], fact_3=["d"])
    assert "Joris" not in [one["name"] for one in case(me)["people"]]
    assert "kept the light" not in file_of(me).read_text(encoding="utf-8")


def test_what_is_changed_is_asked_about_again_and_written_as_changed(me: Ua, text: Path) -> None:
    ran = went_through(
        me,
        text,
        title=["e", "Belgium: a lighthouse keeper is held", ""],
        date=["e", "18 November 2026", ""],
        country=["e", "France", ""],
        demand=["e", "Free Odette Vanderlinden at once.", ""],
        fact_4=["e", "Her brother was reportedly seen on Monday.", ""],
    )
    assert ran.code == 0, ran.err
    assert "also named: France (FR)" in ran.err
    made = case(me)
    assert (made["title"]["en"], str(made["issued"])) == ("Belgium: a lighthouse keeper is held", "2026-11-18")
    assert made["country"] == "FR"
    assert made["demands"][0]["text"]["en"] == "free Odette Vanderlinden at once"
    assert "Her brother was reportedly seen on Monday." in [one["text"]["en"] for one in made["facts"]]


def test_a_second_name_is_dropped_by_enter(me: Ua, text: Path) -> None:
    ran = went_through(me, text)
    assert "Also named: Joris Vanderlinden\n[Enter drops it" in ran.err
    assert [one["name"] for one in case(me)["people"]] == ["Odette Vanderlinden"]


SPOKEN = """\
Belgium: Free the lighthouse keeper

17 November 2026

“Belgium must not let this happen again,” said Joris Vanderlinden, Amnesty International’s Director in Brussels. Joris Vanderlinden and Odette Vanderlinden have known each other for years.

The authorities in Belgium must release Odette Vanderlinden, Amnesty International said today. Odette Vanderlinden was beaten.

“They must look at all the angles of her case.”
"""


def test_who_speaks_and_what_is_quoted_are_marked_come_last_and_are_dropped_by_enter(me: Ua, tmp_path: Path) -> None:
    (tmp_path / "news.txt").write_text(SPOKEN, encoding="utf-8")
    ran = me("case", "import", str(tmp_path / "news.txt"), answers=[*[""] * 13, WRITE])
    assert ran.code == 0, ran.err
    assert ran.err.index("About: Odette") < ran.err.index("Quoted or speaking: Joris")
    assert "Asked in words that are quoted: look at all the angles" in ran.err
    made = case(me)
    assert [one["name"] for one in made["people"]] == ["Odette Vanderlinden"]
    assert [one["text"]["en"] for one in made["demands"]] == ["release Odette Vanderlinden"]


def test_what_is_quoted_stays_a_comment_where_all_the_rest_is_taken(me: Ua, tmp_path: Path) -> None:
    (tmp_path / "news.txt").write_text(SPOKEN, encoding="utf-8")
    me("case", "import", str(tmp_path / "news.txt"), answers=["a", WRITE])
    assert [one["text"]["en"] for one in case(me)["demands"]] == ["release Odette Vanderlinden"]
    written = file_of(me).read_text(encoding="utf-8")
    assert "# Quoted; perhaps it is asked:\n# [[demands]]" in written
    assert '# text.en = "look at all the angles of her case"' in written


def test_the_hedges_of_a_fact_are_dropped_or_changed(me: Ua, text: Path) -> None:
    went_through(me, text, fact_2=["h", "-", ""], fact_3=["h", "1, believed", ""])
    hedges = [one.get("hedges") for one in case(me)["facts"]]
    assert ["reported", "believed"] in hedges
    assert ["reported"] not in hedges


def test_a_takes_all_the_rest_but_names_that_nobody_looked_at_stay_comments(me: Ua, text: Path) -> None:
    ran = me("case", "import", str(text), answers=["", "a", WRITE])
    assert ran.code == 0, ran.err
    made = case(me)
    assert [one["name"] for one in made["people"]] == ["Odette Vanderlinden"]
    assert '# Perhaps:\n# [[people]]\n# name = "Joris Vanderlinden"' in file_of(me).read_text(encoding="utf-8")
    assert len(made["facts"]) == 4


def test_a_question_mark_explains_and_another_letter_is_asked_again(me: Ua, text: Path) -> None:
    ran = went_through(me, text, title=["?", "z", ""], fact_1=["?", ""])
    assert ran.code == 0, ran.err
    assert "e lets you type another one" in ran.err
    assert "Enter, or one of these letters, please." in ran.err
    assert "h says how far the source stands behind it" in ran.err


def test_in_french_the_letters_are_those_of_french_words(me: Ua, text: Path) -> None:
    me.environ["LANG"] = "fr_FR.UTF-8"
    ran = me("case", "import", str(text), answers=["m", "Belgique : une gardienne de phare détenue", "", "t", "o"])
    assert ran.code == 0, ran.err
    assert case(me)["title"]["en"] == "Belgique : une gardienne de phare détenue"


def test_broken_off_nothing_is_written(me: Ua, text: Path) -> None:
    ran = me("case", "import", str(text), answers=["", ""])
    assert ran.code == 130
    assert "nothing is written" in ran.err
    assert not list(me.home.rglob("cases/*.toml"))


def test_without_questions_everything_stays_a_perhaps(me: Ua, text: Path) -> None:
    assert me("case", "import", str(text), "--yes").code == 0
    written = file_of(me).read_text(encoding="utf-8")
    assert written.count("[[facts]]  # line") == written.count("[[facts]]") == 4
    assert all("perhaps" in line for line in written.splitlines() if line.startswith(("[[facts]]", "[[demands]]")))


def test_without_a_terminal_the_flag_is_named(me: Ua, text: Path) -> None:
    ran = me("case", "import", str(text))
    assert ran.code == 2
    assert "--yes" in ran.err
    assert "it does not look like an action" in ran.err
    assert "Enter takes it" not in ran.err
    assert "Title: " not in ran.err


@needs_news
def test_the_news_item_accepted_gives_every_claim_with_its_paragraph_and_every_hedge(me: Ua) -> None:
    ran = me("case", "import", str(NEWS), answers=["a", WRITE])
    assert ran.code == 0, ran.err
    rows = [(one["source"], one.get("hedges", []), one["text"]["en"], "for" in one) for one in case(me)["facts"]]
    quoted = file_of(me).read_text(encoding="utf-8").count("for = []  # quoted")
    assert quoted == 7
    for words, paragraph, hedges in CLAIMS:
        row = next((one for one in rows if words in one[2]), None)
        assert row is not None, words
        assert row[0] == f"document#{paragraph}", words
        assert row[1] == list(hedges), words


@needs_news
def test_the_news_item_accepted_asks_what_it_asks_and_invents_no_address_number_or_deadline(me: Ua) -> None:
    me("case", "import", str(NEWS), answers=["a", WRITE])
    made, written = case(me), file_of(me).read_text(encoding="utf-8")
    assert [one["source"] for one in made["demands"]] == ["document#1"]
    assert [f'# source = "document#{n}"' in written for n in (5, 9, 11)] == [True] * 3
    assert {"number", "index", "issued", "deadline", "targets", "summary"} & made.keys() == set()
    for key in ("summary", "issued", "deadline", "targets"):
        assert f"# GAP {key}: " in written
    assert "Kazakhstan (KZ), Ukraine (UA), Russia (RU)" in written
    assert made["people"][0]["name"] == "Mukhtar Ablyazov"
    assert me("send", file_of(me).stem, "--by", "print", "--yes").code == 3
