from __future__ import annotations

import subprocess
import sys

from urgentaction.errors import Faults
from urgentaction.library import built_in, open_library, select_targets
from urgentaction.model.authority import Role


def test_everything_that_ships_in_letters_is_without_fault() -> None:
    library = open_library([built_in()])
    faults = [found for found in library.cases() if isinstance(found, Faults)]
    assert [str(fault) for found in faults for fault in found.faults] == []
    assert library.case_ids()
    assert library.authorities()
    assert library.laws()


def test_every_letter_of_a_built_in_case_has_its_templates_and_law() -> None:
    library = open_library([built_in()])
    laws = library.laws()
    for case in library.cases():
        assert not isinstance(case, Faults)
        assert all(use.basis in laws for use in case.law)
        for office in select_targets((), case, library):
            assert library.templates(case.kind, office.languages[0])


def test_aix_means_the_prosecution_office_and_the_court_only_when_it_is_named() -> None:
    library = open_library([built_in()])
    case = library.case("ablyazov-2013")
    assert [office.id for office in select_targets(["aix"], case, library)] == ["fr/aix/procureur-general"]
    (court,) = select_targets(["premier président aix"], case, library)
    assert (court.id, court.role) == ("fr/aix/premier-president", Role.COURT)


def test_the_layouts_of_the_program_are_there() -> None:
    assert open_library([built_in()]).layout("letter.typ").is_file()


def test_importing_the_library_imports_nothing_heavy() -> None:
    heavy = ("pydantic", "pydantic_core", "email_validator", "jinja2", "httpx", "babel", "difflib", "urllib.request")
    code = f"import sys, urgentaction.library; print([name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_reading_a_case_builds_no_schema_of_authorities() -> None:
    code = (
        "import sys; from urgentaction.library import built_in, open_library;"
        "open_library([built_in()]).case('ablyazov-2013');"
        "print('urgentaction.library.authority_schema' in sys.modules, 'email_validator' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False False"
