"""Consumers and how they respond, one plain function a mechanism."""
