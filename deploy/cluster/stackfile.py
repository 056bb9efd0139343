"""What `docker compose` describes, said for Docker Swarm: replicas, rolling updates, three RabbitMQ nodes.

`docker compose config --format json | python deploy/cluster/stackfile.py PART SECRETS` prints a stack file of one part:
`servers`, then `once` (databases and migrations, as jobs that end), then `services`. With `given` as PART it prints,
as lines of an env-file, the secrets that somebody brings for `setup`. SECRETS is the folder that `deploy.stack.secrets`
has laid out. A secret's and a file's name in Swarm ends with a digest of its content, since Swarm never changes one:
what has changed gets a new name, and only what uses it is replaced.
"""

import hashlib
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

NODES = ("rabbitmq-1", "rabbitmq-2", "rabbitmq-3")
ONCE = ("databases", "events-migrate", "volunteers-migrate", "notifications-migrate")
SERVERS = ("postgres", "rabbitmq")
PINNED = ("postgres", "gateway", "kannel", "prometheus")
"""What keeps files lives on the node that has the label `talka.NAME`; each RabbitMQ node likewise."""
ALONE = ("kannel", "kannel-smsbox", "handset", "mailbox", "prometheus", "alertmanager")
"""One of each is enough, or all there may be: an operator's connection is one."""
NOT_SWARMS = ("build", "depends_on", "restart", "mem_limit", "profiles", "security_opt", "shm_size", "tmpfs", "ports")
Described = dict[str, Any]


