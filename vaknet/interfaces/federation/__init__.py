"""Other networks: who is here by their own choice, at which address, with which keys.

Nothing in it knows who looks: the answer is the same for everybody, and the same for somebody who
does not want to be known as for nobody.
"""
