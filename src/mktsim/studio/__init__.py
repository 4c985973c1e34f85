"""The studio: a local web application over study and present; nothing but the command line imports it."""
