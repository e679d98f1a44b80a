"""How am I doing? Private notes about evenings, questions afterwards, balance, and what the day after says.

Notes hold no names of others, no places, no content and no time of day. They prove nothing
and judge nobody. Numbers are for their owner's own look back; nothing here is a measure of
health, so no clinical questionnaire is used. The WHO-5 index is left out for its licence as
well: the edition of 2024 is for non-commercial use and share-alike, which does not go
together with the licence of Guard.
"""
