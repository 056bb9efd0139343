"""What staff read of what waits for them: how much and where, each mail, and in the morning the newest."""

from datetime import timedelta
from uuid import uuid4

from time_machine import TimeMachineFixture

from shared.contracts.organisations import StaffAwaited
from shared.contracts.parts import Waiting
from tests.support.clock import vilnius
from tests.support.factories.notifications import NewTown, Town, by_email


def test_staff_read_how_much_of_what_waits_and_where_and_each_such_mail(town: Town) -> None:
    waiting = (
        Waiting(what="referral", number=2, link="https://talka.test/organise/mediation/?show=ours"),
        Waiting(what="a newer code", number=1, link="https://talka.test/x"),
    )
    mail = StaffAwaited(staff_id=uuid4(), organisation_id=uuid4(), contact=by_email("lt"), waiting=waiting)
    for _ in range(2):
        town.hear(mail, 1)
        town.send()
    first, second = town.arrived()
    assert first.body == second.body
    assert "Prašymai, kuriems reikia Jūsų sutikimo: 2\nhttps://talka.test/organise/mediation/?show=ours" in first.body
    assert "talka.test/x" not in first.body


def test_of_what_waited_all_night_staff_read_in_the_morning_how_much_it_is_by_then(
    new_town: NewTown, time_machine: TimeMachineFixture
) -> None:
    town = new_town(TALKA_QUIET_HOURS="21:00-08:00")
    time_machine.move_to(vilnius(2026, 12, 2, 23), tick=False)
    ours, theirs, staff_id = uuid4(), uuid4(), uuid4()
    for organisation_id, email, number in (
        (ours, "asta@talka.test", 11),
        (theirs, "asta@talka.test", 12),  # who works for two organisations reads of both
        (ours, "vida@talka.test", 13),
        (ours, "asta@talka.test", 14),
        (ours, "asta@talka.test", 15),
    ):
        waiting = (Waiting(what="edit", number=number, link="https://talka.test/organise/directory/edits/"),)
        contact = by_email("en", email)
        mail = StaffAwaited(staff_id=staff_id, organisation_id=organisation_id, contact=contact, waiting=waiting)
        town.hear(mail, 1, subject=staff_id)
        time_machine.shift(timedelta(hours=1))
    numbers = [word for row in town.messages(state="queued") for word in row.body.split() if word.isdigit()]
    assert numbers == ["12", "13", "15"]
    assert [row.reason for row in town.messages(state="withdrawn")] == ["stale_version"] * 2
