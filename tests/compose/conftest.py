"""A small case, its office and its templates, all invented."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest

from urgentaction import compose
from urgentaction.compose import Composer
from urgentaction.model.authority import Authority, ChannelName, Forms, Level, Postal, Provenance, Reply, Role
from urgentaction.model.case import Case, CaseState, Demand, Fact, Gender, Hedge, LawUse, Person, Source, Status, Target
from urgentaction.model.law import Law
from urgentaction.model.signer import Signer
from urgentaction.model.template import Template

BASE = """\
{% block subject %}About {{ people.full }}{% endblock %}
{% block opening %}{% if signer.about %}I am {{ signer.about }}. {% endif %}I write about {{ people.full }}.{% endblock %}
{% block facts %}{{ facts | join(" ") }}{% endblock %}
{% block concern %}{{ concerns | join(" ") }}{% endblock %}
{% block law %}{{ laws | join(" ") }}{% endblock %}
{% block demands %}I ask you to:

{% for demand in demands %}- {{ demand }}{{ "." if loop.last else ";" }}
{% endfor %}{% endblock %}
{% block own_words %}{{ own_words }}{% endblock %}
{% block reply %}{% if office.reply == "ask" %}Please answer.{% endif %}{% endblock %}
{% block closing %}{{ office.closing }}{% endblock %}
"""

TEMPLATES = {
    "extradition/en.j2": Template("extradition/en.j2", '{% extends "_base/en.j2" %}', "letters/extradition/en.j2"),
    "_base/en.j2": Template("_base/en.j2", BASE, "letters/_base/en.j2"),
}

SIGNER = Signer(name="Ada Byron", street="1 Main Street", postcode="10000", city="Saint-Aubin", country="XX")


def law(id_: str, *, since: date) -> Law:
    return Law(id=id_, name={"en": id_}, text={"en": f"Rule {id_} holds."}, valid_from=since, source="s")


LAWS = {id_: law(id_, since=date(2000, 1, 1)) for id_ in ("a", "b", "c", "d")} | {
    "new": law("new", since=date(2030, 1, 1))
}


@pytest.fixture
def a_case() -> Case:
    return Case(
        id="haddad-2026",
        round=1,
        kind="extradition",
        country="XX",
        title={"en": "t"},
        summary={"en": "s"},
        issued=date(2026, 11, 1),
        as_of=date(2026, 11, 2),
        checked_on=date(2026, 11, 20),
        status=Status(),
        sources=(Source(id="s", title="t", publisher="p"),),
        people=(Person(name="Leila Haddad", gender=Gender.F, title={"en": "Ms"}),),
        facts=(
            Fact(id="one", text={"en": "She was detained."}, source="s#1"),
            Fact(
                id="risk",
                text={"en": "The Centre believes that she is at risk."},
                source="s#2",
                hedges=(Hedge.BELIEVED,),
            ),
            Fact(id="after", text={"en": "Others were returned."}, source="s#3"),
            Fact(id="hidden", text={"en": "Never said."}, source="s#4", for_=()),
        ),
        demands=(
            Demand(id="free", text={"en": "let her see her lawyers"}, source="s#5"),
            Demand(id="decree", text={"en": "sign no decree"}, source="s#5", for_=("ministry",), carries_out="free"),
        ),
        law=tuple(LawUse(basis=basis) for basis in ("new", "a", "b", "c", "d")),
        targets=(Target(authority="xx/prosecutor"),),
    )


@pytest.fixture
def an_office() -> Authority:
    return Authority(
        id="xx/prosecutor",
        country="XX",
        role=Role.PROSECUTION,
        body={"en": "Court"},
        office={"en": Forms(any="Prosecutor")},
        salutation={"en": Forms(any="Dear Prosecutor,")},
        closing={"en": "Yours sincerely,"},
        languages=("en",),
        timezone="Europe/Paris",
        reply=Reply.ASK,
        channels=(ChannelName.PRINT,),
        postal=Postal(
            lines=(),
            street="4 Square",
            postcode="10000",
            city="Port",
            country="XX",
            provenance=Provenance(source="s", verified_on=None, level=Level.OFFICIAL),
        ),
    )


@pytest.fixture
def prepare(a_case: Case, an_office: Authority) -> Callable[..., Composer]:
    """Prepare the letter, with anything changed."""

    def _prepare(
        case: Case = a_case,
        office: Authority = an_office,
        on: date = date(2026, 11, 24),
        templates: Mapping[str, Template] = TEMPLATES,
        **options: Any,
    ) -> Composer:
        return compose.prepare(case, office, "en", on, laws=LAWS, templates=templates, **options)

    return _prepare


@pytest.fixture
def a_signer() -> Signer:
    return SIGNER


@pytest.fixture
def base() -> str:
    return BASE


@pytest.fixture
def closed() -> Status:
    return Status(state=CaseState.CLOSED, on=date(2026, 11, 22), why={"en": "Over."}, source="s")
