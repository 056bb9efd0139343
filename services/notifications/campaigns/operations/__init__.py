"""Writes of campaigns: `spreading` them, and a look (`previewing`) before."""
