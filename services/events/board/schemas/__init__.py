"""What comes in and goes out about the board."""

from services.events.board.schemas.forms import (
    BoardFilter,
    NewsForm,
    PostForm,
    PostVersion,
    RevisionForm,
    SendBackForm,
    as_typed,
)
from services.events.board.schemas.posts import NewPost, PostFilter, PostItem, PostRevision, PostView, SendBack, Version

__all__ = [
    "BoardFilter",
    "NewPost",
    "NewsForm",
    "PostFilter",
    "PostForm",
    "PostItem",
    "PostRevision",
    "PostVersion",
    "PostView",
    "RevisionForm",
    "SendBack",
    "SendBackForm",
    "Version",
    "as_typed",
]
