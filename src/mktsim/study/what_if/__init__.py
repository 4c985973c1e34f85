"""What if: changes of the status quo, each compared with it on the same luck, as long as it takes and no longer."""
