"""Questions about the board."""

from services.events.board.queries.public import areas, board, post_shown
from services.events.board.queries.staff import has_posts, may_judge, post, posts_of, posts_waiting

__all__ = ["areas", "board", "has_posts", "may_judge", "post", "post_shown", "posts_of", "posts_waiting"]
