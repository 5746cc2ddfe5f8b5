"""How long what is counted is kept, the rule in words beside the number."""

from datetime import timedelta

# Raw rows are dropped thirty days after their day. Within that time a day can be summed again; after it its totals stay
# as they are.
RAW_KEPT = timedelta(days=30)
# A registration counts as one after a wall if this browser met one as a guest within the thirty days before.
AFTER_WALL_WITHIN = timedelta(days=30)
