"""Writes of campaigns: `spreading` them, a look (`previewing`) before, and `counting` what became of them.

`samples` loads what there is to try.
"""
