"""Words and figures of decision procedures: select, robust."""
