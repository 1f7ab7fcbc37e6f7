"""`make bench`: what a request costs, as ratios to yardsticks measured in the same run."""
