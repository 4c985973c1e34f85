"""Value of information: terminal text, JSON, and the documents in its directory."""
