"""Progress from providers, at print houses on this machine: what was ordered is followed, what is uncertain looked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

import pytest

from support.desks import NOW, Desk, at_desk
from support.letters import person
from support.pingen import SECRET, Fault, error
from support.pingen import Pingen as Service
from support.printhouses import order
from support.webserver import Answer, Trouble
from urgentaction.channels.post import lob, mysendingbox, pingen
from urgentaction.channels.post.base import Kind, Money, NotTaken, Progress, Provider
from urgentaction.channels.post.channel import Post
from urgentaction.channels.post.order import encode
from urgentaction.errors import UserError
from urgentaction.http import Limits
from urgentaction.ledger import Ledger, open_ledger
from urgentaction.model.authority import ChannelName
from urgentaction.model.delivery import State
from urgentaction.outbox import News, Synced, Tools, drain, sync, take_back
from urgentaction.outbox.syncing import FAILURES, cleaned

Make = Callable[..., Tools]
Queue = Callable[..., tuple[str, ...]]
BROKEN = Answer(500, {"error": {"message": "internal"}})
LATE = "2026-11-26T10:00:00.000Z"


@dataclass
class Mail:
    """Letters ordered at a desk, and what a sync learns of them."""

    desk: Desk
    ledger: Ledger
    clock: Any
    tools: Make
    queue: Queue
    news: list[News] = field(default_factory=list)

    def order(self, *names: str, **changes: Any) -> list[str]:
        """Letters of these signers go through the outbox."""
        body = encode(self.desk.order())
        keys = self.queue(*names, text=lambda _: body, channel=ChannelName.POST, **changes)
        with closing(Post([self.desk.provider()])) as post:
            drain(self.tools(channels={ChannelName.POST: post}))
        return list(keys)

    def lose(self, trouble: Trouble) -> str:
        """A letter that is uncertain: its answer is lost, and the house cannot be asked then."""
        count = 2 if self.desk.name == lob.NAME else 1  # Lob's order is repeated under its key
        self.desk.web.then(*[trouble] * count)
        self.desk.web.then(BROKEN, on="GET")
        (key,) = self.order("Ana")
        assert self.state(key) is State.UNCERTAIN
        return key

    def sync(self, *providers: Provider, **changes: Any) -> Synced:
        """What a run comes to; its news are kept."""
        self.news.clear()
        asked = providers or (self.desk.provider(),)
        return sync(self.ledger, asked, clock=self.clock, tell=self.news.append, **changes)

    def happens(self, word: str, at: str = LATE) -> None:
        """Something happens to every letter there."""
        house = self.desk.house
        for letter in house.letters.values():
            letter["tracking_events" if self.desk.name == lob.NAME else "events"].append(house.event(word, at))

    def state(self, key: str) -> State:
        return self.ledger.get(key).state

    def said(self) -> list[str]:
        return [one.said.id for one in self.news if one.said]

    @property
    def first(self) -> int:
        """How many steps a house tells of a letter that was just ordered: MySendingBox's price is one of its own."""
        return 2 if self.desk.name == mysendingbox.NAME else 1

    def kinds(self) -> list[Kind]:
        return [one.step.kind for one in self.news if one.step]


@pytest.fixture
def mail(desk: Desk, ledger: Ledger, clock: Any, tools: Make, queue: Queue) -> Mail:
    """At Lob's, and at MySendingBox's."""
    return Mail(desk, ledger, clock, tools, queue)


@pytest.fixture
def box(box_desk: Desk, ledger: Ledger, clock: Any, tools: Make, queue: Queue) -> Mail:
    """At MySendingBox's, where nothing is remembered by a key."""
    return Mail(box_desk, ledger, clock, tools, queue)


def word(mail: Mail, kind: Kind) -> str:
    """The house's own word."""
    words = {
        lob.NAME: {Kind.POSTED: "Mailed", Kind.DELIVERED: "Delivered", Kind.RETURNED: "Returned to Sender"},
        mysendingbox.NAME: {
            Kind.POSTED: "letter.sent",
            Kind.DELIVERED: "letter.distributed",
            Kind.RETURNED: "letter.returned_to_sender",
        },
    }
    return words[mail.desk.name][kind]


