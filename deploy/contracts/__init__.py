"""The contracts as a whole: read them, draw what is generated from them, lock what is published.

python -m deploy.contracts generate    write contracts/asyncapi.json and the README's catalogue
python -m deploy.contracts publish     the same, and lock every schema that is not locked yet
python -m deploy.contracts check       refuse what differs from what would be generated
"""
