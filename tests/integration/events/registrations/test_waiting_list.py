"""Free places go to those who wait: whole or not at all, the first that fits, in order; every choice is recorded."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from services.events.registrations import operations, queries
from services.events.registrations.domain import By, NoOffer, OfferIsOver, RegistrationClosed
from shared.contracts import events as contracts
from shared.errors import NotFound
from tests.support.factories.events import LINKS, a_party, an_evening
from tests.support.ledger import broken_promises, counted, kinds, states, told


def cancel(session: Session, party: dict[str, Any], by: By = By.PARTICIPANT) -> None:
    operations.cancel(session, LINKS, party["id"], by)


def pass_time(session: Session) -> None:
    """Let every offer have run out a minute ago."""
    session.flush()
    session.execute(
        text("UPDATE registrations SET offer_expires_at = now() - interval '1 minute' WHERE state = 'offered'")
    )


def test_four_freed_places_go_to_the_first_parties_that_fit(events_session: Session) -> None:
    occurrence_id = an_evening(events_session, capacity=6)
    four, _two = (a_party(events_session, occurrence_id, party) for party in (4, 2))
    five, three, two, one = (a_party(events_session, occurrence_id, party) for party in (5, 3, 2, 1))
    cancel(events_session, four)
    assert states(events_session) == ["cancelled", "confirmed", "waiting", "confirmed", "waiting", "confirmed"]
    assert counted(events_session, occurrence_id) == (6, 2, 6)
    (choice,), _more = queries.choices(events_session, occurrence_id)
    assert (choice["cause"], choice["free"]) == ("cancelled", 4)
    assert choice["considered"] == [
        {"registration_id": str(one["id"]), "code": one["code"], "party": one["party"], "outcome": outcome}
        for one, outcome in ((five, "too_large"), (three, "served"), (two, "too_large"), (one, "served"))
    ]
    promoted = [message for message in told(events_session) if isinstance(message, contracts.RegistrationPromoted)]
    assert [message.registration_id for message in promoted] == [three["id"], one["id"]]
    assert broken_promises(events_session) == []


def test_a_waiting_party_that_cancels_promotes_nobody(events_session: Session) -> None:
    occurrence_id = an_evening(events_session, capacity=2)
    a_party(events_session, occurrence_id, 1)
    first, _second = a_party(events_session, occurrence_id, 2), a_party(events_session, occurrence_id, 2)
    cancel(events_session, first)
    assert states(events_session) == ["confirmed", "cancelled", "waiting"]
    assert counted(events_session, occurrence_id) == (1, 1, 3)
    assert contracts.RegistrationPromoted not in kinds(events_session)


def test_cancelling_twice_frees_the_places_once(events_session: Session) -> None:
    occurrence_id = an_evening(events_session)
    party, _other = a_party(events_session, occurrence_id, 4), a_party(events_session, occurrence_id, 4)
    cancel(events_session, party)
    cancel(events_session, party, By.REPLY)
    assert counted(events_session, occurrence_id) == (4, 0, 2)
    cancelled = [message for message in told(events_session) if isinstance(message, contracts.RegistrationCancelled)]
    assert [message.by for message in cancelled] == ["participant"]


def test_cancelling_what_is_not_there_is_not_found(events_session: Session) -> None:
    with pytest.raises(NotFound):
        operations.cancel(events_session, LINKS, uuid4(), By.REPLY)


def test_nobody_is_promoted_to_what_has_begun(events_session: Session) -> None:
    occurrence_id = an_evening(events_session, capacity=1)
    party, _waiting = a_party(events_session, occurrence_id), a_party(events_session, occurrence_id)
    events_session.execute(text("UPDATE occurrences SET starts_at = now() - interval '1 minute'"))
    cancel(events_session, party)
    assert states(events_session) == ["cancelled", "waiting"]
    assert queries.choices(events_session, occurrence_id) == ([], None)


def test_offered_places_are_held_until_the_party_says_yes(events_session: Session) -> None:
    occurrence_id = an_evening(events_session, capacity=2, offer_hours=12)
    party, waiting = a_party(events_session, occurrence_id, 2), a_party(events_session, occurrence_id, 2)
    cancel(events_session, party)
    assert states(events_session) == ["cancelled", "offered"]
    assert counted(events_session, occurrence_id) == (2, 0, 2)
    assert a_party(events_session, occurrence_id)["state"] == "waiting"
    (offer,) = [message for message in told(events_session) if isinstance(message, contracts.RegistrationOffered)]
    assert timedelta(hours=11, minutes=59) < offer.expires_at - datetime.now(UTC) <= timedelta(hours=12)
    operations.accept(events_session, LINKS, waiting["id"])
    operations.accept(events_session, LINKS, waiting["id"])
    assert states(events_session) == ["cancelled", "confirmed", "waiting"]
    assert kinds(events_session)[-1] is contracts.RegistrationConfirmed
    assert events_session.scalars(text("SELECT kind FROM due")).all() == []


def test_an_offer_never_outlives_the_start(events_session: Session) -> None:
    occurrence_id = an_evening(events_session, capacity=1, offer_hours=168)
    party, _waiting = a_party(events_session, occurrence_id), a_party(events_session, occurrence_id)
    events_session.execute(text("UPDATE occurrences SET starts_at = now() + interval '1 hour'"))
    cancel(events_session, party)
    due_at, starts_at = events_session.execute(text("SELECT due_at, starts_at FROM due, occurrences")).one()
    assert due_at == starts_at


def test_an_offer_that_ran_out_goes_to_the_next(events_session: Session) -> None:
    occurrence_id = an_evening(events_session, capacity=2, offer_hours=1)
    party, first, _second = (a_party(events_session, occurrence_id, 2) for _ in range(3))
    cancel(events_session, party)
    pass_time(events_session)
    operations.expire(events_session, LINKS, first["id"])
    assert states(events_session) == ["cancelled", "cancelled", "offered"]
    assert [choice["cause"] for choice in queries.choices(events_session, occurrence_id)[0]] == [
        "offer_expired",
        "cancelled",
    ]
    assert told(events_session)[-2].by == "expiry"
    with pytest.raises(OfferIsOver):
        operations.accept(events_session, LINKS, first["id"])
    assert broken_promises(events_session) == []


def test_an_offer_that_is_still_good_does_not_expire(events_session: Session) -> None:
    occurrence_id = an_evening(events_session, capacity=1, offer_hours=1)
    party, first = a_party(events_session, occurrence_id), a_party(events_session, occurrence_id)
    cancel(events_session, party)
    operations.expire(events_session, LINKS, first["id"])
    assert states(events_session) == ["cancelled", "offered"]


def test_a_yes_that_comes_too_late_is_told_so(events_session: Session) -> None:
    occurrence_id = an_evening(events_session, capacity=1, offer_hours=1)
    party, first = a_party(events_session, occurrence_id), a_party(events_session, occurrence_id)
    cancel(events_session, party)
    pass_time(events_session)
    with pytest.raises(OfferIsOver):
        operations.accept(events_session, LINKS, first["id"])


def test_a_yes_to_what_has_begun_meanwhile_is_refused(events_session: Session) -> None:
    occurrence_id = an_evening(events_session, capacity=1, offer_hours=1)
    party, first = a_party(events_session, occurrence_id), a_party(events_session, occurrence_id)
    cancel(events_session, party)
    events_session.execute(text("UPDATE occurrences SET starts_at = now() - interval '1 minute'"))
    with pytest.raises(RegistrationClosed):
        operations.accept(events_session, LINKS, first["id"])


def test_a_yes_without_an_offer_is_refused(events_session: Session) -> None:
    occurrence_id = an_evening(events_session, capacity=1)
    _party, waiting = a_party(events_session, occurrence_id), a_party(events_session, occurrence_id)
    with pytest.raises(NoOffer):
        operations.accept(events_session, LINKS, waiting["id"])


def test_a_declined_offer_goes_to_the_next_at_once(events_session: Session) -> None:
    occurrence_id = an_evening(events_session, capacity=1, offer_hours=1)
    party, first, _second = (a_party(events_session, occurrence_id) for _ in range(3))
    cancel(events_session, party)
    cancel(events_session, first, By.REPLY)
    assert states(events_session) == ["cancelled", "cancelled", "offered"]
    assert events_session.scalars(text("SELECT count(*) FROM due")).one() == 1
    noted, _more = queries.choices(events_session, occurrence_id)
    assert [(choice["cause"], [one["outcome"] for one in choice["considered"]]) for choice in noted] == [
        ("offer_declined", ["offered"]),
        ("cancelled", ["offered"]),
    ]


def test_the_organiser_sees_who_waits_and_why(events_session: Session) -> None:
    occurrence_id = an_evening(events_session, capacity=3)
    three, large, small = (a_party(events_session, occurrence_id, party) for party in (1, 3, 1))
    assert small["state"] == "confirmed"
    a_party(events_session, occurrence_id, 2, names=("Ona", "Petras"))
    cancel(events_session, three)
    waiting, more = queries.waiting_list(events_session, occurrence_id, limit=10)
    assert [(one["id"], one["position"]) for one in waiting] == [(large["id"], 1)]
    assert (waiting[0]["passed_over"]["free"], waiting[0]["passed_over"]["left"]) == (2, 2)
    assert more is None
    confirmed, _more = queries.participants(events_session, occurrence_id, limit=10)
    assert [one["names"] for one in confirmed] == [[], ["Ona", "Petras"]]


def test_the_reason_counts_what_those_before_left(events_session: Session) -> None:
    occurrence_id = an_evening(events_session, capacity=2, offer_hours=24)
    pair, _one, two = (a_party(events_session, occurrence_id, party) for party in (2, 1, 2))
    cancel(events_session, pair)
    waiting, _more = queries.waiting_list(events_session, occurrence_id, limit=10)
    assert [one["id"] for one in waiting] == [two["id"]]
    assert (waiting[0]["passed_over"]["free"], waiting[0]["passed_over"]["left"]) == (2, 1)


def test_lists_of_people_are_paged(events_session: Session) -> None:
    occurrence_id = an_evening(events_session, capacity=2)
    parties = [a_party(events_session, occurrence_id) for _ in range(5)]
    first, after = queries.participants(events_session, occurrence_id, limit=1)
    assert after is not None
    second, end = queries.participants(events_session, occurrence_id, limit=1, after=(after,))
    assert ([one["id"] for one in first + second], end) == ([one["id"] for one in parties[:2]], None)
    first, after = queries.waiting_list(events_session, occurrence_id, limit=2)
    assert after is not None
    second, end = queries.waiting_list(events_session, occurrence_id, limit=2, after=(after,))
    assert ([one["position"] for one in first + second], end) == ([1, 2, 3], None)


def test_choices_are_paged_newest_first(events_session: Session) -> None:
    occurrence_id = an_evening(events_session, capacity=2)
    parties = [a_party(events_session, occurrence_id) for _ in range(4)]
    for party in parties[:2]:
        cancel(events_session, party)
    newest, after = queries.choices(events_session, occurrence_id, limit=1)
    assert after is not None
    oldest, end = queries.choices(events_session, occurrence_id, limit=1, after=(after,))
    codes = [choice["considered"][0]["code"] for choice in newest + oldest]
    assert (codes, end) == ([parties[3]["code"], parties[2]["code"]], None)
