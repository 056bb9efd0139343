"""What comes in and goes out about the board."""

from services.events.board.schemas.forms import (
    BoardFilter,
    NewsForm,
    NewsLink,
    PostForm,
    PostVersion,
    RevisionForm,
    SendBackForm,
    SubscriptionView,
    as_typed,
)
from services.events.board.schemas.posts import NewPost, PostChange, PostFilter, PostItem, PostView, SendBack, Version

__all__ = [
    "BoardFilter",
    "NewPost",
    "NewsForm",
    "NewsLink",
    "PostChange",
    "PostFilter",
    "PostForm",
    "PostItem",
    "PostVersion",
    "PostView",
    "RevisionForm",
    "SendBack",
    "SendBackForm",
    "SubscriptionView",
    "Version",
    "as_typed",
]
