"""Noting anew what an entry is found and sorted by, where what is noted of entries has changed with the code."""

from uuid import UUID

from sqlalchemy.orm import Session

from services.events.directory.operations.importing import lock_directory
from services.events.directory.operations.indexing import index_services


def index_again(session: Session, service_id: UUID) -> None:
    """Note the words and sort keys of an entry as this code does; nothing happens if it is gone."""
    lock_directory(session)
    index_services(session, [service_id])
