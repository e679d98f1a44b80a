"""What records this computer, right now?

Sensors report what they see; recognition names the program; the watch adds the
evidence up into findings; the policy says how loud a finding is. This room warns
and never kills, blocks or judges, and it never claims that nothing is watching.
"""