def test_each_step_is_told_once(mail: Mail) -> None:
    (key,) = mail.order("Ana")
    assert (mail.sync().steps, mail.kinds()) == (mail.first, [Kind.SUBMITTED] * mail.first)
    mail.happens(word(mail, Kind.POSTED))
    assert (mail.sync().steps, mail.kinds()) == (1, [Kind.POSTED])
    assert mail.sync().steps == 0
    assert mail.news == []
    assert [event.what for event in mail.ledger.history(key)][-2:] == ["progress", "progress"]
    assert mail.state(key) is State.SENT


def test_what_is_at_its_end_is_not_asked_about_again(mail: Mail) -> None:
    mail.order("Ana", "Bea")
    mail.happens(word(mail, Kind.DELIVERED))
    assert mail.sync().asked == 2
    asked = len(mail.desk.web.asked)
    assert mail.sync() == Synced()
    assert len(mail.desk.web.asked) == asked


def test_what_came_back_may_be_written_again_and_is_ordered_under_a_key_of_its_own(mail: Mail) -> None:
    (first,) = mail.order("Ana")
    mail.happens(word(mail, Kind.RETURNED))
    mail.sync()
    (second,) = mail.order("Ana")
    assert first != second
    assert mail.desk.house.accepted() == [first, second]


def test_the_cost_is_told_in_cents(box: Mail) -> None:
    box.order("Ana")
    box.sync()
    assert [one.step.cost for one in box.news if one.step and one.step.cost] == [Money(97, "EUR")]


def test_two_machines_that_sync_at_once_tell_each_step_once(mail: Mail, where: str) -> None:
    keys = mail.order("Ana", "Bea", "Cleo", "Dora")
    mail.happens(word(mail, Kind.POSTED))

    def machine(_: int) -> int:
        with closing(open_ledger(where)) as mine, closing(mail.desk.provider()) as provider:
            return sync(mine, [provider], clock=mail.clock).steps

    with ThreadPoolExecutor(3) as machines:
        assert sum(machines.map(machine, range(3))) == (mail.first + 1) * len(keys)
    for key in keys:
        assert [event.what for event in mail.ledger.history(key)].count("progress") == mail.first + 1


# --- Uncertain letters -------------------------------------------------------------------------------------------------


def test_an_uncertain_letter_that_the_house_has_is_sent_and_followed(mail: Mail) -> None:
    key = mail.lose(Trouble.DROPS_AFTER)
    run = mail.sync()
    assert (run.found, run.doubts, mail.said()) == (1, 0, ["outbox.found"])
    found = mail.ledger.get(key)
    assert found.receipt
    assert (found.state, found.receipt.reference) == (State.SENT, next(iter(mail.desk.house.letters)))
    assert mail.kinds() == [Kind.SUBMITTED] * mail.first
    assert mail.desk.house.accepted() == [key]


def test_an_uncertain_letter_that_the_house_surely_has_not_is_left_to_a_person(mail: Mail) -> None:
    key = mail.lose(Trouble.DROPS_BEFORE)
    posts = len(mail.desk.web.posts())
    run = mail.sync()
    assert (run.found, run.doubts, mail.said()) == (0, 1, ["outbox.has-none"])
    assert mail.state(key) is State.UNCERTAIN
    assert drain(mail.tools()).counts == {}
    assert len(mail.desk.web.posts()) == posts
    assert mail.desk.house.accepted() == []


def test_where_the_house_cannot_tell_the_letter_stays_uncertain(box: Mail) -> None:
    key = box.lose(Trouble.DROPS_BEFORE)
    box.desk.web.then(Answer(200, {"letters": [], "info": {}}), on="GET")
    run = box.sync()
    assert (run.doubts, run.failed, box.said()) == (1, 1, ["keyed.cannot-tell"])
    assert box.state(key) is State.UNCERTAIN


def test_of_a_letter_whose_signer_is_forgotten_a_person_must_say(mail: Mail) -> None:
    key = mail.lose(Trouble.DROPS_AFTER)
    mail.ledger.forget(mail.ledger.marks(person("Ana")), now=mail.clock.now)
    assert mail.ledger.body(key) is None
    assert (mail.sync().doubts, mail.said()) == (1, ["outbox.no-order"])


