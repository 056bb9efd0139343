"""What a start does before anyone is let in: keys, databases, tables, sample data and links to sign in with.

A process of its own, so that the supervisor never holds a connection that its other processes would inherit.
"""

import json

from joserfc.jwk import ECKey

from deploy.embedded import lines
from deploy.embedded.databases import make_databases, migrate_databases
from deploy.embedded.environment import databases, folder, postgres
from deploy.embedded.folder import Folder
from deploy.embedded.lifeline import Lifeline
from deploy.embedded.welcome import welcome
from shared.settings import SERVICES


def make_keys(place: Folder) -> None:
    """The key pairs with which events signs staff in, and volunteers volunteers (ES256)."""
    for owner in ("staff", "volunteer"):
        if not place.has(f"{owner}.pub.pem"):
            key = ECKey.generate_key("P-256", auto_kid=False)
            place.keep(f"{owner}.pem", key.as_pem(private=True).decode())
            place.keep(f"{owner}.pub.pem", key.as_pem(private=False).decode())


def main(lifeline: Lifeline) -> None:
    """Prepare everything."""
    lifeline.hold()
    lines.configure("prepare")
    make_keys(folder())
    make_databases(postgres().superuser_url, {service: folder().secret(service) for service in SERVICES})
    migrate_databases({service: databases(service)[service] for service in SERVICES})
    folder().keep("shown", json.dumps(welcome()))
