"""What people hear when others tell us what happened."""

from tests.support.factories.notifications import Event, Town, by_email, by_sms


def test_a_registered_party_hears_by_its_channel_in_its_language(town: Town) -> None:
    event = Event()
    town.hear_event(event, event.published())
    town.hear(event.confirmed(contact=by_sms("uk")))
    town.hear(event.confirmed(contact=by_email("ar")))
    assert town.send() == 2
    sms, mail = town.arrived()
    assert (sms.channel, sms.address, sms.language) == ("sms", "+37061234567", "uk")
    assert "Знайомство з культурами" in sms.body
    assert "K7M2PX" in sms.body
    assert (mail.channel, mail.address, mail.language) == ("email", "ona@example.lt", "ar")
    assert "Kultūrų pažinimas" in mail.body
    assert b"METHOD:REQUEST" in mail.calendar
