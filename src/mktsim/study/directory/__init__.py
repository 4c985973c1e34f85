"""Directories of results: status, rerun, shards, pins, the organisation at work."""
