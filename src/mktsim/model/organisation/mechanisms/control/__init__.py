"""Mechanisms of control: counsel before plans are made, supervision while they are carried out."""
