"""Speed, measured against the bare parts: `make bench`. Each figure is a ratio out of one interleaved run."""
