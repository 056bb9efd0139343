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
from services.events.board.schemas.posts import NewPost, PostFilter, PostItem, PostRevision, PostView, SendBack, Version

__all__ = [
    "BoardFilter",
    "NewPost",
    "NewsForm",
    "NewsLink",
    "PostFilter",
    "PostForm",
    "PostItem",
    "PostRevision",
    "PostVersion",
    "PostView",
    "RevisionForm",
    "SendBack",
    "SendBackForm",
    "SubscriptionView",
    "Version",
    "as_typed",
]
