from datetime import time
from decimal import Decimal
from pathlib import Path

import pytest

from shared.settings import Settings, SettingsError

PEM = "-----BEGIN PUBLIC KEY-----\\nMFk\\n-----END PUBLIC KEY-----"
WHOLE = {
    "TALKA_DATABASE_URL": "postgresql://talka@db/events",
    "TALKA_SECRET_KEY": "x" * 32,
    "TALKA_PUBLIC_URL": "https://talka.example.lt/",
    "TALKA_AMQP_URL": "amqp://talka@rabbit/",
    "TALKA_STAFF_PRIVATE_KEY": PEM,
    "TALKA_STAFF_PUBLIC_KEY": PEM,
    "TALKA_VOLUNTEER_PUBLIC_KEY": PEM,
}


@pytest.mark.parametrize("name", sorted(WHOLE))
def test_a_missing_setting_stops_the_start_with_its_name(name: str) -> None:
    with pytest.raises(SettingsError, match=name):
        Settings.from_env("events", {key: value for key, value in WHOLE.items() if key != name})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TALKA_SECRET_KEY", "short"),
        ("TALKA_PUBLIC_URL", "talka.example.lt"),
        ("TALKA_TRANSPORT", "pigeons"),
        ("TALKA_STAFF_PUBLIC_KEY", "not a key"),
        ("TALKA_ZONE", "Europe/Atlantis"),
        ("TALKA_QUIET_HOURS", "at night"),
        ("TALKA_SMS_MOST_PARTS", "many"),
        ("TALKA_SMS_PRICES", "cheap"),
        ("TALKA_SMS_PRICES", "LT=0.05 Lithuania=1"),
        ("TALKA_SMS_PRICES", "LT=0.05,UA=0.09"),
        ("TALKA_SMS_PRICES", "LT=-1"),
    ],
)
def test_a_wrong_setting_stops_the_start_with_its_name(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        Settings.from_env("events", WHOLE | {name: value})


def test_there_are_three_services_and_no_fourth() -> None:
    with pytest.raises(SettingsError, match="payments"):
        Settings.from_env("payments", WHOLE)


def test_a_whole_environment_is_read_into_frozen_settings() -> None:
    settings = Settings.from_env("events", WHOLE)
    assert settings.public_url == "https://talka.example.lt"
    assert settings.secure_cookies
    assert (settings.quiet_from, settings.quiet_until) == (time(21), time(8))
    assert settings.staff_public_key.count("\n") == 2
    with pytest.raises(AttributeError):
        settings.zone = "Europe/Riga"  # type: ignore[misc]  # that it is refused is the promise


def test_sms_go_to_the_countries_that_have_a_price() -> None:
    assert Settings.from_env("events", WHOLE | {"TALKA_SMS_PRICES": " LT=0.035  UA=0.09 "}).sms_prices == {
        "LT": Decimal("0.035"),
        "UA": Decimal("0.09"),
    }
    usual = Settings.from_env("events", WHOLE).sms_prices
    assert {"LT", "UA", "PL"} < set(usual)
    assert "CU" not in usual


def test_quiet_hours_can_be_switched_off() -> None:
    settings = Settings.from_env("events", WHOLE | {"TALKA_QUIET_HOURS": "off"})
    assert (settings.quiet_from, settings.quiet_until) == (None, None)


def test_a_secret_may_come_from_a_file_and_never_shows_in_the_representation(tmp_path: Path) -> None:
    secret = "s3cret-" * 8
    (tmp_path / "key").write_text(secret + "\n")
    env = {key: value for key, value in WHOLE.items() if key != "TALKA_SECRET_KEY"}
    settings = Settings.from_env("events", env | {"TALKA_SECRET_KEY_FILE": str(tmp_path / "key")})
    assert settings.secret_key == secret
    assert secret not in repr(settings)


def test_a_secret_file_that_is_not_there_is_named() -> None:
    with pytest.raises(SettingsError, match="TALKA_SECRET_KEY_FILE"):
        Settings.from_env("events", WHOLE | {"TALKA_SECRET_KEY_FILE": "/nowhere/key"})


def test_only_the_service_that_signs_needs_the_private_key() -> None:
    env = {key: value for key, value in WHOLE.items() if "PRIVATE" not in key}
    settings = Settings.from_env("notifications", env)
    assert settings.staff_private_key is None
    assert settings.volunteer_private_key is None


def test_local_inboxes_are_needed_for_the_local_transport_alone() -> None:
    env = {key: value for key, value in WHOLE.items() if key != "TALKA_AMQP_URL"} | {"TALKA_TRANSPORT": "local"}
    with pytest.raises(SettingsError, match="TALKA_LOCAL_INBOXES"):
        Settings.from_env("events", env)
    with pytest.raises(SettingsError, match="JSON"):
        Settings.from_env("events", env | {"TALKA_LOCAL_INBOXES": "events=db"})
    settings = Settings.from_env("events", env | {"TALKA_LOCAL_INBOXES": '{"events": "postgresql://db"}'})
    assert settings.local_inboxes == {"events": "postgresql://db"}


MAIL = {"TALKA_SMTP_HOST": "mail", "TALKA_SMTP_SENDER": "talka@town.example"}
SMS = {
    "TALKA_KANNEL_URL": "http://kannel:13013",
    "TALKA_KANNEL_USER": "talka",
    "TALKA_KANNEL_PASSWORD": "p",
    "TALKA_KANNEL_SENDER": "1234",
    "TALKA_KANNEL_CALLBACK_URL": "http://notifications:8000",
    "TALKA_KANNEL_CALLBACK_SECRET": "c" * 32,
}


def test_notifications_reads_the_mail_server_and_kannel() -> None:
    settings = Settings.from_env("notifications", WHOLE | MAIL | SMS)
    assert settings.smtp is not None
    assert (settings.smtp.host, settings.smtp.port, settings.smtp.security) == ("mail", 587, "starttls")
    assert settings.kannel is not None
    assert settings.kannel.callback_url == "http://notifications:8000"


@pytest.mark.parametrize(
    ("given", "missing"),
    [(MAIL, "TALKA_SMTP_SENDER"), *((SMS, name) for name in sorted(SMS) if name != "TALKA_KANNEL_URL")],
)
def test_half_a_gateway_stops_the_start(given: dict[str, str], missing: str) -> None:
    with pytest.raises(SettingsError, match=missing):
        Settings.from_env("notifications", WHOLE | {key: value for key, value in given.items() if key != missing})


def test_other_services_know_no_gateway() -> None:
    settings = Settings.from_env("events", WHOLE | MAIL | SMS)
    assert (settings.smtp, settings.kannel) == (None, None)
