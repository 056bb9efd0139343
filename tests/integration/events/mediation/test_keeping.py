"""Who may see a referral, whom staff must call, and what is left of it in the end."""

from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from services.events.mediation import operations, queries
from services.events.mediation.operations import Reach
from shared import addresses
from shared.errors import Forbidden, NotFound
from tests.support.factories.events import SERVED, a_worker, an_organisation
from tests.support.factories.mediation import PROVIDER, REFERRALS, a_need, a_referral, a_town
from tests.support.ledger import told


def test_90_days_after_its_end_a_referral_is_wiped_and_only_what_is_counted_stays(events_session: Session) -> None:
    worker, service_id = a_town(events_session)
    ona = ("Ona", Reach(language="lt", phone=addresses.phone("+37067654321"), served=SERVED))
    need = a_need(email="zofija@example.lt")
    id_ = operations.ask_by_person(events_session, REFERRALS, service_id, need, asker=ona)
    operations.confirm(events_session, REFERRALS, worker, id_)
    operations.refuse(events_session, REFERRALS, id_, reason="other", words="Zofijai reikia kitos pagalbos")
    operations.wipe(events_session, id_)
    events_session.flush()
    row = events_session.execute(text("SELECT * FROM referrals")).mappings().one()
    said = str(dict(row))
    for word in ("Zofij", "Ona", "zofija@", "+370", PROVIDER, "keliui"):
        assert word not in said
    kept = (row["state"], row["target_group"], row["language"], row["reason"], row["service_id"])
    assert kept == ("refused", "senior", "ru", "other", service_id)
    for lost in (REFERRALS.token(id_), REFERRALS.answer_token(id_)):
        for lookup in (queries.id_by_token, queries.id_by_answer_token):
            with pytest.raises(NotFound):
                lookup(events_session, lost)
    with pytest.raises(NotFound):
        operations.wipe(events_session, id_)
    assert operations.read_referral(events_session, REFERRALS, worker, id_)["link"] is None


def test_a_provider_sees_only_what_the_person_agreed_to(events_session: Session) -> None:
    worker, service_id = a_town(events_session)
    id_ = a_referral(events_session, worker, service_id, shares=("need",))
    seen = queries.as_told_to_provider(events_session, REFERRALS, id_)
    assert seen["need"] == "Mankšta keliui"
    assert not {"name", "phone", "email", "language", "target_group", "asker_phone", "link"} & set(seen)


def test_a_provider_that_has_said_no_sees_nobody_any_more(events_session: Session) -> None:
    worker, service_id = a_town(events_session)
    id_ = a_referral(events_session, worker, service_id, shares=("name", "need"))
    operations.refuse(events_session, REFERRALS, id_, reason="full")
    events_session.flush()
    seen = queries.as_told_to_provider(events_session, REFERRALS, id_)
    assert (seen["state"], seen["reason"], seen["shares"]) == ("refused", "full", [])
    assert not {"name", "phone", "need"} & set(seen)


def test_a_message_that_did_not_reach_the_provider_is_seen_by_staff(events_session: Session) -> None:
    worker, service_id = a_town(events_session)
    id_ = a_referral(events_session, worker, service_id)
    operations.mark_unreached(events_session, id_, "failed")
    assert queries.counts(events_session, list(worker.roles))["call"] == 1


def test_whoever_has_left_the_organisation_hears_no_more_of_its_people(events_session: Session) -> None:
    worker, service_id = a_town(events_session)
    id_ = a_referral(events_session, worker, service_id)
    events_session.execute(text("DELETE FROM memberships WHERE staff_id = :id"), {"id": worker.id})
    operations.refuse(events_session, REFERRALS, id_, reason="full")
    answered = told(events_session, "events.referral.answered")[-1]
    assert (answered.asker, answered.person.channel) == (None, "sms")


def test_it_is_told_who_has_taken_it_back_or_that_nobody_answered(events_session: Session) -> None:
    worker, service_id = a_town(events_session)
    taken_back, ended, unanswered = (a_referral(events_session, worker, service_id) for _ in range(3))
    operations.withdraw(events_session, REFERRALS, taken_back)
    operations.withdraw_by_staff(events_session, REFERRALS, worker, ended)
    operations.expire(events_session, REFERRALS, unanswered)
    assert [one.by for one in told(events_session, "events.referral.closed")] == ["link", "staff", "clock"]


def test_staff_see_and_change_their_own_organisation_s_referrals_alone(events_session: Session) -> None:
    worker, service_id = a_town(events_session)
    id_ = a_referral(events_session, worker, service_id)
    stranger = a_worker(events_session, an_organisation(events_session))
    at_the_door = a_worker(events_session, next(iter(worker.roles)), "check_in")
    for person, rule in ((stranger, NotFound), (at_the_door, Forbidden)):
        for act in (
            lambda who: operations.read_referral(events_session, REFERRALS, who, id_),
            lambda who: operations.confirm(events_session, REFERRALS, who, id_),
            lambda who: operations.withdraw_by_staff(events_session, REFERRALS, who, id_),
            lambda who: operations.learn_by_staff(events_session, who, id_, got_it=True),
            lambda who: operations.mark_called(events_session, who, id_, 1),
            lambda who: operations.answer_by_staff(events_session, who, id_, lambda: None),
        ):
            with pytest.raises(rule):
                act(person)
    assert operations.read_referrals(events_session, stranger, "all", limit=9) == ([], None)
    with pytest.raises(NotFound):
        queries.referral(events_session, REFERRALS, uuid4())
    with pytest.raises(NotFound):
        queries.organisation_of(events_session, uuid4())


def test_whom_messages_do_not_reach_is_to_call_until_staff_have_called(events_session: Session) -> None:
    worker, service_id = a_town(events_session)
    own = list(worker.roles)
    a_referral(events_session, worker, service_id)
    id_ = a_referral(events_session, worker, service_id, phone="+37045852123")
    operations.refuse(events_session, REFERRALS, id_, reason="full")
    events_session.flush()
    assert [one["id"] for one in queries.referrals(events_session, own, "call", limit=9)[0]] == [id_]
    assert queries.counts(events_session, own) == {"ours": 0, "theirs": 1, "call": 1, "answered": 1, "all": 2}
    operations.mark_called(events_session, worker, id_, 1)
    events_session.flush()
    assert queries.counts(events_session, own)["call"] == 1  # what was called about is older than the refusal
    operations.mark_called(events_session, worker, id_, 99)
    events_session.flush()
    assert queries.counts(events_session, own)["call"] == 0
    first, more = queries.referrals(events_session, own, "all", limit=1)
    assert [one["id"] for one in first] == [id_]
    assert len(queries.referrals(events_session, own, "all", limit=1, after=(str(more),))[0]) == 1
