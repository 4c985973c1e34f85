"""The command line: one command a file; every heavy import waits until a command runs."""
