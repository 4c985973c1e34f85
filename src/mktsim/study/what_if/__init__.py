"""What-if questions: changes of the status quo, each compared with it by common random numbers, sequentially."""
