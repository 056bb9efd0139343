"""What a referral needs to know of an entry of the directory."""

from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from services.events.directory.queries.hsds import SHOWN
from shared.errors import NotFound

WANTED = text(f"""
    SELECT s.id, s.name, s.keeper_id, o.name ->> 'lt' AS provider, coalesce(s.email, o.email) AS email
    FROM directory_services AS s JOIN directory_organizations AS o ON o.id = s.organization_id
    WHERE s.id = :id AND s.status = 'active' AND {SHOWN}
""")  # noqa: S608 - our own words


def service_asked_for(session: Session, service_id: UUID) -> dict[str, Any]:
    """Name by language, keeper, provider and public e-mail of a service. Raises NotFound if not offered."""
    found = session.execute(WANTED, {"id": service_id}).mappings().one_or_none()
    if found is None:
        raise NotFound
    return dict(found)
