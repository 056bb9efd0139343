"""docker-compose.yml: it runs what there is, contained, and leads each setting and each path where it belongs."""

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy.embedded.front import INSIDE, PATHS
from shared.settings import SERVICES

ROOT = Path(__file__).parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
CADDYFILE = (ROOT / "deploy/gateway/Caddyfile").read_text()
ONCE = {"setup", "databases", *(f"{service}-migrate" for service in SERVICES)}
LASTING = sorted(set(COMPOSE) - ONCE)
TRIALS = {"mailbox", "prometheus"}
"""Published too, on the loopback alone, and only by their profile."""


@pytest.mark.parametrize("service", SERVICES)
def test_each_service_has_a_web_and_a_worker_that_start_after_every_migration(service: str) -> None:
    for part in ("web", "worker"):
        run = COMPOSE[f"{service}-{part}"]
        assert run["image"] == f"${{TALKA_REGISTRY:-}}talka-{service}"
        waits = {name: wait["condition"] for name, wait in run["depends_on"].items()}
        assert waits == {f"{each}-migrate": "service_completed_successfully" for each in SERVICES}
    assert COMPOSE[f"{service}-worker"]["command"][:2] == ["flask", "work"]


def test_each_image_is_built_once() -> None:
    """Two builds at the same time of one name are one too many for some builders."""
    built = Counter(run["image"] for run in COMPOSE.values() if "build" in run)
    ours = {run["image"] for run in COMPOSE.values() if "talka-" in run["image"]}
    assert built == dict.fromkeys(ours, 1)


@pytest.mark.parametrize("name", sorted(COMPOSE))
def test_every_container_is_contained(name: str) -> None:
    run = COMPOSE[name]
    assert run["read_only"] is True
    assert run["cap_drop"] == ["ALL"]
    assert run["security_opt"] == ["no-new-privileges:true"]
    assert run["restart"] == ("no" if name in ONCE else "unless-stopped")
    assert "privileged" not in run


@pytest.mark.parametrize("name", LASTING)
def test_whatever_lasts_has_a_limit_of_memory_and_says_how_it_does(name: str) -> None:
    assert COMPOSE[name]["mem_limit"]
    assert name == "handset" or COMPOSE[name]["healthcheck"]["test"]


def test_the_gateway_alone_is_published() -> None:
    published = {name for name, run in COMPOSE.items() if "ports" in run}
    assert published == {"gateway", *TRIALS}
    for name in TRIALS:
        assert COMPOSE[name]["profiles"]
        assert all("127.0.0.1" in port for port in COMPOSE[name]["ports"])


def test_databases_and_broker_are_on_networks_that_lead_nowhere() -> None:
    networks = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["networks"]
    open_ones = {name for name, network in networks.items() if not network.get("internal")}
    assert open_ones == {"edge", "outside"}
    for name in ("postgres", "rabbitmq", *(f"{service}-web" for service in SERVICES)):
        assert not open_ones & set(COMPOSE[name]["networks"])


@pytest.mark.parametrize("service", SERVICES)
def test_every_setting_reaches_the_service(service: str) -> None:
    """But for those of the embedded run, and those whose default is right in a container."""
    read = set(re.findall(r'"(TALKA_[A-Z_]+)"', (ROOT / "shared/settings.py").read_text()))
    owner = {"TALKA_STAFF_PRIVATE_KEY": "events", "TALKA_VOLUNTEER_PRIVATE_KEY": "volunteers"}
    owner |= {name: "events" for name in read if name.startswith("TALKA_OIDC_")}
    own = re.compile(r"TALKA_(SMTP|KANNEL|SMS_MOST|SMS_CURRENCY|GATEWAY|QUIET)")
    wanted = {
        name
        for name in read - {"TALKA_TRANSPORT", "TALKA_LOCAL_INBOXES", "TALKA_EMBEDDED"}
        if owner.get(name, service) == service and (service == "notifications" or not own.match(name))
    }
    for part in ("web", "worker", "migrate"):
        given = {name.removesuffix("_FILE") for name in COMPOSE[f"{service}-{part}"]["environment"]}
        assert wanted - given == set()


def test_no_secret_stands_in_the_file() -> None:
    """A secret comes from a file, or from .env without a default."""
    secret = re.compile(r"PASSWORD|SECRET|_KEY|DATABASE_URL|AMQP_URL")
    given = [(name, variable, value) for name, run in COMPOSE.items() for variable, value in _environment(run)]
    assert [
        entry for entry in given if secret.search(entry[1]) and not entry[1].endswith("_FILE") and entry[2] is not None
    ] == []


def _environment(run: dict[str, Any]) -> list[tuple[str, Any]]:
    return list(run.get("environment", {}).items())


def test_the_example_names_only_what_the_stack_understands() -> None:
    named = set(re.findall(r"^(?:# )?([A-Z_]+)=", (ROOT / "deploy/example.env").read_text(), re.MULTILINE))
    ours = set(re.findall(r"TALKA_[A-Z_]+", (ROOT / "docker-compose.yml").read_text()))
    understood = ours | {"COMPOSE_PROFILES", "COMPOSE_FILE"}
    assert named - understood == set()


def test_the_gateway_leads_the_same_paths_to_the_same_services_as_the_embedded_front() -> None:
    for service in ("volunteers", "notifications"):
        (matched,) = re.findall(rf"@{service} path (.+)", CADDYFILE)
        expected = {path for prefix, owner in PATHS if owner == service for path in (prefix, f"{prefix}/*")}
        assert set(matched.split()) | {path.removesuffix("/*") for path in matched.split()} == expected
    (own,) = re.findall(r"@own path (.+)", CADDYFILE)
    assert {*INSIDE, "/readyz"} <= set(own.split())
