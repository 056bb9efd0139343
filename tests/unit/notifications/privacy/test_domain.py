"""What people read of a case, and when somebody is still waiting at the page."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from services.notifications.privacy.domain.cases import LATE, code_digest, gets_codes, is_late, missing, new_code
from services.notifications.privacy.domain.words import fact_name, kind_name, part_name, read_moment, said, why_left
from services.notifications.recipients.domain import Address, Channel
from shared.languages import using

CASE, OTHER = UUID(int=1), UUID(int=2)
NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)


def test_a_code_is_kept_as_a_digest_that_is_good_for_one_case() -> None:
    code = new_code()
    assert len(code) == 6
    assert code.isdecimal()
    assert code_digest(b"key", CASE, code) != code_digest(b"key", OTHER, code)
    assert code_digest(b"key", CASE, code) != code_digest(b"other", CASE, code)


def test_a_code_goes_where_a_message_reaches() -> None:
    served = {"LT"}
    assert gets_codes(Address(Channel.EMAIL, "ona@example.lt"), served)
    assert gets_codes(Address(Channel.SMS, "+37061234567", "LT"), served)
    assert not gets_codes(Address(Channel.SMS, "+37045852123", "LT", "phone-gets-no-sms"), served)
    assert not gets_codes(Address(Channel.SMS, "+447700900123", "GB"), served)


def test_a_part_is_missing_until_its_service_has_answered() -> None:
    assert missing(["notifications"]) == ["events", "volunteers"]
    assert not is_late(NOW, NOW + LATE)
    assert is_late(NOW, NOW + LATE + timedelta(seconds=1))


def test_people_read_names_and_what_a_newer_service_tells_in_its_own_words() -> None:
    with using("en"):
        assert kind_name("sign_up") == "Shifts that you signed up for"
        assert fact_name("made_at") == "Entered"
        assert part_name("volunteers") == "Volunteers and help"
        assert (why_left("works_here")[:11], why_left("")) == ("As long as ", "")
        assert kind_name("of_tomorrow") == "of tomorrow"


def test_facts_are_read_as_people_say_them() -> None:
    with using("en"):
        assert said("message", "state", "delivered") == "Delivered"
        assert said("message", "kind", "registration_confirmed") == "Registration confirmed"
        assert said("message", "kind", "privacy_code") == "privacy code"
        assert said("request", "state", "under_way") == "under way"
        assert said("request", "language", "uk") == "Українська"
        assert said("request", "note", "snake_case") == "snake_case"
    assert read_moment("2026-11-30T09:00+00:00") == NOW
    assert read_moment("2026-11-30") is None
    assert read_moment("Ona") is None
