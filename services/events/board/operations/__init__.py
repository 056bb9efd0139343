"""Changes of the board."""

from services.events.board.operations.moderating import MODERATORS, approve_post, send_back_post
from services.events.board.operations.samples import load_board
from services.events.board.operations.writing import (
    WRITERS,
    expire_post,
    renew_post,
    revise_post,
    withdraw_post,
    write_post,
)

__all__ = [
    "MODERATORS",
    "WRITERS",
    "approve_post",
    "expire_post",
    "load_board",
    "renew_post",
    "revise_post",
    "send_back_post",
    "withdraw_post",
    "write_post",
]
