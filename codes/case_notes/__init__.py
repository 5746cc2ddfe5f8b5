"""From a case note to candidate codes: each finding with its place in the text, how it is meant, and up to three codes.

A note goes through the modules in this order; nothing is written or logged on the way.

forms, identifiers   masked, before anything else sees it
text                 sections, sentences, words
triggers, sides      which words are denied, over, a relative's, uncertain, planned; right, left
mentions             phrase by phrase: coded and operations by lists, supplies, conditions by the search's index
                     (concepts, phrases, resolving)
asking, candidates   codes for each phrase, by the search's ranking; nearness, where an embedding model is configured
past, judging        what stands for what is over, and the coding rules that look at the whole note
reading              all of this for one note, as the findings of findings
shown, saved, views  the page
"""
