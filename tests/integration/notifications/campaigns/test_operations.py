"""A campaign reaches whoever agreed, each address once, and nobody else, whatever breaks or changes meanwhile."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from uuid_utils.compat import uuid7

from services.notifications.campaigns.domain import CampaignIsOver, NobodyAgreed, NotYourOrganisation, Plan
from services.notifications.campaigns.operations.previewing import preview_campaign
from services.notifications.campaigns.operations.spreading import SPREAD, approve_campaign, halt_campaign
from services.notifications.messages.domain.looking import Preview
from services.notifications.recipients.domain import HasSaidStop, preferences_token
from services.notifications.recipients.operations import agree, prefer
from services.notifications.replies.operations import Incoming, keep_text
from shared.contracts.envelope import decode
from shared.errors import NotFound
from tests.support.factories.campaigns import (
    ORGANISATION,
    RASA,
    a_plan,
    agrees,
    approve,
    many_agree,
    spread_all,
)
from tests.support.factories.notifications import EMAIL, PHONE, Event, Town, by_sms

OTHER = "+37062222222"


def look(town: Town, **facts: object) -> Preview:
    with town.database.transaction() as session:
        return preview_campaign(session, town.terms, a_plan(**facts))


def halt(town: Town, campaign_id: UUID, organisation_id: UUID = ORGANISATION) -> str:
    with town.database.transaction() as session:
        return halt_campaign(session, RASA, [organisation_id], campaign_id, datetime.now(UTC))


def state(town: Town) -> str:
    return str(town.rows("SELECT state FROM campaigns")[0].state)


def wants(town: Town, recipient_id: UUID, *topics: str) -> None:
    """The owner of an address ticks these topics on their own page."""
    with town.database.transaction() as session:
        agree(session, recipient_id, topics, source="preferences page", language="lt", now=datetime.now(UTC))


def test_only_who_agreed_to_the_topic_gets_it_in_their_language_with_a_link_to_end_it(town: Town) -> None:
    jobs = agrees(town, PHONE, language="uk")
    agrees(town, OTHER, "living")
    event = Event()
    town.hear_event(event, event.published())
    town.hear(event.confirmed(contact=by_sms(phone="+37063333333")))
    approve(town)
    spread_all(town)
    town.send()
    (item,) = [item for item in town.arrived() if item.purpose == "campaign"]
    assert (item.address, item.language) == (PHONE, "uk")
    link = f"http://talka.test/messages/preferences/{preferences_token(jobs, town.terms.key)}"
    assert item.body.endswith(link)


def test_the_history_of_the_organisation_is_told_who_let_it_begin_and_who_undid_it(town: Town) -> None:
    agrees(town, PHONE)
    campaign_id = approve(town)
    halt(town, campaign_id)
    told = [decode(row.body) for row in town.rows("SELECT body FROM outbox WHERE type LIKE '%.decided' ORDER BY seq")]
    assert [(one.data["decision"], one.data["people"], one.version) for one in told] == [
        ("approved", 1, 1),
        ("undone", 1, 2),
    ]
    named = {(one.subject, one.data["staff_id"], one.data["organisation_id"]) for one in told}
    assert named == {(str(campaign_id), str(RASA), str(ORGANISATION))}


def test_a_look_counts_prices_and_shows_exactly_what_is_sent(town: Town) -> None:
    agrees(town, PHONE)
    agrees(town, OTHER, language="uk")
    agrees(town, EMAIL, language="en")
    agrees(town, "+44 7911 123456")
    found = look(town)
    assert [(share.channel, share.language, share.people, share.foreign) for share in found.shares] == [
        ("sms", "lt", 1, False),
        ("sms", "uk", 1, False),
        ("email", "en", 1, True),
    ]
    assert (found.people, found.unreached) == (3, 1)
    approve(town)
    spread_all(town)
    rows = town.rows("SELECT coalesce(sum(parts * unit_price), 0) AS price FROM messages WHERE state = 'queued'")
    assert found.price == Decimal(rows[0].price)
    assert preferences_token(UUID(int=0), town.terms.key) in found.shares[0].body


def test_the_people_are_narrowed_by_group_language_area_and_channel(town: Town) -> None:
    agrees(town, PHONE, target_group="senior", area="Kavoliškis")
    agrees(town, OTHER, language="uk", target_group="refugees")
    agrees(town, EMAIL, language="ru", area="Obeliai")
    narrowings: list[tuple[dict[str, object], int]] = [
        ({}, 3),
        ({"target_groups": ("senior", "refugees")}, 2),
        ({"languages": ("ru", "lt")}, 2),
        ({"area": "kavoliškis"}, 1),
        ({"channel": "email"}, 1),
        ({"channel": "email", "languages": ("uk",)}, 0),
    ]
    for facts, people in narrowings:
        assert (facts, look(town, **facts).people) == (facts, people)


@pytest.mark.parametrize("area", ["rokiskis", "ROKIŠKIS", "Rokiškis , Kavoliškis", "Kavoliškis", " kavoliskis,"])
def test_an_area_is_known_by_each_place_it_names_without_case_and_marks(town: Town, area: str) -> None:
    agrees(town, PHONE, area="Rokiškis, Kavoliškis")
    agrees(town, OTHER, area="Rokiškio rajonas")
    agrees(town, EMAIL)
    assert look(town, area=area).people == 1
    assert look(town, area="Obeliai").people == 0


def test_a_household_with_one_phone_gets_it_once_and_the_look_says_so(town: Town) -> None:
    agrees(town, PHONE, language="uk", target_group="large_family")
    agrees(town, PHONE, language="ru", target_group="senior")
    agrees(town, OTHER)
    found = look(town)
    assert (found.people, found.merged) == (2, 1)
    approve(town)
    spread_all(town)
    assert sorted(row.address for row in town.messages()) == [PHONE, OTHER]
    assert town.rows("SELECT expected, merged FROM campaigns") == [(2, 1)]


def test_nobody_is_written_to_before_ten_minutes_have_passed_and_till_then_it_is_undone(town: Town) -> None:
    agrees(town, PHONE)
    campaign_id = approve(town)
    (due,) = town.rows("SELECT due_at FROM due WHERE kind = :kind", kind=SPREAD)
    assert due.due_at - datetime.now(UTC) > timedelta(minutes=9)
    assert halt(town, campaign_id) == "undone"
    assert spread_all(town) == 0
    town.due(SPREAD, campaign_id)
    assert (town.messages(), state(town)) == ([], "undone")
    with pytest.raises(CampaignIsOver):
        halt(town, campaign_id)


def test_what_has_not_left_is_stopped_and_what_follows_is_never_planned(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.notifications.campaigns.operations.spreading.BATCH", 2)
    many_agree(town, 5)
    campaign_id = approve(town)
    town.do_all_due(SPREAD)
    town.send()
    town.do_all_due(SPREAD)
    assert (len(town.messages()), state(town)) == (4, "sending")
    assert halt(town, campaign_id) == "stopped"
    assert spread_all(town) == 0
    assert sorted(row.state for row in town.messages()) == ["delivered", "delivered", "withdrawn", "withdrawn"]


def test_a_message_that_was_planned_while_it_was_stopped_does_not_leave(town: Town) -> None:
    agrees(town, PHONE)
    campaign_id = approve(town)
    spread_all(town)
    town.rows("UPDATE campaigns SET state = 'stopped' WHERE id = :id RETURNING 1", id=campaign_id)
    town.send()
    assert town.fates() == [("campaign", "withdrawn", "no_longer_wanted")]


def test_whoever_takes_the_topic_back_or_says_stop_before_it_leaves_does_not_get_it(town: Town) -> None:
    topic, stop, link, keeps = (agrees(town, where) for where in (PHONE, OTHER, EMAIL, "+37063333333"))
    approve(town)
    spread_all(town)
    wants(town, topic, "events")
    with town.database.transaction() as session:
        keep_text(session, Incoming("builtin", str(uuid4()), OTHER, "STOP"), town.terms.key, datetime.now(UTC))
        prefer(session, link, wanted=False, source="one-click", now=datetime.now(UTC))
    town.do_all_due("follow_text")
    town.send()
    assert {row.recipient_id for row in town.messages(purpose="campaign", state="delivered")} == {keeps}
    assert [row.recipient_id for row in town.rows("SELECT recipient_id FROM listed WHERE 'jobs' = ANY(topics)")] == [
        keeps
    ]
    said = town.rows("SELECT recipient_id FROM consents WHERE purpose = 'jobs' AND NOT given")
    assert {row.recipient_id for row in said} == {topic, stop, link}


def test_who_said_stop_is_not_signed_up_by_others_and_start_brings_no_campaign_back(town: Town) -> None:
    recipient_id = agrees(town, PHONE)
    for wanted in (False, True):
        with town.database.transaction() as session:
            prefer(session, recipient_id, wanted=wanted, source="link", now=datetime.now(UTC))
        if not wanted:
            with pytest.raises(HasSaidStop):
                agrees(town, PHONE)
            with pytest.raises(HasSaidStop):
                wants(town, recipient_id, "jobs")
    with pytest.raises(NobodyAgreed):
        approve(town)


def test_topics_are_taken_and_given_for_everybody_behind_an_address_and_each_is_kept_as_said(town: Town) -> None:
    recipient_id = agrees(town, PHONE, language="uk")
    agrees(town, PHONE, "living", language="ru")
    agrees(town, PHONE, "events", language="ru")
    wants(town, recipient_id, "events", "integration")
    wants(town, recipient_id, "events", "integration")
    assert town.rows("SELECT language, topics FROM listed") == [("ru", ["events", "integration"])]
    wants(town, recipient_id)
    wants(town, recipient_id, "services")
    assert town.rows("SELECT language, topics, noted_by FROM listed") == [("lt", ["services"], None)]
    said = [(row.purpose, row.given) for row in town.rows("SELECT purpose, given FROM consents ORDER BY at, purpose")]
    assert said == [
        ("jobs", True),
        ("living", True),
        ("events", True),
        ("integration", True),
        ("jobs", False),
        ("living", False),
        ("events", False),
        ("integration", False),
        ("services", True),
    ]


def test_a_break_between_batches_loses_and_doubles_nobody(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.notifications.campaigns.operations.spreading.BATCH", 100)
    many_agree(town, 250)
    campaign_id = approve(town)
    town.do_all_due(SPREAD)
    with pytest.raises(RuntimeError), town.database.transaction() as session:
        town.service.due[SPREAD](session, campaign_id)
        raise RuntimeError  # the process dies before it commits, with its batch written
    assert len(town.messages()) == 100
    town.due(SPREAD, campaign_id)
    town.due(SPREAD, campaign_id)
    town.due(SPREAD, campaign_id)  # a due row that came back after it had been done
    assert len({row.recipient_id for row in town.messages()}) == len(town.messages()) == 250
    assert state(town) == "sent"


def test_thousands_are_planned_in_batches_behind_whoever_waits_for_an_answer(town: Town) -> None:
    many_agree(town, 3000)
    approve(town)
    assert spread_all(town) == 7
    event = Event()
    town.hear_event(event, event.published())
    town.hear(event.confirmed(contact=by_sms(phone="+37069999999")))
    first = town.delivery._claim()
    assert (first[0].purpose, first[-1].purpose) == ("registration_confirmed", "campaign")
    assert town.rows("SELECT count(DISTINCT recipient_id) AS n FROM messages WHERE purpose = 'campaign'")[0].n == 3000


def test_one_writes_for_ones_own_organisation_to_somebody(town: Town) -> None:
    agrees(town, PHONE)
    campaign_id = approve(town)
    with pytest.raises(NotFound):
        halt(town, campaign_id, uuid7())
    strange: Plan = a_plan(organisation_id=uuid7())
    with pytest.raises(NotYourOrganisation), town.database.transaction() as session:
        approve_campaign(session, town.terms, RASA, [ORGANISATION], strange, datetime.now(UTC))
    with pytest.raises(NobodyAgreed):
        approve(town, area="Niekur")
