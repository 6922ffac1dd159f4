"""What lighting draws, what it drew before, and what is saved: with how sure that is.

    terms → inputs → ledger → guarantee

`terms` is what the town writes, `inputs` everything the result rests on, `ledger` what
follows from it, `guarantee` what a contract says of that.
"""
