"""Going through the candidates of a free text: Enter takes one, d drops it, e changes it, a takes all the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from urgentaction import errors
from urgentaction.cli import explaining, questions
from urgentaction.cli import show as screen

if TYPE_CHECKING:
    from urgentaction.cli.world import World
    from urgentaction.intake.found import Fact, Found, Person, Value

T = TypeVar("T")

_TAKES, _DROPS, _EDITS, _HEDGES, _REST = ("y", "yes", "o", "oui"), ("d", "n"), ("e", "m"), ("h", "r"), ("a", "t")
_KEYS = {key: keys[0] for keys in (_TAKES, _DROPS, _EDITS, _HEDGES, _REST) for key in keys}


def chosen(world: World, found: Found) -> Found:
    """What a person takes of a free text; what is taken is no longer a candidate.

    Raises:
        UsageError: Nobody sits at a terminal.
        UserError: The person stopped; nothing is written.
    """
    if not world.terminal:
        raise errors.UsageError("choosing.no-terminal")
    screen.say(world, "choosing.begin", style="bold")
    try:
        return _gone_through(_Chooser(world, found), found)
    except KeyboardInterrupt:
        screen.line(world)
        raise errors.UserError("choosing.stopped", exit_=errors.Exit.INTERRUPTED) from None


def _gone_through(person: _Chooser, found: Found) -> Found:
    return replace(
        found,
        title=person.single("title", found.title, person.retitled),
        issued=person.single("date", found.issued, person.redated),
        country=person.single("country", found.country, person.elsewhere),
        people=tuple(person.people(found.people)),
        demands=tuple(person.demands(found.demands)),
        facts=tuple(person.facts(found.facts)),
    )


@dataclass
class _Chooser:
    """A person going through candidates; `rest`: everything that follows is taken."""

    world: World
    found: Found
    rest: bool = False

    def __post_init__(self) -> None:
        self._ask = questions.Asker(self.world, "--yes")

    def single(self, name: str, value: Value[T] | None, edit: Callable[[Value[T]], Value[T]]) -> Value[T] | None:
        """One value that stands for itself."""
        if value is None:
            return None
        taken = self._one(name, value, edit, text=_told(self.world, name, value))
        if taken is None:
            screen.say(self.world, "choosing.none-left", what=name, style="dim")
        return taken

    def people(self, people: Sequence[Person]) -> Iterator[Person]:
        """Those whom it is about, speakers last; only the first is taken unless it is dropped.

        Names that nobody looked at stay candidates, but for the first.
        """
        from urgentaction.intake import free

        said = [one.text.value for one in self.found.facts]
        speaking = {one.name.value for one in people if free.speaks(one.name.value, said)}
        for number, one in enumerate(sorted(people, key=lambda one: one.name.value in speaking)):
            name = "person-speaks" if one.name.value in speaking else "person" if number == 0 else "person-too"
            if self.rest and name != "person":
                yield one
            elif taken := self._one(name, one.name, self.retitled, text=one.name.value, drops=name != "person"):
                yield replace(one, name=taken)

    def demands(self, demands: Iterable[Value[str]]) -> Iterator[Value[str]]:
        """What is asked; quoted words that nobody looked at stay candidates."""
        from urgentaction.intake import free

        for one in demands:
            quoted = free.is_quoted(one, self.found.facts)
            if self.rest and quoted:
                yield one
            elif taken := self._one(
                "demand-quoted" if quoted else "demand", one, self._reworded, text=one.value, drops=quoted
            ):
                yield taken

    def facts(self, facts: Iterable[Fact]) -> Iterator[Fact]:
        """What happened, with its hedges."""
        for one in facts:
            if taken := self._fact(one):
                yield taken

    def retitled(self, value: Value[str]) -> Value[str]:
        """Another text."""
        return self._instead(value, self._ask.text("choosing.edit"))

    def redated(self, value: Value[Any]) -> Value[Any]:
        """Another day."""
        from urgentaction.intake import answers

        read = partial(answers.day, language=self.world.language)
        return self._instead(value, self._ask.ask("choosing.edit-date", read))

    def elsewhere(self, value: Value[str]) -> Value[str]:
        """Another country."""
        from urgentaction.intake import answers

        named = [f"{one.said} ({one.value})" for one in self.found.countries if one.value != value.value] or ["–"]
        code = self._ask.ask("choosing.edit-country", answers.country, named=named)
        return replace(value, value=code, said=code) if code else value

    def _reworded(self, value: Value[str]) -> Value[str]:
        from urgentaction.intake import answers

        read = partial(answers.demand, language=self.found.language)
        return self._instead(value, self._ask.ask("choosing.edit-demand", read))

    def _instead(self, value: Value[T], other: T | None) -> Value[T]:
        return replace(value, value=other) if other else value

    def _fact(self, fact: Fact) -> Fact | None:
        while True:
            key = self._key(**_fact_told(self.world, fact), keys=_KEYS)
            if key == _HEDGES[0]:
                fact = replace(fact, hedges=self._rehedged(fact))
            elif key == _EDITS[0]:
                fact = self._retold(fact)
            else:
                return None if key == _DROPS[0] else replace(fact, text=_taken(fact.text))

    def _retold(self, fact: Fact) -> Fact:
        """Another sentence; its hedges are those of its words."""
        from urgentaction.intake import answers, free

        said = self._ask.ask("choosing.edit", answers.sentence)
        if said is None:
            return fact
        hedges = free.hedges(said, self.found.language)
        return replace(fact, text=replace(fact.text, value=said), hedges=hedges, quoted=False)

    def _rehedged(self, fact: Fact) -> tuple[str, ...]:
        from urgentaction.intake import answers

        words = hedge_words(self.world)
        listed = [f"{number} {word}" for number, word in enumerate(words.values(), start=1)]
        read = partial(answers.hedges, words=list(words.values()))
        found = self._ask.ask("choosing.edit-hedges", read, listed=listed)
        return fact.hedges if found is None else found

    def _one(
        self, name: str, value: Value[T], edit: Callable[[Value[T]], Value[T]], *, text: str, drops: bool = False
    ) -> Value[T] | None:
        """A candidate as it is taken, or None; a changed one is shown and asked again. `drops`: Enter drops it."""
        keys = {key: meant for key, meant in _KEYS.items() if meant != _HEDGES[0]}
        while True:
            key = self._key(name, keys=keys, drops=drops, text=explaining.cut(text, 300))
            if key != _EDITS[0]:
                return None if key == _DROPS[0] else _taken(value)
            changed = edit(value)
            drops, value = drops and changed is value, changed
            text = _told(self.world, name, value)

    def _key(self, name: str, *, keys: dict[str, str], drops: bool = False, **values: Any) -> str:
        """What is to become of a candidate that is shown."""
        if self.rest:
            return _TAKES[0]
        screen.say(self.world, f"choosing.{name}", **values)
        has_hedges = _HEDGES[0] in keys
        while True:
            asked = "question-hedges" if has_hedges else "question-drops" if drops else "question"
            said = self._ask.letter(f"choosing.{asked}")
            key = keys.get(said, "") if said else _DROPS[0] if drops else _TAKES[0]
            if key:
                self.rest = key == _REST[0]
                return key
            self._help(asked=said == "?", has_hedges=has_hedges)

    def _help(self, *, asked: bool, has_hedges: bool) -> None:
        for name in ("help", "help-hedges") if asked and has_hedges else ("help",) if asked else ("key",):
            screen.say(self.world, f"choosing.{name}", style="dim" if asked else "yellow")


def hedge_words(world: World) -> dict[str, str]:
    """The hedges and what they are called in the person's language, in the order of the model."""
    from urgentaction.model.case import Hedge

    return {one.value: screen.word(world, f"newcase.hedge-{one.value}") for one in Hedge}


def _fact_told(world: World, fact: Fact) -> dict[str, Any]:
    words = hedge_words(world)
    told = {"paragraph": fact.paragraph, "text": explaining.cut(fact.text.value, 300)}
    if not fact.hedges:
        return {"name": "fact", **told}
    return {"name": "fact-hedged", "hedges": [words[one] for one in fact.hedges], **told}


def _told(world: World, name: str, value: Value[Any]) -> str:
    """A candidate as it is shown: a country with the document's word for it."""
    if name == "country" and value.said != value.value:
        return f"{value.value} ({value.said})"
    return screen.word(world, "choosing.day", day=value.value) if name == "date" else str(value.value)


def _taken(value: Value[T]) -> Value[T]:
    from urgentaction.intake.found import Sure

    return replace(value, sure=Sure.TAKEN)
