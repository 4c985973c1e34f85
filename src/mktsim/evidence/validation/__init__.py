"""Published generalisations measured on simulated data with the literature's own estimators."""
