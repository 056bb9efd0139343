"""Ten thousand people are told of a change: the first at once, each once, while the service does its other work."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import text

from tests.support.eventually import eventually
from tests.support.factories.notifications import Event, Town, by_email, working

MANY = 10_000
RECIPIENTS = (
    "INSERT INTO recipients (id, channel, address, address_hmac, country) "
    "SELECT gen_random_uuid(), 'sms', '+3706' || lpad(CAST(i AS text), 7, '0'), md5(CAST(i AS text)), 'LT' "
    "FROM generate_series(1, :many) AS i"
)
AUDIENCE = (
    "INSERT INTO audience (subject_id, about, occasion_id, recipient_id, party, code, link, language, any_hour, state, "
    "version, told_version) SELECT gen_random_uuid(), 'registration', :occasion, id, 2, 'K7M2PX', "
    "'http://talka.test/r/abcdefghijklmnop', "
    "(ARRAY['lt', 'lt-simple', 'en', 'uk', 'ru', 'ar'])[1 + mod(CAST(right(address, 4) AS integer), 6)], "
    "false, 'confirmed', 1, 1 FROM recipients"
)


def test_ten_thousand_people_are_told_of_a_change_each_once(town: Town) -> None:
    event = Event()
    town.hear_event(event, event.published())
    with town.database.transaction() as session:
        session.execute(text(RECIPIENTS), {"many": MANY})
        session.execute(text(AUDIENCE), {"occasion": event.occurrences[0].occurrence_id})
    moved = event.changed(starts_at=event.occurrences[0].starts_at + timedelta(days=1))
    began = datetime.now(UTC)
    with working(town):
        town.arrive(moved, event.version)
        eventually(lambda: town.rows("SELECT 1 FROM mailbox LIMIT 1"))
        town.arrive(event.confirmed(contact=by_email()))
        eventually(lambda: town.rows("SELECT count(*) AS n FROM mailbox")[0].n == MANY + 1, 150, every=0.5)
    first, last = town.rows("SELECT min(arrived_at), max(arrived_at) FROM mailbox")[0]
    (confirmed,) = town.messages(purpose="registration_confirmed")
    waited = (confirmed.handed_over_at - confirmed.created_at).total_seconds()
    times = {"first": (first - began).total_seconds(), "all": (last - began).total_seconds(), "answer": waited}
    print(f"{MANY} people told of a change: {times}")  # noqa: T201 - the figures are the point of this test
    assert town.rows("SELECT count(DISTINCT address) AS n FROM mailbox")[0].n == MANY + 1
    assert times["first"] < times["all"] / 3  # nobody waits for the last one to be written
    assert times["answer"] < times["all"] / 3  # and an answer overtakes the news
