"""`make demo`: the story of one event, played through the public HTTP interface alone, and checked."""
