"""Every limit on what a reader may open, the rule in words beside the number."""

from datetime import timedelta

# A guest opens one code page.
GUEST_VIEWS = 1
# A registered reader opens five more; a page opened as a guest costs none of them.
REGISTERED_VIEWS = 5
# Three pages opened as a guest, on as many devices, stay open to an account and cost it nothing, in each period.
CARRIED_PAGES = 3
# From one network (IPv4 /24, IPv6 /56) at most fifty guests a day are given their free page.
NEW_GUESTS_PER_NETWORK_AND_DAY = 50
IPV4_PREFIX = 24
IPV6_PREFIX = 56
# What a guest opened is forgotten after ninety days without a new page, as the session is.
GUEST_METER_KEPT = timedelta(days=90)
# A page that is read again within this time of being opened is not given back when its first reading fails.
SHARED_WITHIN = timedelta(minutes=1)
# When an account reads an open page again, the ledger notes the time once in ten minutes.
READ_AGAIN_AFTER = timedelta(minutes=10)
# A search engine that was looked up in the DNS is believed for a day; one that was not found, or could not be
# looked up, is doubted for an hour.
CRAWLER_BELIEVED = timedelta(days=1)
CRAWLER_DOUBTED = timedelta(hours=1)
# A registered reader has 200 lines of claims checked a day; a claim with more lines than are left is not checked at
# all. Who may open pages without limit may check without limit. Guests are told open facts only, uncounted.
CLAIM_LINES_PER_DAY = 200
# A case note takes up to a second of the server's work: an account has ten read in a minute and a hundred and twenty in
# an hour, and the guests of one network (as above) as many together.
CASE_NOTES = "10/m,120/h"
# An account has up to ten API keys at a time.
API_KEYS_PER_ACCOUNT = 10
# In each minute of the clock an account sends the API up to three hundred requests, with all its keys together; without
# an account a network (as above) sends sixty.
API_REQUESTS_PER_MINUTE = 300
API_GUEST_REQUESTS_PER_MINUTE = 60
# What is open to any site without a key (the NLM and FHIR interfaces) a network asks up to twelve hundred times in each
# minute of the clock: a large office, each key of its typists a request.
OPEN_DATA_REQUESTS_PER_MINUTE = 1_200
# A reader has one request for more views open at a time, and sends three in thirty days.
REQUESTS_FOR_MORE = 3
REQUESTS_COUNT_FOR = timedelta(days=30)
# A seat that was offered by letter and not taken is free again after thirty days.
SEAT_OFFER_KEPT = timedelta(days=30)
# In a day an organisation offers as many seats as it has, and twenty more: each offer is a letter to somebody.
SEAT_OFFERS_BEYOND = 20
# After five wrong passwords for one address, or five wrong codes, the next try has to wait a minute, and twice as long
# after each further failure, up to an hour. What was right is let in at once and begins anew; so does a day without.
FREE_TRIES = 5
# A network (as above) may fail a hundred times a day, at whatever addresses, before its passwords have to wait too.
FREE_TRIES_PER_NETWORK = 100
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=1)
TRIES_FORGOTTEN_AFTER = timedelta(days=1)
# A browser that an account has signed in from is known for four hundred days after the last time, which is as long as
# browsers keep a cookie; it remembers up to ten accounts.
BROWSER_KNOWN = timedelta(days=400)
ACCOUNTS_PER_BROWSER = 10
# Whoever works at the desk is asked twice a day who they are, however often they come.
DESK_SIGN_IN = timedelta(hours=12)
# Each time somebody asks to sign in by passkey a session is begun: a network (as above) asks so often.
PASSKEY_SIGN_INS = "30/m,300/h"
# An account has up to twenty passkeys.
PASSKEYS_PER_ACCOUNT = 20
