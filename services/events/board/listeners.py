"""What the board does when a moment has come."""

from collections.abc import Callable
from uuid import UUID

from sqlalchemy.orm import Session

from services.events.board import operations
from services.events.board.domain import ENDS


def due() -> dict[str, Callable[[Session, UUID], None]]:
    """Kind of due row -> what is done when its time has come."""
    return {ENDS: operations.expire_post}
