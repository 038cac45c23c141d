"""The language of question flows: loading, the model, conditions and the replay of answers.

Nothing in this room touches a screen, a clock or (the loader apart) a disk.
"""
