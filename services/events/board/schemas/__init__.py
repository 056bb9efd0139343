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
from services.events.board.schemas.posts import NewPost, PostChange, PostFilter, PostItem, PostView, SendBack, Version

__all__ = [
    "BoardFilter",
    "NewPost",
    "NewsForm",
    "PostChange",
    "PostFilter",
    "PostForm",
    "PostItem",
    "PostVersion",
    "PostView",
    "RevisionForm",
    "SendBack",
    "SendBackForm",
    "Version",
    "as_typed",
]
