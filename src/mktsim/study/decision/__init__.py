"""Pure plans and verdicts: tables in, tables and words out."""
