"""Campaigns: one message to many chosen people who agreed to hear of its topic."""