# --- Providers that say stop -------------------------------------------------------------------------------------------


def test_a_house_that_says_stop_is_not_asked_again_in_this_run(mail: Mail) -> None:
    mail.order("Ana", "Bea", "Cleo")
    asked = len(mail.desk.web.asked)
    mail.desk.web.then(Answer(429, {"error": {"message": "slow down"}}, {"Retry-After": "3600"}), on="GET")
    run = mail.sync()
    (left,) = run.left
    assert (left.reason.id, left.letters, run.steps) == ("post.slow-down", 2, 0)
    assert left.until
    assert (left.until - NOW).total_seconds() == 3600
    assert len(mail.desk.web.asked) == asked + 1
    assert mail.sync().steps == 3 * mail.first


def test_a_wrong_key_ends_the_asking(mail: Mail) -> None:
    mail.order("Ana", "Bea")
    mail.desk.secret = "test_another"
    (left,) = mail.sync().left
    assert (left.reason.id, left.letters) == ("post.key-refused", 1)


def test_a_key_that_is_not_there_ends_the_asking(mail: Mail) -> None:
    mail.order("Ana", "Bea")

    def no_key() -> str:
        raise UserError("credentials.none", name="lob")

    provider = mail.desk.provider()
    provider._account._secret = no_key  # type: ignore[attr-defined]
    (left,) = mail.sync(provider).left
    assert (left.reason.id, left.letters) == ("credentials.none", 1)


def test_another_house_is_asked_all_the_same(mail: Mail) -> None:
    mail.order("Ana")
    other = mysendingbox.NAME if mail.desk.name == lob.NAME else lob.NAME
    with at_desk(other) as desk:
        there = Mail(desk, mail.ledger, mail.clock, mail.tools, mail.queue)
        there.order("Bea")
        mail.desk.web.then(Answer(429), on="GET")
        run = mail.sync(mail.desk.provider(), desk.provider())
    assert ([one.account for one in run.left], run.steps) == ([f"{mail.desk.name} (test)"], there.first)


def test_one_letter_that_cannot_be_told_of_keeps_back_no_other(mail: Mail) -> None:
    mail.order("Ana", "Bea")
    mail.desk.web.then(Answer(404, {"error": {"message": "not found", "code": "not_found"}}), on="GET")
    run = mail.sync()
    assert (run.failed, run.steps, run.left, mail.said()) == (1, mail.first, (), ["post.not-now"])


def test_a_house_that_fails_time_and_again_is_left(mail: Mail) -> None:
    mail.order(*(f"Signer{number}" for number in range(FAILURES + 3)))
    mail.desk.web.then(*[BROKEN] * (FAILURES + 3), on="GET")
    run = mail.sync()
    assert (run.failed, [one.letters for one in run.left]) == (FAILURES, [3])


def test_a_provider_that_is_not_set_up_is_named(mail: Mail) -> None:
    mail.order("Ana", "Bea")
    assert mail.sync(mail.desk.provider(live=True)).unasked == {f"{mail.desk.name} (test)": 2}
    assert sync(mail.ledger, [], clock=mail.clock).unasked == {f"{mail.desk.name} (test)": 2}


def test_a_run_that_is_to_stop_asks_about_no_further_letter(mail: Mail) -> None:
    mail.order("Ana", "Bea")
    assert mail.sync(stop=lambda: bool(mail.news)).asked == 1


def test_only_the_letters_of_a_case_are_asked_about(mail: Mail) -> None:
    mail.order("Ana")
    assert mail.sync(case="another-2026").asked == 0
    assert mail.sync(case="example-2026").asked == 1


# --- Taking back -------------------------------------------------------------------------------------------------------


def test_a_letter_is_cancelled_there_and_here(mail: Mail) -> None:
    (key,) = mail.order("Ana")
    assert take_back(mail.ledger, mail.desk.provider(), mail.ledger.get(key), clock=mail.clock)
    assert mail.state(key) is State.CANCELLED
    assert mail.sync() == Synced()
    (second,) = mail.order("Ana")
    assert second != key