class Stack:
    """The parts of one stack; files that its containers are given are gathered on the way."""

    def __init__(self, described: Described, secrets: Path, env: Mapping[str, str]) -> None:
        """`env` may say how many replicas: TALKA_WEB_REPLICAS and TALKA_WORKER_REPLICAS, two of each by default."""
        self._described, self._secrets, self._env = described, secrets, env
        self._files: dict[str, Described] = {"secrets": {}, "configs": {}}

    def part(self, name: str) -> Described:
        """The stack file of a part."""
        found = {service: self._service(service) for service in self._described["services"] if _part(service) == name}
        if "rabbitmq" in found:
            found |= self._cluster(found.pop("rabbitmq"))
        mounts = [mount for run in found.values() for mount in run["volumes"] if mount["type"] == "volume"]
        return {
            "version": "3.13",
            "services": found,
            "networks": {name: self._network(name) for name in self._described["networks"]},
            "volumes": {mount["source"]: {} for mount in mounts},
            **self._files,
        }

    def _network(self, name: str) -> Described:
        network = self._described["networks"][name] or {}
        # What people are called, and the services' passwords, cross from machine to machine.
        options = {"driver_opts": {"encrypted": "true"}}
        return {"driver": "overlay", "internal": bool(network.get("internal"))} | options

    def _service(self, name: str) -> Described:
        run = self._described["services"][name]
        said = {key: value for key, value in run.items() if key not in NOT_SWARMS and value not in (None, [], {})}
        said["networks"] = list(run["networks"])
        said["volumes"] = self._volumes(run, said)
        said["deploy"] = self._deployment(name, run)
        if name == "gateway":  # in the routing mesh everybody would come from one address, and limits count by it
            said["ports"] = [
                {"target": port["target"], "published": int(port["published"]), "mode": "host"}
                for port in run.get("ports", ())
            ]
        return said

    def _volumes(self, run: Described, said: Described) -> list[Described]:
        kept: list[Described] = [{"type": "tmpfs", "target": target} for target in run.get("tmpfs", ())]
        if "shm_size" in run:
            kept.append({"type": "tmpfs", "target": "/dev/shm", "tmpfs": {"size": int(run["shm_size"])}})  # noqa: S108 - in a container
        for volume in run.get("volumes", ()):
            source, target = volume["source"], volume["target"]
            if target.startswith("/run/secrets/"):  # a folder that somebody brings is one of SECRETS, too
                folder = source if volume["type"] == "volume" else "secrets"
                said.setdefault("secrets", []).extend(self._secret_files(folder, target))
            else:
                kept.append({"type": "volume", "source": source, "target": target})
        return kept

    def _secret_files(self, volume: str, target: str) -> list[Described]:
        folder = self._secrets / (volume.removeprefix("secrets-") if volume != "secrets" else "all")
        return [
            self._file("secrets", path, f"{target}/{path.name}")
            for path in sorted(folder.iterdir())
            if not path.name.startswith(".")
        ]

    def _file(self, kind: str, path: Path, target: str) -> Described:
        """Make a file known to Swarm; every user in the container may read it, as in the folder it comes from."""
        digest = hashlib.sha256(path.read_bytes()).hexdigest()[:12]
        key = f"{path.parent.name}_{path.name}".replace(".", "-").lower()
        name = f"{self._described['name']}_{key}"[:50] + f"_{digest}"
        self._files[kind][key] = {"file": str(path), "name": name}
        return {"source": key, "target": target, "mode": 0o444}

    def _deployment(self, name: str, run: Described) -> Described:
        limits = {"resources": {"limits": {"memory": str(run["mem_limit"])}}} if run.get("mem_limit") else {}
        if name in ONCE:
            return {"mode": "replicated-job", "restart_policy": {"condition": "on-failure"}} | limits
        said: Described = {
            "replicas": 1,
            "restart_policy": {"condition": "any", "delay": "1s"},
            "endpoint_mode": "dnsrr",  # one address for all of them would forget connections that rest for 15 minutes
        } | limits
        if name in PINNED:
            said["placement"] = {"constraints": [f"node.labels.talka.{name} == true"]}
        if name not in (*PINNED, *ALONE, *SERVERS):
            kind = "WEB" if name.endswith("-web") else "WORKER"
            said["replicas"] = int(self._env.get(f"TALKA_{kind}_REPLICAS") or 2)
            said["placement"] = {"preferences": [{"spread": "node.id"}]}
            said["update_config"] = {"parallelism": 1, "order": "start-first", "failure_action": "rollback"}
            said["rollback_config"] = {"parallelism": 1, "order": "start-first"}
        return said

    def _cluster(self, one: Described) -> Described:
        """Three nodes that find each other by name; all answer to `rabbitmq`.

        They have no health check: Swarm gives a name only to what is healthy, and they must find each other before.
        """
        config = self._file(
            "configs", Path(__file__).resolve().with_name("rabbitmq.conf"), "/etc/rabbitmq/conf.d/30-cluster.conf"
        )
        cookie = 'export RABBITMQ_ERLANG_COOKIE="$$(cat /run/secrets/talka/erlang_cookie)"; exec "$$0" rabbitmq-server'
        same = {key: value for key, value in one.items() if key != "healthcheck"}
        found: Described = {}
        for node in NODES:
            placement = {"constraints": [f"node.labels.talka.{node} == true"]}
            volumes = [mount | ({"source": node} if mount["type"] == "volume" else {}) for mount in one["volumes"]]
            found[node] = same | {
                "hostname": node,
                "entrypoint": ["sh", "-c", cookie, "docker-entrypoint.sh"],
                "networks": {name: {"aliases": ["rabbitmq"]} for name in one["networks"]},
                "configs": [config],
                "volumes": volumes,
                "deploy": one["deploy"] | {"placement": placement},
            }
        return found


def _part(service: str) -> str:
    if service == "setup":
        return "by hand"
    return "once" if service in ONCE else "servers" if service in SERVERS else "services"


def given(described: Described) -> str:
    """What `setup` is told: passwords that nobody here can make up. Compose has doubled each dollar in them."""
    told = described["services"]["setup"]["environment"]
    return "".join(f"{name}={value.replace('$$', '$')}\n" for name, value in told.items() if value)


def main(part: str, secrets: Path) -> str:
    """What is printed."""
    described = json.load(sys.stdin)
    return (
        given(described) if part == "given" else json.dumps(Stack(described, secrets, os.environ).part(part), indent=1)
    )


if __name__ == "__main__":
    print(main(sys.argv[1], Path(sys.argv[2])))
