"""Partners and the own organisation at the same moment: one helps, nobody is asked twice, and nothing hangs."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select

from services.volunteers.assistance.models import Offer, PartnerAsk, Request
from services.volunteers.assistance.operations.awaiting import hear_lost, hear_written
from services.volunteers.assistance.operations.claims import accept, decline
from services.volunteers.assistance.operations.partners import agree, refuse
from services.volunteers.assistance.operations.waves import ask_wave
from services.volunteers.people.models import Commitment
from shared.database import Database
from tests.integration.volunteers.assistance.test_races import at_once, saying
from tests.support.factories.assistance import COORDINATOR, LINKS, a_helper, a_request, asked, names
from tests.support.factories.partners import CARITAS, alarm, clock, partners


def sought(database: Database, many: int) -> tuple[UUID, list[UUID], UUID]:
    """A request that so many own volunteers were asked for, and then a partner: its id, theirs, and the question."""
    with database.transaction() as session:
        partners(session, CARITAS)
        own = [a_helper(session) for _ in range(many)]
        for _ in own:
            a_helper(session, organisations=[CARITAS])
        request = a_request(session)
        offers = [offer.id for offer in asked(session, request)]
        ask_wave(session, LINKS, request.id)
        return request.id, offers, session.scalars(select(PartnerAsk.id)).one()


def test_of_two_yes_at_once_one_of_a_partners_volunteer_one_helps(database: Database) -> None:
    request_id, offers, ask_id = sought(database, 2)
    with database.transaction() as session:
        agree(session, COORDINATOR, ask_id, [CARITAS])
        offers += [offer.id for offer in asked(session, session.get_one(Request, request_id))]
    outcomes = at_once(*(saying(database, accept, LINKS, offer, "volunteer") for offer in offers))
    assert Counter(outcomes) == {"done": 1, "NobodyIsWaited": 3}
    with database.reading() as session:
        assert session.get_one(Request, request_id).taken == 1
        assert session.scalar(select(func.count()).select_from(Commitment)) == 1
        assert names(session).count("request.assigned") == 1


def test_when_the_clock_strikes_twice_each_partner_is_asked_once(database: Database) -> None:
    with database.transaction() as session:
        partners(session, CARITAS)
        a_helper(session, organisations=[CARITAS])
        request_id = a_request(session).id
    assert set(at_once(*[saying(database, ask_wave, LINKS, request_id)] * 4)) == {"done"}
    with database.reading() as session:
        assert names(session).count("partner.asked") == 1
        assert "coordinator.needed" not in names(session)


def test_a_yes_counts_while_it_is_heard_that_no_mail_arrived(database: Database) -> None:
    request_id, offers, ask_id = sought(database, 1)
    with database.transaction() as session:
        decline(session, offers[0], "reply")
    acts = [
        saying(database, agree, COORDINATOR, ask_id, [CARITAS]),
        saying(database, hear_written, ask_id, 1),
        *[saying(database, hear_lost, ask_id, request_id)] * 2,
        saying(database, ask_wave, LINKS, request_id),
    ]
    assert set(at_once(*acts)) == {"done"}
    with database.transaction() as session:
        ask = session.get_one(PartnerAsk, ask_id)
        assert (ask.state, ask.written, ask.lost) == ("agreed", 1, [request_id])
        assert len(asked(session, session.get_one(Request, request_id))) <= 1
        assert session.scalar(select(func.count()).where(Offer.ask_id == ask_id)) == 1


@pytest.mark.parametrize("asks_first", [True, False])
def test_a_partner_who_is_asked_while_it_leaves_is_not_waited_for(database: Database, *, asks_first: bool) -> None:
    with database.transaction() as session:
        partners(session, CARITAS)
        a_helper(session, organisations=[CARITAS])
        request_id = a_request(session).id

    def leave() -> None:
        with database.transaction() as session:
            partners(session, version=2)

    with ThreadPoolExecutor(1) as pool:
        if asks_first:
            with database.transaction() as session:
                ask_wave(session, LINKS, request_id)
                leaving = pool.submit(leave)
                assert wait([leaving], timeout=0.3).not_done  # until it is asked
            leaving.result()
        else:
            with database.transaction() as session:
                partners(session, version=2)
                pool.submit(saying(database, ask_wave, LINKS, request_id)).result()
    with database.transaction() as session:
        assert clock(session) <= timedelta(seconds=1)
        assert asked(session, session.get_one(Request, request_id)) == []
        assert alarm(session) == "nobody_helps"


@pytest.mark.parametrize("round_", range(3))
def test_yes_and_no_of_colleagues_the_clock_and_a_volunteer_at_once_end_in_one_truth(
    database: Database, round_: int
) -> None:
    request_id, offers, ask_id = sought(database, 1)
    acts = [
        *[saying(database, agree, COORDINATOR, ask_id, [CARITAS])] * 2,
        saying(database, refuse, COORDINATOR, ask_id, [CARITAS]),
        *[saying(database, ask_wave, LINKS, request_id)] * 2,
        saying(database, accept, LINKS, offers[0], "reply"),
    ]
    assert set(at_once(*acts)) <= {"done", "NobodyIsSought"}
    with database.reading() as session:
        request, states = session.get_one(Request, request_id), session.scalars(select(Offer.state)).all()
        assert (request.state, request.taken, states.count("accepted")) == ("assigned", 1, 1)
        assert len(states) <= 2
