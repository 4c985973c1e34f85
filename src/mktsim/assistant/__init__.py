"""Tools for assistants over the Model Context Protocol: the command line's answers, bounded in time."""
