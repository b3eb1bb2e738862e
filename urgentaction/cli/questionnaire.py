"""The questions of `ua case new`, in the order of a case file; each answer is in the draft as soon as it is given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from urgentaction import errors, grammar
from urgentaction.cli import choosing, questions, wiring
from urgentaction.cli import show as screen
from urgentaction.intake import answers, free
from urgentaction.intake.draft import Demand, Draft, Fact, Person, Said, Source, Target
from urgentaction.intake.entries import slug
from urgentaction.model.authority import Role
from urgentaction.model.case import Case

if TYPE_CHECKING:
    from urgentaction.cli.wiring import Desk
    from urgentaction.model.authority import Authority

KINDS: Final = (
    "extradition",
    "forcible-return",
    "death-penalty",
    "torture",
    "unfair-trial",
    "prisoner-of-conscience",
    "enforced-disappearance",
    "defender",
    "medical-care",
    "eviction",
    "open",
)
"""The kinds that are worded here, as docs/case-files.md has them; a library may have others."""

MOST = 12
"""Offices of a list; more are told to be narrowed down."""


@dataclass
class Sheet:
    """The questionnaire, and the draft as far as it is answered."""

    desk: Desk
    draft: Draft

    def __post_init__(self) -> None:
        self._ask = questions.Asker(self.desk.world, "--blank")

    def fill(self) -> None:
        """Ask everything; Enter leaves a question open.

        Raises:
            KeyboardInterrupt: The person stopped; the draft has what was answered.
        """
        for part in (self._number, self._title, self._country, self._kind, self._days, self._people, self._summary):
            part()
        self._sources()
        self._facts()
        self._demands()
        self._offices()
        self._report()

    def _put(self, **changes: Any) -> None:
        self.draft = replace(self.draft, **changes)

    def _said(self, key: str, value: Any) -> None:
        if value is not None and value != "":
            self._put(**{key: Said(value)})

    def _more(self, key: str, item: Any) -> None:
        self._put(**{key: (*getattr(self.draft, key), item)})

    def _amend(self, key: str, **changes: Any) -> None:
        """Change the last of a list."""
        *before, last = getattr(self.draft, key)
        self._put(**{key: (*before, replace(last, **changes))})

    def _number(self) -> None:
        while number := self._ask.ask("newcase.number", answers.number):
            wrong = self._misnumbered(number)
            if wrong is None:
                self._said("number", number)
                return
            screen.tell(self.desk.world, wrong, style="yellow")

    def _misnumbered(self, number: str) -> errors.Message | None:
        known = (one for one in self.desk.library.cases() if isinstance(one, Case))
        if other := next((one for one in known if one.number == number), None):
            return errors.message("newcase.number-known", case=other.id, number=number)
        if self.draft.id and not answers.is_in_id(number, self.draft.id):
            return errors.message("newcase.number-not-in-id", case=self.draft.id, number=number)
        return None

    def _title(self) -> None:
        self._said("title", self._ask.text("newcase.title"))

    def _country(self) -> None:
        self._said("country", self._ask.ask("newcase.country", answers.country))

    def _kind(self) -> None:
        world = self.desk.world
        there = wiring.kinds(self.desk, self.draft.language) or KINDS
        names = sorted(there, key=lambda name: (KINDS.index(name) if name in KINDS else len(KINDS), name))
        rows = [(name, screen.word(world, f"newcase.kind-{name}") if name in KINDS else "") for name in names]
        self._said("kind", self._ask.one_of("newcase.kind", rows, answers.one_of(names), last=len(names)))

    def _days(self) -> None:
        read = partial(answers.day, language=self.desk.world.language)
        self._said("issued", self._ask.ask("newcase.issued", read))
        first = self.draft.issued.value if self.draft.issued else None
        until = self._ask.ask(
            "newcase.deadline", partial(answers.deadline, language=self.desk.world.language, first=first)
        )
        if until == answers.NONE:
            self._put(unlimited=True)
        else:
            self._said("deadline", until)

    def _people(self) -> None:
        while name := self._ask.ask("newcase.person" if not self.draft.people else "newcase.person-more", answers.name):
            self._more("people", Person(name=Said(name), gender=Said("")))
            gender = self._ask.ask("newcase.gender", answers.gender, name=name)
            if gender == answers.GROUP:
                self._amend("people", many=True, unnamed=True)
                is_noun = self.draft.language != "en"
                gender = self._ask.ask("newcase.noun", answers.noun, name=name) if is_noun else "x"
            self._amend("people", gender=Said(gender or ""))
            self._entitle(name)

    def _entitle(self, name: str) -> None:
        """What letters call somebody before the family name; a group has none."""
        if not self.draft.people[-1].many:
            known = self.draft.language if _is_known(self.draft) else "en"
            example = screen.word(self.desk.world, f"newcase.titles-{known}")
            said = self._ask.ask("newcase.title-of", answers.title, name=name, example=example)
            self._amend("people", title=Said(said) if said else None)

    def _summary(self) -> None:
        self._said("summary", self._ask.text("newcase.summary"))

    def _sources(self) -> None:
        while publisher := self._ask.text("newcase.publisher" if not self.draft.sources else "newcase.publisher-more"):
            self._more("sources", Source(id=self._source_id(publisher), publisher=Said(publisher)))
            title = self._ask.text("newcase.source-title")
            self._amend("sources", title=Said(title) if title else None)
            issued = self.draft.issued.value if self.draft.issued else None
            name, values = ("newcase.source-date-same", {"on": issued}) if issued else ("newcase.source-date", {})
            read = partial(answers.day, language=self.desk.world.language)
            on = self._ask.ask(name, partial(answers.or_none, read=read), **values) or issued
            if isinstance(on, date):
                self._amend("sources", on=Said(on), id=self._source_id(publisher, on.isoformat()))
            self._amend("sources", url=self._ask.ask("newcase.url", answers.url) or "")

    def _source_id(self, publisher: str, on: str = "") -> str:
        begin = "-".join(filter(None, (slug(publisher, words=2) or "source", on)))
        taken = {one.id for one in (self.draft.sources if not on else self.draft.sources[:-1])}
        return next(one for n in range(1, 100) if (one := f"{begin}-{n}" if n > 1 else begin) not in taken)

    def _facts(self) -> None:
        while said := self._ask.ask("newcase.fact" if not self.draft.facts else "newcase.fact-more", answers.sentence):
            self._more("facts", Fact(id=f"fact-{len(self.draft.facts) + 1}", text=Said(said)))
            source = self._place()
            self._amend("facts", source=source)
            hedges = self._hedges(said)
            self._amend("facts", hedges=hedges)
            if hedges:
                self._amend("facts", attribute_to=self._whose(source))

    def _place(self) -> str:
        """Which source says so, in which paragraph; empty where no source was named, or none for this."""
        ids = [one.id for one in self.draft.sources]
        if not ids:
            return ""
        name = "newcase.paragraph" if len(ids) == 1 else "newcase.place"
        listed = [f"{number} {id_}" for number, id_ in enumerate(ids, start=1)]
        found = self._ask.ask(name, partial(answers.place, sources=ids), source=ids[0], sources=listed)
        return found or (ids[0] if len(ids) == 1 else "")

    def _hedges(self, said: str) -> tuple[str, ...]:
        """The hedges of a sentence: those that its words are a sign of, unless others are named."""
        words = choosing.hedge_words(self.desk.world)
        seen = free.hedges(said, self.draft.language)
        shown = [words[name] for name in seen]
        listed = [f"{number} {word}" for number, word in enumerate(words.values(), start=1)]
        name = "newcase.hedges-seen" if seen else "newcase.hedges"
        found = self._ask.ask(name, partial(answers.hedges, words=list(words.values())), seen=shown, listed=listed)
        return seen if found is None else found

    def _whose(self, source: str) -> str:
        """Who stands behind a hedged sentence: the publisher of its source, unless somebody else is named."""
        named = {one.id: one.publisher.value for one in self.draft.sources if one.publisher}
        who = named.get(source.partition("#")[0], "")
        said = self._ask.ask("newcase.attribute" if who else "newcase.attribute-open", answers.whose, who=who)
        return "" if said == answers.NONE else said or who

    def _demands(self) -> None:
        read = partial(answers.demand, language=self.draft.language)
        shape = screen.word(self.desk.world, f"newcase.clause-{self.draft.language}") if _is_known(self.draft) else ""
        while said := self._ask.ask(
            "newcase.demand" if not self.draft.demands else "newcase.demand-more", read, shape=shape
        ):
            self._more("demands", Demand(id=f"demand-{len(self.draft.demands) + 1}", text=Said(said)))
            self._amend("demands", source=self._place())

    def _offices(self) -> None:
        while words := self._ask.text("newcase.office" if not self.draft.targets else "newcase.office-more"):
            target = self._office(words)
            if target is None:
                continue
            self._more("targets", target)
            if len(self.draft.targets) > 1:
                self._amend("targets", copy=self._ask.ask("newcase.copy", answers.is_copy) or False)
        self._courts()
        country = self.draft.country
        if country and self.draft.targets and self._ask.yes("newcase.embassy", country=self._of_country(country.value)):
            self._more("targets", Target(lookup=Said(f"embassy-of:{country.value} in:signer"), copy=True))

    def _of_country(self, country: str) -> str:
        """A country as the person's language says that something is its own: of France, de France."""
        try:
            return grammar.of_country(country, self.desk.world.language)
        except errors.UserError:  # an invented one
            return f"({country})"

    def _courts(self) -> None:
        """Where only courts are written to, each demand must say that it is for them."""
        main = [one for one in self.draft.targets if not one.copy]
        known = [self.desk.library.authority(one.authority.value) for one in main if one.authority]
        if main and len(known) == len(main) and all(one.role is Role.COURT for one in known):
            self._put(demands=tuple(replace(one, court=True) for one in self.draft.demands))

    def _office(self, words: str) -> Target | None:
        """The office of the directory that these words mean, or one that is to be entered."""
        found = self._found(words)
        if not found:
            if not self._ask.yes("newcase.office-missing", words=words):
                return None
            return Target(missing=screen.word(self.desk.world, "newcase.office-note", words=words))
        if len(found) > MOST:
            screen.say(self.desk.world, "newcase.offices-many", count=len(found), style="yellow")
            return None
        rows = [(one.id, one.name(self.desk.world.language)) for one in found]
        read = answers.one_of([one.id for one in found])
        if len(found) == 1:
            screen.columns(self.desk.world, [("", *row) for row in rows], styles=("", "bold"))
            id_ = None if self._ask.no("newcase.office-this") else found[0].id
        else:
            id_ = self._ask.one_of("newcase.office-which", rows, read, last=len(found))
        self._tell_language(next((one for one in found if one.id == id_), None))
        return Target(authority=Said(id_)) if id_ else None

    def _tell_language(self, office: Authority | None) -> None:
        """That letters to an office are in a language that this case does not have yet."""
        if office and office.languages[0] != self.draft.language:
            language = office.languages[0]
            screen.say(self.desk.world, "newcase.office-language", language=language, style="yellow")

    def _found(self, words: str) -> Sequence[Authority]:
        """Offices with this id or these words: of the case's country, else of any; none twice."""
        from urgentaction.cli import offices

        taken = {one.authority.value for one in self.draft.targets if one.authority}
        known = [one for one in offices.chosen(self.desk, words, "") if one.id not in taken]
        if exact := [one for one in known if one.id == words]:
            return exact
        country = self.draft.country.value if self.draft.country else ""
        return [one for one in known if one.country == country] or known

    def _report(self) -> None:
        self._said("report", self._ask.ask("newcase.report", answers.way))


def _is_known(draft: Draft) -> bool:
    return draft.language in {"en", "fr", "es", "de"}
