"""Look at what is there: the home screen, cases, one case, one office."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from urgentaction import errors, library
from urgentaction.cli import offices, tallies, unfinished, ways, wiring
from urgentaction.cli import show as screen
from urgentaction.model.authority import Authority, Contact, Holder, Provenance
from urgentaction.model.case import Case, CaseState, Person, Target, Text

if TYPE_CHECKING:
    from urgentaction.cli.world import World

COMMANDS = ("draft", "import", "setup")


def home(world: World) -> None:
    """Say which cases are open, what waits, and the next three things to type."""
    desk = wiring.desk(world)
    world = desk.world
    entries = desk.library.cases()
    found = _readable(entries)
    is_open = [case for case in found if case.is_open]
    over = [case for case in found if not case.is_open]
    for case in is_open:
        screen.line(world, f"{case.id}  {_text(case.title, world)}  {_deadline(case, world)}", style="bold")
    unfinished.tell(desk, entries)
    if not is_open:
        screen.say(world, "looking.no-open-case", count=len(over), cases=[_closed(case, world) for case in over])
    waiting = ways.waiting(desk)
    if waiting:
        screen.say(world, "looking.waiting", count=waiting)
    screen.line(world)
    example = (is_open or over)[0].id if found else "CASE"
    steps = [(f"ua draft {example}", "looking.next-draft" if is_open else "looking.next-draft-example")]
    if not desk.config.me:
        steps.append(("ua setup", "looking.next-setup"))
    steps += [(f"ua send {example} --rehearse", "looking.next-rehearse"), ("ua --help", "looking.next-help")]
    screen.columns(world, [("", step, screen.word(world, id_)) for step, id_ in steps[:3]], styles=("", "bold"))


def _closed(case: Case, world: World) -> str:
    """`ablyazov-2013 (France, extradition; closed 9 Dec 2016)`."""
    from urgentaction import grammar

    where = grammar.country_or_code(case.country, world.language)
    return screen.word(world, "looking.over", id=case.id, where=where, kind=case.kind, state=state(case, world))


def cases(world: World, *, as_json: bool) -> None:
    """List the cases, open ones first; an unfinished one is named, and does not hide the others."""
    desk = wiring.desk(world)
    world = desk.world
    entries = desk.library.cases()
    found = sorted(_readable(entries), key=lambda case: (not case.is_open, case.id))
    known = tallies.of_cases(desk, found)
    if as_json:
        screen.as_json(world, [{**_case_row(case), **known[case.id].row()} for case in found])
    else:
        screen.columns(
            world,
            [
                (
                    case.id,
                    _round(case, world),
                    state(case, world),
                    known[case.id].words(world),
                    _text(case.title, world),
                )
                for case in found
            ],
            styles=("bold",),
            answer=True,
        )
    for case in found:
        if known[case.id].superseded:
            screen.say(world, "tallies.superseded", case=case.id, round=case.round, style="yellow")
    unfinished.tell(desk, entries)


def show(world: World, name: str, *, as_json: bool) -> None:
    """Show one case, whole."""
    desk = wiring.desk(world)
    world = desk.world
    case = desk.library.case(name)
    if as_json:
        screen.as_json(world, wiring.plain(case))
        return
    titles = {source.id: f"{source.publisher}, “{source.title}”" for source in case.sources}
    screen.answer(world, _text(case.title, world), style="bold")
    screen.answer(world, f"{case.id} · {case.kind} · {case.country} · {state(case, world)}")
    if not case.is_open:
        screen.answer(world, _text(case.status.why, world), style="yellow")
    screen.answer(world)
    screen.answer(world, _text(case.summary, world))
    _section(world, "looking.people", [(_person(person, world), person.gender.value) for person in case.people])
    _section(
        world,
        "looking.facts",
        [(_fact(fact.hedges), f"{_text(fact.text, world)}  [{fact.source}]") for fact in case.facts],
    )
    _section(
        world,
        "looking.demands",
        [(", ".join(demand.for_), f"{_text(demand.text, world)}  [{demand.source}]") for demand in case.demands],
    )
    model = case.letter.model.items()
    rows = [(code, f"{text}  [{one.source}]") for code, one in model for text in one.paragraphs]
    _section(world, "looking.model", rows)
    _section(world, "looking.law", [(use.basis, ", ".join(use.for_)) for use in case.law])
    offices_ = [(target.as_.value, said) for target in case.targets for said in _target(target, desk)]
    _section(world, "looking.targets", offices_)
    numbers = [(one.authority, f"{one.number}  [{one.source}]") for one in case.references]
    _section(world, "looking.references", numbers)
    since = [(f"{update.on}", f"{_text(update.text, world)}  [{update.source}]") for update in case.updates]
    _section(world, "looking.updates", since)
    _section(world, "looking.sources", list(titles.items()))
    screen.answer(world)
    screen.say(world, "looking.next-after-show", case=case.id)


def authority(world: World, name: str, *, as_json: bool) -> None:
    """Show one office: every contact with its source and level, and who holds it where that is known."""
    desk = wiring.desk(world)
    world = desk.world
    one = wiring.one_authority(desk, name)
    if as_json:
        screen.as_json(world, wiring.plain(one))
        return
    screen.answer(world, _office(one, world), style="bold")
    screen.answer(world, f"{one.id} · {one.role.value} · {one.country} · {', '.join(one.languages)}")
    rows: list[tuple[str, str, str]] = []
    if one.postal:
        address = ", ".join(
            [
                *one.postal.lines,
                one.postal.street,
                f"{one.postal.postcode} {one.postal.city} {one.postal.cedex}".strip(),
            ]
        )
        rows.append((screen.word(world, "looking.postal"), address, _provenance(one.postal.provenance, world)))
    rows += _contacts(world, "looking.email", one.emails)
    if one.email_none:
        rows.append(
            (screen.word(world, "looking.email"), screen.word(world, "looking.not-published"), one.email_none.source)
        )
    rows += _contacts(world, "looking.phone", one.phones) + _contacts(world, "looking.fax", one.fax)
    rows += _contacts(world, "looking.web-form", (one.web_form,) if one.web_form else ())
    rows += _contacts(world, "looking.social", one.social) + [_holder(holder, world) for holder in one.holders]
    screen.columns(world, rows, styles=("dim",), answer=True)
    screen.answer(world)
    _addressed(world, one)
    channels = ", ".join(channel.value for channel in one.channels)
    reply = screen.word(world, f"looking.reply-{one.reply}")
    screen.answer(world, screen.word(world, "looking.reply", reply=reply, channels=channels))
    if guidance := _text(one.guidance, world):
        screen.answer(world)
        screen.answer(world, guidance)
    offices.tell_waiting(desk, one)


def _addressed(world: World, one: Authority) -> None:
    """How letters of today address the office in each language, and where that form comes from."""
    gender = one.gender_on(world.clock().astimezone().date())
    rows = []
    for language, forms in sorted(one.salutation.items()):
        source = one.forms.get(language)
        values = {"key": source.key, "source": source.source} if source else {}
        origin = screen.word(world, f"looking.form-{source.origin}", **values) if source else ""
        rows.append((language, forms.for_(gender), origin))
    screen.columns(world, rows, styles=("dim",), answer=True)


def _readable(entries: Iterable[Case | errors.Faults]) -> list[Case]:
    return [entry for entry in entries if isinstance(entry, Case)]


def _text(by_language: Text, world: World) -> str:
    return by_language.get(world.language) or by_language.get("en") or next(iter(by_language.values()), "")


def _case_row(case: Case) -> Mapping[str, Any]:
    return {
        "id": case.id,
        "state": case.status.state.value,
        "kind": case.kind,
        "country": case.country,
        "round": case.round,
        "title": dict(case.title),
        "issued": case.issued,
        "deadline": case.deadline,
        "closed_on": case.status.on,
    }


def _person(person: Person, world: World) -> str:
    """The name as letters write it; a description of who is not named in them."""
    return _text(person.description, world) if person.unnamed else person.name


def _round(case: Case, world: World) -> str:
    return screen.word(world, "tallies.round", round=case.round)


def state(case: Case, world: World) -> str:
    """How a case stands, in words: days left, stopped or closed, and since when."""
    if case.is_open:
        return _deadline(case, world)
    id_ = "looking.stopped" if case.status.state is CaseState.STOPPED else "looking.closed"
    return screen.word(world, id_, on=case.status.on or case.as_of)


def _deadline(case: Case, world: World) -> str:
    if case.deadline is None:
        return screen.word(world, "looking.no-deadline")
    left = (case.deadline - world.clock().date()).days
    return (
        screen.word(world, "looking.days-left", count=left)
        if left >= 0
        else screen.word(world, "looking.past", on=case.deadline)
    )


def _section(world: World, heading: str, rows: Sequence[tuple[str, str]]) -> None:
    if rows:
        screen.answer(world)
        screen.answer(world, screen.word(world, heading), style="bold")
        screen.columns(world, [("", *row) for row in rows], styles=("", "dim"), answer=True)


def _fact(hedges: Sequence[str]) -> str:
    return ", ".join(hedges) or "–"


def _target(target: Target, desk: wiring.Desk) -> list[str]:
    """The office; of a look-up, what it gives whoever is set up here, or why nothing."""
    found = library.answer(target, desk.library, home=wiring.home(desk, None))
    if isinstance(found, errors.Message):
        said = errors.words(found, desk.world.language)
        return [f"{target.lookup}  {said.text} {said.hint}".strip()]
    looked = f"{target.lookup} → " if target.lookup else ""
    return [f"{looked}{one.id}  {_office(one, desk.world)}" for one in found]


def _office(one: Authority, world: World) -> str:
    return one.name(world.language if world.language in one.office else one.languages[0])


def _contacts(world: World, id_: str, contacts: Sequence[Contact]) -> list[tuple[str, str, str]]:
    return [(screen.word(world, id_), contact.value, _provenance(contact.provenance, world)) for contact in contacts]


def _holder(holder: Holder, world: World) -> tuple[str, str, str]:
    values = {
        "start": holder.from_ or "…",
        "end": holder.to or (screen.word(world, "looking.seen", on=holder.seen) if holder.seen else "…"),
        "on": holder.verified_on or screen.word(world, "looking.never"),
        "source": holder.source,
    }
    return screen.word(world, "looking.holder"), holder.name, screen.word(world, "looking.held", **values)


def _provenance(provenance: Provenance, world: World) -> str:
    checked = provenance.verified_on or screen.word(world, "looking.never")
    level = screen.word(world, f"looking.level-{provenance.level}")
    return screen.word(world, "looking.provenance", level=level, on=checked, source=provenance.source)
