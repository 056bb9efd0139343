"""The stack's secrets: made at the first start, kept, and laid out so that each container finds its own alone.

`python -m deploy.stack.secrets /secrets` expects one folder per container there. `all` keeps every secret as a file;
whoever puts a file there beforehand brings their own. A container's folder is written anew at each start.
"""

import base64
import hashlib
import json
import os
import secrets
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from joserfc.jwk import ECKey

from shared.contracts import EXCHANGE
from shared.messaging.topology import queue_name
from shared.settings import SERVICES

OPERATOR = "operator"
"""RabbitMQ's user who may do anything: makes the queues, looks into dead ones."""
VHOST = "talka"


class Vault:
    """The folder that keeps all secrets; what is missing is made."""

    def __init__(self, folder: Path) -> None:
        """Nothing is made before it is asked for."""
        self._folder = folder

    def word(self, name: str) -> str:
        """A secret word: a random one, or what somebody has put there."""
        return self._kept(name) or self._keep(name, secrets.token_urlsafe(32))

    def key_pair(self, owner: str) -> tuple[str, str]:
        """The private and the public key (ES256, PEM) with which one kind of person is signed in."""
        private = self._kept(f"{owner}.pem")
        if private is None:
            private = self._keep(
                f"{owner}.pem", ECKey.generate_key("P-256", auto_kid=False).as_pem(private=True).decode()
            )
        return private, ECKey.import_key(private).as_pem(private=False).decode()

    def given(self, name: str, env: Mapping[str, str]) -> str:
        """A secret that nobody here can make up: from a variable such as TALKA_SMTP_PASSWORD, a file, or empty."""
        return env.get(f"TALKA_{name.upper()}") or self._kept(name) or ""

    def _kept(self, name: str) -> str | None:
        path = self._folder / name
        return path.read_text().strip() if path.exists() else None

    def _keep(self, name: str, value: str) -> str:
        """Write it down whole or not at all, readable by the owner alone."""
        draft = self._folder / f".{name}"
        draft.unlink(missing_ok=True)
        draft.touch(0o600)
        with draft.open("w") as file:
            file.write(f"{value.strip()}\n")
            file.flush()
            os.fsync(file.fileno())
        draft.rename(self._folder / name)
        return value


def layout(vault: Vault, env: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """What each container's folder holds: name of a file to its content."""
    staff, volunteer = vault.key_pair("staff"), vault.key_pair("volunteer")
    public = {"staff_public_key": staff[1], "volunteer_public_key": volunteer[1]}
    folders = {
        service: public
        | {
            "secret_key": vault.word(f"{service}_secret_key"),
            "database_url": _postgres(service, vault.word(f"{service}_database"), service),
            "amqp_url": _amqp(service, vault),
        }
        for service in SERVICES
    }
    folders["events"] |= {
        "staff_private_key": staff[0],
        "oidc_client_secret": vault.given("oidc_client_secret", env),
    }
    folders["volunteers"]["volunteer_private_key"] = volunteer[0]
    sms = {"kannel_password": vault.word("kannel_password"), "kannel_callback_secret": vault.word("kannel_callback")}
    folders["notifications"] |= sms | {"smtp_password": vault.given("smtp_password", env)}
    owners = {
        f"{service}_database_url": _postgres(f"{service}_owner", vault.word(f"{service}_owner"), service)
        for service in SERVICES
    }
    return folders | {
        "owners": owners | {"amqp_url": _amqp(OPERATOR, vault)},
        "postgres": {"password": vault.word("postgres")},
        "rabbitmq": {
            "definitions.json": json.dumps(_definitions(vault), indent=2),
            "erlang_cookie": vault.word("erlang_cookie"),
        },
        "kannel": sms | {"smpp_password": vault.given("smpp_password", env)},
        "observe": {"smtp_password": vault.given("smtp_password", env)},
    }


def _postgres(role: str, password: str, database: str) -> str:
    return f"postgresql://{role}:{quote(password, safe='')}@postgres:5432/{database}"


def _amqp(user: str, vault: Vault) -> str:
    return f"amqp://{user}:{quote(vault.word(f'{user}_broker'), safe='')}@rabbitmq:5672/{VHOST}"


def _definitions(vault: Vault) -> dict[str, Any]:
    """RabbitMQ's users, each with no more than its service does; queues and exchanges come from the code."""
    users = (*SERVICES, OPERATOR)
    return {
        "vhosts": [{"name": VHOST, "default_queue_type": "quorum"}],
        "users": [
            {
                "name": user,
                "password_hash": _hashed(vault.word(f"{user}_broker")),
                "hashing_algorithm": "rabbit_password_hashing_sha256",
                "tags": ["monitoring"] if user == OPERATOR else [],
            }
            for user in users
        ],
        "permissions": [{"user": user, "vhost": VHOST, **_rights(user)} for user in users],
        "topic_permissions": [
            {"user": service, "vhost": VHOST, "exchange": EXCHANGE, "write": rf"^{service}\.", "read": ".*"}
            for service in SERVICES
        ],
    }


def _rights(user: str) -> dict[str, str]:
    """A service empties its own queue and publishes to the exchange under its own name; all else is the operator's."""
    if user == OPERATOR:
        return dict.fromkeys(("configure", "write", "read"), ".*")
    queue, exchange = queue_name(user).replace(".", r"\."), EXCHANGE.replace(".", r"\.")
    return {"configure": "^$", "write": f"^{exchange}$", "read": f"^{queue}$"}


def _hashed(password: str) -> str:
    """As RabbitMQ's rabbit_password_hashing_sha256 wants it: salt and the digest of salt and password.

    The salt comes of the password, so that the file changes only with one; they are random words, each used once.
    """
    salt = hashlib.sha256(b"salt " + password.encode()).digest()[:4]
    return base64.b64encode(salt + hashlib.sha256(salt + password.encode()).digest()).decode()


def main(root: Path, env: Mapping[str, str]) -> None:
    """Make what is missing and lay everything out. A folder is mounted where it is needed alone: all there may read.

    Prints the names of the folders that are not what they were: who reads them has to start again.
    """
    for name, files in layout(Vault(root / "all"), env).items():
        changed = [_lay_out(root / name / file, f"{content.strip()}\n") for file, content in files.items()]
        if any(changed):
            print(name)


def _lay_out(path: Path, content: str) -> bool:
    """Write the file, whole or not at all; answers whether it was another one, or not there."""
    before = path.read_text() if path.exists() else None
    draft = path.with_name(f".{path.name}")
    draft.write_text(content)
    draft.chmod(0o444)
    draft.rename(path)
    return content != before


if __name__ == "__main__":
    main(Path(sys.argv[1]), os.environ)
