"""Codes and limits hold for any number of processes; everything here really commits."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select, text

from services.volunteers.people.domain import CodeIsWrong
from services.volunteers.people.models import SignIn, Volunteer
from services.volunteers.people.operations.profile import join
from services.volunteers.people.operations.signing_in import ask_sign_in, open_sign_in, redeem_code
from shared.database import Database
from tests.support.factories.volunteers import SECRET, a_volunteer, facts_of_a_volunteer


@pytest.fixture
def pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(8)


def test_one_code_lets_one_of_many_in(database: Database, pool: ThreadPoolExecutor) -> None:
    with database.transaction() as session:
        sign_in, code = open_sign_in(session, a_volunteer(session).id, "sms", secret=SECRET)

    def use(_number: int) -> str:
        try:
            with database.transaction() as session:
                return redeem_code(session, sign_in.id, code, secret=SECRET).name
        except CodeIsWrong:
            return "refused"

    assert Counter(pool.map(use, range(8))) == {"Оксана Коваль": 1, "refused": 7}


def test_nobody_can_have_more_than_five_codes_sent_at_once(database: Database, pool: ThreadPoolExecutor) -> None:
    with database.transaction() as session:
        phone = a_volunteer(session).phone

    def ask(_number: int) -> None:
        with database.transaction() as session:
            ask_sign_in(session, "sms", str(phone), secret=SECRET)

    list(pool.map(ask, range(16)))
    with database.transaction() as session:
        assert session.scalar(select(func.count()).select_from(SignIn)) == 5
        versions = session.scalars(text("SELECT CAST(body AS jsonb) ->> 'aggregateversion' FROM outbox")).all()
    assert len(set(versions)) == 5, "each request is a message of its own"


def test_a_person_who_joins_many_times_at_once_is_one_volunteer(database: Database, pool: ThreadPoolExecutor) -> None:
    facts = facts_of_a_volunteer()

    def enter(_number: int) -> None:
        with database.transaction() as session:
            join(session, dict(facts), secret=SECRET, served=("LT",))

    list(pool.map(enter, range(8)))
    with database.transaction() as session:
        assert session.scalar(select(func.count()).select_from(Volunteer)) == 1