def test_a_letter_that_is_too_late_to_cancel_stays_as_it_is(mail: Mail) -> None:
    (key,) = mail.order("Ana")
    before, mail.desk.house.too_late = mail.ledger.history(key), True
    assert not take_back(mail.ledger, mail.desk.provider(), mail.ledger.get(key), clock=mail.clock)
    assert (mail.state(key), mail.ledger.history(key)) == (State.SENT, before)


def test_a_letter_stays_as_it_is_where_the_house_does_not_answer(mail: Mail) -> None:
    (key,) = mail.order("Ana")
    mail.desk.web.then(BROKEN, on="DELETE")
    with pytest.raises(NotTaken):
        take_back(mail.ledger, mail.desk.provider(), mail.ledger.get(key), clock=mail.clock)
    assert mail.state(key) is State.SENT


def test_what_was_cancelled_there_by_hand_is_cancelled_here(mail: Mail) -> None:
    (key,) = mail.order("Ana")
    provider = mail.desk.provider()
    assert provider.cancel(next(iter(mail.desk.house.letters)))
    mail.sync()
    assert mail.kinds()[-1] is Kind.CANCELLED
    assert mail.state(key) is State.CANCELLED


# --- Pingen ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def staging(clock: Any) -> Iterator[tuple[Service, pingen.Pingen]]:
    service = Service()
    web = service.start()
    settings = pingen.Settings(client_id="client-1", host=web.url)
    provider = pingen.Pingen(settings, lambda: SECRET, limits=Limits(tries=1), now=clock, pause=lambda _: None)
    yield service, provider
    provider.close()
    web.close()


def test_pingen_is_followed_with_cost_and_tracking_number(
    staging: tuple[Service, pingen.Pingen], ledger: Ledger, clock: Any, tools: Make, queue: Queue
) -> None:
    service, provider = staging
    body = encode(order(pingen.NAME))
    (key,) = queue("Ana", text=lambda _: body, channel=ChannelName.POST)
    drain(tools(channels={ChannelName.POST: Post([provider])}))
    told: list[News] = []
    assert sync(ledger, [provider], clock=clock, tell=told.append).steps == 1
    service.letters["letter-1"].attributes |= {"status": "sent", "tracking_number": "98.00.1"}
    service.letters["letter-1"].events.append({"code": "sent", "emitted_at": "2026-11-25T08:05:09+0100"})
    service.faults["events"] = [Fault(error(429, "too_many", Retry_After="60"))]
    assert sync(ledger, [provider], clock=clock, tell=told.append).left[0].reason.id == "post.slow-down"
    assert sync(ledger, [provider], clock=clock, tell=told.append).steps == 2
    assert [(one.step.kind, one.step.cost) for one in told if one.step] == [
        (Kind.SUBMITTED, Money(185, "CHF")),
        (Kind.POSTED, None),
        (Kind.POSTED, Money(185, "CHF")),
    ]
    assert take_back(ledger, provider, ledger.get(key), clock=clock) is False
    service.letters["letter-1"].attributes["status"] = "delivered"
    assert sync(ledger, [provider], clock=clock).steps == 1
    assert ledger.underway() == ()


# --- What is kept ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "said", "kept"),
    [
        (Kind.POSTED, "Processed for Delivery", "Processed for Delivery"),
        (Kind.OTHER, "A_NEW.code-7", "A_NEW.code-7"),
        (Kind.OTHER, "handed to Zélie Quincampoix", "…"),
        (Kind.OTHER, "Zelie Quincampoix", "…"),
        (Kind.OTHER, "ana@example.org", "…"),
        (Kind.OTHER, "x" * 65, "…"),
        (Kind.POSTED, "sent\x1b[31m", "…"),
    ],
)
def test_words_that_might_name_somebody_are_not_kept(kind: Kind, said: str, kept: str) -> None:
    assert cleaned(Progress(kind=kind, status=said)).status == kept


@pytest.mark.parametrize(
    ("number", "kept"), [("RK 123 456 789 FR", "RK 123 456 789 FR"), ("Ana; rue X", ""), ("9" * 41, "")]
)
def test_what_is_no_tracking_number_is_not_kept(number: str, kept: str) -> None:
    assert cleaned(Progress(kind=Kind.POSTED, status="sent", tracking=number)).tracking == kept
