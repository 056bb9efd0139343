"""What people read of mediation, the directory, the kiosk, the board and invitations."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from icalendar import Calendar
from uuid_utils.compat import uuid7

from services.notifications.replies.operations import Incoming, keep_text
from shared.contracts import events, invitations
from shared.contracts.parts import Headline
from tests.support.factories.notices import ASKER, CLINIC, Referral
from tests.support.factories.notifications import EMAIL, Town, by_email, by_sms, days


def told(town: Town) -> list[tuple[str, str]]:
    """Who has read what."""
    town.send()
    return [(item.address, item.purpose) for item in town.arrived()]


def test_a_provider_is_asked_and_reminded_once_each(town: Town) -> None:
    referral = Referral()
    for reminder in (False, False, True, True):
        town.hear(referral.asked(reminder=reminder), 1)
        town.send()
    assert told(town) == [(CLINIC, "referral_asked"), (CLINIC, "referral_reminded")]


def test_an_answer_reaches_the_person_and_its_sms_does_not_say_what_for(town: Town) -> None:
    referral = Referral()
    town.hear(referral.answered("accepted", appointment_at=days(5), venue="Juodupės g. 1A"), 2)
    town.hear(Referral(person=by_email("uk")).answered("accepted"), 2)
    town.hear(Referral(person=by_sms("lt", ASKER)).answered("refused", reason="full"), 2)
    town.hear(Referral(person=by_email("lt")).answered("refused", reason="a newer code"), 2)
    town.send()
    dated, undated, refused, unknown = (item.body for item in town.arrived())
    assert dated.startswith("На Вас чекають\nКоли: ")
    assert "залежн" not in dated
    assert "З Вами зв’яжуться" in undated
    assert "Консультант із залежностей" in undated
    assert "nera laisvu vietu" in refused
    assert "Priežastis" not in unknown


def test_another_appointment_reaches_the_person_and_the_provider_and_one_called_off_says_so(town: Town) -> None:
    moved, off = Referral(), Referral(person=by_sms("lt", ASKER))
    link = "https://talka.test/directory/answers/Pw0a"
    facts = {"changed": True, "provider_link": link}
    town.hear(moved.answered("accepted", appointment_at=days(5), venue="14 kab.", **facts), 3)
    assert told(town) == [(ASKER, "referral_answered"), (CLINIC, "referral_moved")]
    to_person, to_clinic = (item.body for item in town.arrived())
    assert to_person.startswith("Змінився час або місце. На Вас чекають\nКоли: ")
    assert "Kur: 14 kab." in to_clinic
    assert link in to_clinic
    town.hear(off.answered("refused", reason="full", **facts), 4)
    assert told(town)[2:] == [(ASKER, "referral_answered")]
    assert town.arrived()[-1].body.startswith("Susitarimas atsauktas: vis delto negali\nPriezastis: nera")


def test_the_end_of_a_mediation_is_told_to_all_sides_that_know_of_it(town: Town) -> None:
    known, unknown = Referral(), Referral(person=by_sms("uk", ASKER))
    town.hear(known.asked(), 1)
    town.send()
    town.hear(known.closed("expired"), 2)
    town.hear(unknown.closed("withdrawn"), 2)
    assert told(town)[1:] == [(ASKER, "referral_closed"), (CLINIC, "referral_closed"), (ASKER, "referral_closed")]
    to_clinic = next(item for item in town.arrived() if item.purpose == "referral_closed" and item.address == CLINIC)
    assert "Laikas atsakyti baigėsi" in to_clinic.body
    assert to_clinic.body.endswith("https://talka.test/directory/answers/Pw0a")  # which appointment is free again


def test_a_text_answers_whether_one_got_the_service(town: Town) -> None:
    referral = Referral()
    town.hear(referral.followed_up(), 3)
    town.send()
    with town.database.transaction() as session:
        keep_text(session, Incoming("builtin", str(uuid4()), ASKER, "так"), b"key", datetime.now(UTC))
    town.do_all_due("follow_text")
    (row,) = town.rows("SELECT body FROM outbox WHERE type = 'notifications.reply.received'")
    assert json.loads(row.body)["data"] == {
        "answer": "yes",
        "about": "referral",
        "subject_id": str(referral.referral_id),
        "why_not": "",
        "phone": "",
    }


def test_what_was_asked_for_at_the_screen_leaves_at_once_in_few_words(town: Town) -> None:
    words = {"lt": "Rokiškio socialinės paramos centras, 8 458 71 234"}
    town.hear(events.TakeAwayAsked(contact=by_sms(), text=words, link="https://talka.test/k/3F7K"))
    assert [purpose for _, purpose in told(town)] == ["take_away"]
    assert town.arrived()[0].body.endswith("8 458 71 234\nhttps://talka.test/k/3F7K")


def test_a_subscriber_is_asked_first_and_then_gets_all_posts_with_their_links(town: Town) -> None:
    subscription, contact = uuid7(), by_email("ar")
    asked = events.SubscriptionAsked(contact=contact, link="https://talka.test/s/1", expires_at=days(3))
    town.hear(asked, 1, subject=subscription)
    posts = (
        Headline(title={"lt": "Kalbos kursai", "ar": "دورات اللغة"}, link="https://talka.test/board/1"),
        Headline(title={"lt": "Darbas"}, link="https://talka.test/board/2"),
    )
    due = events.DigestDue(contact=contact, posts=posts, stop_link="https://talka.test/stop/1")
    town.hear(due, 2, subject=subscription)
    town.hear(events.DigestDue(contact=contact, posts=(), stop_link="https://talka.test/stop/1"), 1, subject=uuid7())
    town.send()
    mail = town.arrived()[-1]
    assert (mail.purpose, len(town.arrived())) == ("digest", 1)
    assert "دورات اللغة:\nhttps://talka.test/board/1\n\nDarbas:\nhttps://talka.test/board/2\n" in mail.body


def test_a_provider_is_asked_whether_an_entry_still_holds(town: Town) -> None:
    check = events.ServiceCheckAsked(
        service_id=uuid7(),
        service={"lt": "Pagalba namuose"},
        provider=by_email("lt", CLINIC),
        due_at=days(1),
        link="https://talka.test/checks/1",
        expires_at=days(14),
    )
    town.hear(check)
    assert told(town) == [(CLINIC, "service_check_asked")]
    assert town.arrived()[0].subject == "Ar duomenys teisingi? Pagalba namuose"


def an_invitation(**facts: Any) -> invitations.RepresentativeInvited:
    usual: dict[str, Any] = {
        "contact": by_email("en"),
        "organisation": "Rokiškio centras",
        "title": {"lt": "Kaimynų popietė", "en": "Neighbours"},
        "starts_at": days(9),
        "ends_at": days(9) + timedelta(hours=2),
        "zone": "Europe/Vilnius",
        "venue": "Kultūros centras",
        "link": "https://talka.test/organise/invitations/1",
    }
    return invitations.RepresentativeInvited(**usual | facts)


def uninvited() -> invitations.RepresentativeUninvited:
    facts = vars(an_invitation())
    return invitations.RepresentativeUninvited(**{name: facts[name] for name in facts if name not in {"link", "state"}})


def test_a_withdrawn_invitation_is_told_to_whoever_knew_of_it_and_takes_the_entry_away(town: Town) -> None:
    subject = uuid7()
    town.hear(an_invitation(), 1, subject=subject)
    town.send()
    town.hear(uninvited(), 2, subject=subject)
    town.hear(an_invitation(), 1, subject=subject)
    town.send()
    first, last = town.arrived()
    assert (last.purpose, last.subject) == ("representative_uninvited", "Invitation withdrawn: Neighbours")
    assert b"METHOD:CANCEL" in last.calendar
    (was,), (gone,) = (Calendar.from_ical(mail.calendar).walk("VEVENT") for mail in (first, last))
    assert (gone["uid"], gone["status"]) == (was["uid"], "CANCELLED")


def test_an_invitation_that_was_withdrawn_before_its_letter_left_is_never_heard_of(town: Town) -> None:
    subject = uuid7()
    town.hear(an_invitation(), 1, subject=subject)
    town.hear(uninvited(), 2, subject=subject)
    town.send()
    assert town.arrived() == []


def test_an_invitation_brings_an_entry_that_waits_for_the_answer(town: Town) -> None:
    town.hear(an_invitation(), 2, subject=uuid7())
    town.send()
    (mail,) = town.arrived()
    (event,) = Calendar.from_ical(mail.calendar).walk("VEVENT")
    assert (mail.address, event["summary"], event["sequence"]) == (EMAIL, "Neighbours", 2)
    assert event["attendee"].params["PARTSTAT"] == "NEEDS-ACTION"


def test_an_invitation_to_a_date_that_moves_and_is_called_off_changes_one_entry(town: Town) -> None:
    invitation = uuid7()
    town.hear(an_invitation(), 1, subject=invitation)
    town.send()
    later = {"starts_at": days(12), "ends_at": days(12) + timedelta(hours=2)}
    town.hear(an_invitation(**later), 2, subject=invitation)
    town.send()
    town.hear(an_invitation(**later, state="cancelled"), 3, subject=invitation)
    town.send()
    mails = town.arrived()
    assert [mail.purpose for mail in mails] == [*["representative_invited"] * 2, "representative_cancelled"]
    assert mails[0].subject != mails[1].subject
    assert "what is written here applies now" in mails[1].body
    assert mails[2].subject == "Cancelled: Neighbours"
    entries = [Calendar.from_ical(mail.calendar) for mail in mails]
    assert [str(entry["method"]) for entry in entries] == ["REQUEST", "REQUEST", "CANCEL"]
    appointments: list[Any] = [entry.walk("VEVENT")[0] for entry in entries]
    assert len({each["uid"] for each in appointments}) == 1
    assert [each["sequence"] for each in appointments] == [1, 2, 3]
    assert [each["dtstart"].dt for each in appointments] == [days(9), days(12), days(12)]


def test_who_had_not_heard_of_the_invitation_hears_nothing_of_its_end(town: Town) -> None:
    invitation = uuid7()
    town.hear(an_invitation(), 1, subject=invitation)
    town.hear(an_invitation(state="cancelled"), 2, subject=invitation)
    assert told(town) == []
