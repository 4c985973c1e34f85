"""Pages of the studio, one subject a file; each is a blueprint."""
