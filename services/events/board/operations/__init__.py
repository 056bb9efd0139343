"""Changes of the board."""

from services.events.board.operations.counting import Load, add_loads
from services.events.board.operations.moderating import MODERATORS, approve_post, give_back_posts, send_back_post
from services.events.board.operations.samples import load_board
from services.events.board.operations.subscribing import (
    ask_for_news,
    confirm_subscription,
    lapse_subscription,
    send_digest,
    stop_subscription,
)
from services.events.board.operations.telling import tell_writer
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
    "Load",
    "add_loads",
    "approve_post",
    "ask_for_news",
    "confirm_subscription",
    "expire_post",
    "give_back_posts",
    "lapse_subscription",
    "load_board",
    "renew_post",
    "revise_post",
    "send_back_post",
    "send_digest",
    "stop_subscription",
    "tell_writer",
    "withdraw_post",
    "write_post",
]
