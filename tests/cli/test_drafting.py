"""`ua draft`: the letter on standard output, words on standard error, files whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.ua import Ua


def test_the_first_command_shows_the_whole_letter_with_visible_blanks(ua: Ua) -> None:
    ran = ua("draft", "ablyazov-2013", "--to", "aix", "--lang", "fr")
    assert ran.code == 0
    assert "[votre nom]" in ran.out
    assert "\nMonsieur le Procureur général,\n" in ran.out
    assert "haute considération" in ran.out
    assert "ua setup fills these" in ran.err
    assert "To      Procureur général près la cour d’appel d’Aix-en-Provence" in ran.err
    assert "1 page" in ran.err
    assert "--rehearse" in ran.err


def test_only_the_letter_is_on_standard_output(ua: Ua) -> None:
    ran = ua("draft", "ablyazov-2013")
    assert ran.out.startswith("Exemple historique")
    assert "ua " not in ran.out


def test_with_a_profile_the_letter_is_signed(me: Ua) -> None:
    ran = me("draft", "ablyazov-2013", "--to", "aix")
    assert "Élise Lefèvre-Dubois" in ran.out
    assert "[votre nom]" not in ran.out


def test_without_to_the_first_main_target_is_shown(ua: Ua) -> None:
    assert "Procureur général" in ua("draft", "ablyazov-2013").err


def test_the_court_is_found_by_the_words_of_its_office(ua: Ua) -> None:
    ran = ua("draft", "ablyazov-2013", "--to", "premier président aix")
    assert "Madame la Première présidente, Monsieur le Premier président," in ran.out


def test_words_that_fit_no_office_list_what_is_near(ua: Ua) -> None:
    ran = ua("draft", "ablyazov-2013", "--to", "procureur marseille")
    assert ran.code == 2
    assert "procureur marseille" in ran.err
    assert "procureur-general?" in ran.err


def test_words_that_fit_several_offices_list_them(ua: Ua, library: Path) -> None:
    offices = library / "authorities" / "xx.toml"
    text = offices.read_text(encoding="utf-8")
    offices.write_text(text + text[text.index("[justice.minister]") :].replace("justice.minister", "health.minister"))
    case = library / "cases" / "example-2026.toml"
    case.write_text(case.read_text() + '\n[[targets]]\nauthority = "xx/health/minister"\nas = "main"\n')
    ran = ua("--library", str(library), "draft", "example-2026", "--to", "minister")
    assert ran.code == 2
    assert "xx/justice/minister" in ran.err
    assert "xx/health/minister" in ran.err


def test_an_unknown_case_suggests_the_one_that_was_meant(ua: Ua) -> None:
    ran = ua("draft", "ablyazof-2013")
    assert ran.code == 2
    assert 'No case "ablyazof-2013". Did you mean ablyazov-2013?' in ran.err
    assert "ua cases" in ran.err


def test_an_unknown_language_lists_those_there_are(ua: Ua) -> None:
    ran = ua("draft", "ablyazov-2013", "--lang", "kk")
    assert ran.code == 2
    assert "en, fr" in ran.err


def test_an_unknown_format_lists_those_there_are(ua: Ua) -> None:
    ran = ua("draft", "ablyazov-2013", "-f", "docx")
    assert ran.code == 2
    assert "txt, md, html, eml, pdf, json" in ran.err


def test_a_date_that_is_none_is_told_how_to_write_one(ua: Ua) -> None:
    ran = ua("draft", "ablyazov-2013", "--date", "tomorrow")
    assert ran.code == 2
    assert "2026-11-24" in ran.err


@pytest.mark.parametrize("ending", ["txt", "md", "html", "eml", "pdf", "json"])
def test_every_format_says_that_the_case_is_over(ua: Ua, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"letter.{ending}"
    assert ua("draft", "ablyazov-2013", "-o", str(path)).code == 0
    data = path.read_bytes()
    if ending == "pdf":
        import pdfplumber

        with pdfplumber.open(path) as pdf:
            data = " ".join(page.extract_text() for page in pdf.pages).encode()
    assert b"Exemple historique" in data
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_mail_draft_of_a_case_that_is_over_has_no_recipient(ua: Ua, tmp_path: Path) -> None:
    path = tmp_path / "letter.eml"
    ua("draft", "ablyazov-2013", "-o", str(path))
    assert b"\r\nTo:" not in path.read_bytes()
    assert b"X-Unsent: 1" in path.read_bytes()


def test_a_file_that_is_there_stays_unless_forced(ua: Ua, tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("mine")
    ran = ua("draft", "ablyazov-2013", "-o", str(path))
    assert ran.code == 1
    assert "--force" in ran.err
    assert path.read_text() == "mine"
    assert ua("draft", "ablyazov-2013", "-o", str(path), "--force").code == 0
    assert path.read_text() != "mine"


def test_a_folder_takes_a_predictable_name_that_names_nobody(me: Ua, tmp_path: Path) -> None:
    assert me("draft", "ablyazov-2013", "-f", "pdf", "-o", str(tmp_path)).code == 0
    assert (tmp_path / "ablyazov-2013_fr-aix-procureur-general_fr.pdf").exists()


def test_a_place_that_cannot_be_written_is_named(ua: Ua, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    ran = ua("draft", "ablyazov-2013", "-o", str(tmp_path / "file" / "letter.txt"))
    assert ran.code == 1
    assert "letter.txt was not written" in ran.err


def test_a_full_disk_leaves_nothing_half_written(ua: Ua, full_disk: Path) -> None:
    before = {path.name for path in full_disk.iterdir()}
    ran = ua("draft", "ablyazov-2013", "-o", str(full_disk / "letter.pdf"))
    assert ran.code == 1
    assert "the disk is full" in ran.err
    assert {path.name for path in full_disk.iterdir()} == before


def test_a_folder_one_may_not_write_in_is_named(ua: Ua) -> None:
    ran = ua("draft", "ablyazov-2013", "-o", "/proc/letters/letter.txt")
    assert ran.code == 1
    assert "/proc/letters/letter.txt was not written" in ran.err
    assert "-o" in ran.err


def test_two_offices_make_two_letters(ua: Ua) -> None:
    ran = ua("draft", "ablyazov-2013", "--to", "aix", "--to", "garde des sceaux")
    assert ran.out.count("Objet") == 2


def test_a_sentence_of_ones_own_is_in_the_letter(me: Ua) -> None:
    ran = me("draft", "ablyazov-2013", "--say", "Je suis avocate a la retraite : ce droit m'est cher.")
    assert "ce droit m’est cher" in ran.out
    assert "0 remarks" in ran.err


def test_another_language_stands_beside(ua: Ua) -> None:
    ran = ua("draft", "ablyazov-2013", "--beside", "en")
    assert "  │ Dear Prosecutor General," in ran.out


@pytest.mark.parametrize("fmt", ["eml", "json", "html"])
def test_what_can_be_sent_is_no_reading_copy(ua: Ua, fmt: str) -> None:
    ran = ua("draft", "ablyazov-2013", "--beside", "en", "-f", fmt)
    assert ran.code == 2
    assert "for reading, not for sending" in ran.err


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--blank",), "--blank"),
        (("--signers", "-"), "one letter"),
        (("--lang", "en"), "in English already"),
        (("--beside", "de"), "takes one of: en"),
    ],
)
def test_a_reading_copy_that_makes_no_sense_is_refused(ua: Ua, more: tuple[str, ...], said: str) -> None:
    ran = ua("draft", "ablyazov-2013", "--beside", "en", *more)
    assert ran.code == 2
    assert said in ran.err


def test_a_reading_copy_is_marked_on_every_page_and_has_no_address(me: Ua, tmp_path: Path) -> None:
    import pdfplumber

    said = ("--say", "Je suis enseignante.", "-o", str(tmp_path))
    ran = me("draft", "ablyazov-2013", "--beside", "en", "-f", "pdf", *said)
    assert ran.code == 0, ran.err
    (path,) = tmp_path.glob("*_fr-en_reading-copy.pdf")
    with pdfplumber.open(path) as pdf:
        pages = [page.extract_text() for page in pdf.pages]
    for page in pages:
        for mark in ("Exemplaire de lecture, à ne pas envoyer", "Reading copy, not for sending"):
            assert page.count(mark) == 2
    whole = "\n".join(pages)
    assert "Je suis enseignante. [In your own words: not translated.]" in whole
    for posted in ("République", "elise@example.org", "13616", "Lefèvre"):
        assert posted not in whole


def test_a_reading_copy_as_text_says_that_it_is_one(me: Ua, tmp_path: Path) -> None:
    for fmt in ("txt", "md"):
        path = tmp_path / f"copy.{fmt}"
        assert me("draft", "ablyazov-2013", "--beside", "en", "-o", str(path)).code == 0
        text = path.read_text(encoding="utf-8")
        assert text.count("Reading copy, not for") == 2
        assert "Monsieur le Procureur général" in text
        assert "Dear Prosecutor General," in text
        assert "République" not in text
        assert me("check", str(path)).code != 0
        assert me("send", str(path)).code != 0


def test_what_is_edited_by_hand_is_not_said_in_another_language(me: Ua, tmp_path: Path) -> None:
    editor = tmp_path / "editor"
    editor.write_text("#!/bin/sh\nsed -i 's/à titre personnel/à titre purement personnel/' \"$1\"\n")
    editor.chmod(0o755)
    me.environ["EDITOR"] = str(editor)
    ran = me("draft", "ablyazov-2013", "--beside", "en", "--edit", answers=[])
    assert "purement personnel" in ran.out
    assert "  │ [In your own words: not translated.]" in ran.out
    assert "I am writing to you in a personal capacity" not in ran.out


# --- Words of one's own -----------------------------------------------------------------------------------------------


PROMPT = 'own_words_prompt.en = "In one sentence: why does this matter to you?"\n'


@pytest.fixture
def asking(me: Ua, library: Path) -> Ua:
    """A profile, and an open case that asks whoever signs why it matters to them."""
    case = library / "cases" / "example-2026.toml"
    case.write_text(f"{case.read_text(encoding='utf-8')}\n[letter]\n{PROMPT}", encoding="utf-8")
    me.environ["UA_LIBRARY"] = str(library)
    return me


def test_the_case_asks_for_a_word_of_ones_own_on_a_terminal(asking: Ua) -> None:
    ran = asking("draft", "example-2026", answers=["I teach in Lyon."])
    assert "why does this matter to you? In English (optional):" in ran.err
    assert "I teach in Lyon." in ran.out
    assert asking("draft", "example-2026", answers=[""]).code == 0


def test_nobody_is_asked_who_said_something_or_is_not_there(asking: Ua) -> None:
    question = "why does this matter"
    assert question not in asking("draft", "example-2026").err
    assert question not in asking("draft", "example-2026", "--say", "I teach.", answers=[]).err
    assert question not in asking("send", "example-2026", "--by", "print", "--dry-run", answers=[]).err


def test_what_is_said_when_sending_is_in_the_letter_that_leaves(asking: Ua, tmp_path: Path) -> None:
    import pdfplumber

    ran = asking("send", "example-2026", "--by", "print", "-o", str(tmp_path / "out"), answers=["I teach.", "y"])
    assert ran.code == 0, ran.err
    (path,) = (tmp_path / "out").iterdir()
    with pdfplumber.open(path) as pdf:
        assert "I teach." in pdf.pages[0].extract_text()


def test_about_is_said_in_its_own_language_only(me: Ua) -> None:
    config = me.home / "config.toml"
    config.write_text(config.read_text(encoding="utf-8") + 'about = "enseignante à Lyon"\n', encoding="utf-8")
    assert "enseignante à Lyon" in me("draft", "ablyazov-2013").out
    assert "enseignante" not in me("draft", "ablyazov-2013", "--lang", "en").out


def test_blank_letters_have_lines_to_write_on(ua: Ua, tmp_path: Path) -> None:
    import pdfplumber

    path = tmp_path / "blank.pdf"
    ran = ua("draft", "ablyazov-2013", "--blank", "--copies", "3", "-o", str(path))
    assert ran.code == 0, ran.err
    with pdfplumber.open(path) as pdf:
        assert len(pdf.pages) == 3
        for page in pdf.pages:
            text = page.extract_text()
            assert "[votre nom]" not in text
            assert "Monsieur le Procureur général" in text


def test_json_is_the_letter_without_loss(ua: Ua) -> None:
    from urgentaction.documents import data

    ran = ua("draft", "ablyazov-2013", "-f", "json", "-o", "-")
    letter = data.load(ran.out)
    assert data.dump(letter) == ran.out
    assert letter.case == "ablyazov-2013"
    assert letter.blocks


def test_an_editor_may_change_words_but_not_demands(me: Ua, tmp_path: Path) -> None:
    script = tmp_path / "editor.py"
    script.write_text(
        "import sys\np=sys.argv[1]\ns=open(p).read()\n"
        "open(p,'w').write(s.replace('=== own_words','=== own_words\\nMy own sentence.'))\n"
    )
    me.environ["EDITOR"] = f"/usr/bin/env python3 {script}"
    me.environ["PATH"] = __import__("os").environ["PATH"]
    ran = me("draft", "ablyazov-2013", "--edit", answers=[])
    assert ran.code == 0, ran.err
    assert "My own sentence." in ran.out


def test_a_changed_demand_is_refused_and_the_text_is_kept(me: Ua, tmp_path: Path) -> None:
    script = tmp_path / "editor.py"
    script.write_text(
        "import sys\np=sys.argv[1]\ns=open(p).read()\nopen(p,'w').write(s.replace('complète et équitable','rapide'))\n"
    )
    me.environ["EDITOR"] = f"{__import__('sys').executable} {script}"
    ran = me("draft", "ablyazov-2013", "--edit", answers=[])
    assert ran.code == 1
    assert "locked" in ran.err
    assert "rapide" in (me.home / "letter-edited.txt").read_text()


def test_without_an_editor_the_way_out_is_named(me: Ua) -> None:
    ran = me("draft", "ablyazov-2013", "--edit", answers=[])
    assert ran.code == 1
    assert "EDITOR" in ran.err
    me.environ["EDITOR"] = "no-such-editor-anywhere"
    assert "no-such-editor-anywhere" in me("draft", "ablyazov-2013", "--edit", answers=[]).err


def test_without_a_terminal_the_editor_is_not_opened(me: Ua) -> None:
    ran = me("draft", "ablyazov-2013", "--edit")
    assert ran.code == 2
    assert "--say" in ran.err


def test_open_says_where_the_file_is_when_nothing_can_open_it(ua: Ua, tmp_path: Path) -> None:
    ua.can_open = False
    ran = ua("draft", "ablyazov-2013", "-o", str(tmp_path / "l.html"), "--open")
    assert ran.code == 0
    assert str(tmp_path / "l.html") in ran.err
    assert ua.opened == [(tmp_path / "l.html").as_uri()]


def test_the_text_of_the_mail_goes_to_the_clipboard(me: Ua) -> None:
    assert "on your clipboard" in me("draft", "ablyazov-2013", "--copy").err
    (text,) = me.clipped
    assert "Monsieur le Procureur général" in text
    assert "VERDUN" not in text
    me.can_clip = False
    assert "-f eml" in me("draft", "ablyazov-2013", "--copy").err


def test_signers_of_a_csv_each_get_a_letter(ua: Ua, tmp_path: Path) -> None:
    csv = tmp_path / "signers.csv"
    csv.write_text(
        "name;email;street;postcode;city;country;consent;case\n"
        "Ada Byron;ada@example.org;1 rue X;69001;Lyon;FR;2026-11-20;ablyazov-2013\n"
        "Mary Somerville;mary@example.org;2 rue X;69001;Lyon;FR;;ablyazov-2013\n"
        "Sofia K;sofia@example.org;3 rue X;69001;Lyon;FR;2026-11-21;ablyazov-2013\n"
    )
    ran = ua("draft", "ablyazov-2013", "--signers", str(csv), "-f", "pdf", "-o", str(tmp_path / "out"))
    assert ran.code == 0, ran.err
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    people = ("0002_ada-byron", "0004_sofia-k")
    assert names == [f"ablyazov-2013_fr-aix-procureur-general_fr_{one}.pdf" for one in people]
    assert "line 3" in ran.err


def test_a_profile_that_is_not_there_is_told(me: Ua) -> None:
    ran = me("draft", "ablyazov-2013", "--as", "nobody")
    assert ran.code == 2


def test_prompts_and_words_are_french_for_a_french_locale(ua: Ua) -> None:
    ua.environ["LANG"] = "fr_FR.UTF-8"
    ran = ua("draft", "ablyazof-2013")
    assert "ablyazov-2013" in ran.err
    assert "No case" not in ran.err


def test_a_letter_is_dated_as_people_write_days(ua: Ua) -> None:
    ran = ua("draft", "ablyazov-2013", "--to", "procureur-general", "--date", "5 August 2013", "--lang", "en")
    assert ran.code == 0, ran.err
    assert "5 August 2013" in ran.out.replace("\xa0", " ")
