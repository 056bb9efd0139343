"""Writes of campaigns: `spreading` them, a look (`previewing`) before, and `counting` what became of them."""
