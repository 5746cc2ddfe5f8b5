"""Every limit on what readers may write, the rule in words beside the number."""

from datetime import timedelta

# A reply has at most 5,000 characters; so has each part of a mistake report.
LONGEST_TEXT = 5_000
# Three readers who report a reply hide it until an editor decides. An editor's own reply is not hidden so.
HIDDEN_AFTER_REPORTS = 3
# Replies on a code are closed a year after the newest one. A code without replies is open.
CLOSED_AFTER = timedelta(days=365)
# A code page shows the fifty newest threads, of each the ten newest answers; the page of all replies steps by fifty.
THREADS_ON_A_PAGE = 50
ANSWERS_ON_CODE_PAGE = 10
# A thread takes at most a hundred answers, so that every page of replies has an end.
MOST_ANSWERS = 100
# Nobody reads a form and fills it in within three seconds. After a week an open form must be sent a second time.
QUICKEST = timedelta(seconds=3)
OPEN_FOR = timedelta(days=7)
# The same words by the same reader at the same place within ten minutes are a second click on the button.
SAME_WITHIN = timedelta(minutes=10)
# How often something is sent in an hour ("h"): by one person ("user"), and from one network ("key").
RATES = {"reply": "10/h/user,60/h/key", "report": "20/h/user,60/h/key", "mistake": "10/h/key"}
# A new reply is told to at most two hundred readers who follow the code: each letter takes the sender's time.
MOST_LETTERS = 200
# The address that a guest left with a mistake report is forgotten ninety days after it was answered or closed.
ADDRESS_KEPT = timedelta(days=90)
