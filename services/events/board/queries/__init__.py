"""Questions about the board."""

from services.events.board.queries.public import areas, board, board_changed_at, news_since, post_shown
from services.events.board.queries.staff import WAITS, has_posts, judges, may_judge, post, posts_of, posts_waiting
from services.events.board.queries.subscriptions import subscription

__all__ = [
    "WAITS",
    "areas",
    "board",
    "board_changed_at",
    "has_posts",
    "judges",
    "may_judge",
    "news_since",
    "post",
    "post_shown",
    "posts_of",
    "posts_waiting",
    "subscription",
]
