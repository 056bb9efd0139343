"""Secrets of the stack: made once, kept, and each container's own alone."""

import json
import re
from pathlib import Path

import pytest

from deploy.stack.secrets import Vault, layout, main
from shared.contracts import EXCHANGE
from shared.messaging.topology import DEAD_EXCHANGE, queue_name
from shared.settings import SERVICES, Settings

FOLDERS = {*SERVICES, "owners", "postgres", "rabbitmq", "kannel", "observe"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("all", *FOLDERS):
        (tmp_path / name).mkdir()
    return tmp_path


def files(root: Path, name: str) -> dict[str, str]:
    return {path.name: path.read_text() for path in (root / name).iterdir()}


def test_the_second_start_finds_what_the_first_one_made(root: Path) -> None:
    main(root, {})
    kept = files(root, "all")
    first = {name: files(root, name) for name in FOLDERS - {"rabbitmq"}}
    main(root, {})
    assert files(root, "all") == kept
    assert {name: files(root, name) for name in FOLDERS - {"rabbitmq"}} == first


def test_every_folder_is_filled_and_what_all_hold_is_closed(root: Path) -> None:
    main(root, {})
    assert {name for name in FOLDERS if files(root, name)} == FOLDERS
    assert {path.stat().st_mode & 0o777 for path in (root / "all").iterdir()} == {0o600}


def test_a_service_gets_what_its_settings_need_and_nobody_else_s_private_key(root: Path) -> None:
    main(root, {})
    for service in SERVICES:
        given = {f"TALKA_{name.upper()}_FILE": str(root / service / name) for name in files(root, service)}
        settings = Settings.from_env(service, given | {"TALKA_PUBLIC_URL": "https://talka.test"})
        assert settings.database_url.startswith(f"postgresql://{service}:")
        assert (settings.staff_private_key is not None) == (service == "events")
        assert (settings.volunteer_private_key is not None) == (service == "volunteers")
    held = {service: set(files(root, service).values()) for service in SERVICES}
    common = held["events"] & held["volunteers"] & held["notifications"]
    assert all("PUBLIC KEY" in secret for secret in common)


def test_a_town_may_bring_its_own(root: Path) -> None:
    (root / "all/events_secret_key").write_text("our own word, long enough to be one\n")
    (root / "all/smtp_password").write_text("from a file\n")
    main(root, {})
    assert files(root, "events")["secret_key"] == "our own word, long enough to be one\n"
    assert files(root, "notifications")["smtp_password"] == "from a file\n"
    main(root, {"TALKA_SMTP_PASSWORD": "from .env"})
    assert files(root, "notifications")["smtp_password"] == "from .env\n"


RIGHTS = ("configure", "write", "read")


@pytest.mark.parametrize("service", SERVICES)
def test_rabbitmq_lets_a_service_read_its_own_queue_and_publish_under_its_own_name(root: Path, service: str) -> None:
    found = json.loads(layout(Vault(root / "all"), {})["rabbitmq"]["definitions.json"])
    (rights,) = [each for each in found["permissions"] if each["user"] == service]
    names = {EXCHANGE, DEAD_EXCHANGE, "", "amq.default", f"{EXCHANGE}2"}
    names |= {f"{queue_name(each)}{kind}" for each in SERVICES for kind in ("", ".dead")}
    allowed = {right: {name for name in names if re.search(rights[right], name)} for right in RIGHTS}
    # RabbitMQ asks for the default exchange, whose name is empty, as amq.default
    assert {right: found - {""} for right, found in allowed.items()} == {
        "configure": set(),
        "write": {EXCHANGE},
        "read": {queue_name(service)},
    }
    (topics,) = [each for each in found["topic_permissions"] if each["user"] == service]
    assert re.search(topics["write"], f"{service}.thing.done")
    assert not any(re.search(topics["write"], f"{other}.thing.done") for other in {*SERVICES} - {service})


def test_no_password_stands_in_what_rabbitmq_reads(root: Path) -> None:
    main(root, {})
    read = (root / "rabbitmq/definitions.json").read_text()
    assert not any(secret.strip() in read for secret in files(root, "all").values())


def test_it_says_which_folders_are_not_what_they_were(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(root, {})
    capsys.readouterr()
    main(root, {})
    assert capsys.readouterr().out == ""
    main(root, {"TALKA_SMTP_PASSWORD": "p@ss/w#1"})
    assert capsys.readouterr().out.split() == ["notifications", "observe"]


def test_a_password_of_any_signs_stands_quoted_in_an_address(root: Path) -> None:
    (root / "all" / "events_database").write_text("p@ss/w#1\n")
    assert layout(Vault(root / "all"), {})["events"]["database_url"].startswith("postgresql://events:p%40ss%2Fw%231@")
