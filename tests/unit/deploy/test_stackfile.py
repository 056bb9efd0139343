"""What Docker Swarm is told is what docker compose describes, and no secret stands in it."""

import json
from pathlib import Path
from typing import Any

import pytest

from deploy.cluster.stackfile import Stack, given


@pytest.fixture
def secrets(tmp_path: Path) -> Path:
    for folder, file in (("events", "secret_key"), ("volunteers", "secret_key"), ("rabbitmq", "erlang_cookie")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / file).write_text(f"the secret of {folder}")
    (tmp_path / "all").mkdir()
    (tmp_path / "all" / "postgres").write_text("the secret of all")
    return tmp_path


def described() -> dict[str, Any]:
    """As `docker compose config --format json` prints it."""

    def kept(source: str, target: str = "/run/secrets/talka") -> dict[str, Any]:
        return {"type": "volume", "source": source, "target": target}

    same = {"restart": "unless-stopped", "read_only": True, "tmpfs": ["/tmp"], "mem_limit": "1024"}  # noqa: S108 - in a container
    brought = {"type": "bind", "source": "/home/it/secrets", "target": "/run/secrets/talka"}
    return {
        "name": "talka",
        "networks": {"front": {"internal": True}, "edge": None},
        "services": {
            "setup": {"environment": {"TALKA_SMTP_PASSWORD": "a$$b", "TALKA_SMPP_PASSWORD": None}},
            "events-web": same | {"networks": {"front": None}, "volumes": [kept("secrets-events")], "depends_on": {}},
            "rabbitmq": same
            | {"networks": {"front": None}, "volumes": [kept("rabbitmq", "/var"), kept("secrets-rabbitmq")]},
            "databases": same | {"networks": {"front": None}, "volumes": [brought]},
            "gateway": same
            | {
                "networks": {"front": None, "edge": None},
                "volumes": [],
                "ports": [{"host_ip": "127.0.0.1", "target": 80, "published": "8080", "mode": "ingress"}],
            },
        },
    }


def test_each_service_gets_its_own_secrets_alone_and_none_stands_in_the_file(secrets: Path) -> None:
    part = Stack(described(), secrets, {}).part("services")
    assert [secret["source"] for secret in part["services"]["events-web"]["secrets"]] == ["events_secret_key"]
    assert set(part["secrets"]) == {"events_secret_key"}
    assert "the secret of" not in json.dumps(part)


def test_a_folder_that_somebody_brings_is_a_container_s_secrets_too(secrets: Path) -> None:
    (found,) = Stack(described(), secrets, {}).part("once")["services"]["databases"]["secrets"]
    assert (found["source"], found["target"]) == ("all_postgres", "/run/secrets/talka/postgres")


def test_what_crosses_between_machines_is_encrypted(secrets: Path) -> None:
    networks = Stack(described(), secrets, {}).part("services")["networks"]
    assert [network["driver_opts"] for network in networks.values()] == [{"encrypted": "true"}] * 2


def test_a_secret_that_changes_gets_a_new_name_and_no_other_does(secrets: Path) -> None:
    def names() -> tuple[str, str]:
        stack = Stack(described(), secrets, {})
        return (
            stack.part("services")["secrets"]["events_secret_key"]["name"],
            stack.part("servers")["secrets"]["rabbitmq_erlang_cookie"]["name"],
        )

    before = names()
    (secrets / "events" / "secret_key").write_text("another one")
    after = names()
    assert (after[0] != before[0], after[1] == before[1]) == (True, True)


def test_web_and_worker_run_as_often_as_asked_and_a_new_one_comes_before_an_old_one_goes(secrets: Path) -> None:
    for env, replicas in (({}, 2), ({"TALKA_WEB_REPLICAS": "5"}, 5)):
        deployed = Stack(described(), secrets, env).part("services")["services"]["events-web"]["deploy"]
        assert (deployed["replicas"], deployed["update_config"]["order"]) == (replicas, "start-first")
        assert deployed["resources"]["limits"]["memory"] == "1024"


def test_three_nodes_of_rabbitmq_keep_files_of_their_own_and_answer_to_one_name(secrets: Path) -> None:
    nodes = Stack(described(), secrets, {}).part("servers")["services"]
    assert list(nodes) == ["rabbitmq-1", "rabbitmq-2", "rabbitmq-3"]
    for name, node in nodes.items():
        assert (node["hostname"], node["networks"]["front"]["aliases"]) == (name, ["rabbitmq"])
        assert {"type": "volume", "source": name, "target": "/var"} in node["volumes"]
        assert len(node["configs"]) == 1


def test_the_gateway_hears_people_s_own_addresses(secrets: Path) -> None:
    gateway = Stack(described(), secrets, {}).part("services")["services"]["gateway"]
    assert gateway["ports"] == [{"target": 80, "published": 8080, "mode": "host"}]


def test_what_somebody_brings_for_setup_is_passed_on_as_it_is(secrets: Path) -> None:
    assert given(described()) == "TALKA_SMTP_PASSWORD=a$b\n"
