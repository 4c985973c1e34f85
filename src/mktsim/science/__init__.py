"""Pure marketing and statistical science on arrays and floats."""
